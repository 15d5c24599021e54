import { expect, test } from "vitest";

import type { Answer } from "#core/model/exchange.ts";
import { HINTS } from "#core/compare/hints.ts";
import { answerOf, compareAnswers, compareBodies, jsonAnswer } from "./check-compare.ts";

/** The first difference of two values of one member: its class, severity and hint. */
function checkHint(python: string, rust: string): readonly (string | undefined)[] {
  return first(compareBodies(`{"field": ${python}, "z": 1}`, `{"field": ${rust}, "z": 1}`).differences);
}

function first(differences: ReturnType<typeof compareBodies>["differences"]): readonly (string | undefined)[] {
  const [found] = differences;
  return [found?.class, found?.severity, found?.hint?.code];
}

const VALUES = [
  ["utc-offset", "value", "changed", '"2024-01-01T00:00:00Z"', '"2024-01-01T00:00:00+00:00"'],
  ["utc-offset", "value", "changed", '"2024-01-01T00:00:00.5+00:00"', '"2024-01-01T00:00:00.500Z"'],
  ["naive-time", "value", "changed", '"2024-01-01T00:00:00"', '"2024-01-01T00:00:00Z"'],
  ["fraction-digits", "value", "changed", '"2024-01-01T00:00:00.120000Z"', '"2024-01-01T00:00:00.120Z"'],
  ["fraction-digits", "value", "changed", '"2024-01-01T00:00:00.123456Z"', '"2024-01-01T00:00:00.123456789Z"'],
  ["fraction-digits", "value", "changed", '"2024-01-01T00:00:00Z"', '"2024-01-01T00:00:00.000Z"'],
  ["time-separator", "value", "changed", '"2024-01-01T00:00:00"', '"2024-01-01 00:00:00"'],
  ["duration", "type", "breaking", '"PT1M30.5S"', "90.5"],
  ["duration", "type", "breaking", '"PT1M30.5S"', '{"secs": 90, "nanos": 500000000}'],
  ["precision-past-2-53", "precision", "changed", "9007199254740993", "9007199254740992"],
  ["float-32", "precision", "changed", "0.1", "0.10000000149011612"],
  ["float-roundtrip", "precision", "changed", "0.1", "0.10000000000000002"],
  ["float-spelling", "spelling", "cosmetic", "1e-05", "0.00001"],
  ["integer-or-float", "type", "changed", "1.0", "1"],
  ["negative-zero", "value", "changed", "0.0", "-0.0"],
  ["decimal-as-text", "type", "breaking", '"12.50"', "12.5"],
  ["number-as-text", "type", "breaking", "12.5", '"12.5"'],
  ["nan", "type", "breaking", '"NaN"', "null"],
  ["escape", "escape", "cosmetic", String.raw`"\u00e9"`, '"é"'],
  ["uuid-case", "value", "changed", '"0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f"', '"0B9D6F803C1D4B0E9D3C0A1B2C3D4E5F"'],
  ["bytes-as-array", "type", "breaking", '"hi"', "[104, 105]"],
  ["bool-as-number", "type", "breaking", "true", "1"],
  ["external-tag", "type", "breaking", '"circle"', '{"Circle": {"r": 1}}'],
  ["enum-case", "value", "changed", '"in_progress"', '"InProgress"'],
  ["element-order", "element-order", "changed", "[1, 2, 3, 4, 5]", "[5, 4, 3, 2, 1]"],
  ["key-order", "key-order", "cosmetic", '{"b": 1, "a": 2}', '{"a": 2, "b": 1}'],
] as const;

test.each(VALUES)("%s: %s, %s of %s against %s", (code, found, severity, python, rust) => {
  expect(checkHint(python, rust)).toEqual([found, severity, code]);
});

test.each([
  ["null-left-out", '{"a": null, "b": 1}', '{"b": 1}'],
  ["null-left-out", '{"b": 1}', '{"a": null, "b": 1}'],
  ["renamed-member", '{"created_at": 1, "b": 1}', '{"createdAt": 1, "b": 1}'],
])("%s: %s against %s", (code, python, rust) => {
  expect(first(compareBodies(python, rust).differences)[2]).toBe(code);
});

const text = (content: string): Answer["body"] => ({ kind: "text", text: content });

const ANSWERS: readonly (readonly [code: string, class_: string, python: Answer, rust: Answer])[] = [
  ["validation-status", "status", jsonAnswer("{}", 422), jsonAnswer("{}", 400)],
  [
    "rejection-as-text",
    "not-json",
    jsonAnswer("{}", 422),
    answerOf(422, text("Failed to parse"), "text/plain; charset=utf-8"),
  ],
  ["empty-error", "missing", jsonAnswer('{"detail":"Not Found"}', 404), answerOf(404, { kind: "empty" })],
  ["head-answered", "status", answerOf(405, { kind: "empty" }), answerOf(200, { kind: "empty" })],
  [
    "content-type-charset",
    "header",
    answerOf(200, text("1"), "text/plain"),
    answerOf(200, text("1"), "text/plain; charset=utf-8"),
  ],
  [
    "trailing-slash",
    "status",
    { ...answerOf(307, { kind: "empty" }), headers: [["location", "http://127.0.0.1/api/nodes"]] },
    answerOf(404, { kind: "empty" }),
  ],
];

test.each(ANSWERS)("%s in %s", (code, found, python, rust) => {
  const { differences } = compareAnswers(python, rust);
  expect(differences.find((difference) => difference.class === found)?.hint?.code).toBe(code);
});

test.each([
  ['"2024-01-01T00:00:00Z"', '"2024-01-01T00:00:01+00:00"'],
  ['"2024-01-01T00:00:00+01:00"', '"2024-01-01T00:00:00Z"'],
  ['"2024-01-01T00:00:00.1Z"', '"2024-01-01T00:00:00.2Z"'],
  ['"2024-01-01T00:00:00"', '"2024-01-02 00:00:00"'],
  ['"PT"', "1"],
  ["1", "2"],
  ["0.1", "0.2"],
  ["9007199254740993", "9007199254740999"],
  ['"12"', "13"],
  ["12", '"twelve"'],
  ['"none"', "null"],
  ['"hi"', "[104, 106]"],
  ["true", "0"],
  ["true", '"true"'],
  ['"circle"', '{"Square": {}}'],
  ['"circle"', '{"Circle": {}, "other": 1}'],
  ['"open"', '"closed"'],
  ['"a b"', '"ab"'],
  ['"0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f"', '"1b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f"'],
])("no doubtful hint for %s against %s", (python, rust) => {
  expect(checkHint(python, rust)[2]).toBeUndefined();
});

test.each([
  ['{"a": 1, "b": 1}', '{"b": 1}'],
  ['{"created_at": 1}', '{"updated_at": 1}'],
  ['{"created_at": 1}', '{"createdAt": 1, "created-at": 1}'],
])("no doubtful hint for a member of %s against %s", (python, rust) => {
  expect(first(compareBodies(python, rust).differences)[2]).toBeUndefined();
});

test("no doubtful hint for other statuses", () => {
  expect(first(compareAnswers(jsonAnswer("{}", 200), jsonAnswer("{}", 500)).differences)[2]).toBeUndefined();
  expect(first(compareAnswers(jsonAnswer("{}", 422), jsonAnswer("{}", 404)).differences)[2]).toBeUndefined();
});

test("every hint is shown by a row of these tables", () => {
  const shown = new Set([
    ...VALUES.map(([code]) => code),
    ...ANSWERS.map(([code]) => code),
    "null-left-out",
    "renamed-member",
  ]);
  expect(HINTS.map(({ code }) => code).filter((code) => !shown.has(code))).toEqual([]);
  expect(new Set(HINTS.map(({ code }) => code)).size).toBe(HINTS.length);
});
