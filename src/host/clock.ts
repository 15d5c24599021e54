import { setImmediate as nextTurn, setTimeout as delay } from "node:timers/promises";

import type { Clock } from "#core/ports.ts";

/** The machine's clock. `sleep` rejects with the signal's reason when it aborts. */
export function createClock(): Clock {
  return {
    now: () => Date.now(),
    elapsed: () => performance.now(),
    sleep: async (ms, signal) => {
      try {
        await delay(ms, undefined, { signal });
      } catch (error) {
        signal.throwIfAborted();
        throw error;
      }
    },
    turn: () => nextTurn(),
  };
}
