import { spawn } from "node:child_process";
import { createWriteStream, mkdirSync, readFileSync } from "node:fs";
import { once } from "node:events";
import { join } from "node:path";
import { finished } from "node:stream/promises";

/** A part of a longer job: a command in a process of its own, whose output goes to a log file. */
export interface Step {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Relative to the project's root. */
  readonly folder?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Names of the steps that must have passed before. */
  readonly after?: readonly string[];
  /** Reads how many tests passed and failed from the step's log; without it the step itself counts as one test. */
  readonly count?: (log: string) => Counts;
}

export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

type Outcome = Counts & { readonly isOk: boolean };

interface Options {
  readonly root: string;
  /** Folder of the log files. */
  readonly logs: string;
  /** How many steps may run at once. */
  readonly atOnce: number;
}

/**
 * Runs all steps, each once those it waits for have passed; says what took how long, and shows the log of a step that
 * failed. A step whose predecessor failed does not run and counts as failed.
 */
export async function runSteps(steps: readonly Step[], options: Options): Promise<Counts> {
  mkdirSync(options.logs, { recursive: true });
  const outcomes = new Map<string, Outcome>();
  const running = new Map<string, Promise<void>>();
  const waiting = new Set(steps);
  const runToEnd = async (step: Step) => {
    outcomes.set(step.name, await runStep(step, options));
    running.delete(step.name);
  };
  while (waiting.size > 0 || running.size > 0) {
    for (const step of waiting) {
      const before = (step.after ?? []).map((name) => outcomes.get(name));
      if (before.some((outcome) => outcome?.isOk === false)) {
        waiting.delete(step);
        outcomes.set(step.name, { isOk: false, passed: 0, failed: 1 });
        console.log(`✗ ${step.name}: not run, because a step before it failed`);
      } else if (running.size < options.atOnce && before.every((outcome) => outcome !== undefined)) {
        waiting.delete(step);
        running.set(step.name, runToEnd(step));
      }
    }
    if (running.size > 0) await Promise.race(running.values());
  }
  const all = [...outcomes.values()];
  return { passed: sum(all.map((outcome) => outcome.passed)), failed: sum(all.map((outcome) => outcome.failed)) };
}

async function runStep(step: Step, { root, logs }: Options): Promise<Outcome> {
  const started = performance.now();
  const file = join(logs, `${step.name.replaceAll(/\W+/g, "-")}.log`);
  const log = createWriteStream(file);
  const child = spawn(step.command, step.args, {
    cwd: join(root, step.folder ?? "."),
    env: { ...process.env, ...step.environment },
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const code = await exitCode(child);
  log.end();
  await finished(log);

  const text = readFileSync(file, "utf8");
  const counted = step.count?.(text) ?? (code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 });
  // A runner that broke off, or that ran nothing, has failed whatever it counted.
  const isOk = code === 0 && counted.failed === 0 && counted.passed > 0;
  const failed = isOk ? 0 : Math.max(1, counted.failed);
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  const tests = step.count === undefined ? "" : `, ${counted.passed} passed, ${failed} failed`;
  console.log(`${isOk ? "✓" : "✗"} ${step.name}: ${seconds} s${tests}`);
  if (!isOk) console.log(`${"─".repeat(20)} ${step.name} (exit ${code})\n${lastLines(text, 200)}\n${"─".repeat(40)}`);
  return { isOk, passed: counted.passed, failed };
}

async function exitCode(child: ReturnType<typeof spawn>): Promise<number> {
  try {
    const [code] = (await once(child, "close")) as [number | null];
    return code ?? 1;
  } catch (error) {
    console.log(`${child.spawnfile} could not be started: ${error instanceof Error ? error.message : String(error)}`);
    return 127;
  }
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const lastLines = (text: string, lines: number) => text.trimEnd().split("\n").slice(-lines).join("\n");
