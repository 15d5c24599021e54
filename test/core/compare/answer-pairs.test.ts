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
  /** The code of one of the hints. */
  readonly hint?: string;
  /** No hint has this code. */
  readonly notHint?: string;
  /** No difference has a hint: nothing in the answers tells the cause. */
  readonly noHint?: true;
  readonly python: Side;
  readonly rust: Side;
  readonly rules?: readonly TestRule[];
}

/** One a line, so that a new kind of answer is one line. */
const PAIRS = readFileSync(join(import.meta.dirname, "../../fixtures/answer-pairs/pairs.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line) => JSON.parse(line) as AnswerPair);

test.each(PAIRS)("$name: $verdict", ({ verdict, wantsHint, hint, notHint, noHint, python, rust, rules }) => {
  const found = compareSides(python, rust, rules);
  expect([found.verdict, found.differences]).toEqual([verdict, expect.anything()]);
  const codes = found.differences.flatMap((difference) => difference.hint?.code ?? []);
  if (wantsHint) expect(codes).not.toEqual([]);
  if (noHint) expect(codes).toEqual([]);
  if (hint !== undefined) expect(codes).toContain(hint);
  if (notHint !== undefined) expect(codes).not.toContain(notHint);
});
