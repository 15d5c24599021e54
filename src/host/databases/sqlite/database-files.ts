import { open, opendir, stat } from "node:fs/promises";
import { join } from "node:path";

/** How a file of SQLite begins. https://www.sqlite.org/fileformat.html#magic_header_string */
const MAGIC = "SQLite format 3\0";

/** A file with such a name is meant to be a database, also while it is empty. */
const USUAL_ENDING = /\.(?:db3?|sqlite3?|sqlitedb|s3db|sl3)$/i;

/** A database is made of pages of 512 bytes or a multiple; few other files have such a size, so that few are opened. */
const SMALLEST_PAGE = 512;

/** What a package manager, a build or a version control system owns. */
const SKIPPED = new Set([".git", ".hg", ".portolan", ".svn", ".venv", "__pycache__", "node_modules", "target", "venv"]);

/** A folder with more in it than this is no project; what lies near its top is looked at first. */
const MOST_ENTRIES = 100_000;

/** Absolute paths of the database files below a folder, level by level. Links are not followed. */
export async function databaseFilesBelow(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const waiting = [folder];
  let entries = 0;
  for (let at = waiting.shift(); at !== undefined && entries < MOST_ENTRIES; at = waiting.shift()) {
    for await (const entry of await opendir(at).catch(noEntries)) {
      entries += 1;
      const path = join(at, entry.name);
      if (entry.isDirectory() && !SKIPPED.has(entry.name)) waiting.push(path);
      else if (entry.isFile() && (hasUsualEnding(path) || (await isDatabaseFile(path)))) found.push(path);
    }
  }
  return found;
}

/** Whether a file's name says that it is a database. */
export function hasUsualEnding(path: string): boolean {
  return USUAL_ENDING.test(path);
}

/** Whether a file is an SQLite database by its first bytes. False where it cannot be read. */
export async function isDatabaseFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  if (!stats?.isFile() || stats.size === 0 || stats.size % SMALLEST_PAGE !== 0) return false;
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0);
    return buffer.toString("latin1", 0, bytesRead) === MAGIC;
  } catch {
    // A folder or a device that cannot be read is no database that a server could use.
    return false;
  } finally {
    await file.close();
  }
}

/** A folder that is missing, or that we may not read, has nothing that we could watch. */
function noEntries(): readonly never[] {
  return [];
}
