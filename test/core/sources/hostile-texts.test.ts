import { expect, test } from "vitest";
import { createIndex } from "#core/index/create-index.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { innerImports, usedNames as namesInPython } from "#core/sources/python/inspect/used-names.ts";
import { usedNames as namesInRust } from "#core/sources/rust/inspect/used-names.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const readers = createInlineReaders(createSyntax(createGrammars()));

/** Milliseconds of this process's own work that reading and linking one file takes, and the routes and findings. */
async function cpuOf(file: string, text: string) {
  const files = {
    read: () => Promise.resolve(text),
    list: (_: string, endings: readonly string[]) =>
      Promise.resolve(endings.some((ending) => file.endsWith(ending)) ? [file] : []),
    write: () => Promise.resolve(),
    stamp: () => Promise.resolve(undefined),
  };
  const layout = { folders: { python: "", rust: "" } };
  const index = createIndex({ files, readers, languages: SOURCE_LANGUAGES, layout });
  const before = process.cpuUsage();
  const snapshot = await index.snapshot();
  const { user, system } = process.cpuUsage(before);
  return { cpuMs: (user + system) / 1000, snapshot };
}

const PYTHON = "from fastapi import FastAPI\napp = FastAPI()\n";
const RUST = "use axum::{Router, routing::get};\n";

/** A harmless file of this length in each language. */
function harmless(file: string, length: number): string {
  const [start, piece] = file.endsWith(".py")
    ? [PYTHON, "def f(a):\n    return g(a, 1)\n"]
    : [RUST, "fn f(a: u8) -> u8 {\n    g(a, 1)\n}\n"];
  return start + piece.repeat(Math.ceil(length / piece.length));
}

/** How many times as long as a harmless text of its length a text may take; a quadratic one takes hundreds. */
const MAX_RATIO = 30;

/** Texts of which reading may take the square of their length, or which nest too deep: pieces, repeated to 200,000 characters. */
const RUNS: readonly (readonly [name: string, file: string, before: string, piece: string, after: string])[] = [
  ["blanks in a body", "a.rs", `${RUST}fn main() { let x = 1;`, " ", "x; Router::new() }\n"],
  ["blanks in a handler", "a.py", `${PYTHON}@app.get("/a")\ndef f():\n    return`, " ", "1\n"],
  ["blank lines before a decorator", "a.py", "", "\n", PYTHON],
  ["one long word that serves", "a.rs", `${RUST}fn a() { `, "serve_", " }\n"],
  ["an attribute with many words", "a.rs", `${RUST}#[derive(A)]\nstruct S { #[`, "serde(default ", ")] a: String }\n"],
  ["blanks behind a repetition", "a.rs", `${RUST}macro_rules! m { ($($a:expr)`, " ", ") => { Router::new() } }\n"],
  ["f-strings within f-strings", "a.py", `${PYTHON}x = `, "f'{", "\n"],
  ["references to references", "a.rs", `${RUST}fn f(a: `, "&", "u8) {}\n"],
  ["a path of many segments", "a.rs", `${RUST}fn f() { a`, "::a", "(); Router::new() }\n"],
  ["attributes within attributes", "a.rs", RUST, "#[cfg(", "\n"],
  ["texts that are added", "a.py", `${PYTHON}x = `, '"x" + ', '"x"\n'],
  ["texts that are added", "a.rs", `${RUST}fn f() { let x = `, '"x" + ', '"x"; }\n'],
  ["calls within calls", "a.py", `${PYTHON}x = `, "a(", "\n"],
  ["calls within calls", "a.rs", `${RUST}fn f() { `, "a(", "\n"],
  ["patterns within patterns", "a.rs", `${RUST}fn f(`, "&", "a: A) {}\n"],
  ["generic types", "a.rs", `${RUST}fn f() -> `, "Vec<", " {}\n"],
];

test.each(RUNS)("%s (%s) cost about as much as a harmless text", async (_, file, before, piece, after) => {
  const text = before + piece.repeat(Math.ceil(200_000 / piece.length)) + after;
  await cpuOf(file, harmless(file, 1000));
  const { cpuMs: usual } = await cpuOf(file, harmless(file, text.length));
  const { cpuMs } = await cpuOf(file, text);
  expect(cpuMs / usual).toBeLessThan(MAX_RATIO);
});

/** Pieces of bodies in which names are looked for. */
const BODIES: readonly (readonly [name: string, names: (text: string) => unknown, piece: string])[] = [
  ["strings that are left open (Python)", namesInPython, "'\\"],
  ["imports that are left open (Python)", innerImports, " from a import (\n"],
  ["blanks before an import (Python)", (text) => innerImports(` from ${text}`), " "],
  ["comments that are left open (Rust)", namesInRust, "/*\n"],
  ["texts that are left open (Rust)", namesInRust, 'r#"'],
];

test.each(BODIES)("%s: names are found in one go", (_, namesIn, piece) => {
  const cpu = (length: number): number => {
    const text = piece.repeat(length / piece.length);
    const before = process.cpuUsage();
    namesIn(text);
    const { user, system } = process.cpuUsage(before);
    return Math.max(user + system, 1000);
  };
  cpu(1000);
  const small = cpu(20_000);
  // What takes the square takes 256 times as long.
  expect(cpu(320_000) / small).toBeLessThan(80);
});

test("macros within macros, of which the innermost does not parse, are read once each", async () => {
  const page = ".route(&Page::Item(7).path(), get(show))\n";
  const open = `.route(&format!("/{}", stringif.route(Page::Home.path(), get(show))${page}`;
  const close = `.nest("/admin", tables::a))${page}`;
  const text = (depth: number): string =>
    `${RUST}async fn main() { let mut app = Router::new()
${open.repeat(depth)}.ro${'r#"'.repeat(60)}ute(&format!("/{}", stringify!(about)), get(show))
${`${close}.route(&format!("/{}", stringify!(about)), get(show))\n`.repeat(8)}${close}axum::serve(listener, app).await; }\n`;
  await cpuOf("main.rs", text(2));
  const { cpuMs: usual } = await cpuOf("main.rs", text(2));
  const { cpuMs } = await cpuOf("main.rs", text(5));
  // A chain of calls was lowered once for each call in it: three times as much for each macro around it.
  expect(cpuMs / usual).toBeLessThan(10);
});

/** Macros that come to twice as much with each step: the code of each is small, what it comes to has no end. */
const MACROS: readonly (readonly [name: string, text: string])[] = [
  ["twice the tokens, among items", "macro_rules! m { ($($x:tt)*) => { m!($($x)* $($x)*) } }\nm!(a);\n"],
  ["twice the calls, among items", "macro_rules! m { ($($x:tt)*) => { m!($($x)*); m!($($x)*); } }\nm!(a);\n"],
  [
    "twice the tokens of a router",
    `macro_rules! m { ($($x:tt)*) => { Router::new().route("/a", get(h)).merge(m!($($x)* $($x)*)) } }
fn main() { axum::serve(l, m!(a)) }\n`,
  ],
  [
    "twice the calls of a router",
    `macro_rules! m { ($($x:tt)*) => { Router::new().merge(m!($($x)*)).merge(m!($($x)*)) } }
fn main() { axum::serve(l, m!(a)) }\n`,
  ],
];

test.each(MACROS)("a macro that comes to %s ends", { timeout: 120_000 }, async (_, text) => {
  await cpuOf("main.rs", harmless("main.rs", 1000));
  const { cpuMs: usual } = await cpuOf("main.rs", harmless("main.rs", 600_000));
  const { cpuMs } = await cpuOf("main.rs", RUST + text);
  expect(cpuMs / usual).toBeLessThan(MAX_RATIO);
});
