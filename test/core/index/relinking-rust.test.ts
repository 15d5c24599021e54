import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const readers = createInlineReaders(createSyntax(createGrammars()));

const PROJECT: readonly (readonly [file: string, text: string])[] = [
  ["Cargo.toml", '[package]\nname = "a"\nversion = "0.1.0"\n[dependencies]\naxum = "0.8"\n'],
  [
    "src/main.rs",
    `#[macro_use]
mod macros;
mod names;
mod nodes;
mod sensors;
use axum::{routing::get, Router};
fn app() -> Router {
    Router::new().nest("/api/nodes", nodes::router()).merge(sensors::router())
}
async fn main() {
    axum::serve(listener, app()).await.unwrap();
}
`,
  ],
  ["src/macros.rs", 'macro_rules! listed { ($router:expr) => { $router.route("/listed", get(list)) }; }\n'],
  ["src/names.rs", 'pub const SENSORS: &str = "/api/sensors";\npub fn suffix() -> &\'static str { "/all" }\n'],
  [
    "src/nodes.rs",
    `use axum::{routing::get, Router};
pub fn router() -> Router {
    listed!(Router::new().route("/{id}", get(read)))
}
async fn read() -> String { "read".into() }
async fn list() -> String { "list".into() }
`,
  ],
  [
    "src/sensors.rs",
    `use axum::{routing::get, Router};
use crate::names::{suffix, SENSORS};
pub fn router() -> Router {
    Router::new().route(&format!("{SENSORS}{}", suffix()), get(all))
}
async fn all() -> String { "all".into() }
`,
  ],
];

/** How it was linked after `from` became `to` in a file, and the paths of GET; they must be a new index's. */
async function checkEdit(...edits: readonly (readonly [file: string, from: string, to: string])[]): Promise<string> {
  const texts = new Map(PROJECT);
  let linkings = 0;
  const indexOf = () => {
    const { rust } = SOURCE_LANGUAGES;
    const counting: typeof rust = {
      ...rust,
      link: (input) => {
        linkings += 1;
        return rust.link(input);
      },
    };
    const files = {
      read: (file: string) => Promise.resolve(texts.get(file)),
      list: () => Promise.resolve([...texts.keys()]),
      write: () => Promise.resolve(),
      stamp: () => Promise.resolve(undefined),
    };
    return createIndex({
      files,
      readers,
      languages: { ...SOURCE_LANGUAGES, rust: counting },
      layout: { folders: { rust: "" } },
    });
  };
  const index = indexOf();
  await index.snapshot();
  const lines: string[] = [];
  for (const [file, from, to] of edits) {
    const before = texts.get(file) ?? "";
    const now = before.replace(from, to);
    expect(now).not.toBe(before);
    texts.set(file, now);
    linkings = 0;
    index.change(file, now);
    const { routes, findings } = await index.snapshot();
    const how = linkings === 0 ? "its own" : "all";
    const anew = await indexOf().snapshot();
    expect({ routes, findings }).toEqual({ routes: anew.routes, findings: anew.findings });
    const shown = routes.rust.filter(({ method }) => method === "GET");
    lines.push(`${how}: ${shown.map(({ path, unmounted }) => (unmounted ? `(${path})` : path)).join(" ")}`);
  }
  return lines.join("\n");
}

test("an edit of a path, of a router's calls or of a handler's name in it follows only its own file", async () => {
  expect(
    await checkEdit(
      ["src/nodes.rs", "/{id}", "/{node}"],
      ["src/nodes.rs", "get(read)))", 'get(read)).route("/x", get(list)))'],
      ["src/sensors.rs", "get(all)", "get(suffix)"],
      ["src/main.rs", ".merge(sensors::router())", ""],
    ),
  ).toMatchInlineSnapshot(`
    "its own: /api/nodes/{node} /api/nodes/listed /api/sensors/all
    its own: /api/nodes/{node} /api/nodes/x /api/nodes/listed /api/sensors/all
    its own: /api/nodes/{node} /api/nodes/x /api/nodes/listed /api/sensors/all
    its own: /api/nodes/{node} /api/nodes/x /api/nodes/listed (/api/sensors/all)"
  `);
});

test("what other files take a value, a path or a macro from is followed there as well", async () => {
  expect(
    await checkEdit(
      ["src/names.rs", "/api/sensors", "/sensors"],
      ["src/names.rs", '"/all"', '"/every"'],
      ["src/macros.rs", '"/listed"', '"/named"'],
    ),
  ).toMatchInlineSnapshot(`
    "its own: /api/nodes/{id} /api/nodes/listed /sensors/all
    its own: /api/nodes/{id} /api/nodes/listed /sensors/every
    its own: /api/nodes/{id} /api/nodes/named /sensors/every"
  `);
});

test("names that come and go are searched for anew only where they were searched for", async () => {
  expect(
    await checkEdit(
      ["src/names.rs", "pub fn suffix", "pub fn more() {}\npub fn suffix"],
      ["src/names.rs", "SENSORS", "NODES"],
      ["src/names.rs", "NODES", "SENSORS"],
      ["src/nodes.rs", "async fn read", "async fn reads"],
      ["src/nodes.rs", "async fn list", "async fn read() {}\nasync fn list"],
      ["src/main.rs", "fn app()", 'mod inner { pub const A: &str = "/a"; }\nfn app()'],
    ),
  ).toMatchInlineSnapshot(`
    "its own: /api/nodes/{id} /api/nodes/listed /api/sensors/all
    its own: /api/nodes/{id} /api/nodes/listed {?}/all
    its own: /api/nodes/{id} /api/nodes/listed /api/sensors/all
    its own: /api/nodes/{id} /api/nodes/listed /api/sensors/all
    its own: /api/nodes/{id} /api/nodes/listed /api/sensors/all
    all: /api/nodes/{id} /api/nodes/listed /api/sensors/all"
  `);
});

test("an import that comes, goes or leads elsewhere is followed where its name was searched for", async () => {
  expect(
    await checkEdit(
      ["src/nodes.rs", "use axum::{routing::get, Router};", "use axum::{routing::get, Json, Router};"],
      ["src/nodes.rs", "use axum::{routing::get, Json, Router};", "use axum::routing::get;"],
      ["src/nodes.rs", "use axum::routing::get;", "use axum::{routing::get, Router};"],
      ["src/nodes.rs", "routing::get,", "routing::post as get,"],
    ),
  ).toMatchInlineSnapshot(`
    "its own: /api/nodes/{id} /api/nodes/listed /api/sensors/all
    its own: /api/nodes/{id} /api/nodes/listed /api/sensors/all
    its own: /api/nodes/{id} /api/nodes/listed /api/sensors/all
    its own: /api/sensors/all"
  `);
});

test("all is linked where modules, macros or functions of types come and go", async () => {
  expect(
    await checkEdit(
      ["src/nodes.rs", "async fn read", "struct Nodes;\nimpl Nodes { fn all() {} }\nasync fn read"],
      ["src/nodes.rs", "fn all() {}", "fn every() {}"],
      ["src/main.rs", "mod sensors;", ""],
    ),
  ).toMatchInlineSnapshot(`
    "all: /api/nodes/{id} /api/nodes/listed /api/sensors/all
    all: /api/nodes/{id} /api/nodes/listed /api/sensors/all
    all: /api/nodes/{id} /api/nodes/listed"
  `);
});

test("edits that only move things and edits that change paths may take turns", async () => {
  expect(
    await checkEdit(
      ["src/nodes.rs", "use axum", "// a comment\nuse axum"],
      ["src/nodes.rs", "/{id}", "/{node}"],
      ["src/sensors.rs", '"all".into()', '"none".into()'],
      ["src/names.rs", "/api/sensors", "/sensors"],
    ),
  ).toMatchInlineSnapshot(`
    "its own: /api/nodes/{id} /api/nodes/listed /api/sensors/all
    its own: /api/nodes/{node} /api/nodes/listed /api/sensors/all
    its own: /api/nodes/{node} /api/nodes/listed /api/sensors/all
    its own: /api/nodes/{node} /api/nodes/listed /sensors/all"
  `);
});
