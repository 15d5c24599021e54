import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createInterface } from "node:readline";

import { UserError } from "#core/model/user-error.ts";
import type { BaseOptions } from "#core/ports.ts";

import { environmentWith } from "../../processes/environment.ts";
import { OutputTail } from "../../processes/output-tail.ts";
import type { Watchdog } from "../../watchdog/watchdog.ts";
import type { BaseAnswer, BaseOrder } from "./base-order.ts";

/** Seeds of a million rows take seconds; what takes longer than this waits for something. */
const LIMIT_MS = 10 * 60_000;

/** Scripts that take no longer need no word. */
const SLOW_MS = 1000;

/** How the process is started and guarded. */
export interface BaseMaker {
  /** Absolute path of its bundle: dist/base-maker.js. */
  readonly file: string;
  readonly watchdog: Watchdog;
  readonly limitMs?: number;
}

/**
 * Makes a database by scripts in a process of its own, which is ended when the signal aborts or when it takes too long.
 * Throws a UserError that names the script where one is refused or time is up.
 */
export async function makeBase(
  order: BaseOrder,
  { signal, onSlow }: BaseOptions,
  { file, watchdog, limitMs = LIMIT_MS }: BaseMaker,
): Promise<void> {
  signal.throwIfAborted();
  const asNode = process.versions["electron"] === undefined ? {} : { ELECTRON_RUN_AS_NODE: "1" };
  const child = spawn(process.execPath, [file], { cwd: "/", detached: true, env: environmentWith(asNode) });
  const ended = endOf(child);
  const group = child.pid;
  const end = (): void => void child.kill("SIGKILL");
  const limit = setTimeout(end, limitMs);
  signal.addEventListener("abort", end);
  try {
    // Until it is told what to do, it does nothing.
    if (group !== undefined) await watchdog.guardGroup(group);
    const answers = readAnswers(child, onSlow);
    child.stdin.end(`${JSON.stringify(order)}\n`);
    const lastErrors = await ended;
    signal.throwIfAborted();
    judge(await answers, lastErrors, limitMs, child.signalCode === "SIGKILL");
  } finally {
    clearTimeout(limit);
    signal.removeEventListener("abort", end);
    end();
    await ended;
    if (group !== undefined) watchdog.releaseGroup(group);
  }
}

function judge(answers: readonly BaseAnswer[], lastErrors: string, limitMs: number, wasEnded: boolean): void {
  const last = answers.at(-1);
  if (last?.kind === "made") return;
  if (last?.kind === "refused") {
    const remedy = last.isFull
      ? "Make room on the disk that holds the system's temporary folder."
      : "Correct the statement there.";
    throw new UserError(`${last.file} cannot be run: SQLite says "${last.message}". ${remedy}`);
  }
  const name = last?.file ?? "The database";
  if (wasEnded) {
    throw new UserError(
      `${name} was not done within ${limitMs / 60_000} minutes and was broken off. Let the seed and the migrations do less.`,
    );
  }
  throw new Error(`The process that makes the database ended before it was done, at ${name}. ${lastErrors}`);
}

/** All that it told, in order. */
async function readAnswers(
  child: ChildProcessWithoutNullStreams,
  onSlow: BaseOptions["onSlow"],
): Promise<readonly BaseAnswer[]> {
  const answers: BaseAnswer[] = [];
  let slow: NodeJS.Timeout | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    // The two ends are built from one source.
    const answer = JSON.parse(line) as BaseAnswer;
    answers.push(answer);
    clearTimeout(slow);
    if (answer.kind === "begun") slow = setTimeout(() => onSlow(answer.file), SLOW_MS);
  }
  clearTimeout(slow);
  return answers;
}

/** Resolves with the last lines of its standard error when it has ended. */
function endOf(child: ChildProcessWithoutNullStreams): Promise<string> {
  const errors = new OutputTail();
  createInterface({ input: child.stderr }).on("line", (line) => errors.add(line));
  // A write to a process that has just ended: its end is what tells.
  child.stdin.on("error", () => undefined);
  return new Promise((resolve) => {
    child.once("close", () => resolve(errors.text()));
    child.once("error", (error) => {
      errors.add(error.message);
      // Where nothing was started, nothing closes.
      if (child.pid === undefined) resolve(errors.text());
    });
  });
}
