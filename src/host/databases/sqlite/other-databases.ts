import { realpath, stat } from "node:fs/promises";
import { relative, resolve } from "node:path";

import type { DatabasePlaces, OtherDatabases } from "#core/ports.ts";

import { databaseFilesBelow, hasUsualEnding, isDatabaseFile } from "./database-files.ts";

/** What SQLite keeps beside a database. https://www.sqlite.org/tempfiles.html */
const COMPANIONS = ["", "-wal", "-shm", "-journal"];

/**
 * Notes size, time, inode and companions of the database files below the folders and of those that the settings name,
 * also of those that do not exist yet. `root` is absolute; `isOurs` tells the databases that we made, by real path.
 */
export async function noteOtherDatabases(
  root: string,
  { folders, settings, allowed }: DatabasePlaces,
  isOurs: (file: string) => boolean,
): Promise<OtherDatabases> {
  const passed = new Set(await Promise.all(allowed.map((file) => realPath(resolve(root, file)))));
  const isWatched = (file: string): boolean => !passed.has(file) && !isOurs(file);
  const findBelow = async (): Promise<readonly string[]> => {
    const found = await Promise.all(folders.map((folder) => databaseFilesBelow(resolve(root, folder))));
    return (await realPaths(found.flat())).filter(isWatched);
  };
  const bases = [root, ...folders.map((folder) => resolve(root, folder))];
  const named = (await realPaths(settings.flatMap((value) => filesNamedBy(value, bases)))).filter(isWatched);
  const namedDatabases = await filterAsync(named, async (file) => hasUsualEnding(file) || (await isDatabaseFile(file)));
  const noted = await stampsOf([...(await findBelow()), ...namedDatabases]);
  const changedAmong = async (files: readonly string[]): Promise<readonly string[]> => {
    const now = await stampsOf(files);
    return [...now]
      .filter(([file, stamp]) => stamp !== (noted.get(file) ?? MISSING))
      .map(([file]) => nameOf(root, file));
  };
  return {
    changed: () => changedAmong([...noted.keys()]),
    changedOrMade: async () => changedAmong([...noted.keys(), ...(await findBelow())]),
    openedBy: async (server) => {
      const files = ((await server.openFiles()) ?? []).filter((file) => !/^\/(?:dev|proc|sys)\//.test(file));
      const others = await filterAsync(files.filter(isWatched), isDatabaseFile);
      return others.map((file) => nameOf(root, file));
    },
  };
}

/**
 * The files that a setting may mean, as seen from each of the folders. How many slashes stand before a relative path is a
 * matter of the library: `sqlite:///app.db` is `app.db` to SQLAlchemy and `/app.db` to sqlx, so that each way is looked at.
 */
function filesNamedBy(value: string, bases: readonly string[]): readonly string[] {
  const [, scheme, path = ""] = /^((?:sqlite|file)[\w+.-]*:)?([^?#\n\0]{1,1000})/i.exec(value.trim()) ?? [];
  if (path === "" || (scheme === undefined && /^[\w+.-]+:\/\//.test(path))) return [];
  const bare = path.replace(/^\/+/, "");
  const ways = scheme === undefined ? [path] : [bare, `/${bare}`];
  return ways.flatMap((way) => bases.map((base) => resolve(base, way)));
}

const MISSING = "-,-,-,-";

async function stampsOf(files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = [...new Set(files)];
  return new Map(await Promise.all(names.map(async (file) => [file, await stampOf(file)] as const)));
}

async function stampOf(file: string): Promise<string> {
  const stamps = COMPANIONS.map(async (ending) => {
    const stats = await stat(file + ending, { bigint: true }).catch(() => undefined);
    return stats === undefined ? "-" : `${stats.size}:${stats.mtimeNs}:${stats.ino}`;
  });
  return (await Promise.all(stamps)).join(",");
}

async function realPaths(files: readonly string[]): Promise<readonly string[]> {
  return [...new Set(await Promise.all(files.map(realPath)))];
}

/** The path itself where there is no such file. */
function realPath(file: string): Promise<string> {
  return realpath(file).catch(() => file);
}

function nameOf(root: string, file: string): string {
  const name = relative(root, file);
  return name.startsWith("..") ? file : name;
}

async function filterAsync<T>(items: readonly T[], test: (item: T) => Promise<boolean>): Promise<readonly T[]> {
  const kept = await Promise.all(items.map(test));
  return items.filter((_, at) => kept[at]);
}
