import { expect, test } from "vitest";
import { crateOf } from "./crate-of.ts";

/** What is certain of the parameters that a handler takes. */
async function checkTaken(signature: string, items = ""): Promise<string> {
  const main = `use axum::{extract::{Path, Query}, Router, routing::get};
use uuid::Uuid;
mod forms;
pub fn app() -> Router { Router::new().route("/{id}/{part}", get(handle)) }
async fn handle(${signature}) {}
${items}
`;
  const forms = "pub struct Key(i64);\npub struct ByPath { pub id: Key, pub part: u8 }\n";
  const index = crateOf({ "Cargo.toml": '[package]\nname = "server"\n', "src/lib.rs": main, "src/forms.rs": forms });
  const { routes } = await index.snapshot();
  const taken = routes.rust[0]?.taken;
  if (!taken) return "nothing";
  const shown = taken.parameters.map(({ in: place, by, type, kind }) => `${place} ${by}: ${type} is ${kind}`);
  return [`${taken.pathCount ?? "?"} of the path`, ...shown].join("\n");
}

test("single values and tuples in the path", async () => {
  expect(await checkTaken("Path((id, part)): Path<(i64, String)>")).toMatchInlineSnapshot(`
    "2 of the path
    path 0: i64 is integer
    path 1: String is string"
  `);
  expect(await checkTaken("axum::extract::Path(id): axum::extract::Path<uuid::Uuid>")).toMatchInlineSnapshot(`
    "1 of the path
    path 0: Uuid is uuid"
  `);
  expect(await checkTaken("Path(both): Path<(forms::Key, bool)>")).toMatchInlineSnapshot(`
    "2 of the path
    path 1: bool is boolean"
  `);
});

test("structs by the names that serde reads, of this module and another one", async () => {
  const items = `#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct Filter {
    page_size: Option<u32>,
    #[serde(rename = "q")]
    text: String,
    #[serde(deserialize_with = "from_text")]
    since: i64,
    many: Vec<i64>,
    #[serde(flatten)]
    more: More,
    share: f64,
}`;
  expect(await checkTaken("Query(filter): Query<Filter>, Path(path): Path<forms::ByPath>", items))
    .toMatchInlineSnapshot(`
    "? of the path
    query pageSize: u32 is integer
    query q: String is string
    query share: f64 is number
    path part: u8 is integer"
  `);
});

test("nothing where it is not certain: types and extractors of the project, maps, generics", async () => {
  expect(await checkTaken("_: Path<()>")).toBe("nothing");
  const own = "struct String; struct Path<T>(T);";
  expect(await checkTaken("Path(id): Path<i64>", own)).toBe("nothing");
  expect(await checkTaken("Path(id): Path<String>", "enum String { A }")).toBe("nothing");
  expect(await checkTaken("Query(all): Query<std::collections::HashMap<String, String>>")).toBe("nothing");
  expect(await checkTaken("Query(all): Query<Page<i64>>", "struct Page<T> { at: T }")).toBe("nothing");
  expect(await checkTaken("Query(all): Query<Page>", '#[serde(try_from = "Raw")] struct Page { at: i64 }')).toBe(
    "nothing",
  );
});
