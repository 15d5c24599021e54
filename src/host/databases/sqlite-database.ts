import { rm } from "node:fs/promises";
import type * as Sqlite from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";

import { UserError } from "#core/model/user-error.ts";
import type { Database } from "#core/ports.ts";

import { watchFileUse } from "./file-use.ts";
import { changesSinceBase } from "./sqlite-changes.ts";

/** A server that holds the database locked longer than this will not let go. */
const LOCK_LIMIT_MS = 5_000;
const RETRY_MS = 10;

/** https://www.sqlite.org/rescode.html */
const SQLITE_BUSY = 5;

/**
 * An SQLite database in `file`, which is made now where there is none. One connection stays open from the first question for the version
 * on, because `data_version` tells of others' commits only to a connection that was there before them; between two
 * calls it holds no lock. Disposing closes it and leaves the file.
 */
export function createSqliteDatabase(
  sqlite: typeof Sqlite,
  file: string,
  lockLimitMs: number = LOCK_LIMIT_MS,
): Database {
  let snapshots = 0;
  let observer: Sqlite.DatabaseSync | undefined;
  new sqlite.DatabaseSync(file).close();
  const use = watchFileUse(file);
  return {
    location: file,

    isUsedBy: (server) => use.isUsedBy(server),

    snapshot: async () => {
      snapshots += 1;
      const location = `${file}.snapshot-${snapshots}`;
      await use.ours(() =>
        withConnection(new sqlite.DatabaseSync(file), (connection) => sqlite.backup(connection, location, ALL_PAGES)),
      );
      return { location, dispose: () => rm(location, { force: true }) };
    },

    restore: (snapshot) =>
      use.ours(async () => {
        await withConnection(new sqlite.DatabaseSync(file), (connection) => waitUntilUnlocked(connection, lockLimitMs));
        // The online backup writes into the open database under SQLite's own locks, so that every other connection sees
        // it at its next statement; a copied file would be noticed by none of them.
        await withConnection(new sqlite.DatabaseSync(snapshot.location, { readOnly: true }), (source) =>
          sqlite.backup(source, file, ALL_PAGES),
        );
      }),

    version: () =>
      use.ours(() => {
        observer ??= new sqlite.DatabaseSync(file);
        const connection = observer;
        // https://www.sqlite.org/pragma.html#pragma_data_version
        return whenUnlocked(
          () => Number(connection.prepare("PRAGMA data_version").get()?.["data_version"]),
          "read",
          lockLimitMs,
        );
      }),

    changesSince: (snapshot) =>
      use.ours(() =>
        withConnection(new sqlite.DatabaseSync(file, { readOnly: true }), (connection) => {
          connection.prepare("ATTACH ? AS base").run(snapshot.location);
          return whenUnlocked(() => changesSinceBase(connection), "read", lockLimitMs);
        }),
      ),

    dispose: () => {
      observer?.close();
      observer = undefined;
      return Promise.resolve();
    },
  };
}

/** In one step, so that no server sees half of it. */
const ALL_PAGES = { rate: 2 ** 31 - 1 } as const;

/**
 * The backup would wait for ever for a server that keeps a transaction open, so we look first. Nobody is sent anything
 * meanwhile, therefore nobody takes the lock in between.
 */
async function waitUntilUnlocked(connection: Sqlite.DatabaseSync, limitMs: number): Promise<void> {
  await whenUnlocked(
    () => {
      connection.exec("BEGIN EXCLUSIVE");
      connection.exec("ROLLBACK");
    },
    "put back to its base",
    limitMs,
  );
}

/** Tries again for as long as a server keeps the database locked. */
async function whenUnlocked<T>(work: () => T, purpose: string, limitMs: number): Promise<T> {
  const limit = performance.now() + limitMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (performance.now() > limit) {
        throw new UserError(
          `The database could not be ${purpose}: the server keeps it locked for more than ${limitMs / 1000} s after its answer. Look for a transaction that the handler leaves open.`,
        );
      }
      await delay(RETRY_MS);
    }
  }
}

async function withConnection<T>(
  connection: Sqlite.DatabaseSync,
  use: (connection: Sqlite.DatabaseSync) => T | Promise<T>,
): Promise<T> {
  try {
    return await use(connection);
  } finally {
    connection.close();
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === SQLITE_BUSY;
}
