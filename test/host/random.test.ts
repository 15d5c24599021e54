import { expect, test } from "vitest";

import { createRandom } from "#host/random.ts";

function draw(seed: number | undefined, count: number): readonly number[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => random.next());
}

test("the same seed gives the same numbers, no seed gives others", () => {
  expect(draw(7, 3)).toEqual(draw(7, 3));
  expect(draw(7, 3)).not.toEqual(draw(8, 3));
  expect(draw(undefined, 3)).not.toEqual(draw(undefined, 3));
});

test("numbers are spread over 0 to 1, and each order of the sides comes up", () => {
  const numbers = draw(1, 1000);
  expect(numbers.every((number) => number >= 0 && number < 1)).toBe(true);
  const low = numbers.filter((number) => number < 0.5).length;
  expect(low).toBeGreaterThan(450);
  expect(low).toBeLessThan(550);
});
