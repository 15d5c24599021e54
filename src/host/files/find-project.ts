import { existsSync, statSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The name of a project file. */
export const PROJECT_FILE = "portolan.yaml";

/** Where a project file lies: the absolute folder and the file's name in it. */
export interface FoundProject {
  readonly folder: string;
  readonly file: string;
}

/**
 * Finds the project file: the one that is named (a file, or a folder that holds one), else the nearest at or above
 * `start`. Undefined where there is none.
 */
export function findProject(start: string, named?: string): FoundProject | undefined {
  if (named !== undefined) {
    const path = resolve(start, named);
    if (!existsSync(path)) return undefined;
    return statSync(path).isDirectory() ? inFolder(path) : { folder: dirname(path), file: basename(path) };
  }
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    const found = inFolder(folder);
    if (found !== undefined || dirname(folder) === folder) return found;
  }
}

const inFolder = (folder: string) =>
  existsSync(resolve(folder, PROJECT_FILE)) ? { folder, file: PROJECT_FILE } : undefined;

/** The absolute path of what lies beside the running bundle: `besideBundle(import.meta.url, "watchdog.js")`. */
export function besideBundle(moduleUrl: string, name: string): string {
  return fileURLToPath(new URL(name, moduleUrl));
}

/** A folder that the user named: the one above it, absolute, and its name there. Undefined where there is no such folder. */
export function findFolder(
  start: string,
  named: string,
): { readonly parent: string; readonly name: string } | undefined {
  const path = resolve(start, named);
  if (!existsSync(path) || !statSync(path).isDirectory()) return undefined;
  return { parent: dirname(path), name: basename(path) || "." };
}

/** A file that the user named: the folder above it, absolute, and its name there. Undefined where there is no such file. */
export function findFile(start: string, named: string): { readonly parent: string; readonly name: string } | undefined {
  const path = resolve(start, named);
  if (!existsSync(path) || !statSync(path).isFile()) return undefined;
  return { parent: dirname(path), name: basename(path) };
}
