import { expect, test } from "vitest";

import { ageText, counted } from "../../src/webview/words.ts";

test.each([
  ["2026-11-23T10:00:00Z", "just now"],
  ["2026-11-23T10:00:30Z", "just now"],
  ["2026-11-23T09:58:00Z", "2 min ago"],
  ["2026-11-23T07:10:00Z", "2 h ago"],
  ["2026-11-20T10:00:00Z", "3 days ago"],
])("%s is %s", (at, age) => {
  expect(ageText(at, Date.parse("2026-11-23T10:00:20Z"))).toBe(age);
});

test("one is not many", () => {
  expect([counted(1, "case"), counted(0, "case"), counted(12_000, "case")]).toStrictEqual([
    "1 case",
    "0 cases",
    "12,000 cases",
  ]);
});
