import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** A variable that what is started with it hands on to all its descendants: servers get those of the locale too. */
export function newMark(): Readonly<Record<string, string>> {
  return { LC_TEST_MARK: randomUUID() };
}

/** A process as the system lists it. */
interface MarkedProcess {
  readonly pid: number;
  readonly command: string;
}

/** Command lines of all processes whose environment has a mark. */
export function processesWith(mark: Readonly<Record<string, string>>): readonly string[] {
  return listWith(mark).map(({ command }) => command);
}

/** The ids of those whose command line is such, the oldest first. */
export function pidsWith(mark: Readonly<Record<string, string>>, command: RegExp): readonly number[] {
  const found = listWith(mark).filter((each) => command.test(each.command));
  return found.map(({ pid }) => pid).toSorted((a, b) => a - b);
}

/** Linux only: the mark is looked for in /proc. */
function listWith(mark: Readonly<Record<string, string>>): readonly MarkedProcess[] {
  const entries = Object.entries(mark).map(([name, value]) => `${name}=${value}`);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const environment = readProc(`/proc/${pid}/environ`);
      // A zombie that waits for its parent has no environment left.
      const variables = environment.split("\0");
      const command = readProc(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim();
      return entries.every((entry) => variables.includes(entry)) ? [{ pid: Number(pid), command }] : [];
    });
}

/** A process may end, or belong to somebody else, while we look. */
function readProc(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error) return "";
    throw error;
  }
}
