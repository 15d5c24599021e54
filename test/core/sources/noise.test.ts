import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, asyncProperty, constantFrom, double, nat, oneof, record, string } from "fast-check";
import { expect, test } from "vitest";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const root = fileURLToPath(new URL("../../fixtures/routes", import.meta.url));
const readers = createInlineReaders(createSyntax(createGrammars()));
const texts = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(?:py|rs|toml)$/.test(file))
  .toSorted()
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

/** A text with one piece cut out and another put in, anywhere. */
const damaged = record({
  source: constantFrom(...texts),
  at: double({ min: 0, max: 1, noNaN: true }),
  cut: nat({ max: 60 }),
  put: oneof(string({ unit: "binary", maxLength: 20 }), constantFrom("(", '"', "{", "#[", "'''", "\\", "\r\n\t", "😀")),
}).map(({ source, at, cut, put }) => {
  const start = Math.floor(at * source.text.length);
  return { file: source.file, text: source.text.slice(0, start) + put + source.text.slice(start + cut) };
});

test("no damage to a text makes reading or linking fail, and the facts can go to another thread", async () => {
  await assert(
    asyncProperty(damaged, async ({ file, text }) => {
      const facts = await readers.read(file, text);
      expect(structuredClone(facts)).toEqual(facts);
      const language = file.endsWith(".py") ? SOURCE_LANGUAGES.python : SOURCE_LANGUAGES.rust;
      language.link({ files: [file], facts: new Map([[file, facts]]), declaring: new Set([file]) });
    }),
    { numRuns: 400, seed: 20260101 },
  );
});

test("brackets within brackets, and long chains, are no danger", async () => {
  for (const file of ["deep.py", "deep.rs"]) {
    for (const text of [
      "(".repeat(5000),
      "x = " + "[".repeat(3000) + "]".repeat(3000),
      "fn f() {" + "a.b(".repeat(2000),
    ]) {
      const facts = await readers.read(file, text);
      expect(facts.file).toBe(file);
    }
  }
  const chain = Array.from({ length: 1500 }, (_, index) => `.route("/r${index}", get(h))`).join("");
  const text = `use axum::{Router, routing::get};\npub fn app() -> Router { Router::new()${chain} }\nasync fn h() {}\n`;
  const facts = await readers.read("lib.rs", text);
  const { routes } = SOURCE_LANGUAGES.rust.link({
    files: ["lib.rs"],
    facts: new Map([["lib.rs", structuredClone(facts)]]),
    declaring: new Set(["lib.rs"]),
  });
  expect(routes.filter(({ implicit }) => !implicit).length).toBe(1500);
});
