import { expect, test } from "vitest";

import { DIFFERENCE_CLASSES, type DifferenceClass } from "#core/model/run/difference.ts";
import type { Answer } from "#core/model/run/exchange.ts";
import { SEVERITIES } from "#core/compare/severity.ts";
import { answerOf, compareAnswers, jsonAnswer } from "./check-compare.ts";

type Row = readonly [found: DifferenceClass, mirrored: DifferenceClass, python: Answer, rust: Answer];

const bodies = (found: DifferenceClass, mirrored: DifferenceClass, python: string, rust: string): Row => [
  found,
  mirrored,
  jsonAnswer(python),
  jsonAnswer(rust),
];

/** The smallest pair of answers for each class, and what the class becomes when the sides are swapped. */
const ROWS: readonly Row[] = [
  ["status", "status", jsonAnswer("1", 200), jsonAnswer("1", 201)],
  [
    "header",
    "header",
    { ...jsonAnswer("1"), headers: [["content-type", "application/json"]] },
    { ...jsonAnswer("1"), headers: [["content-type", "application/json; charset=utf-8"]] },
  ],
  bodies("missing", "extra", '{"a": 1}', "{}"),
  bodies("extra", "missing", "[]", "[1]"),
  bodies("null-against-missing", "null-against-missing", '{"a": null}', "{}"),
  bodies("type", "type", "1", '"1"'),
  bodies("value", "value", "1", "2"),
  bodies("spelling", "spelling", "1e2", "1E2"),
  bodies("precision", "precision", "9007199254740993", "9007199254740992"),
  bodies("key-order", "key-order", '{"a": 1, "b": 2}', '{"b": 2, "a": 1}'),
  bodies("element-order", "element-order", "[1, 2, 3, 4, 5, 6]", "[6, 5, 4, 3, 2, 1]"),
  bodies("moved", "moved", "[1, 2, 3]", "[3, 1, 2]"),
  bodies("duplicate-key", "duplicate-key", '{"a": 1, "a": 1}', '{"a": 1}'),
  bodies("escape", "escape", String.raw`"\u0061"`, '"a"'),
  [
    "encoding",
    "encoding",
    answerOf(200, { kind: "binary", bytes: 1, sha256: "aa", latin1: "\xE9" }, "text/plain"),
    answerOf(200, { kind: "text", text: "é" }, "text/plain"),
  ],
  bodies("not-json", "not-json", "{}", "{,}"),
];

test.each(ROWS)("%s, swapped %s", (found, mirrored, python, rust) => {
  const there = compareAnswers(python, rust).differences;
  expect(there.map((difference) => difference.class)).toEqual([found]);
  expect(compareAnswers(rust, python).differences.map((difference) => difference.class)).toEqual([mirrored]);
  // The one severity that a class alone does not decide is that of two kinds of numbers.
  expect(there[0]?.severity).toBe(SEVERITIES[found]);
  const isCosmetic = SEVERITIES[found] === "cosmetic";
  expect(compareAnswers(python, rust).verdict).toBe(isCosmetic ? "match" : "differs");
});

test("every class has a row", () => {
  expect(new Set(ROWS.map(([found]) => found))).toEqual(new Set(DIFFERENCE_CLASSES));
});
