import { rm } from "node:fs/promises";
import { join } from "node:path";
import type * as Sqlite from "node:sqlite";

import type { Database, Snapshot } from "#core/ports.ts";

import { watchFileUse } from "./file-use.ts";
import { emptiedSinceBase } from "./sqlite-emptied.ts";
import { changesSinceBase } from "./sqlite-changes.ts";
import { readSqliteSchema } from "./sqlite-schema.ts";
import { keptConnections } from "./kept-connections.ts";
import { createPatience } from "./sqlite-patience.ts";

/** A server that holds the database locked longer than this will not let go. */
const LOCK_LIMIT_MS = 5_000;

/**
 * An SQLite database in `file`, which is made now where there is none. Connections stay open from one call to the next,
 * and hold no lock between two; one is there all the time, because `data_version` tells of others' commits only to a
 * connection that was there before them. Each call waits for a server that keeps the database locked, and throws a DatabaseFault where it does not let go or
 * the file is no longer the one that it was. Snapshots lie in `folder`. Disposing closes them and leaves the file.
 */
export function createSqliteDatabase(
  sqlite: typeof Sqlite,
  file: string,
  folder: string,
  lockLimitMs: number = LOCK_LIMIT_MS,
): Omit<Database, "toBase"> {
  let snapshots = 0;
  const observer = new sqlite.DatabaseSync(file);
  const { whenUnlocked } = createPatience(file, lockLimitMs);
  const use = watchFileUse(file);
  let isOpen = true;

  const kept = keptConnections();
  let versionStatement: Sqlite.StatementSync | undefined;

  const readVersion = (): number => {
    // https://www.sqlite.org/pragma.html#pragma_data_version
    versionStatement ??= observer.prepare("PRAGMA data_version");
    return Number(versionStatement.get()?.["data_version"]);
  };
  const requireFree = (purpose: string): Promise<void> =>
    whenUnlocked(purpose, () =>
      kept.use(
        LOCKING,
        () => new sqlite.DatabaseSync(file),
        (connection) => {
          connection.exec("BEGIN EXCLUSIVE");
          connection.exec("ROLLBACK");
        },
      ),
    );
  const copy = (purpose: string, from: string, to: string): Promise<void> =>
    whenUnlocked(purpose, (isTimeUp) =>
      kept.use(
        from === file ? LOCKING : `copying ${from}`,
        () => new sqlite.DatabaseSync(from, { readOnly: from !== file }),
        async (source) => {
          // Of itself a backup would go on trying for ever.
          const progress = (): void => {
            if (isTimeUp()) throw Object.assign(new Error("database is locked"), { errcode: SQLITE_BUSY });
          };
          await sqlite.backup(source, to, { rate: ALL_PAGES, progress });
        },
      ),
    );

  /** Reads with a snapshot attached as `base`. */
  const besideBase = <T>({ location }: Snapshot, read: (connection: Sqlite.DatabaseSync) => T): Promise<T> =>
    use.ours(() =>
      whenUnlocked("read", () =>
        kept.use(
          `beside ${location}`,
          () => {
            const connection = new sqlite.DatabaseSync(file, { readOnly: true });
            connection.prepare("ATTACH ? AS base").run(location);
            return connection;
          },
          read,
        ),
      ),
    );

  return {
    location: file,
    address: { url: `sqlite:///${file}` },

    isUsedBy: (server) => use.isUsedBy(server),

    snapshot: async () => {
      snapshots += 1;
      const location = join(folder, `snapshot-${snapshots}.sqlite`);
      await use.ours(() => copy("copied", file, location));
      const dispose = (): Promise<void> => {
        kept.close(`copying ${location}`);
        kept.close(`beside ${location}`);
        return rm(location, { force: true });
      };
      return { location, dispose };
    },

    restore: (snapshot) =>
      use.ours(async () => {
        await requireFree(PUT_BACK);
        // The online backup writes into the open database under SQLite's own locks, so that every other connection sees
        // it at its next statement; a copied file would be noticed by none of them.
        await copy(PUT_BACK, snapshot.location, file);
        return whenUnlocked("read", readVersion);
      }),

    requireFree: () => use.ours(() => requireFree("checked after the case")),

    version: () => use.ours(() => whenUnlocked("read", readVersion)),

    changesSince: (snapshot) => besideBase(snapshot, changesSinceBase),

    schema: () =>
      use.ours(() =>
        whenUnlocked("read", () => withConnection(new sqlite.DatabaseSync(file, { readOnly: true }), readSqliteSchema)),
      ),

    emptiedSince: (snapshot) => besideBase(snapshot, emptiedSinceBase),

    dispose: () => {
      kept.closeAll();
      if (isOpen) observer.close();
      isOpen = false;
      return Promise.resolve();
    },
  };
}

const LOCKING = "locking";

const PUT_BACK = "put back to its base";

/** https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/** In one step, so that no server sees half of it. */
const ALL_PAGES = 2 ** 31 - 1;

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
