import { isDeepStrictEqual } from "node:util";
import { expect } from "vitest";

/** Fails where two large values are not the same, and tells how. Asks first in a way that takes a tenth of the time. */
export function expectSame(value: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(value, expected)) expect(value).toEqual(expected);
}
