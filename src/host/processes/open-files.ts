import { execFile } from "node:child_process";

import { openFiles, runningMembers } from "./proc.ts";
import type { SystemAbilities } from "./system-abilities.ts";

/** lsof looks at every process; one that hangs tells nothing. */
const LSOF_LIMIT_MS = 3_000;
const LSOF_MOST_BYTES = 16 * 1024 ** 2;

/** Absolute paths of the files that the processes of a group have open just now; undefined where the system does not tell. */
export async function openFilesOfGroup(
  group: number,
  { openFiles: ability }: SystemAbilities,
): Promise<readonly string[] | undefined> {
  const names = ability === "proc" ? await fromProc(group) : ability === "lsof" ? await fromLsof(group) : undefined;
  return names && [...new Set(names.filter((name) => name.startsWith("/")))];
}

async function fromProc(group: number): Promise<readonly string[] | undefined> {
  const members = await runningMembers(group);
  return members && (await Promise.all(members.map(openFiles))).flat();
}

/** `-F n` prints a field a line, names with an `n` before them; exit code 1 is also what a group without open files gives. */
function fromLsof(group: number): Promise<readonly string[] | undefined> {
  return new Promise((resolve) => {
    execFile(
      "lsof",
      ["-w", "-n", "-P", "-F", "n", "-g", String(group)],
      { timeout: LSOF_LIMIT_MS, maxBuffer: LSOF_MOST_BYTES },
      (error, output) => {
        const isAnswer = error === null || error.code === 1;
        const lines = output.split("\n").filter((line) => line.startsWith("n"));
        resolve(isAnswer ? lines.map((line) => line.slice(1)) : undefined);
      },
    );
  });
}
