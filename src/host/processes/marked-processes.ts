import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";

import { UserError } from "#core/model/user-error.ts";
import type { MarkedProcesses } from "#core/ports/marked-processes.ts";

import type { Watchdog } from "../watchdog/watchdog.ts";
import type { Marked } from "./marked.ts";
import { commandLine, openFiles, pidsInSession, pidsWithVariable, type ProcessSession, sessionLedBy } from "./proc.ts";

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

/** The marks of those commands that leave servers running. */
export interface Marks {
  /** A new mark, which nobody carries yet. Throws a UserError where the system does not tell what processes inherit. */
  create(): Promise<MarkedProcesses>;
  /** To be called of each such command before it begins: it leads a session of its own. */
  include(environment: Readonly<Record<string, string>>, leader: number): Promise<void>;
}

export function createMarks(watchdog: Watchdog): Marks {
  const sessionsByMark = new Map<string, ProcessSession[]>();
  return {
    create: async () => {
      if (process.platform !== "linux") {
        throw new UserError("Servers that commands leave running can be found and ended on Linux only.");
      }
      const { mark, environment } = newMark();
      const sessions: ProcessSession[] = [];
      const marked = { mark, sessions };
      sessionsByMark.set(mark, sessions);
      await watchdog.guardMark(marked);
      return {
        environment,
        openFiles: async () => {
          const names = await Promise.all((await markedPids(marked)).map((pid) => openFiles(pid)));
          return [...new Set(names.flat().filter((name) => name.startsWith("/")))];
        },
        dispose: async () => {
          await endMarked(marked, GRACE_MS);
          watchdog.releaseMark(mark);
          sessionsByMark.delete(mark);
        },
      };
    },
    include: async (environment, leader) => {
      const mark = environment[MARK] ?? "";
      const sessions = sessionsByMark.get(mark);
      const session = await sessionLedBy(leader);
      if (sessions === undefined || session === undefined) return;
      sessions.push(session);
      await watchdog.guardMark({ mark, sessions });
    },
  };
}

async function markedPids({ mark, sessions }: Marked): Promise<readonly number[]> {
  const found = await Promise.all([pidsWithVariable(MARK, mark), ...sessions.map((each) => pidsInSession(each))]);
  return [...new Set(found.flat())];
}

/**
 * Ends all processes that are known by a mark: SIGTERM first, SIGKILL to what is left after `graceMs`. Each is looked up anew before a
 * signal, so that a number that now is another process's gets none. Gives their command lines.
 */
export async function endMarked(marked: Marked, graceMs: number): Promise<readonly string[]> {
  const killAt = performance.now() + graceMs;
  const asked = new Set<number>();
  const lines: string[] = [];
  for (;;) {
    const pids = await markedPids(marked);
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
