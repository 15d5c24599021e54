import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";

import { UserError } from "#core/model/user-error.ts";
import type { Database, Databases, Disposable } from "#core/ports.ts";

import { loadSqlite } from "./sqlite.ts";
import { createSqliteDatabase } from "./sqlite-database.ts";
import { noteOtherDatabases } from "./other-databases.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";
import { TEMPORARY_FOLDER_PREFIX } from "../watchdog/watchdog-order.ts";

/** For the project in `root`, an absolute folder: databases in temporary folders of their own, which go with them. Disposing removes all that are left. */
export function createDatabases(root: string, watchdog: Watchdog): Databases & Disposable {
  const open = new Set<Database>();
  const folders = new Set<string>();
  let sqlite: ReturnType<typeof loadSqlite> | undefined;
  return {
    create: async (engine, name) => {
      if (engine !== "sqlite") throw new UserError(`The database engine ${String(engine)} is not known; use sqlite.`);
      sqlite ??= loadSqlite();
      const folder = await mkdtemp(join(await realpath(tmpdir()), TEMPORARY_FOLDER_PREFIX));
      folders.add(folder);
      const remove = async (): Promise<void> => {
        folders.delete(folder);
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
    noteOthers: async (_, places) => {
      const isOurs = (file: string): boolean => [...folders].some((folder) => file.startsWith(folder + sep));
      // What a server inherits of ours may name a database as well.
      const settings = [...places.settings, ...Object.values(process.env).filter((value) => value !== undefined)];
      return noteOtherDatabases(root, { ...places, settings }, isOurs);
    },
    dispose: async () => {
      await Promise.all([...open].map((database) => database.dispose()));
    },
  };
}
