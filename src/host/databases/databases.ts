import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { UserError } from "#core/model/user-error.ts";
import type { Database, Databases, Disposable } from "#core/ports.ts";

import { loadSqlite } from "./sqlite.ts";
import { createSqliteDatabase } from "./sqlite-database.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";
import { TEMPORARY_FOLDER_PREFIX } from "../watchdog/watchdog-order.ts";

/** Databases in temporary folders of their own, which go with them. Disposing removes all that are left. */
export function createDatabases(watchdog: Watchdog): Databases & Disposable {
  const open = new Set<Database>();
  let sqlite: ReturnType<typeof loadSqlite> | undefined;
  return {
    create: async (engine, name) => {
      if (engine !== "sqlite") throw new UserError(`The database engine ${String(engine)} is not known; use sqlite.`);
      sqlite ??= loadSqlite();
      const folder = await mkdtemp(join(tmpdir(), TEMPORARY_FOLDER_PREFIX));
      const remove = async (): Promise<void> => {
        await rm(folder, { recursive: true, force: true, maxRetries: 10 });
        watchdog.releaseFolder(folder);
      };
      try {
        await watchdog.guardFolder(folder);
      } catch (error) {
        await remove();
        throw error;
      }
      const opened = createSqliteDatabase(sqlite, join(folder, `${name}.sqlite`));
      const database: Database = {
        ...opened,
        dispose: async () => {
          open.delete(database);
          await opened.dispose();
          await remove();
        },
      };
      open.add(database);
      return database;
    },
    dispose: async () => {
      await Promise.all([...open].map((database) => database.dispose()));
    },
  };
}
