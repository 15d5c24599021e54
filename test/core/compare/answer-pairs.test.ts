import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import type { TestRule } from "./check-compare.ts";
import { type Side, compareSides } from "./check-verdict.ts";

/** Two answers, and the verdict that is right by the standards; decided before the comparison was asked. */
interface AnswerPair {
  readonly name: string;
  readonly verdict: "match" | "differs" | "failed";
  /** One of its differences has a hint. */
  readonly wantsHint?: true;
  readonly python: Side;
  readonly rust: Side;
  readonly rules?: readonly TestRule[];
}

/** One a line, so that a new kind of answer is one line. */
const PAIRS = readFileSync(join(import.meta.dirname, "../../fixtures/answer-pairs/pairs.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as AnswerPair);

test.each(PAIRS)("$name: $verdict", ({ verdict, wantsHint, python, rust, rules }) => {
  const found = compareSides(python, rust, rules);
  expect([found.verdict, found.differences]).toEqual([verdict, expect.anything()]);
  if (wantsHint) expect(found.differences.some(({ hint }) => hint !== undefined)).toBe(true);
});
