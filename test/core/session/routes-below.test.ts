import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseEndpoint, SIDES } from "#core/model/endpoint.ts";
import type { Files } from "#core/ports.ts";
import { explainText } from "#core/report/ledger/explain-text.ts";
import { PLAIN } from "#core/report/layout/paint.ts";
import { createReaders } from "#core/session/languages.ts";
import { contractRows, explainRoutes, routesBelow } from "#core/session/asking/routes-below.ts";
import { createFiles } from "#host/files/files.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

const readers = createReaders(createGrammars());

const shop = {
  "shop/app.py": `
from fastapi import FastAPI
from shop.items import router, ROOT
app = FastAPI()
app.include_router(router, prefix=ROOT)
if app.debug:
    app.get("/debug/{what:path}")(print)
app.get(f"/{compute()}/x")(print)
`,
  "shop/items.py": `
from fastapi import APIRouter
ROOT = "/api"
router = APIRouter(prefix="/items")

@router.get("/{item_id}")
def read_item(item_id: str): ...
`,
  "shop/main.rs": `
use axum::{routing::get, Router};
fn items() -> Router { Router::new().route("/:id", get(read_item)) }
pub fn app() -> Router { Router::new().nest("/api/items", items()) }
async fn read_item() {}
`,
  "shop/Cargo.toml": '[package]\nname = "shop"\n[dependencies]\naxum = "0.7"\n[lib]\npath = "main.rs"\n',
};

async function checkExplain(endpoint: string, files: Readonly<Record<string, string>> = shop): Promise<string> {
  const wanted = parseEndpoint(endpoint);
  if (!wanted) throw new Error(`not an endpoint: ${endpoint}`);
  const routes = await explainRoutes(wanted, "shop", { files: memoryFiles(files), readers, sides: SIDES });
  return explainText(routes, PLAIN);
}

test("a path is explained part by part, on both sides; a request's path will do", async () => {
  expect(await checkExplain("GET /api/items/{other}")).toMatchInlineSnapshot(`
    "GET /api/items/{item_id}  python, fastapi
      /api        include_router     app.py:5
      /items      APIRouter(prefix)  items.py:4
      /{item_id}  get                items.py:6
      answered by read_item  items.py:7

    GET /api/items/{id}  rust, axum
      /api/items  nest   main.rs:4
      /:id        route  main.rs:3
      answered by read_item  main.rs:5
    "
  `);
  expect(await checkExplain("GET /api/items/42")).toBe(await checkExplain("GET /api/items/{other}"));
});

test("a condition, the rest of a path, and what is not known are told", async () => {
  expect(await checkExplain("GET /debug/a/b")).toMatchInlineSnapshot(`
    "GET /debug/{what}  python, fastapi
      /debug/{what:path}  get  app.py:7
      only if app.debug  app.py:7
    "
  `);
  expect(await checkExplain("GET /other/x")).toMatchInlineSnapshot(`
    "GET /{?}/x  python, fastapi
      /{?}/x  get  app.py:8
      not known: \`compute\` is not known here  app.py:8
    "
  `);
  expect(await checkExplain("PUT /api/items/42")).toBe("\n");
});

test("what a handler takes as its JSON body is told with its fields, on both sides", async () => {
  const files = {
    "shop/app.py": `
from fastapi import FastAPI
from pydantic import BaseModel, Field
class ItemIn(BaseModel):
    name: str = Field(alias="itemName")
    size: int | None = None
app = FastAPI()
@app.post("/items")
def make_item(item: ItemIn, dry: bool = False): ...
`,
    "shop/src/lib.rs": `
use axum::{routing::post, Json, Router};
#[derive(serde::Deserialize)]
#[serde(rename_all = "camelCase")]
struct ItemIn { item_name: String, #[serde(default)] size: Option<i64> }
pub fn app() -> Router { Router::new().route("/items", post(make_item)) }
async fn make_item(Json(item): Json<ItemIn>) {}
`,
    "shop/Cargo.toml": '[package]\nname = "shop"\n[dependencies]\naxum = "0.8"\n',
  };
  expect(await checkExplain("POST /items", files)).toMatchInlineSnapshot(`
    "POST /items  python, fastapi
      /items  post  app.py:8
      answered by make_item                app.py:9
      takes ItemIn                         app.py:9
        itemName: str
        size: int | None, may be left out

    POST /items  rust, axum
      /items  route  src/lib.rs:6
      answered by make_item                 src/lib.rs:7
      takes ItemIn                          src/lib.rs:7
        itemName: String
        size: Option<i64>, may be left out
    "
  `);
});

test("the same sources give the same bytes, in whatever order the disk answers", async () => {
  const root = fileURLToPath(new URL("../../fixtures/routes", import.meta.url));
  const disk = createFiles(root);
  const late: Files = {
    ...disk,
    list: async (folder, endings) => [...(await disk.list(folder, endings))].toReversed(),
    read: async (file) => {
      // Files come in another order than they were asked for.
      for (let turn = 0; turn < file.length % 7; turn += 1) await Promise.resolve();
      return disk.read(file);
    },
  };
  for (const folder of ["same-router-twice", "axum-nest-and-merge-over-files", "include-router-over-files"]) {
    const [first, second, third] = await Promise.all(
      [disk, late, disk].map((files) => routesBelow(folder, { files, readers, sides: SIDES })),
    );
    expect(JSON.stringify(first).length).toBeGreaterThan(100);
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
    expect(JSON.stringify(third)).toBe(JSON.stringify(first));
  }
});

test("a contract's operations are listed with the first base path, its webhooks after them", async () => {
  const files = memoryFiles({
    "openapi.yaml": `
openapi: 3.1.0
servers: [{ url: https://example.com/v1 }]
paths:
  /b: { $ref: other.yaml#/b }
  /a: { post: { operationId: make }, get: {} }
webhooks:
  made: { post: { operationId: on_made } }
`,
    "other.yaml": "b: { get: { operationId: b } }",
  });
  const { rows, findings } = await contractRows("openapi.yaml", { files, readers });
  expect(
    rows.map(({ kind, method, path, file, line, handler }) => `${kind} ${method} ${path} ${file}:${line} ${handler}`),
  ).toMatchInlineSnapshot(`
    [
      "http GET /v1/a openapi.yaml:6 undefined",
      "http POST /v1/a openapi.yaml:6 make",
      "http GET /v1/b other.yaml:1 b",
      "webhook POST made openapi.yaml:8 on_made",
    ]
  `);
  expect(findings).toEqual([]);
  await expect(contractRows("none.yaml", { files, readers })).rejects.toThrow("There is no contract at none.yaml.");
});
