import { expect, test } from "vitest";

import { changedPart } from "../../../src/webview/layout/changed-part.ts";

/** The text with its changed part in brackets. */
function checkPart(text: string, other?: string): string {
  const { before, changed, after } = changedPart(text, other);
  return `${before}[${changed}]${after}`;
}

test("what both share at start and end is left out", () => {
  expect(checkPart('"10:00:00Z"', '"10:00:00+00:00"')).toBe('"10:00:00[Z]"');
  expect(checkPart("422", "400")).toBe("4[22]");
  expect(checkPart("aa", "aaa")).toBe("aa[]");
});

test("without a counterpart nothing is marked", () => {
  expect(checkPart("null")).toBe("null[]");
});

test("a long text is cut with its change in view", () => {
  const long = "x".repeat(5000);
  const part = changedPart(`${long}A${long}`, `${long}B${long}`);
  expect(part.before).toBe(`…${"x".repeat(80)}`);
  expect(part.changed).toBe("A");
  expect(part.after).toBe(`${"x".repeat(920)}… (4080 more characters)`);
  expect(changedPart(long, undefined).before).toBe(`${"x".repeat(2000)}… (3000 more characters)`);
});
