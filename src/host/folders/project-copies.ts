import { constants } from "node:fs";
import { copyFile, mkdir, readdir, readlink, symlink } from "node:fs/promises";
import { join } from "node:path";

import type { Disposable } from "#core/ports.ts";
import type { ProjectCopies } from "#core/ports/project-copies.ts";

import { FOREIGN_FOLDERS } from "../files/files.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";
import { createTemporaryHomes } from "./temporary-homes.ts";

const MOST_FILES = 20_000;

/** Copies below temporary folders, which go with them. `root` is the project's folder, absolute. Disposing removes all that are left. */
export function createProjectCopies(root: string, watchdog: Watchdog): ProjectCopies & Disposable {
  const homes = createTemporaryHomes(watchdog);
  return {
    copy: async () => {
      const { isWhole, ...copy } = await homes.inNewHome(async (home) => {
        const path = join(home, "elsewhere");
        return { path, isWhole: await copyInto(root, path) };
      });
      if (isWhole) return copy;
      await copy.dispose();
      return undefined;
    },
    dispose: () => homes.dispose(),
  };
}

/** False where there were too many files. Sockets and pipes are left out. */
async function copyInto(from: string, to: string): Promise<boolean> {
  let files = 0;
  const visit = async (below: string): Promise<boolean> => {
    await mkdir(join(to, below), { recursive: true });
    for (const entry of await readdir(join(from, below), { withFileTypes: true })) {
      const path = join(below, entry.name);
      files += 1;
      if (files > MOST_FILES) return false;
      if (entry.isDirectory() && !FOREIGN_FOLDERS.has(entry.name)) {
        if (!(await visit(path))) return false;
      } else if (entry.isDirectory()) await symlink(join(from, path), join(to, path), "dir");
      else if (entry.isSymbolicLink()) await symlink(await readlink(join(from, path)), join(to, path));
      // Where the file system can, the copy shares its blocks with the file until one of them is written.
      else if (entry.isFile()) await copyFile(join(from, path), join(to, path), constants.COPYFILE_FICLONE);
    }
    return true;
  };
  return visit("");
}
