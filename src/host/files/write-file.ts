import { randomUUID } from "node:crypto";
import { constants } from "node:fs";
import { mkdir, open, readlink, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";

/**
 * Replaces a file in one step, so that a reader never sees half of it; makes folders as needed. Links are followed: they
 * stay, and what they lead to is written. Into what is no regular file, such as a device or a pipe, is written.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await targetOf(path);
  const stats = await stat(target).catch(undefinedWhereMissing);
  if (stats !== undefined && !stats.isFile() && !stats.isDirectory()) return writeInto(target, text);
  if (stats?.isDirectory() === true) throw Object.assign(new Error("it is a folder"), { code: "EISDIR" });
  await mkdir(dirname(target), { recursive: true });
  // A rename within one folder is atomic (POSIX rename); a name of its own keeps two writers apart.
  const unfinished = `${target}.${randomUUID()}.tmp`;
  try {
    await writeFile(unfinished, text, stats === undefined ? {} : { mode: stats.mode & 0o777 });
    await rename(unfinished, target);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** As many as the system follows itself (Linux, `path_resolution(7)`). */
const MOST_LINKS = 40;

/** What a link leads to in the end, also where that is not there yet. */
async function targetOf(path: string): Promise<string> {
  let target = path;
  for (let links = 0; links < MOST_LINKS; links++) {
    const next = await readlink(target).catch(() => undefined);
    if (next === undefined) return target;
    target = resolve(dirname(target), next);
  }
  throw Object.assign(new Error("its links lead in a circle"), { code: "ELOOP" });
}

/** A pipe from which nobody reads is refused: writing to it would wait for a reader. */
async function writeInto(path: string, text: string): Promise<void> {
  const probe = await open(path, constants.O_WRONLY | (constants.O_NONBLOCK ?? 0)).catch((error: unknown) => {
    const isUnread = error instanceof Error && "code" in error && error.code === "ENXIO";
    throw isUnread ? Object.assign(new Error("nobody reads from this pipe"), { code: "ENXIO" }) : error;
  });
  try {
    // While the first one is open there is a reader, so that this one does not wait.
    await writeFile(path, text, { flag: constants.O_WRONLY });
  } finally {
    await probe.close();
  }
}

function undefinedWhereMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR"))
    return undefined;
  throw error;
}
