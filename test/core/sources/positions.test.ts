import { expect, test } from "vitest";
import { SIDES } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const readers = createInlineReaders(createSyntax(createGrammars()));

/** What stands at the places of each route, as an editor would show it: without the byte order mark. */
async function checkPlaces(file: string, text: string): Promise<string> {
  const facts = new Map([[file, await readers.read(file, text)]]);
  const shown = text.replace(/^\uFEFF/, "").split(/\r\n|\n/);
  const at = ({ range: { start, end } }: Place): string => {
    const line = shown[start.line] ?? "";
    const last = start.line === end.line ? end.character : line.length;
    return `${start.line}:${start.character} ${line.slice(start.character, last)}`;
  };
  const routes = SIDES.flatMap(
    (side) => SOURCE_LANGUAGES[side].link({ files: [file], facts, declaring: new Set([file]) }).routes,
  );
  return routes
    .filter(({ implicit }) => !implicit)
    .map((route) =>
      [
        `${route.method} ${route.path}`,
        `route ${at(route.place)}`,
        ...route.steps.map((step) => `${step.by} ${at(step.place)}`),
        ...(route.handler ? [`handler ${at(route.handler.place)}`, `body ${at(route.handler.body)}`] : []),
      ].join(" | "),
    )
    .join("\n");
}

test("Python: a byte order mark, CRLF, tabs and emoji before the place", async () => {
  const lines = [
    "\uFEFFfrom fastapi import APIRouter, FastAPI",
    'x = "😀"; router = APIRouter(prefix="/😀")',
    "if True:",
    '\t"😀"; @router',
    '@router.get("/x" + "😀", tags=["😀"])',
    "async def größe(): ...",
    'app = FastAPI(openapi_url=None); app.include_router(router, prefix="/api")',
    "",
  ];
  expect(await checkPlaces("app.py", lines.join("\r\n"))).toMatchInlineSnapshot(
    `"GET /api/😀/x😀 | route 4:1 router.get("/x" + "😀", tags=["😀"]) | include_router 6:67 "/api" | APIRouter(prefix) 1:36 "/😀" | get 4:12 "/x" + "😀" | handler 5:10 größe | body 4:0 @router.get("/x" + "😀", tags=["😀"])"`,
  );
});

test("Rust: links of a chain each have their place, also inside of macros", async () => {
  const lines = [
    "\uFEFFuse axum::{Router, routing::get};",
    'const BASE: &str = /* 😀 */ "/base";',
    "pub fn app() -> Router {",
    '\tlet all = vec![/* 😀 */ Router::new().route("/in-macro", get(h))]; // 😀',
    '\tlet mut app = Router::new().route("/😀", get(h)).route(&format!("{}/y", BASE), get(|| async { "😀" }));',
    '\tfor each in all { app = app.nest("/n", each); }',
    "\tapp",
    "}",
    "async fn h() {}",
    "",
  ];
  expect(await checkPlaces("lib.rs", lines.join("\r\n"))).toMatchInlineSnapshot(`
    "GET /😀 | route 4:29 route("/😀", get(h)) | route 4:35 "/😀" | handler 8:9 h | body 8:0 async fn h() {}
    GET /base/y | route 4:50 route(&format!("{}/y", BASE), get(|| async { "😀" })) | route 4:57 format!("{}/y", BASE) | handler 4:84 || async { "😀" } | body 4:84 || async { "😀" }
    GET /n/in-macro | route 3:39 route("/in-macro", get(h)) | nest 5:34 "/n" | route 3:45 "/in-macro" | handler 8:9 h | body 8:0 async fn h() {}"
  `);
});
