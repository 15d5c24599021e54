import { copyFile, mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Database, Disposable, Snapshot } from "#core/ports.ts";

import { TEMPORARY_FOLDER_PREFIX } from "../watchdog/watchdog-order.ts";
import type { Engine, EngineContext } from "./engine.ts";
import { makeBase } from "./make-base.ts";
import { loadSqlite } from "./sqlite.ts";
import { createSqliteDatabase } from "./sqlite-database.ts";

/** Databases in temporary folders of their own, which go with them. */
export function createSqliteEngine({ maker, folders }: EngineContext): Engine {
  const { watchdog } = maker;
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
    makeBase: (scripts, options) =>
      inNewFolder<Snapshot>(async (folder) => {
        const location = join(folder, "base.sqlite");
        await makeBase({ location, scripts }, options, maker);
        return { location, dispose: () => Promise.resolve() };
      }),
    create: (name, base) =>
      inNewFolder<Database>(async (folder) => {
        sqlite ??= loadSqlite();
        const file = join(folder, `${name}.sqlite`);
        if (base !== undefined) await copyFile(base.location, file);
        return createSqliteDatabase(sqlite, file);
      }),
    dispose: async () => {
      await Promise.all([...open].map((each) => each.dispose()));
    },
  };
}
