import { expect, test } from "vitest";

import type { Line } from "../../../src/webview/layout/row.ts";
import { itemAt, itemTops } from "../../../src/webview/layout/item-tops.ts";
import { hangingIndent, heightOf, segmentsOf, wrapSegments } from "../../../src/webview/layout/wrap-line.ts";

const lineOf = (text: string, more: Partial<Line> = {}): Line => ({
  depth: 1,
  text,
  hasComma: true,
  number: 1,
  ...more,
});

/** The line as it is wrapped; what is changed stands between brackets. */
function checkWrap(line: Line, columns: number, other?: Line): string {
  const indent = hangingIndent(line, columns);
  const lines = wrapSegments(segmentsOf(line, other), columns, indent);
  expect(heightOf(line, other, columns)).toBe(lines.length);
  return lines
    .map((segments, at) => {
      const text = segments.map((segment) => (segment.isChanged ? `[${segment.text}]` : segment.text)).join("");
      return `${at === 0 ? "" : " ".repeat(indent)}${text}`;
    })
    .join("\n");
}

test("a line that does not fit goes on below its value, and no character is lost", () => {
  expect(checkWrap(lineOf('"2026-03-01T09:30:00Z"', { name: '"created_at"' }), 24)).toBe(
    ['  "created_at": "2026-03', '    -01T09:30:00Z",'].join("\n"),
  );
  expect(checkWrap(lineOf("12"), 24)).toBe("  12,");
});

test("the characters that differ are marked, also across the end of a line", () => {
  const other = lineOf('"2026-03-01T09:30:00Z"', { name: '"at"' });
  expect(checkWrap(lineOf('"2026-03-01T09:30:00+00:00"', { name: '"at"' }), 30, other)).toBe(
    ['  "at": "2026-03-01T09:30:00[+0]', '    [0:00]",'].join("\n"),
  );
});

test("wide characters take two columns, marks that combine none", () => {
  expect(checkWrap(lineOf("日本語日本語", { depth: 0 }), 10)).toBe("日本語日本\n  語,");
  expect(checkWrap(lineOf("e\u0301".repeat(9), { depth: 0 }), 10)).toBe(`${"e\u0301".repeat(9)},`);
});

test("deep lines keep half of the room", () => {
  expect(checkWrap(lineOf("123456789012345678901234567890", { depth: 30 }), 20).split("\n").length).toBeLessThan(12);
});

test("items know at which line they begin, and lines in which item they stand", () => {
  const short = lineOf("1");
  const long = lineOf(`"${"x".repeat(50)}"`);
  const rows = [
    { python: short, rust: short, mark: "equal" as const, differences: [], pointer: "" },
    { python: long, rust: short, mark: "differs" as const, differences: [0], pointer: "/a" },
    { rust: short, mark: "differs" as const, differences: [1], pointer: "/b" },
  ];
  const split = rows.map((_, row) => ({ kind: "row", row }) as const);
  const tops = itemTops([...split, { kind: "fold", first: 9, count: 5 }], rows, () => 20);
  expect([...tops]).toEqual([0, 1, 5, 6, 7]);
  expect([-3, 0, 1, 4, 5, 6, 99].map((line) => itemAt(tops, line))).toEqual([0, 0, 1, 1, 2, 3, 3]);
  const unified = itemTops(
    [
      { kind: "line", row: 1, side: "rust" },
      { kind: "line", row: 1, side: "python" },
    ],
    rows,
    () => 20,
  );
  expect([...unified]).toEqual([0, 1, 5]);
});
