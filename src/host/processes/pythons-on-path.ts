import { execFile } from "node:child_process";
import { promisify } from "node:util";

import type { PythonOnPath } from "#core/ports.ts";

const NAMES = ["python3", ...Array.from({ length: 7 }, (_, back) => `python3.${15 - back}`), "python"];

/** A version manager's stand-in may first look for what it stands for. */
const LIMIT_MS = 5_000;

/** The Pythons that the PATH has, `python3` first, then the newest; one that does not answer is left out. */
export async function pythonsOnPath(env = process.env): Promise<readonly PythonOnPath[]> {
  const run = promisify(execFile);
  const answers = await Promise.allSettled(
    NAMES.map(async (command) => ({ command, ...(await run(command, ["--version"], { env, timeout: LIMIT_MS })) })),
  );
  return answers.flatMap((answer) => {
    if (answer.status === "rejected") return [];
    const version = /^Python (3\.\d+(?:\.\d+)?)/.exec(answer.value.stdout)?.[1];
    return version === undefined ? [] : [{ command: answer.value.command, version }];
  });
}
