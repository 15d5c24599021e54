import { expect, test } from "vitest";
import { casesGenerated } from "#core/cases/cases-generated.ts";
import { createIndex } from "#core/index/create-index.ts";
import { readProject } from "#core/project/read-project.ts";
import { createReaders, languages } from "#core/session/languages.ts";
import { undeclaredOperations } from "#core/session/undeclared-operations.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";
import { memoryFiles } from "../../fixtures/project/memory-files.ts";

/** The bodies and targets that are made up for what Python's source says that its endpoints take. */
async function checkMadeUp(source: string, rust: string): Promise<string> {
  const files = memoryFiles({
    "app/main.py": source,
    "rust/Cargo.toml": '[package]\nname = "small"\nversion = "0.1.0"\nedition = "2024"\n[dependencies]\naxum = "0.8"\n',
    "rust/src/main.rs": rust,
  });
  const index = createIndex({
    files,
    readers: createReaders(createGrammars()),
    languages,
    layout: { folders: { python: "app", rust: "rust" } },
  });
  const { routes } = await index.snapshot();
  const { project } = readProject("portolan.yaml", exampleProject);
  if (project === undefined) throw new Error("the test's project file cannot be used");
  const { cases } = await casesGenerated({
    files,
    project,
    operations: [],
    emptied: new Map(),
    isGenerating: true,
    undeclared: () => undeclaredOperations(index, routes, []),
  });
  return cases
    .map(({ name, method, target, body }) =>
      [`${name}: ${method} ${target}`, ...(body.kind === "text" ? [`  ${body.text}`] : [])].join("\n"),
    )
    .join("\n");
}

test("without a contract, requests are made up from the models and parameters of Python's handlers", async () => {
  expect(
    await checkMadeUp(
      `
from datetime import date
from typing import Annotated, Literal
from uuid import UUID
from fastapi import Depends, FastAPI, Query
from pydantic import BaseModel

app = FastAPI(openapi_url=None)

class Berth(BaseModel):
    name: str
    kind: Literal["quay", "buoy"]
    free_from: date | None = None
    depths: list[float] = []

class Order(BaseModel):
    berth: Berth
    crates: int

@app.post("/orders")
def order(order: Order): ...

@app.get("/orders/{order_id}")
def read(order_id: UUID, limit: Annotated[int | None, Query(alias="most")] = None, berth: Berth = Depends()): ...

@app.get("/crates/{number}")
def crate(number): ...
`,
      `
use axum::{extract::{Path, Query}, routing::get, Router};
fn main() { let app = Router::new().route("/crates/{number}", get(read)); axum::serve(listener(), app); }
#[derive(serde::Deserialize)] struct Page { limit: Option<i64> }
async fn read(Path(number): Path<u32>, Query(page): Query<Page>) -> String { String::new() }
`,
    ),
  ).toMatchInlineSnapshot(`
    "generated: all that may be sent: POST /orders
      {"berth":{"name":"some text","kind":"quay","free_from":"2024-02-29","depths":[2.5]},"crates":7}
    generated: the least of everything: POST /orders
      {"berth":{"name":"","kind":"quay"},"crates":0}
    generated: the most of everything: POST /orders
      {"berth":{"name":"Ünïcödé 港 🌉 é \\"'<&>","kind":"buoy","free_from":"2024-02-29","depths":[0.30000000000000004,0.30000000000000004,0.30000000000000004]},"crates":9007199254740993}
    generated: berth is left out: POST /orders
      {"crates":7}
    generated: berth is a list in place of an object: POST /orders
      {"berth":[],"crates":7}
    generated: crates is left out: POST /orders
      {"berth":{"name":"some text","kind":"quay","free_from":"2024-02-29","depths":[2.5]}}
    generated: all that may be sent, order_id made up: GET /orders/00000000-0000-4000-8000-000000000001?most=7
    generated: the least of everything, order_id made up: GET /orders/00000000-0000-4000-8000-000000000001?most=0
    generated: the most of everything, order_id made up: GET /orders/00000000-0000-4000-8000-000000000001?most=9007199254740993
    generated: order_id is no uuid: GET /orders/not%20one?most=7
    generated: order_id names nothing: GET /orders/ffffffff-ffff-4fff-bfff-ffffffffffff?most=7
    generated: only what is required, order_id made up: GET /orders/00000000-0000-4000-8000-000000000001
    generated: all that may be sent, number made up: GET /crates/1?limit=7
    generated: the least of everything, number made up: GET /crates/1?limit=0
    generated: the most of everything, number made up: GET /crates/1?limit=9007199254740993
    generated: number is no number: GET /crates/many?limit=7
    generated: number names nothing: GET /crates/987654321?limit=7
    generated: only what is required, number made up: GET /crates/1"
  `);
});
