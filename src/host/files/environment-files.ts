import { stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { parseEnv } from "node:util";

import type { EnvironmentFiles } from "#core/ports.ts";

import { readRegularFile } from "./read-file.ts";

/** Such a file has a few lines. */
const LIMIT_BYTES = 1_000_000;

/** Files of variables below, in and above `root`, the project's absolute folder. */
export function createEnvironmentFiles(root: string): EnvironmentFiles {
  const project = resolve(root);
  return {
    read: async (file) => {
      const bytes = await readRegularFile(resolve(project, file), file, LIMIT_BYTES).catch(undefinedWhereMissing);
      const text = bytes?.toString("utf8");
      if (text === undefined) return undefined;
      return Object.fromEntries(
        Object.entries(parseEnv(text.replace(/^\uFEFF/, ""))).map(([name, value]) => [name, value ?? ""]),
      );
    },
    above: async (folder, names) => {
      const found: string[] = [];
      for (const each of upwards(resolve(project, folder))) {
        const isOutside = each !== project && !each.startsWith(project + sep);
        if (isOutside && found.length > 0) break;
        for (const name of names) if (await isThere(join(each, name))) found.push(relative(project, join(each, name)));
      }
      return found;
    },
  };
}

/** The folder, the one above it, and so on to the disk's root. */
function upwards(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...upwards(above)];
}

/** A virtual environment is often called so, too. A pipe counts: what stands behind it is told by whoever reads it. */
async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(undefinedWhereMissing))?.isDirectory() === false;
}

function undefinedWhereMissing(error: unknown): undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  // A folder above that may not be looked into holds nothing that the server could read either.
  if (code === "ENOENT" || code === "ENOTDIR" || code === "EISDIR" || code === "EACCES") return undefined;
  throw error;
}
