import * as fc from "fast-check";
import { expect, test } from "vitest";

import { type JsonDocument, NONE, isLeaf, rawOf } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { leavesOfSameTokens } from "#core/text/json/same-layout.ts";

/** What a document has but for white space: which container each value lies in, its name and a scalar as it was written. */
function tokensOf(document: JsonDocument): string {
  const { count, kinds, parents, nameStarts, nameEnds, text } = document;
  const nodes = Array.from({ length: count }, (_, node) => {
    const start = nameStarts[node] ?? NONE;
    const name = start === NONE ? undefined : text.slice(start, nameEnds[node]);
    const kind = kinds[node] ?? 0;
    return [kind, parents[node], name, isLeaf(document, node) && kind < 5 ? rawOf(document, node) : undefined];
  });
  return JSON.stringify(nodes);
}

/** The same answer by way of two whole documents. */
function leavesBySlowWay(left: string, right: string): number | undefined {
  const [one, other] = [readJson(left), readJson(right)];
  if (one.kind === "malformed" || other.kind === "malformed") return undefined;
  return tokensOf(one.document) === tokensOf(other.document) ? one.document.leaves : undefined;
}

const blank = fc.constantFrom("", "", " ", "\n", "\r\n\t");

test("the same JSON laid out otherwise has as many leaves as the reader finds", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      const [compact, wide] = [JSON.stringify(value), ` ${JSON.stringify(value, null, "\t")}\r\n`];
      const leaves = leavesBySlowWay(compact, wide);
      expect(leaves).toBeTypeOf("number");
      expect(leavesOfSameTokens(compact, wide)).toBe(leaves);
      expect(leavesOfSameTokens(wide, compact)).toBe(leaves);
      expect(leavesOfSameTokens(compact, compact)).toBe(leaves);
    }),
  );
});

test("whatever stands in two texts, they are taken for the same JSON only where the reader finds the same tokens", () => {
  const token = fc.constantFrom(
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    '"a"',
    '"b"',
    String.raw`"\u0061"`,
    "1",
    "1.0",
    "-",
    "true",
    "tru",
    "null",
  );
  const texts = fc.array(fc.tuple(token, blank, blank), { maxLength: 7 });
  fc.assert(
    fc.property(texts, fc.option(token), fc.nat(), (tokens, another, at) => {
      const left = tokens.map(([each, before]) => before + each).join("");
      const changed = tokens.map(([each, , before], index) => before + (index === at % 14 ? (another ?? each) : each));
      const right = changed.join("");
      expect(leavesOfSameTokens(left, right)).toBe(leavesBySlowWay(left, right));
      expect(leavesOfSameTokens(left, left)).toBe(leavesBySlowWay(left, left));
    }),
    { numRuns: 5000 },
  );
});

test.each([
  ["white space within a number", "[12]", "[1 2]"],
  ["white space within a word", "[true]", "[tr ue]"],
  ["white space within a text", '["a b"]', '["a  b"]'],
  ["an escape", '["ü"]', String.raw`["\u00fc"]`],
  ["another order of members", '{"a":1,"b":2}', '{"b":2,"a":1}'],
  ["a number that goes on", "1", "12"],
  ["more after the value", "[1]", "[1] 2"],
  ["a byte order mark", "[1]", "\uFEFF[1]"],
])("%s is no layout", (_, left, right) => {
  expect(leavesOfSameTokens(left, right)).toBeUndefined();
  expect(leavesOfSameTokens(right, left)).toBeUndefined();
});

test("depth costs no stack", () => {
  const deep = `${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}`;
  expect(leavesOfSameTokens(deep, `${deep}\n`)).toBe(1);
});
