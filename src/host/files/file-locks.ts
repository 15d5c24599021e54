import { randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname, resolve } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { FileLocks } from "#core/ports.ts";

const POLL_MS = 20;

/** What is done under a lock takes milliseconds: one so old is of a process that ended without removing it. */
const STALE_MS = 10_000;

/** Longer than a lock can be stale, so that nobody who died keeps others from saving. */
const LONGEST_WAIT_MS = 15_000;

/** Locks as files beside what they guard, `NAME.lock`, that say who holds them. `root` is absolute. */
export function createFileLocks(root: string): FileLocks {
  return {
    hold: async (file, work) => {
      const lock = `${resolve(root, file)}.lock`;
      await mkdir(dirname(lock), { recursive: true });
      const own = JSON.stringify({ host: hostname(), pid: process.pid, id: randomUUID() });
      await take(lock, own);
      try {
        return await work();
      } finally {
        // Somebody who took it for stale may hold it now.
        if ((await contentOf(lock)) === own) await rm(lock, { force: true });
      }
    },
  };
}

async function take(lock: string, own: string): Promise<void> {
  const limit = performance.now() + LONGEST_WAIT_MS;
  while (!(await tryTake(lock, own))) {
    const held = await contentOf(lock);
    if (held !== undefined && (await isStale(lock, held))) await removeStale(lock, held);
    else if (performance.now() > limit) throw new Error(`${lock} is held by another process; remove it if none runs`);
    else await delay(POLL_MS);
  }
}

/** Only one of several can make the file: a link, unlike a write, comes with its content at once. */
async function tryTake(lock: string, own: string): Promise<boolean> {
  const unfinished = `${lock}.${randomUUID()}`;
  try {
    await writeFile(unfinished, own);
    await link(unfinished, lock);
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    await rm(unfinished, { force: true });
  }
}

async function isStale(lock: string, held: string): Promise<boolean> {
  const stats = await stat(lock).catch(() => undefined);
  if (stats === undefined) return false;
  return Date.now() - stats.mtimeMs > STALE_MS || hasEnded(held);
}

/** The holder was a process of this machine, and there is none with its number any more. */
function hasEnded(held: string): boolean {
  const match = /^\{"host":(".*"),"pid":(\d+),/.exec(held);
  if (match?.[1] !== JSON.stringify(hostname())) return false;
  try {
    process.kill(Number(match[2]), 0);
    return false;
  } catch (error) {
    return codeOf(error) === "ESRCH";
  }
}

/** Moves it away first, so that of two who find it stale only one removes it, and nobody a newer one. */
async function removeStale(lock: string, held: string): Promise<void> {
  const moved = `${lock}.${randomUUID()}`;
  try {
    await rename(lock, moved);
    if ((await contentOf(moved)) !== held) await link(moved, lock).catch(() => undefined);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  } finally {
    await rm(moved, { force: true });
  }
}

async function contentOf(lock: string): Promise<string | undefined> {
  try {
    return await readFile(lock, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}
