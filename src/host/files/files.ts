import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { randomUUID } from "node:crypto";
import { dirname, join, posix, resolve } from "node:path";

import type { Files } from "#core/ports.ts";

/** Folders that a version control system, a package manager, a build or a tool owns; nobody's source lies there. */
const FOREIGN_FOLDERS = new Set([
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

/** The files below and beside `root`, an absolute folder. Links to folders are not followed. */
export function createFiles(root: string): Files {
  const absolute = (file: string): string => resolve(root, file);
  return {
    read: (file) => readFile(absolute(file), "utf8").catch(undefinedWhereMissing),

    list: async (folder, endings) => {
      const found: string[] = [];
      const name = posix.normalize(folder).replace(/\/$/, "");
      await collect(absolute(folder), name === "." ? "" : name, endings, found);
      return found.toSorted();
    },

    write: async (file, text) => {
      const target = absolute(file);
      await mkdir(dirname(target), { recursive: true });
      // A rename within one folder is atomic (POSIX rename); a name of its own keeps two writers apart.
      const unfinished = `${target}.${randomUUID()}.tmp`;
      try {
        await writeFile(unfinished, text);
        await rename(unfinished, target);
      } catch (error) {
        await rm(unfinished, { force: true });
        throw error;
      }
    },

    stamp: async (file) => {
      const stats = await stat(absolute(file), { bigint: true }).catch(undefinedWhereMissing);
      return stats?.isFile() ? `${stats.size}:${stats.mtimeNs}:${stats.ino}` : undefined;
    },
  };
}

async function collect(path: string, name: string, endings: readonly string[], found: string[]): Promise<void> {
  const entries = (await readdir(path, { withFileTypes: true }).catch(undefinedWhereMissing)) ?? [];
  for (const entry of entries) {
    const entryName = name === "" ? entry.name : `${name}/${entry.name}`;
    if (entry.isDirectory()) {
      const inner = join(path, entry.name);
      if (!FOREIGN_FOLDERS.has(entry.name) || (await isPackage(inner, entry.name)))
        await collect(inner, entryName, endings, found);
    } else if (entry.isFile() && endings.some((ending) => entry.name.endsWith(ending))) {
      found.push(entryName);
    }
  }
}

async function isPackage(path: string, name: string): Promise<boolean> {
  if (!PACKAGE_NAMES.has(name)) return false;
  const names = await readdir(path).catch(undefinedWhereMissing);
  return names?.some((each) => each.endsWith(".py")) === true;
}

/** A folder in the place of a file is no such file either. */
function undefinedWhereMissing(error: unknown): undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR") return undefined;
  throw error;
}
