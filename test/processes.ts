import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";

/** A variable that what is started with it hands on to all its descendants: servers get those of the locale too. */
export function newMark(): Readonly<Record<string, string>> {
  return { LC_TEST_MARK: randomUUID() };
}

/** Command lines of all processes whose environment has a mark. Linux only: it is looked for in /proc. */
export function processesWith(mark: Readonly<Record<string, string>>): readonly string[] {
  const entries = Object.entries(mark).map(([name, value]) => `${name}=${value}`);
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const environment = readProc(`/proc/${pid}/environ`);
      // A zombie that waits for its parent has no environment left.
      const variables = environment.split("\0");
      return entries.every((entry) => variables.includes(entry))
        ? [readProc(`/proc/${pid}/cmdline`).replaceAll("\0", " ").trim()]
        : [];
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
