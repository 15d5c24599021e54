import { expect, test } from "vitest";

import { foldRows } from "../../../src/webview/layout/fold-rows.ts";
import type { Row } from "../../../src/webview/layout/row.ts";
import { checkUnified } from "./check-layout.ts";

/** Rows as letters (`=` equal, `!` differs, `o` equal with a difference at it) → `=` a row, `[n]` a fold. */
function checkFolds(letters: string, ...expanded: readonly number[]): string {
  const rows = letters.split("").map<Row>((letter) => ({
    mark: letter === "!" ? "differs" : "equal",
    differences: letter === "o" ? [0] : [],
    pointer: "",
  }));
  return foldRows(rows, new Set(expanded))
    .map((item) => (item.kind === "fold" ? `[${item.count}]` : letters[item.row]))
    .join("");
}

test("three equal rows stay on either side of a difference", () => {
  expect(checkFolds("==========!==========")).toBe("[7]===!===[7]");
});

test("a fold hides at least four rows", () => {
  expect(checkFolds("!=========!")).toBe("!=========!");
  expect(checkFolds("!==========!")).toBe("!===[4]===!");
});

test("equal bodies are one fold", () => {
  expect(checkFolds("==========")).toBe("[10]");
  expect(checkFolds("")).toBe("");
});

test("a row at which a difference stands is never folded", () => {
  expect(checkFolds("=======o=======")).toBe("[4]===o===[4]");
});

test("a fold that was opened shows its rows", () => {
  expect(checkFolds("==========!==========", 0)).toBe("==========!===[7]");
});

test("in one column, neighbouring changes give Python's lines first", () => {
  expect(
    checkUnified(
      '{"a":1,"b":2,"c":{"d":[1,2,3,4,5,6,7,8]}}',
      '{"a":7,"b":8,"c":{"d":[1,2,3,4,5,6,7,8]}}',
      "value /a /a",
      "value /b /b",
    ),
  ).toMatchInlineSnapshot(`
    "  {
    −   "a": 1,
    −   "b": 2,
    +   "a": 7,
    +   "b": 8,
        "c": {
          "d": [
            1,
    ⋯ 10 equal lines"
  `);
});
