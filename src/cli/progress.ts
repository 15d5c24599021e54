import { SIDES, type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { BuildProgress, PreparationStep, RunEvent } from "#core/model/run/run-event.ts";
import { counted, oneLine } from "#core/report/layout/text-table.ts";

/** What a person sees while a run goes on. */
export interface Progress {
  readonly show: (event: RunEvent) => void;
  /** Removes what stands on the line. */
  readonly end: () => void;
}

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const STEPS: Readonly<Record<PreparationStep, string>> = {
  check: "checking",
  build: "building",
  database: "making the database",
  start: "starting",
  ready: "waiting for it to answer",
  login: "logging in",
};

/** `, 37 crates, 48 s` */
function buildText(build: BuildProgress | undefined): string {
  if (build === undefined) return "";
  const { crates, seconds } = build;
  return `${crates === 0 ? "" : `, ${counted(crates, "crate")}`}, ${seconds} s`;
}

/** In a terminal one line that is written over, elsewhere a line for each step of preparation. */
export function createProgress(output: Output): Progress {
  const steps = new Map<Side, string>();
  let cases = 0;
  let ended = 0;
  const write = (text: string, isStep: boolean) => {
    if (output.isTTY === true) output.write(`\r\u001B[2K${text}`);
    else if (isStep) output.write(`${text}\n`);
  };
  return {
    show: (event) => {
      if (event.kind === "started") cases = event.cases;
      if (event.kind === "preparing") {
        const step =
          STEPS[event.step] + (event.file === undefined ? "" : ` (${oneLine(event.file)})`) + buildText(event.build);
        steps.set(event.side, step);
        // Without a terminal each line stays.
        if (output.isTTY !== true && event.build !== undefined) return;
        const all = SIDES.filter((side) => steps.has(side)).map((side) => `${SIDE_NAMES[side]}: ${steps.get(side)}`);
        write(output.isTTY === true ? `${all.join(", ")} …` : `${SIDE_NAMES[event.side]}: ${step} …`, true);
      }
      if (event.kind === "case-ended") {
        ended += 1;
        write(`Comparing: ${ended} of ${cases} …`, false);
      }
    },
    end: () => write("", false),
  };
}
