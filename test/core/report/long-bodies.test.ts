import { expect, test } from "vitest";

import type { AnswerBody } from "#core/model/run/exchange.ts";
import { shownAnswerBody } from "#core/report/run/shown-answer-body.ts";

test("a long body costs a report its beginning, a short one is whole", () => {
  const body = (length: number): AnswerBody => ({ kind: "text", text: "a".repeat(length) });
  const shown = shownAnswerBody(body(50_000_000));
  expect(
    shown.kind === "text" &&
      shown.text.length < 70_000 &&
      shown.text.endsWith("(50000000 characters in all; the rest is not kept)"),
  ).toBe(true);
  expect(shownAnswerBody(body(1000))).toEqual(body(1000));
  expect(shownAnswerBody({ kind: "empty" })).toEqual({ kind: "empty" });
});
