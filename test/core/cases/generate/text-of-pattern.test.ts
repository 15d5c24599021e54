import { expect, test } from "vitest";
import { textOfPattern } from "#core/cases/generate/text-of-pattern.ts";

test.each([
  [String.raw`^[A-Z]{2}-\d+$`, "AA-7"],
  ["^(red|green) (?:light|dark)?$", "red "],
  [String.raw`^\+?\d{3}\.[a-z0-9_-]*$`, "777.a"],
  [String.raw`^(?P<year>\d{4})-(0[1-9]|1[0-2])$`, "7777-01"],
  [String.raw`[\w.]+@[\w.]+\.(com|org)`, "a@a.com"],
])("a text that fits %s", (pattern, text) => {
  expect(textOfPattern(pattern)).toBe(text);
  expect(new RegExp(pattern.replace("?P<", "?<")).test(text)).toBe(true);
});

test.each(["^(?=.*[A-Z]).{8,}$", "[^/]+", "a{1000}", "(a", "[a", "\\", "*", String.raw`\p{L}`, String.raw`(a)\1`])(
  "%s is not followed",
  (pattern) => {
    expect(textOfPattern(pattern)).toBeUndefined();
  },
);
