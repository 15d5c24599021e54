import { statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

import { DatabaseFault } from "#core/model/databases/database-fault.ts";

import { whereDiskIsFull } from "../../files/disk-full.ts";

const RETRY_MS = 10;

/**
 * SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL and SQLITE_SCHEMA: gone with the next try. SQLITE_OK is what Node's backup
 * rejects with where a lock kept it from its first page. https://www.sqlite.org/rescode.html
 */
const PASSING = new Set([0, 5, 6, 15, 17]);

/** SQLITE_FULL */
const DISK_FULL = 13;

/** SQLITE_ERROR: a statement of ours is wrong. */
const OUR_FAULT = 1;

/** Tries again for as long as a server keeps the database locked. */
export interface Patience {
  /** Throws a DatabaseFault where `purpose` ("read") could not be done: the file is locked for too long, gone or damaged. */
  readonly whenUnlocked: <T>(purpose: string, work: (isTimeUp: () => boolean) => T | Promise<T>) => Promise<T>;
}

/** For a file that exists now; another one that takes its place is not taken for it. */
export function createPatience(file: string, limitMs: number): Patience {
  const identity = identityOf(file);
  return {
    whenUnlocked: async (purpose, work) => {
      const limit = performance.now() + limitMs;
      const isTimeUp = (): boolean => performance.now() > limit;
      for (;;) {
        if (identityOf(file) !== identity) {
          throw new DatabaseFault("The database file was deleted or replaced while the server used it.");
        }
        try {
          return await work(isTimeUp);
        } catch (error) {
          const code = codeOf(error);
          if (code === DISK_FULL) throw whereDiskIsFull(error, "the copy of a database");
          if (code === undefined || code === OUR_FAULT) throw error;
          if (!PASSING.has(code)) {
            throw new DatabaseFault(
              `The database could not be ${purpose}: SQLite says "${error instanceof Error ? error.message : ""}". Something overwrote, cut off or damaged its file.`,
            );
          }
          if (isTimeUp()) {
            throw new DatabaseFault(
              `The database could not be ${purpose}: it stayed locked for more than ${limitMs / 1000} s after the answer. Look for a transaction that the handler leaves open, or a task that writes in the background.`,
            );
          }
        }
        await delay(RETRY_MS);
      }
    },
  };
}

/** A number that is given to another file once the first is gone differs by its time of birth. */
function identityOf(file: string): string {
  const stats = statSync(file, { bigint: true, throwIfNoEntry: false });
  return stats === undefined ? "none" : `${stats.dev}:${stats.ino}:${stats.birthtimeNs}`;
}

/** The primary result code, or undefined where SQLite had no part in it. */
function codeOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return undefined;
  return error.errcode % 256;
}
