import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export type Engine = "none" | "sqlite" | "postgresql";

const SERVER = join(import.meta.dirname, "server.ts");

/** What the ledger reads; the servers that run are others. */
const PYTHON = `from fastapi import FastAPI
app = FastAPI()
@app.get("/nodes/{id}")
def read(id: int): ...
@app.post("/nodes")
def write(): ...
`;
const RUST = `use axum::{routing::{get, post}, Router};
async fn read() {}
async fn write() {}
async fn main() {
    let app = Router::new().route("/nodes/{id}", get(read)).route("/nodes", post(write));
    axum::serve(listener, app).await.unwrap();
}
`;

/** Writes a project with this many cases that read and that write, whose two sides are one small server. */
export function writeProject(
  folder: string,
  engine: Engine,
  cases: { readonly reads: number; readonly writes: number },
) {
  const database = engine === "sqlite" ? "${database}" : engine === "postgresql" ? "${database.url}" : "none";
  const serial = engine === "postgresql" ? "serial PRIMARY KEY" : "INTEGER PRIMARY KEY";
  const side = (name: string): readonly string[] => [
    `    folder: ${name}`,
    '    build: "true"',
    `    start: ${JSON.stringify(`exec ${process.execPath} --no-warnings ${SERVER} \${port} ${engine} "${database}"`)}`,
    "    ready: /ready",
  ];
  const recipe = engine === "none" ? [] : ["  migrations: migrations"];
  const lines = [
    "version: 1",
    "contract: openapi.json",
    "servers:",
    "  python:",
    ...side("python"),
    "  rust:",
    ...side("rust"),
    "database:",
    `  engine: ${engine}`,
    ...recipe,
    "cases: cases",
  ];
  for (const name of ["migrations", "cases", "python", "rust"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "python/app.py"), PYTHON);
  writeFileSync(join(folder, "rust/main.rs"), RUST);
  writeFileSync(join(folder, "portolan.yaml"), `${lines.join("\n")}\n`);
  const rows = Array.from({ length: 50 }, (_, index) => `('node ${index + 1}')`).join(",");
  writeFileSync(
    join(folder, "migrations/1.sql"),
    `CREATE TABLE nodes (id ${serial}, name TEXT);\nINSERT INTO nodes (name) VALUES ${rows};\n`,
  );
  writeFileSync(join(folder, "openapi.json"), JSON.stringify(contract()));
  const read = (index: number): string =>
    `- { endpoint: "GET /nodes/{id}", name: read ${index}, parameters: { id: ${(index % 50) + 1} }, expect: 200 }`;
  const write = (index: number): string =>
    `- { endpoint: POST /nodes, name: write ${index}, body: { name: node ${index} }, expect: 201 }`;
  const all = [...numbers(cases.reads).map(read), ...numbers(cases.writes).map(write)];
  writeFileSync(join(folder, "cases/all.yaml"), `${all.join("\n")}\n`);
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}

function contract(): object {
  const id = { name: "id", in: "path", required: true, schema: { type: "integer" } };
  return {
    openapi: "3.1.0",
    info: { title: "bench", version: "1" },
    paths: {
      "/nodes/{id}": { get: { parameters: [id], responses: { 200: {} } } },
      "/nodes": { post: { responses: { 201: {} } } },
    },
  };
}
