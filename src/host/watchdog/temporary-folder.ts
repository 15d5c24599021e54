import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { Disposable } from "#core/ports.ts";

import { TEMPORARY_FOLDER_PREFIX } from "./watchdog-order.ts";
import type { Watchdog } from "./watchdog.ts";

/** A folder of our own; it goes when it is disposed, or with us. */
export interface TemporaryFolder extends Disposable {
  /** Absolute, without links. */
  readonly path: string;
}

/** Makes a folder that the watchdog removes where we cannot. */
export async function makeTemporaryFolder(watchdog: Watchdog): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(await realpath(tmpdir()), TEMPORARY_FOLDER_PREFIX));
  const dispose = async (): Promise<void> => {
    await rm(path, { recursive: true, force: true, maxRetries: 10 });
    watchdog.releaseFolder(path);
  };
  try {
    await watchdog.guardFolder(path);
  } catch (error) {
    await dispose();
    throw error;
  }
  return { path, dispose };
}
