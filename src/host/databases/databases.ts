import { copyFile, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";

import { UserError } from "#core/model/user-error.ts";
import type { Database, Databases, Disposable, Snapshot } from "#core/ports.ts";

import { type BaseMaker, makeBase } from "./make-base.ts";
import { noteOtherDatabases } from "./other-databases.ts";
import { loadSqlite } from "./sqlite.ts";
import { createSqliteDatabase } from "./sqlite-database.ts";
import { TEMPORARY_FOLDER_PREFIX } from "../watchdog/watchdog-order.ts";

/**
 * For the project in `root`, an absolute folder: databases in temporary folders of their own, which go with them. Disposing
 * removes all that are left.
 */
export function createDatabases(root: string, maker: BaseMaker): Databases & Disposable {
  const { watchdog } = maker;
  const folders = new Set<string>();
  const open = new Set<Disposable>();
  let sqlite: ReturnType<typeof loadSqlite> | undefined;

  /** What `make` makes in a new folder, which is removed with it, and also where it throws. */
  const inNewFolder = async <T extends Disposable>(make: (folder: string) => Promise<T>): Promise<T> => {
    const folder = await mkdtemp(join(await realpath(tmpdir()), TEMPORARY_FOLDER_PREFIX));
    folders.add(folder);
    const remove = async (): Promise<void> => {
      await rm(folder, { recursive: true, force: true, maxRetries: 10 });
      folders.delete(folder);
      watchdog.releaseFolder(folder);
    };
    try {
      await watchdog.guardFolder(folder);
      const made = await make(folder);
      const owned: T = {
        ...made,
        dispose: async () => {
          open.delete(owned);
          await made.dispose();
          await remove();
        },
      };
      open.add(owned);
      return owned;
    } catch (error) {
      await remove();
      throw error;
    }
  };

  return {
    makeBase: (engine, scripts, options) => {
      requireKnown(engine);
      return inNewFolder<Snapshot>(async (folder) => {
        const location = join(folder, "base.sqlite");
        await makeBase({ location, scripts }, options, maker);
        return { location, dispose: () => Promise.resolve() };
      });
    },
    create: (engine, name, base) => {
      requireKnown(engine);
      return inNewFolder<Database>(async (folder) => {
        sqlite ??= loadSqlite();
        const file = join(folder, `${name}.sqlite`);
        if (base !== undefined) await copyFile(base.location, file);
        return createSqliteDatabase(sqlite, file);
      });
    },
    noteOthers: async (_, places) => {
      const isOurs = (file: string): boolean => [...folders].some((folder) => file.startsWith(folder + sep));
      // What a server inherits of ours may name a database as well.
      const settings = [...places.settings, ...Object.values(process.env).filter((value) => value !== undefined)];
      return noteOtherDatabases(root, { ...places, settings }, isOurs);
    },
    dispose: async () => {
      await Promise.all([...open].map((each) => each.dispose()));
    },
  };
}

function requireKnown(engine: "sqlite"): void {
  if (engine !== "sqlite") throw new UserError(`The database engine ${String(engine)} is not known; use sqlite.`);
}
