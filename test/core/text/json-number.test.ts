import * as fc from "fast-check";
import { expect, test } from "vitest";

import { isSameDecimal, readDecimal } from "#core/text/json/json-number.ts";

/** Is it the same number by its exact value? */
function checkSame(left: string, right: string): boolean {
  return isSameDecimal(readDecimal(left), readDecimal(right));
}

test.each([
  ["1", "1.0"],
  ["1e16", "1e+16"],
  ["1e-05", "0.00001"],
  ["0.10", "0.1"],
  ["100", "1E2"],
  ["0", "0.000"],
  ["0e5", "0"],
  ["-0", "-0.0"],
  ["12345678901234567890.0", "12345678901234567890"],
])("%s is %s", (left, right) => {
  expect(checkSame(left, right)).toBe(true);
});

test.each([
  ["9007199254740993", "9007199254740992"],
  ["0.1", "0.10000000000000001"],
  ["0", "-0"],
  ["1", "-1"],
  ["1e9007199254740993", "1e9007199254740992"],
  ["10", "1"],
])("%s is not %s", (left, right) => {
  expect(checkSame(left, right)).toBe(false);
});

test("every spelling that JavaScript has of a double is the same number", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      const plain = Object.is(value, -0) ? "-0" : String(value);
      expect(checkSame(plain, value === 0 ? `${plain}e0` : value.toExponential())).toBe(true);
    }),
  );
});

test("zeros at the end cost linear time", () => {
  expect(readDecimal(`1${"0".repeat(300_000)}1`).digits).toHaveLength(300_002);
});
