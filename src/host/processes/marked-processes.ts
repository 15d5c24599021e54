import { randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";

/** A variable that all descendants of a process inherit, wherever they move: /proc shows it (proc(5)). */
const NAME = "PORTOLAN_OWNER";

const GRACE_MS = 2_000;
const POLL_MS = 20;

/** A new mark for the environment of a process, by which those are found that have left its group. */
export function createProcessMark(): { readonly mark: string; readonly environment: Readonly<Record<string, string>> } {
  const mark = randomUUID();
  return { mark, environment: { [NAME]: mark } };
}

/** Ends all processes that carry a mark, and gives their command lines. Nothing is found where the system has no /proc. */
export async function endCarriers(mark: string): Promise<readonly string[]> {
  const assignment = `${NAME}=${mark}`;
  const found = await carriersOf(assignment);
  const lines = await Promise.all(found.map((pid) => commandLineOf(pid)));
  const killAt = performance.now() + GRACE_MS;
  let left = found;
  for (const pid of left) end(pid, "SIGTERM");
  while (left.length > 0 && performance.now() < killAt + GRACE_MS) {
    if (performance.now() > killAt) for (const pid of left) end(pid, "SIGKILL");
    await delay(POLL_MS);
    // Asked anew each time: a number may have gone to somebody else meanwhile.
    left = await carriersOf(assignment);
  }
  return lines.filter((line) => line !== "");
}

async function carriersOf(assignment: string): Promise<readonly number[]> {
  if (process.platform !== "linux") return [];
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const carries = await Promise.all(
    pids.map(async (pid) => {
      const [environment, stat] = await Promise.all([readGone(`/proc/${pid}/environ`), readGone(`/proc/${pid}/stat`)]);
      const state = stat.slice(stat.lastIndexOf(")") + 2).charAt(0);
      return state !== "Z" && state !== "X" && environment.split("\0").includes(assignment);
    }),
  );
  return pids.filter((_, at) => carries[at]);
}

async function commandLineOf(pid: number): Promise<string> {
  return (await readGone(`/proc/${pid}/cmdline`)).split("\0").join(" ").trim();
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It is gone.
  }
}

/** A process may end while it is looked at, or belong to somebody else. */
function readGone(path: string): Promise<string> {
  return readFile(path, "latin1").catch(() => "");
}
