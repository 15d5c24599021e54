import { execFile } from "node:child_process";
import { promisify } from "node:util";

import { environmentWith } from "../processes/environment.ts";

const LIMIT_MS = 2 * 60_000;
const MOST_BYTES = 256 * 1024 * 1024;

/** What a program printed, and how it failed; a program that is not there fails with the code `ENOENT`. */
export interface Ran {
  readonly stdout: string;
  readonly failure?: Error & { readonly code?: unknown; readonly stderr?: string };
}

/** Runs a program in a folder to its end, for two minutes at the most. Throws where the signal aborts. */
export async function runProgram(
  program: string,
  args: readonly string[],
  {
    folder,
    variables,
    signal,
  }: {
    readonly folder: string;
    readonly variables: Readonly<Record<string, string>>;
    readonly signal: AbortSignal;
  },
): Promise<Ran> {
  const limits = { maxBuffer: MOST_BYTES, timeout: LIMIT_MS };
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      cwd: folder,
      env: environmentWith(variables),
      ...limits,
      signal,
    });
    return { stdout };
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    const failure: Error & { readonly code?: unknown; readonly stdout?: string; readonly stderr?: string } = error;
    return { stdout: failure.stdout ?? "", failure };
  }
}
