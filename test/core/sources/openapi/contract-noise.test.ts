import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { assert, constantFrom, double, nat, oneof, property, record, string } from "fast-check";
import { expect, test } from "vitest";
import { readContract } from "#core/sources/openapi/read-contract.ts";

const root = fileURLToPath(new URL("../../../fixtures/contract", import.meta.url));
const texts = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(?:ya?ml|json)$/.test(file))
  .toSorted()
  .map((file) => ({ file, text: readFileSync(join(root, file), "utf8") }));

/** A text with one piece cut out and another put in, anywhere. */
const damaged = record({
  source: constantFrom(...texts),
  at: double({ min: 0, max: 1, noNaN: true }),
  cut: nat({ max: 80 }),
  put: oneof(
    string({ unit: "binary", maxLength: 20 }),
    constantFrom("{", "[", '"', "'", "- ", ": ", "&a ", "*a", "<<: ", "$ref: '#'", "\r\n\t", "|\n", "😀", "!!binary "),
  ),
}).map(({ source, at, cut, put }) => {
  const start = Math.floor(at * source.text.length);
  return { file: source.file, text: source.text.slice(0, start) + put + source.text.slice(start + cut) };
});

test("no damage to a contract makes reading fail, and its facts can go to another thread", () => {
  assert(
    property(damaged, ({ file, text }) => {
      const facts = readContract(file, text);
      expect(structuredClone(facts)).toEqual(facts);
    }),
    { numRuns: 1500, seed: 20260202 },
  );
});

test("values deep in one another, and aliases that multiply, are no danger", () => {
  const deep = [
    "[".repeat(20_000),
    `{"paths":${'{"/a":'.repeat(5000)}`,
    `paths: ${"{a: ".repeat(3000)}`,
    `${"- ".repeat(4000)}a`,
    `openapi: 3.1.0\nx: ${"!a ".repeat(500)}b`,
  ];
  for (const text of deep) {
    for (const file of ["openapi.json", "openapi.yaml"]) {
      expect(readContract(file, text).findings.length).toBeGreaterThan(0);
    }
  }
  const levels = Array.from({ length: 30 }, (_, level) => `  a${level + 1}: &a${level + 1} [*a${level}, *a${level}]`);
  const example = "    post: { requestBody: { content: { application/json: { example: *a30 } } } }";
  const text = ["openapi: 3.1.0", "x-a:", "  a0: &a0 lol", ...levels, "paths:", "  /a:", example].join("\n");
  const [operation] = readContract("openapi.yaml", text).operations;
  expect(operation?.body).toEqual({ mediaType: "application/json", isRequired: false });
});
