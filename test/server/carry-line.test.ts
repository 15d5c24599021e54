import { expect, test } from "vitest";

import { lineCarrier } from "../../src/server/carry-line.ts";

test("lines behind an insertion move with their text", () => {
  expect(checkCarry("a b c d", "a x y b c d")).toBe("a→a b→b c→c d→d");
});

test("lines behind a removal move with their text", () => {
  expect(checkCarry("a b c d", "a d")).toBe("a→a b→d c→d d→d");
});

test("a line that is being typed in stays where it is", () => {
  expect(checkCarry("a b c d", "a bb c d")).toBe("a→a b→bb c→c d→d");
});

test("repeated lines are not counted twice", () => {
  expect(checkCarry("a a a", "a a a a")).toBe("a→a a→a a→a");
  expect(checkCarry("a", "")).toBe("a→");
});

/** Lines are written as words; each is shown with the word that stands where it was carried. */
function checkCarry(older: string, newer: string): string {
  const olderLines = older.split(" ");
  const newerLines = newer.split(" ");
  const carry = lineCarrier(olderLines.join("\n"), newerLines.join("\n"));
  return olderLines.map((line, index) => `${line}→${newerLines[carry(index)] ?? "out of the text"}`).join(" ");
}
