import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { newMark, processesWith } from "../processes.ts";

/** A process whose descendants can be found again, wherever they have moved: all inherit a variable of their own. */
export interface MarkedProcess {
  readonly child: ChildProcess;
  /** What it has written so far. */
  readonly output: () => { readonly stdout: string; readonly stderr: string };
  /** Resolves with the exit code once it has ended and all is read. */
  readonly ended: Promise<number | null>;
  /** Resolves once its standard error matches; rejects when it ends before. */
  stderrMatches(pattern: RegExp): Promise<void>;
  /** The same of its standard output. */
  stdoutMatches(pattern: RegExp): Promise<void>;
  /** Command lines of what is still alive of it. */
  survivors(): readonly string[];
}

/** Starts a command with a mark in its environment. Linux only: the mark is looked for in /proc. */
export function startMarked(
  command: string,
  args: readonly string[],
  options: { readonly folder: string; readonly environment?: Readonly<Record<string, string>> },
): MarkedProcess {
  const mark = newMark();
  const child = spawn(command, args, {
    cwd: options.folder,
    env: { ...process.env, ...options.environment, ...mark },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const ended = once(child, "close").then(([code]: unknown[]) => (typeof code === "number" ? code : null));
  return {
    child,
    ended,
    output: () => ({ stdout, stderr }),
    stderrMatches: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(stderr) && resolve();
        child.stderr.on("data", look);
        void ended.then(() => reject(new Error(`It ended without saying ${pattern}:\n${stderr}${stdout}`)));
        look();
      }),
    stdoutMatches: (pattern) =>
      new Promise((resolve, reject) => {
        const look = () => pattern.test(stdout) && resolve();
        child.stdout.on("data", look);
        void ended.then(() => reject(new Error(`It ended without saying ${pattern}:\n${stderr}${stdout}`)));
        look();
      }),
    survivors: () => processesWith(mark),
  };
}
