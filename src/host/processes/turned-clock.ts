import { access, readdir } from "node:fs/promises";
import { join } from "node:path";

import type { TurnedClock } from "#core/ports/turned-clock.ts";

/** Where Debian, Fedora, Arch and an own build put it; `*` is the name of the machine, as in `x86_64-linux-gnu`. */
const LIBRARIES = ["/usr/lib", "/usr/lib64", "/usr/local/lib"];
const FILE = "faketime/libfaketime.so.1";

/**
 * libfaketime (github.com/wolfcw/libfaketime), a library that is loaded before a program's own and answers for the system's clock.
 * Files keep their times, and what measures how long something takes goes on as it does.
 */
export const turnedClock: TurnedClock = async (moment) => {
  const file = await findLibrary();
  if (file === undefined) return undefined;
  const start = moment.replace("T", " ").replace(/(?:\.\d+)?Z$/, "");
  return { LD_PRELOAD: file, FAKETIME: `@${start}`, NO_FAKE_STAT: "1", DONT_FAKE_MONOTONIC: "1" };
};

async function findLibrary(): Promise<string | undefined> {
  if (process.platform !== "linux") return undefined;
  for (const folder of LIBRARIES) {
    const below = (await readdir(folder).catch((): string[] => [])).filter((name) => name.includes("-linux-"));
    for (const file of [FILE, ...below.map((name) => join(name, FILE))]) {
      const path = join(folder, file);
      if (await isThere(path)) return path;
    }
  }
  return undefined;
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
