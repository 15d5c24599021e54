import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { buildLedger } from "#core/ledger/build-ledger.ts";
import { endpointKey } from "#core/model/endpoint.ts";
import { placeText } from "#core/model/place.ts";
import type { Files } from "#core/ports.ts";
import { inspectRows } from "#core/session/selection/inspect-rows.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const TEXTS: Readonly<Record<string, string>> = {
  "py/main.py": `from fastapi import FastAPI
from pydantic import BaseModel, Field
class Tag(BaseModel):
    label: str
class NewNode(BaseModel):
    title: str = Field(max_length=10)
    tags: list[Tag] = []
app = FastAPI(openapi_url=None)
@app.post("/nodes")
def create(node: NewNode): return node
`,
  "rs/Cargo.toml": '[package]\nname = "rs"\n[dependencies]\naxum = "0.8"\n',
  "rs/src/main.rs": `use axum::{Json, Router, routing::post};
#[derive(serde::Deserialize)]
struct Tag { label: String }
#[derive(serde::Deserialize)]
struct NewNode {
    title: String,
    tags: Vec<Tag>,
}
fn main() { let app = Router::new().route("/nodes", post(create)); axum::serve(listener(), app); }
async fn create(Json(node): Json<NewNode>) -> u8 { 1 }
`,
};

test("a member that was refused is a field of the project on each side", async () => {
  const files: Files = {
    read: (file) => Promise.resolve(TEXTS[file]),
    list: (folder) => Promise.resolve(Object.keys(TEXTS).filter((file) => file.startsWith(folder))),
    write: () => Promise.reject(new Error("nothing is written here")),
    stamp: (file) => Promise.resolve(TEXTS[file]),
  };
  const readers = createInlineReaders(createSyntax(createGrammars()));
  const index = createIndex({
    files,
    readers,
    languages: SOURCE_LANGUAGES,
    layout: { folders: { python: "py", rust: "rs" } },
  });
  const snapshot = await index.snapshot();
  const { rows } = buildLedger({ snapshot, project: undefined, verdicts: new Map() });
  const known = (await inspectRows(index, rows)).get(endpointKey("POST", "/nodes"));
  const placesOf = (pointer: string): readonly (string | undefined)[] =>
    (["python", "rust"] as const).map((side) => {
      const place = known?.requestPlaceOf(side, pointer);
      return place && placeText(place);
    });
  expect(placesOf("/title")).toEqual(["py/main.py:6:5", "rs/src/main.rs:6:5"]);
  expect(placesOf("/tags/0/label")).toEqual(["py/main.py:4:5", "rs/src/main.rs:3:14"]);
});
