import { expect, test } from "vitest";
import { createLines } from "#core/text/lines.ts";

function checkLines(text: string, mark: string): string {
  const lines = createLines(text);
  const offset = text.indexOf(mark);
  const { line, character } = lines.positionAt(offset);
  return `${line}:${character} ${lines.offsetAt({ line, character }) === offset ? "and back" : "NOT BACK"}`;
}

test("characters are UTF-16 units: an emoji counts two, a tab one", () => {
  expect(checkLines("a\n\t😀x", "x")).toBe("1:3 and back");
});

test("a line ends with LF, CRLF or CR", () => {
  expect(checkLines("a\r\nb\rc\nx", "x")).toBe("3:0 and back");
});

test("a position outside of the text is moved to the nearest end", () => {
  const lines = createLines("ab\ncd");
  expect([
    lines.offsetAt({ line: 9, character: 9 }),
    lines.offsetAt({ line: 0, character: 99 }),
    lines.offsetAt({ line: -1, character: 0 }),
  ]).toEqual([5, 3, 0]);
  expect(lines.positionAt(99)).toEqual({ line: 1, character: 2 });
});
