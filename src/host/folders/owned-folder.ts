import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";

import type { FileChange } from "#core/model/run/file-change.ts";
import type { OwnedFolder } from "#core/ports/owned-folder.ts";

import { copyEntry, copyFolder } from "./copy-entry.ts";
import { fileContent } from "./file-content.ts";
import { type FolderListing, listFolder } from "./list-folder.ts";

/** The folder `data` in `home`, with a copy of what it is put back to beside it. Files `without` are none of its content. It holds what it holds; `home` is the caller's to remove. */
export function createOwnedFolder(home: string, without: readonly string[]): Omit<OwnedFolder, "toBase" | "dispose"> {
  const path = join(home, "data");
  const keptPath = join(home, "kept");
  let kept: FolderListing = EMPTY;
  let seen: FolderListing = EMPTY;
  let version = 0;

  const changedPaths = (now: FolderListing): readonly string[] => {
    const made = [...now.files.keys()].filter((each) => now.files.get(each)?.stamp !== kept.files.get(each)?.stamp);
    return [...made, ...[...kept.files.keys()].filter((each) => !now.files.has(each))].toSorted();
  };
  return {
    path,
    keep: async () => {
      await rm(keptPath, { recursive: true, force: true });
      // Listed first: what is written while it is copied counts as a change.
      kept = await listFolder(path, without);
      await copyFolder(path, keptPath, without);
      seen = kept;
    },
    restore: async (openFiles) => {
      const now = await listFolder(path, without);
      const changed = changedPaths(now);
      if (changed.some((each) => openFiles.includes(join(path, each)))) return false;
      for (const each of changed) {
        await rm(join(path, each), { force: true });
        if (kept.files.has(each)) await copyEntry(keptPath, path, each);
      }
      for (const folder of [...now.folders].toReversed()) {
        if (!kept.folders.has(folder)) await rm(join(path, folder), { recursive: true, force: true });
      }
      for (const folder of kept.folders) await mkdir(join(path, folder), { recursive: true });
      // What was put back has times of its own; nobody else wrote it.
      const after = await listFolder(path, without);
      const own = new Map(kept.files);
      for (const each of changed) {
        const file = after.files.get(each);
        if (file !== undefined && own.has(each)) own.set(each, file);
      }
      kept = { ...kept, files: own };
      return true;
    },
    version: async () => {
      const now = await listFolder(path, without);
      if (!isSame(now, seen)) version += 1;
      seen = now;
      return version;
    },
    changes: async (limit) => {
      const changed = changedPaths(await listFolder(path, without));
      if (changed.length > limit) return undefined;
      const contents = await Promise.all(
        changed.map(async (each): Promise<FileChange> => {
          const before = kept.files.has(each) ? await fileContent(join(keptPath, each)) : undefined;
          const after = await fileContent(join(path, each));
          return { path: each, ...(before && { before }), ...(after && { after }) };
        }),
      );
      // A file that was written anew with what stood there is no change, nor is one that came and went.
      return contents.filter(({ before, after }) => JSON.stringify(before) !== JSON.stringify(after));
    },
  };
}

const EMPTY: FolderListing = { files: new Map(), folders: new Set() };

function isSame(one: FolderListing, other: FolderListing): boolean {
  if (one.files.size !== other.files.size) return false;
  return [...one.files].every(([path, { stamp }]) => other.files.get(path)?.stamp === stamp);
}
