import { randomInt } from "node:crypto";

import type { Random } from "#core/ports.ts";

/**
 * Numbers that look random and are the same for the same seed, an integer; without one they differ from run to run.
 * The generator is mulberry32, whose period of 2^32 is ample for choosing an order.
 */
export function createRandom(seed: number = randomInt(2 ** 32)): Random {
  let state = seed;
  return {
    next: () => {
      state = (state + 0x6d2b79f5) | 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
    },
  };
}
