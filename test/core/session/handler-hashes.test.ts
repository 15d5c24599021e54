import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { buildLedger } from "#core/ledger/build-ledger.ts";
import { endpointKey } from "#core/model/endpoint.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";
import type { Files } from "#core/ports.ts";
import { createHandlerHashes } from "#core/session/handler-hashes.ts";
import { inspectRows } from "#core/session/selection/inspect-rows.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const TEXTS: Readonly<Record<string, string>> = {
  "py/main.py": `from fastapi import FastAPI
import service
app = FastAPI(openapi_url=None)
@app.get("/nodes/{key}")
def node(key): return service.find(key)
`,
  "py/service.py": "def find(key): return 1\ndef beside(): return 2\n",
  "rs/Cargo.toml": '[package]\nname = "rs"\n[dependencies]\naxum = "0.8"\n',
  "rs/src/main.rs": `use axum::{Router, routing::get};
fn main() { let app = Router::new().route("/nodes/{key}", get(node)); axum::serve(listener(), app); }
async fn node() -> u8 { 1 }
`,
};

const KEY = endpointKey("GET", "/nodes/{}");

/** The status of an endpoint that was verified, after each edit in turn. */
async function checkStatuses(edits: readonly (readonly [file: string, from: string, to: string])[]): Promise<string> {
  const texts = new Map(Object.entries(TEXTS));
  const files: Files = {
    read: (file) => Promise.resolve(TEXTS[file]),
    list: (folder) => Promise.resolve([...texts.keys()].filter((file) => file.startsWith(folder)).toSorted()),
    write: () => Promise.reject(new Error("nothing is written here")),
    stamp: (file) => Promise.resolve(TEXTS[file]),
  };
  const readers = createInlineReaders(createSyntax(createGrammars()));
  const layout = { folders: { python: "py", rust: "rs" } };
  const index = createIndex({ files, readers, languages: SOURCE_LANGUAGES, layout });
  const hashes = createHandlerHashes(() => index);
  const verdicts = new Map<typeof KEY, EndpointVerdict>();
  const status = async (): Promise<string> => {
    const snapshot = await hashes.complete(await index.snapshot(), verdicts.keys());
    const row = buildLedger({ snapshot, project: undefined, verdicts }).rows.find(({ key }) => key === KEY);
    return row?.status ?? "missing";
  };
  const { rows } = buildLedger({ snapshot: await index.snapshot(), project: undefined, verdicts });
  const { handlers = {} } = (await inspectRows(index, rows)).get(KEY) ?? {};
  verdicts.set(KEY, { endpoint: KEY, verdict: "match", cases: 1, matched: 1, handlers, at: "2026-01-01T00:00:00Z" });
  const lines = [await status()];
  for (const [file, from, to] of edits) {
    const text = (texts.get(file) ?? "").replace(from, to);
    texts.set(file, text);
    index.change(file, text);
    lines.push(`${from} -> ${to}: ${await status()}`);
  }
  return lines.join("\n");
}

test("an endpoint is stale after an edit of what its handler calls, and is not after one of what it does not", async () => {
  const edits = [
    ["py/service.py", "return 2", "return 20"],
    ["py/service.py", "return 1", "return 10"],
    ["py/service.py", "return 10", "return 1"],
    ["py/main.py", "import service", "import service\n\n"],
    ["rs/src/main.rs", "{ 1 }", "{ 2 }"],
  ] as const;
  expect(await checkStatuses(edits)).toMatchInlineSnapshot(`
    "verified
    return 2 -> return 20: verified
    return 1 -> return 10: stale
    return 10 -> return 1: verified
    import service -> import service

    : verified
    { 1 } -> { 2 }: stale"
  `);
});
