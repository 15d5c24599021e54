import { mkdir, readlink, stat } from "node:fs/promises";
import { dirname, isAbsolute, join, normalize, resolve } from "node:path";

import { UserError } from "#core/model/user-error.ts";
import type { Disposable } from "#core/ports.ts";
import type { FolderBase, OwnedFolders } from "#core/ports/owned-folder.ts";

import { whereDiskIsFull } from "../files/disk-full.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";
import { copyFolder } from "./copy-entry.ts";
import { listFolder } from "./list-folder.ts";
import { createOwnedFolder } from "./owned-folder.ts";
import { createTemporaryHomes } from "./temporary-homes.ts";

/**
 * Folders below temporary ones, which go with them. `root` is the project's folder, absolute; to `ours` the folders are
 * added while they are there. Disposing removes all that are left.
 */
export function createOwnedFolders(root: string, watchdog: Watchdog, ours: Set<string>): OwnedFolders & Disposable {
  const homes = createTemporaryHomes(watchdog, ours);
  const inNewHome = <T>(make: (home: string) => Promise<T>): Promise<T & Disposable> =>
    homes.inNewHome((home) =>
      make(home).catch((error: unknown) => {
        throw whereDiskIsFull(error, "the copy of a folder");
      }),
    );
  const makeCopy = (from: string): Promise<FolderBase> =>
    inNewHome(async (home) => {
      const location = join(home, "data");
      await copyFolder(from, location);
      return { location };
    });
  return {
    copyOf: async (folder) => {
      const from = resolve(root, folder);
      await requireFolder(from, folder);
      return makeCopy(from);
    },
    create: async (base, without = []) => {
      const folder = await inNewHome(async (home) => {
        const owned = createOwnedFolder(home, without);
        await (base === undefined ? mkdir(owned.path) : copyFolder(base.location, owned.path, without));
        await owned.keep();
        return owned;
      });
      return { ...folder, toBase: () => Promise.resolve({ location: folder.path, dispose: () => folder.dispose() }) };
    },
    stamp: async (folder) => {
      const { files } = await listFolder(resolve(root, folder));
      return [...files].map(([path, { stamp }]) => `${path} ${stamp}`).join("\n");
    },
    dispose: () => homes.dispose(),
  };
}

async function requireFolder(from: string, shown: string): Promise<void> {
  const stats = await stat(from).catch(() => undefined);
  if (stats?.isDirectory() !== true) {
    throw new UserError(`There is no folder ${shown}, which \`data.base\` in portolan.yaml names; correct it.`);
  }
  const { files } = await listFolder(from);
  for (const [path, { kind }] of files) {
    if (kind !== "link") continue;
    const target = await readlink(join(from, path));
    // A server that writes through such a link in its copy would write to what is yours.
    if (isAbsolute(target) || normalize(join(dirname(path), target)).startsWith("..")) {
      throw new UserError(
        `${shown}/${path} is a link to ${target}, outside of ${shown}, so that no copy of \`data.base\` can be made that servers may write to. Put the file itself there, or name another folder.`,
      );
    }
  }
}
