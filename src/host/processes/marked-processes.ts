import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import { UserError } from "#core/model/user-error.ts";
import type { MarkedProcesses } from "#core/ports/marked-processes.ts";

import type { Watchdog } from "../watchdog/watchdog.ts";
import { commandLine, openFiles, pidsWithVariable } from "./proc.ts";

const MARK = "PORTOLAN_MARK";
const POLL_MS = 20;
const GRACE_MS = 3_000;

/** After this, what did not take SIGKILL hangs in the kernel. */
const LAST_WAIT_MS = 5_000;

/** A mark for the environment of one command, by which those are found that leave its process group. */
export function newMark(): { readonly mark: string; readonly environment: Readonly<Record<string, string>> } {
  const mark = randomUUID();
  return { mark, environment: { [MARK]: mark } };
}

/** A new mark, which nobody carries yet. Throws a UserError where the system does not tell what processes inherit. */
export async function markProcesses(watchdog: Watchdog): Promise<MarkedProcesses> {
  if (process.platform !== "linux") {
    throw new UserError("Servers that commands leave running can be found and ended on Linux only.");
  }
  const { mark, environment } = newMark();
  await watchdog.guardMark(mark);
  return {
    environment,
    openFiles: async () => {
      const names = await Promise.all((await markedPids(mark)).map((pid) => openFiles(pid)));
      return [...new Set(names.flat().filter((name) => name.startsWith("/")))];
    },
    dispose: async () => {
      await endMarked(mark, GRACE_MS);
      watchdog.releaseMark(mark);
    },
  };
}

function markedPids(mark: string): Promise<readonly number[]> {
  return pidsWithVariable(MARK, mark);
}

/**
 * Ends all processes that carry a mark: SIGTERM first, SIGKILL to what is left after `graceMs`. Each is looked up anew before a
 * signal, so that a number that now is another process's gets none. Gives their command lines.
 */
export async function endMarked(mark: string, graceMs: number): Promise<readonly string[]> {
  const killAt = performance.now() + graceMs;
  const asked = new Set<number>();
  const lines: string[] = [];
  for (;;) {
    const pids = await markedPids(mark);
    if (pids.length === 0 || performance.now() > killAt + LAST_WAIT_MS) return lines;
    const isOver = performance.now() > killAt;
    for (const pid of pids.filter((each) => isOver || !asked.has(each))) {
      if (!asked.has(pid)) lines.push(await commandLine(pid));
      asked.add(pid);
      signalProcess(pid, isOver ? "SIGKILL" : "SIGTERM");
    }
    await delay(POLL_MS);
  }
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended meanwhile.
  }
}
