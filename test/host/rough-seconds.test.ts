import { expect, test } from "vitest";

import { roughSeconds } from "#host/services/redis/redis-content.ts";

test("how long a key still lives does not depend on the moment at which it is read", () => {
  const secondsAfter = (seconds: number, lateMs: number): number => roughSeconds(seconds * 1000 - lateMs);
  for (const seconds of [5, 10, 15, 30, 45, 60, 90, 300, 900, 1250, 3600, 5400, 86_400, 604_800]) {
    const read = [0, 5, 400, 1500, 1990].map((lateMs) => secondsAfter(seconds, lateMs));
    expect(new Set(read).size, `${seconds} s`).toBe(1);
  }
  expect([60, 300, 3600].map((seconds) => secondsAfter(seconds, 100))).toEqual([60, 300, 3600]);
  expect(secondsAfter(60, 0)).not.toBe(secondsAfter(90, 0));
});
