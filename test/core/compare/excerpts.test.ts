import * as fc from "fast-check";
import { expect, test } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { excerptJson } from "#core/compare/excerpts/excerpt-json.ts";
import { excerptResult } from "#core/compare/excerpts/excerpt-result.ts";
import type { AnswerBody, Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import type { JsonDocument } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { layOutBodies } from "../../../src/webview/layout/lay-out-bodies.ts";
import { caseOf } from "../parity/case-of.ts";

function exchangeOf(text: string): Exchange {
  const headers = [["content-type", "application/json"]] as const;
  const body: AnswerBody = { kind: "text", text };
  return {
    request: { method: "GET", url: "http://127.0.0.1:1/", headers: [] },
    outcome: { kind: "answer", status: 200, headers, body, durationMs: 1 },
  };
}

function resultOf(python: string, rust: string): CaseResult {
  const exchanges = { python: exchangeOf(python), rust: exchangeOf(rust) };
  return { case: caseOf("GET", "/"), exchanges, ...compareExchanges({ ...exchanges, rules: [] }) };
}

function documentOf(text: string): JsonDocument {
  const reading = readJson(text);
  if (reading.kind === "malformed") throw new Error(reading.reason);
  return reading.document;
}

/** The excerpts of two JSON texts. */
function checkExcerpts(python: string, rust: string): string {
  const { differences } = resultOf(python, rust);
  const found = excerptJson({ python: documentOf(python), rust: documentOf(rust) }, differences);
  return `${found.python}\n${found.rust}`;
}

const numbers = (count: number): readonly number[] => Array.from({ length: count }, (_, at) => at);

test("a value that differs keeps its neighbours and the beginning of what holds it", () => {
  const changed = numbers(40).map((at) => (at === 20 ? -1 : at));
  expect(checkExcerpts(JSON.stringify(numbers(40)), JSON.stringify(changed))).toMatchInlineSnapshot(`
    "[0,1,2,…14,17,18,19,20,21,22,23,…16]
    [0,1,2,…14,17,18,19,-1,21,22,23,…16]"
  `);
});

test("a value that one side lacks, and members beside it", () => {
  const members = Object.fromEntries(numbers(20).map((at) => [`m${at}`, at]));
  const { m10: _, ...rest } = members;
  expect(checkExcerpts(JSON.stringify({ a: members }), JSON.stringify({ a: rest }))).toMatchInlineSnapshot(`
    "{"a":{"m0":0,"m1":1,"m2":2,…4,"m7":7,"m8":8,"m9":9,"m10":10,"m11":11,"m12":12,"m13":13,…6}}
    {"a":{"m0":0,"m1":1,"m2":2,…4,"m7":7,"m8":8,"m9":9,"m11":11,"m12":12,"m13":13,…6}}"
  `);
});

test("what is long in itself is shortened", () => {
  const [python, rust] = ["a", "b"].map((letter) => JSON.stringify([letter.repeat(10_000), numbers(3000)]));
  const [first = "", second = ""] = checkExcerpts(python ?? "", rust ?? "").split("\n");
  expect(first.length).toBeLessThan(6000);
  expect(first).toMatch(/^\["a{3999}… \(10000 characters in all\)",\[0,1,2,…2997\]\]$/);
  expect(second).toMatch(/^\["b{3999}…/);
});

test("the rows at which differences stand are the same as of the whole bodies", () => {
  const value = fc.jsonValue({ maxDepth: 2 });
  const rows = fc.array(fc.oneof(fc.nat(5), value), { minLength: 12, maxLength: 40 });
  const edits = fc.array(fc.tuple(fc.nat(39), fc.constantFrom("put in", "taken out", "changed"), value), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(rows, edits, fc.boolean(), (items, changes, isObject) => {
      const other = [...items];
      for (const [at, kind, one] of changes) {
        if (kind === "put in") other.splice(at, 0, one);
        else if (kind === "taken out") other.splice(at, 1);
        else other[at % other.length] = one;
      }
      const textOf = (list: readonly unknown[]): string =>
        JSON.stringify({ items: isObject ? Object.fromEntries(list.map((one, at) => [`m${at}`, one])) : list, end: 1 });
      const whole = resultOf(textOf(items), textOf(other));
      const documents = { python: documentOf(textOf(items)), rust: documentOf(textOf(other)) };
      const { python = "", rust = "" } = excerptJson(documents, whole.differences);
      const excerpt = { ...whole, exchanges: { python: exchangeOf(python), rust: exchangeOf(rust) } };
      expect(differingRows(excerpt)).toEqual(differingRows(whole));
    }),
    { numRuns: 300 },
  );
});

/** What stands in the rows of differences, without the numbers of the lines. */
function differingRows(result: CaseResult): readonly unknown[] {
  const rows = layOutBodies(result).filter(({ differences }) => differences.length > 0);
  return rows.map(({ python, rust, ...row }) => ({ ...row, python: python?.text, rust: rust?.text }));
}

test("two bodies of 50 MB cost a report what their differences need", () => {
  const rows = numbers(250_000).map((id) => ({ id, name: `row ${id}`, text: "x".repeat(160) }));
  const changed = rows.map((row) => (row.id === 123_456 ? { ...row, name: "changed" } : row));
  const [python, rust] = [JSON.stringify(rows), JSON.stringify(changed)];
  expect(python.length).toBeGreaterThan(50_000_000);
  const excerpt = excerptResult(resultOf(python, rust));
  expect(JSON.stringify(excerpt).length).toBeLessThan(20_000);
  const { outcome } = excerpt.exchanges.python ?? exchangeOf("");
  expect(outcome).toMatchObject({ body: { characters: python.length } });
  const row = layOutBodies(excerpt).find(({ mark }) => mark === "differs");
  expect(row).toMatchObject({ pointer: "/123456/name", python: { text: '"row 123456"' }, rust: { text: '"changed"' } });
}, 120_000);

test("of very many differences the first are shown in their place, and all are told", () => {
  const rows = numbers(20_000).map((id) => ({ id, name: `row ${id}`, text: "x".repeat(60) }));
  const changed = rows.map((row) => (row.id % 20 === 0 ? { ...row, name: "changed" } : row));
  const excerpt = excerptResult(resultOf(JSON.stringify(rows), JSON.stringify(changed)));
  expect(excerpt.differences).toHaveLength(1000);
  expect(JSON.stringify(excerpt.exchanges).length).toBeLessThan(2 * 256 * 1024 + 2000);
  expect(layOutBodies(excerpt).filter(({ mark }) => mark === "differs").length).toBeGreaterThan(100);
});

test("long texts that are no JSON keep what stands around the place where they part", () => {
  const text = (word: string): string => `${"one line\n".repeat(200_000)}${word}\n${"another\n".repeat(200_000)}`;
  const { exchanges } = excerptResult({ ...resultOf(text("left"), text("right")), differences: [] });
  const [python, rust] = [exchanges.python, exchanges.rust].map((one) => {
    const body = one?.outcome.kind === "answer" ? one.outcome.body : undefined;
    return body?.kind === "text" ? body.text : "";
  });
  expect(python).toMatch(
    /^… \(1799\d{3} characters before\)\none line\n[^]*\nleft\nanother\n[^]*\n… \(15\d{5} characters after\)$/,
  );
  expect(rust).toContain("\nright\nanother\n");
  expect(python?.length).toBeLessThan(70_000);
});

test("short bodies stay whole: the very same result", () => {
  const result = resultOf("[1]", "[2]");
  expect(excerptResult(result)).toBe(result);
});
