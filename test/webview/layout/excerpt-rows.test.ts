import { expect, test } from "vitest";

import { checkLayout, checkUnified } from "./check-layout.ts";

test("what is left out of an excerpt is a line that counts it, and what comes after it keeps its place", () => {
  expect(checkLayout("[0,…2000,2001,2002]", "[0,…2000,2001,7]", "value /2002 /2002")).toMatchInlineSnapshot(`
    "  [                         | [
        0,                      |   0,
        … 2,000 values left out |   … 2,000 values left out
        2001,                   |   2001,
    !   2002                    |   7 ← 0
      ]                         | ]"
  `);
});

test("members that are left out stand where they stood, on each side as many as there were", () => {
  expect(checkLayout('{"a":1,…1,"c":3}', '{"a":1,…3,"c":4}', "value /c /c")).toMatchInlineSnapshot(`
    "  {                    | {
        "a": 1,            |   "a": 1,
        … 1 value left out |   … 3 values left out
    !   "c": 3             |   "c": 4 ← 0
      }                    | }"
  `);
});

test("an element that one side lacks is found after what is left out", () => {
  expect(checkLayout("[…5,5,6,7]", "[…5,5,7]", "missing /6 -")).toMatchInlineSnapshot(`
    "  [                     | [
        … 5 values left out |   … 5 values left out
        5,                  |   5,
    !   6,                  | · ← 0
        7                   |   7
      ]                     | ]"
  `);
});

test("the line is not folded away among equal ones", () => {
  const numbers = "1,2,3,4,5,6,7,8,9,10,11,12";
  expect(checkUnified(`[${numbers},…9,22]`, `[${numbers},…9,23]`, "value /21 /21")).toMatchInlineSnapshot(`
    "⋯ 10 equal lines
        10,
        11,
        12,
        … 9 values left out
    −   22
    +   23
      ]"
  `);
});
