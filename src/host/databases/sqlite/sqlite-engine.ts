import { copyFile, mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import type * as Sqlite from "node:sqlite";

import { UserError } from "#core/model/user-error.ts";
import type { Disposable, Snapshot } from "#core/ports.ts";

import { whereDiskIsFull } from "../../files/disk-full.ts";
import { makeTemporaryFolder } from "../../watchdog/temporary-folder.ts";
import { isDatabaseFile } from "./database-files.ts";
import type { Engine, EngineContext } from "../engine.ts";
import { makeBase } from "./make-base.ts";
import { loadSqlite } from "./sqlite.ts";
import { createSqliteDatabase } from "./sqlite-database.ts";

/** Databases in temporary folders of their own, which go with them. */
export function createSqliteEngine({ root, maker, folders }: EngineContext): Engine {
  const { watchdog } = maker;
  const open = new Set<Disposable>();
  let sqlite: ReturnType<typeof loadSqlite> | undefined;

  /** What `make` makes in a new folder, which is removed with it, and also where it throws. */
  const inNewFolder = async <T extends Disposable>(make: (folder: string) => Promise<T>): Promise<T> => {
    const folder = await makeTemporaryFolder(watchdog);
    folders.add(folder.path);
    const remove = async (): Promise<void> => {
      await folder.dispose();
      folders.delete(folder.path);
    };
    try {
      const made = await make(folder.path);
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
      throw whereDiskIsFull(error, "the copy of a database");
    }
  };

  return {
    makeBase: (scripts, options) =>
      inNewFolder<Snapshot>(async (folder) => {
        const location = join(folder, "base.sqlite");
        if (options.from !== undefined) await copyFile(options.from.location, location);
        if (options.file !== undefined) {
          sqlite ??= loadSqlite();
          await copyDatabase(resolve(root, options.file), options.file, location, sqlite);
        }
        await makeBase({ location, scripts }, options, maker);
        return { location, dispose: () => Promise.resolve() };
      }),
    create: (name, base, place) =>
      inNewFolder(async (folder) => {
        sqlite ??= loadSqlite();
        const file = place ?? join(folder, `${name}.sqlite`);
        await mkdir(dirname(file), { recursive: true });
        if (base !== undefined) await copyFile(base.location, file);
        return createSqliteDatabase(sqlite, file, folder);
      }).then((owned) => ({
        ...owned,
        // Whatever journal a server has left, a snapshot is one file.
        toBase: async () => ({ location: (await owned.snapshot()).location, dispose: () => owned.dispose() }),
      })),
    dispose: async () => {
      await Promise.all([...open].map((each) => each.dispose()));
    },
  };
}

/** With what stands in its write-ahead log, as an application leaves it that has it open. `shown` is how the user knows it. */
async function copyDatabase(from: string, shown: string, to: string, sqlite: typeof Sqlite): Promise<void> {
  if (!(await isDatabaseFile(from))) {
    throw new UserError(`${shown}, which \`database.base\` names, is neither a .sql file nor a database of SQLite.`);
  }
  await copyFile(from, to);
  await copyFile(`${from}-wal`, `${to}-wal`).catch((error: unknown) => {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  });
  // Others copy the one file.
  const copy = new sqlite.DatabaseSync(to);
  copy.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  copy.close();
}
