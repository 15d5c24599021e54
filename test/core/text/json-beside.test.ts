import * as fc from "fast-check";
import { expect, test } from "vitest";

import { type JsonDocument, ARRAY, kindOf, rawOf } from "#core/text/json/json-document.ts";
import { readJson, readJsonBeside } from "#core/text/json/json-reader.ts";

/** All columns of a document, as far as they are used. */
function columnsOf(document: JsonDocument): object {
  const { text, count, leaves, kinds, flags, starts, ends, nexts, parents, ordinals, sizes } = document;
  const { nameStarts, nameEnds } = document;
  const columns = { kinds, flags, starts, ends, nexts, parents, ordinals, sizes, nameStarts, nameEnds };
  const used = Object.entries(columns).map(([name, column]) => [name, [...column.subarray(0, count)]]);
  return { text, count, leaves, ...Object.fromEntries(used) };
}

function documentOf(text: string): JsonDocument {
  const reading = readJson(text);
  if (reading.kind === "malformed") throw new Error(reading.reason);
  return reading.document;
}

function readBeside(text: string, other: string): JsonDocument {
  const reading = readJsonBeside(text, documentOf(other));
  if (reading.kind === "malformed") throw new Error(reading.reason);
  return reading.document;
}

function copiesIn(document: JsonDocument): readonly string[] {
  const nodes = Array.from({ length: document.count }, (_, node) => node);
  return nodes.filter((node) => (document.beside?.origins[node] ?? 0) > 0).map((node) => rawOf(document, node));
}

const ROWS = ['{"id":1,"tags":["a"]}', '{"id":2,"tags":["b"]}', '{"id":3,"tags":["c"]}'];

test("rows before and after what was put in, taken out or changed are copied, and what lies in the changed one too", () => {
  const [first = "", second = "", third = ""] = ROWS;
  const from = `[${ROWS.join(",")}]`;
  expect(copiesIn(readBeside(`[${[first, "{}", second, third].join(",")}]`, from))).toEqual([first, second, third]);
  expect(copiesIn(readBeside(`[${[first, third].join(",")}]`, from))).toEqual([first, third]);
  const changed = '{"id":9,"tags":["b"]}';
  expect(copiesIn(readBeside(`[${[first, changed, third].join(",")}]`, from))).toEqual([first, '["b"]', third]);
});

test("a number that goes on, and a name of its own, are read", () => {
  const document = readBeside('[{"a":1},12,{"b":{"c":1}}]', '[{"a":1},1,{"x":{"c":1}}]');
  expect(columnsOf(document)).toEqual(columnsOf(documentOf('[{"a":1},12,{"b":{"c":1}}]')));
});

test("what is malformed is told as without another text beside", () => {
  const beside = documentOf("[[1],[2],[3]]");
  expect(readJsonBeside("[[1],[2] [3]]", beside)).toEqual(readJson("[[1],[2] [3]]"));
  expect(readJsonBeside("[[1],[2]", beside)).toEqual(readJson("[[1],[2]"));
});

test("a text read beside another one is the same document, whatever the two have in common", () => {
  const value = fc.jsonValue({ maxDepth: 4, depthSize: "max" });
  const layouts = fc.constantFrom(undefined, 1);
  fc.assert(
    fc.property(fc.array(value), fc.array(value), fc.nat(), layouts, layouts, (shared, own, at, one, other) => {
      const mixed = [...shared.slice(0, at % (shared.length + 1)), ...own, ...shared.slice(at % (shared.length + 1))];
      const text = JSON.stringify({ items: mixed, "own\n": shared }, null, one);
      expect(columnsOf(readBeside(text, JSON.stringify({ items: shared, own }, null, other)))).toEqual(
        columnsOf(documentOf(text)),
      );
    }),
    { numRuns: 300 },
  );
});

test("of many rows with few changes all but the changed ones are copied, in few looks at each character", () => {
  const rows = Array.from({ length: 2000 }, (_, id) => ({ id, name: `row ${id}`, tags: ["a", { deep: [id] }] }));
  const changed = rows.map((row) => (row.id % 100 === 7 ? { ...row, name: "changed" } : row));
  const document = readBeside(JSON.stringify(changed), JSON.stringify(rows));
  const copied = copiesIn(document).filter((raw) => raw.startsWith('{"id"'));
  expect(copied).toHaveLength(2000 - 20);
  expect(columnsOf(document)).toEqual(columnsOf(documentOf(JSON.stringify(changed))));
});

test("depth costs no stack and no square of it", () => {
  const depth = 100_000;
  const nested = (inner: string): string => "[".repeat(depth) + inner + "]".repeat(depth);
  const start = performance.now();
  expect(readBeside(nested("1"), nested("2")).count).toBe(depth + 1);
  expect(kindOf(readBeside(nested("1"), nested("1")), 0)).toBe(ARRAY);
  expect(performance.now() - start).toBeLessThan(10_000);
});
