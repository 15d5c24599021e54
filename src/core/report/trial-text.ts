import { SIDE_NAMES } from "#core/model/endpoint.ts";
import type { TrialResult, TrialStep } from "#core/model/run/trial.ts";
import type { Paint } from "./layout/paint.ts";
import { visibleLines } from "./layout/visible.ts";

const WORKED: Readonly<Record<TrialStep, string>> = {
  "project file": "the project file can be used",
  network: "the servers can have a network of their own",
  base: "the database was made",
  "environment files": "no file of variables is in the way",
  build: "built",
  start: "started, and answers at its ready path",
  database: "uses the database that Portolan made",
};

const FAILED: Readonly<Record<TrialStep, string>> = {
  "project file": "the project file",
  network: "the network",
  base: "the database was not made",
  "environment files": "a file of variables is in the way",
  build: "not built",
  start: "not started",
  database: "not seen to use the database that Portolan made",
};

/** One step of a trial as a line, with what mends it below where it failed. Ends with a line feed. */
export function trialText({ side, step, failure }: TrialResult, paint: Paint): string {
  const who = side === undefined ? "" : `${SIDE_NAMES[side]}: `;
  if (failure === undefined) return `${paint.green("✓")} ${who}${WORKED[step]}\n`;
  const below = visibleLines(failure)
    .split("\n")
    .map((line) => `  ${line}`);
  return `${paint.red("✗")} ${who}${FAILED[step]}\n${below.join("\n")}\n`;
}
