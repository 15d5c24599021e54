import { expect, test } from "vitest";
import { placeText } from "#core/model/place.ts";
import { fieldPlace } from "#core/sources/field-place.ts";
import { crateOf } from "./crate-of.ts";

/** Where each pointer of the answer of the only route leads to, and what stands on that line. */
async function checkPlaces(texts: Readonly<Record<string, string>>, pointers: readonly string[]): Promise<string> {
  const all = { "Cargo.toml": '[package]\nname = "server"\n', ...texts };
  const index = crateOf(all);
  const { routes } = await index.snapshot();
  const [route] = routes.rust;
  const model = route && (await index.ask("rust", "answer", (inspector) => inspector.answerModel(route)));
  const lines = pointers.map((pointer) => {
    const place = model && fieldPlace(model.models, model.type, pointer);
    if (!place) return `${pointer}: -`;
    const shown = (texts[place.file] ?? "").replace(/^\uFEFF/, "").split("\n");
    const line = shown[place.range.start.line]?.trim();
    return `${pointer}: ${placeText(place)} ${line}`;
  });
  return [`answers ${route?.responseModel?.text}`, ...lines].join("\n");
}

const MAIN = `mod models;
use axum::{Json, Router, routing::get};
pub fn app() -> Router { Router::new().route("/x", get(read)) }
`;

test("fields through lists, maps, options, generic structs, aliases and modules", async () => {
  const texts = {
    "src/lib.rs": `${MAIN}
pub async fn read() -> models::Answer<models::Page<models::Node>> { todo!() }
`,
    "src/models.rs": `use std::collections::HashMap;
pub type Answer<T, E = ApiError> = Result<(StatusCode, Json<T>), E>;
#[derive(Serialize)]
pub struct Page<T> {
    pub items: Vec<T>,
    pub next: Option<Box<Page<T>>>,
}
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Node {
    pub made_at: String,
    #[serde(rename = "kind", alias = "sort")]
    pub r#type: &'static str,
    pub parts: HashMap<String, [Part; 2]>,
    pub pair: (Part, Id),
    #[serde(flatten)]
    pub extra: Extra,
    #[serde(skip_serializing)]
    pub secret: String,
    pub free: serde_json::Value,
}
#[derive(Serialize)] pub struct Part { pub size: u8 }
#[derive(Serialize)] pub struct Id(Inner);
#[derive(Serialize)] pub struct Inner { pub deep: u8 }
#[derive(Serialize)] pub struct Extra { pub note: String }
`,
  };
  const pointers = [
    "/items/0/madeAt",
    "/items/0/made_at",
    "/items/0/kind",
    "/items/0/sort",
    "/next/items/1/parts/any/0/size",
    "/items/0/pair/0/size",
    "/items/0/pair/1/deep",
    "/items/0/note",
    "/items/0/secret",
    "/items/0/free/whatever",
  ];
  expect(await checkPlaces(texts, pointers)).toMatchInlineSnapshot(`
    "answers models::Answer<models::Page<models::Node>>
    /items/0/madeAt: src/models.rs:11:9 pub made_at: String,
    /items/0/made_at: -
    /items/0/kind: src/models.rs:13:9 pub r#type: &'static str,
    /items/0/sort: src/models.rs:13:9 pub r#type: &'static str,
    /next/items/1/parts/any/0/size: src/models.rs:22:44 #[derive(Serialize)] pub struct Part { pub size: u8 }
    /items/0/pair/0/size: src/models.rs:22:44 #[derive(Serialize)] pub struct Part { pub size: u8 }
    /items/0/pair/1/deep: src/models.rs:24:45 #[derive(Serialize)] pub struct Inner { pub deep: u8 }
    /items/0/note: src/models.rs:25:45 #[derive(Serialize)] pub struct Extra { pub note: String }
    /items/0/secret: -
    /items/0/free/whatever: src/models.rs:20:9 pub free: serde_json::Value,"
  `);
});

test("enumerations as serde writes them", async () => {
  const texts = {
    "src/lib.rs": `${MAIN}
pub async fn read() -> Json<models::All> { todo!() }
`,
    "src/models.rs": `pub struct All { pub outer: Outer, pub inner: Inner, pub beside: Beside, pub any: Any }
#[serde(rename_all = "snake_case")]
pub enum Outer {
    TwoWords(Part),
    #[serde(rename_all = "UPPERCASE")]
    Fields { one: u8 },
    Plain,
}
#[serde(tag = "type")]
pub enum Inner { A { one: u8 }, B(Part) }
#[serde(tag = "t", content = "c")]
pub enum Beside { A(Part), B }
#[serde(untagged)]
pub enum Any { A(Part), B(Vec<Part>) }
pub struct Part { pub size: u8 }
`,
  };
  const pointers = [
    "/outer/two_words/size",
    "/outer/fields/ONE",
    "/inner/type",
    "/inner/one",
    "/inner/size",
    "/beside/c/size",
    "/any/size",
    "/any/0/size",
  ];
  expect(await checkPlaces(texts, pointers)).toMatchInlineSnapshot(`
    "answers Json<models::All>
    /outer/two_words/size: src/models.rs:15:23 pub struct Part { pub size: u8 }
    /outer/fields/ONE: src/models.rs:6:14 Fields { one: u8 },
    /inner/type: src/models.rs:10:10 pub enum Inner { A { one: u8 }, B(Part) }
    /inner/one: src/models.rs:10:22 pub enum Inner { A { one: u8 }, B(Part) }
    /inner/size: src/models.rs:15:23 pub struct Part { pub size: u8 }
    /beside/c/size: src/models.rs:15:23 pub struct Part { pub size: u8 }
    /any/size: src/models.rs:15:23 pub struct Part { pub size: u8 }
    /any/0/size: src/models.rs:15:23 pub struct Part { pub size: u8 }"
  `);
});

test("utoipa's body goes before the type that the function returns; a body built in place is found", async () => {
  const models = "pub struct Node { pub id: u8 }\n";
  const declared = `${MAIN}
#[utoipa::path(get, path = "/x", responses((status = 404, body = String), (status = OK, body = inline(Vec<models::Node>))))]
pub async fn read() -> impl IntoResponse { todo!() }
`;
  expect(await checkPlaces({ "src/lib.rs": declared, "src/models.rs": models }, ["/0/id"])).toMatchInlineSnapshot(`
    "answers Vec<models::Node>
    /0/id: src/models.rs:1:23 pub struct Node { pub id: u8 }"
  `);
  const built = `${MAIN}
pub async fn read() -> impl IntoResponse { (StatusCode::OK, Json(models::Node { id: 1 })) }
`;
  expect(await checkPlaces({ "src/lib.rs": built, "src/models.rs": models }, ["/id"])).toMatchInlineSnapshot(`
    "answers undefined
    /id: src/models.rs:1:23 pub struct Node { pub id: u8 }"
  `);
});

test("a byte order mark, CRLF, tabs and emoji before the place", async () => {
  const text = [
    "\uFEFFuse axum::{Json, Router, routing::get}; // 😀",
    'pub fn app() -> Router { Router::new().route("/😀", get(read)) }',
    "\t/* 😀 */ async fn read() -> Json<Größe> { todo!() }",
    '\t/* 😀 */ struct Größe { /* 😀 */ #[serde(rename = "😀")] höhe: u8 }',
    "",
  ].join("\r\n");
  expect(await checkPlaces({ "src/lib.rs": text }, ["/😀"])).toMatchInlineSnapshot(`
    "answers Json<Größe>
    /😀: src/lib.rs:4:59 /* 😀 */ struct Größe { /* 😀 */ #[serde(rename = "😀")] höhe: u8 }"
  `);
});
