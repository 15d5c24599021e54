import type { Case } from "#core/model/run/case.ts";
import { type Side, SIDES } from "#core/model/endpoint.ts";

import type { DatabaseGuard } from "../state/database-guard.ts";
import type { PreparedSide } from "./prepare-side.ts";

/** What a run has checked about the databases that its servers use. Each ends the run with a UserError. */
export interface DatabaseChecks {
  /**
   * Both servers were seen to use the databases that we made. Where one was not, some of these cases, which only read, are
   * sent while it is watched. To be called before the first case that writes.
   */
  proveUse(readings: readonly Case[]): Promise<void>;
  /** No other database was written to; to be called after each case. */
  checkAfter(given: Case): Promise<void>;
  /** The same at the end of a run, which looks for new ones as well. */
  checkAtEnd(): Promise<void>;
}

/** A server may have endpoints that need no database, so that one case is not enough; more than these would not help. */
const MOST_READINGS = 5;

/** `isRequired` is false for a side of which the project says why it need not be checked; `send` sends to both sides. */
export function databaseChecks(
  guard: DatabaseGuard,
  isRequired: (side: Side) => boolean,
  sideOf: (side: Side) => PreparedSide,
  send: (given: Case) => Promise<unknown>,
): DatabaseChecks {
  let hasRead = false;
  const unseenSide = async (): Promise<Side | undefined> => {
    for (const side of SIDES.filter(isRequired)) if (!(await sideOf(side).isUseSeen())) return side;
    return undefined;
  };
  const checkAll = async (): Promise<void> => {
    for (const side of SIDES) await guard.requireOnlyOurs(side, sideOf(side));
  };
  return {
    proveUse: async (readings) => {
      const waiting = readings.slice(0, MOST_READINGS);
      while ((await unseenSide()) !== undefined) {
        const reading = waiting.shift();
        if (reading === undefined) break;
        await send(reading);
        await checkAll();
      }
      const unseen = await unseenSide();
      for (const side of SIDES) sideOf(side).stopWatchingUse();
      if (unseen !== undefined) await guard.refuse(unseen);
    },
    checkAfter: async ({ isWriting }) => {
      if (isWriting || hasRead) return guard.requireUnchanged();
      hasRead = true;
      await checkAll();
    },
    checkAtEnd: checkAll,
  };
}
