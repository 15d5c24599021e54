import { constants } from "node:fs";
import { copyFile, lstat, lutimes, mkdir, readlink, symlink, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";

import { listFolder } from "./list-folder.ts";

/** Copies a file or a link from one folder to the same place in another, with its times: servers tell of them in headers. */
export async function copyEntry(from: string, to: string, path: string): Promise<void> {
  const [source, target] = [join(from, path), join(to, path)];
  const stats = await lstat(source);
  await mkdir(dirname(target), { recursive: true });
  if (stats.isSymbolicLink()) {
    await symlink(await readlink(source), target);
    await lutimes(target, stats.atime, stats.mtime);
    return;
  }
  // Where the file system can, the copy shares its blocks with the file until one of them is written.
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  await utimes(target, stats.atime, stats.mtime);
}

/** Copies all that lies below a folder, but for the files `without`; the other one is made where it is not there. */
export async function copyFolder(from: string, to: string, without: readonly string[] = []): Promise<void> {
  const { files, folders } = await listFolder(from, without);
  await mkdir(to, { recursive: true });
  for (const folder of folders) await mkdir(join(to, folder), { recursive: true });
  for (const path of files.keys()) await copyEntry(from, to, path);
}
