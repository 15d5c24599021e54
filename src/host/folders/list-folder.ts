import type { BigIntStats } from "node:fs";
import { lstat, readdir } from "node:fs/promises";
import { join } from "node:path";

/** A file or a link in a folder. */
export interface ListedFile {
  readonly kind: "file" | "link";
  /** Another one as soon as its content or its rights may have changed. */
  readonly stamp: string;
}

/** What lies below a folder, by path relative to it, with `/`. */
export interface FolderListing {
  readonly files: ReadonlyMap<string, ListedFile>;
  /** Each before those within it. */
  readonly folders: ReadonlySet<string>;
}

/**
 * Lists all files, links and folders below `root`, but for the files `without`. What goes while it is looked at is left out, and so
 * are sockets and pipes.
 */
export async function listFolder(root: string, without: readonly string[] = []): Promise<FolderListing> {
  const files = new Map<string, ListedFile>();
  const folders = new Set<string>();
  const visit = async (below: string): Promise<void> => {
    const entries = await readdir(join(root, below), { withFileTypes: true }).catch(orNoneOfGone);
    await Promise.all(
      entries.map(async (entry) => {
        const path = below === "" ? entry.name : `${below}/${entry.name}`;
        if (entry.isDirectory()) {
          folders.add(path);
          await visit(path);
          return;
        }
        if (!entry.isFile() && !entry.isSymbolicLink()) return;
        if (without.includes(path)) return;
        const stats = await lstat(join(root, path), { bigint: true }).catch(() => undefined);
        if (stats === undefined) return;
        files.set(path, { kind: entry.isFile() ? "file" : "link", stamp: stampOf(stats) });
      }),
    );
  };
  await visit("");
  const byPath = [...files].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return { files: new Map(byPath), folders: new Set([...folders].toSorted()) };
}

/** The time of change of the inode tells also of a program that sets the other times itself. */
function stampOf({ ino, size, mode, mtimeNs, ctimeNs }: BigIntStats): string {
  return `${ino} ${size} ${mode} ${mtimeNs} ${ctimeNs}`;
}

function orNoneOfGone(error: unknown): [] {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
  throw error;
}
