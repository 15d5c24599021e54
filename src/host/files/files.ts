import { readdir, realpath, rm, stat } from "node:fs/promises";
import { join, posix, resolve } from "node:path";

import { UnreadablePath } from "#core/model/unreadable-path.ts";
import type { BinaryFiles, FileRemoval, Files, ReadOptions } from "#core/ports.ts";

import { createLimit } from "./limit.ts";
import { createReach, isForeignProject } from "./reach.ts";
import { notRegular, readRegularFile, tooLarge } from "./read-file.ts";
import { replaceFile } from "./write-file.ts";

/** Folders that a version control system, a package manager, a build or a tool owns; nobody's source lies there. */
export const FOREIGN_FOLDERS = new Set([
  ".cache",
  ".cargo",
  ".git",
  ".hg",
  ".idea",
  ".mypy_cache",
  ".nox",
  ".portolan",
  ".pytest_cache",
  ".ruff_cache",
  ".svn",
  ".tox",
  ".venv",
  ".vscode",
  "__pycache__",
  "build",
  "dist",
  "node_modules",
  "site-packages",
  "target",
  "venv",
]);

/** Names of such folders that a Python package may have as well: no tool puts modules right below them. */
const PACKAGE_NAMES = new Set(["build", "dist", "target"]);

/** Files that are open at a time, far below what a process may have open (often 1024, of which others need some). */
const MAX_OPEN = 64;

const LIMIT_BYTES = 64_000_000;

export interface FilesOptions {
  /** Folders that count as near where `root` lies in one of them. */
  readonly around?: readonly string[];
  /** Nothing is read that is not near: in a workspace that is not trusted. */
  readonly isConfined?: () => boolean;
}

/** The files below and beside `root`, an absolute folder. Links to folders are not followed. */
export function createFiles(
  root: string,
  { around = [], isConfined = () => false }: FilesOptions = {},
): Files & BinaryFiles & FileRemoval {
  const absolute = (file: string): string => resolve(root, file);
  const reach = createReach(root, around);
  const limit = createLimit(MAX_OPEN);

  async function checkNear(path: string, name: string): Promise<void> {
    if (await reach.isNear(await realpath(path))) return;
    throw new UnreadablePath(name, "it lies outside of the workspace's folder and of its repository", "rule");
  }

  /** A folder of sources, of migrations or of cases that lies elsewhere. */
  async function checkFolder(path: string, name: string): Promise<void> {
    const real = await realpath(path);
    if (await reach.isNear(real)) return;
    if (isConfined()) await checkNear(path, name);
    if (isForeignProject(real)) return;
    const reason = "it lies outside of the workspace's folder, and neither in another repository nor in a package";
    throw new UnreadablePath(name, reason, "rule");
  }

  const unlessMissing = <T>(name: string, task: () => Promise<T>): Promise<T | undefined> =>
    limit(task).catch((error: unknown) => undefinedWhereMissing(error, name));

  const readBytes = (file: string, { isNear = false, limitBytes = LIMIT_BYTES }: ReadOptions = {}) =>
    unlessMissing(file, async () => {
      if (isNear || isConfined()) await checkNear(absolute(file), file);
      return readRegularFile(absolute(file), file, limitBytes);
    });

  return {
    read: async (file, options) => (await readBytes(file, options))?.toString("utf8"),
    readBytes,
    remove: (file) => rm(absolute(file), { force: true }),

    list: async (folder, endings, onUnreadable) => {
      const found: string[] = [];
      const name = posix.normalize(folder).replace(/\/$/, "");
      const refuse = (path: UnreadablePath): void => {
        if (!onUnreadable) throw path;
        onUnreadable(path);
      };
      const list = async (): Promise<void> => {
        await checkFolder(absolute(folder), folder);
        await collect(absolute(folder), name === "." ? "" : name, endings, { found, refuse });
      };
      try {
        await list().catch((error: unknown) => undefinedWhereMissing(error, folder));
      } catch (error) {
        if (!(error instanceof UnreadablePath)) throw error;
        refuse(error);
      }
      return found.toSorted();
    },

    write: (file, text) => replaceFile(absolute(file), text),

    stamp: (file, { isNear = false, limitBytes = LIMIT_BYTES }: ReadOptions = {}) =>
      unlessMissing(file, async () => {
        const stats = await stat(absolute(file), { bigint: true });
        if (stats.isDirectory()) return undefined;
        if (isNear || isConfined()) await checkNear(absolute(file), file);
        if (!stats.isFile()) throw notRegular(file);
        if (isNear && stats.size > limitBytes) throw tooLarge(file, Number(stats.size), limitBytes);
        return `${stats.size}:${stats.mtimeNs}:${stats.ino}`;
      }),
  };
}

interface Collecting {
  readonly found: string[];
  readonly refuse: (path: UnreadablePath) => void;
}

async function collect(path: string, name: string, endings: readonly string[], into: Collecting): Promise<void> {
  const entries = await entriesOf(path, name, into.refuse);
  for (const entry of entries) {
    const entryName = name === "" ? entry.name : `${name}/${entry.name}`;
    if (entry.isDirectory()) {
      const inner = join(path, entry.name);
      if (!FOREIGN_FOLDERS.has(entry.name) || (await isPackage(inner, entry.name)))
        await collect(inner, entryName, endings, into);
    } else if (entry.isFile() && endings.some((ending) => entry.name.endsWith(ending))) {
      into.found.push(entryName);
    }
  }
}

async function entriesOf(path: string, name: string, refuse: Collecting["refuse"]) {
  try {
    return (
      (await readdir(path, { withFileTypes: true }).catch((error: unknown) => undefinedWhereMissing(error, name))) ?? []
    );
  } catch (error) {
    if (!(error instanceof UnreadablePath)) throw error;
    refuse(error);
    return [];
  }
}

async function isPackage(path: string, name: string): Promise<boolean> {
  if (!PACKAGE_NAMES.has(name)) return false;
  const names = await readdir(path).catch(() => []);
  return names.some((each) => each.endsWith(".py"));
}

/** What the system says, as half a sentence. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "its permissions do not allow it",
  EPERM: "its permissions do not allow it",
  ENAMETOOLONG: "its name is too long for the system",
  ELOOP: "its links lead in a circle",
  EINVAL: "the system knows no such name",
  ERR_INVALID_ARG_VALUE: "its name has a NUL character",
};

/** A folder in the place of a file is no such file either. What the system refuses is told as that. */
function undefinedWhereMissing(error: unknown, name: string): undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
  if (typeof code !== "string") throw error;
  throw new UnreadablePath(name || ".", REASONS[code] ?? `the system says ${code}`, "system");
}
