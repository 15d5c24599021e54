import { realpathSync, statSync, utimesSync } from "node:fs";

import type { OwnedProcess } from "#core/ports.ts";

/** Sees whether a file of ours is used by somebody else. */
export interface FileUse {
  /** Something of ours that touches the file: it is not taken for a use by others. */
  ours<T>(work: () => T | Promise<T>): Promise<T>;
  /** Whether it was used by others so far; a server that has it open just now uses it. */
  isUsedBy(server: Pick<OwnedProcess, "openFiles">): Promise<boolean>;
}

/** Before every other moment, so that the next reading sets the time of access also where the system sets it only once (`relatime`). */
const LONG_AGO = new Date(1000);

/**
 * Watches a file from now on. What others did shows in its times, its size and its write-ahead log while we let it alone.
 * Where the file system keeps no times of access, reading alone does not show there.
 */
export function watchFileUse(file: string): FileUse {
  const realFile = realpathSync(file);
  let isSeen = false;
  let working = 0;
  let mark = "";
  const remember = (): void => {
    if (isSeen) return;
    const stats = statSync(file, { throwIfNoEntry: false });
    if (stats) utimesSync(file, LONG_AGO, stats.mtime);
    mark = stateOf(file);
  };
  const look = (): boolean => {
    // What changes while we are at work may be our own doing.
    if (working === 0) isSeen ||= stateOf(file) !== mark;
    return isSeen;
  };
  remember();
  return {
    ours: async (work) => {
      if (look()) return work();
      working += 1;
      try {
        return await work();
      } finally {
        working -= 1;
        if (working === 0) remember();
      }
    },
    isUsedBy: async (server) => {
      if (look()) return true;
      const opened = await server.openFiles();
      isSeen ||= opened?.includes(realFile) === true;
      return isSeen;
    },
  };
}

function stateOf(file: string): string {
  return [file, `${file}-wal`, `${file}-journal`]
    .map((name) => {
      const stats = statSync(name, { throwIfNoEntry: false });
      return stats && `${stats.atimeMs}:${stats.mtimeMs}:${stats.size}:${stats.ino}`;
    })
    .join(",");
}
