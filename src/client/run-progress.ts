import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { BuildProgress, PreparationStep, RunEvent } from "#core/model/run/run-event.ts";

/** A step of a progress notification: `percent` is what is added. */
export interface ProgressStep {
  readonly message: string;
  readonly percent: number;
}

const STEP_TEXTS: Readonly<Record<PreparationStep, string>> = {
  check: "checking",
  build: "building",
  database: "making the database",
  start: "starting the server",
  ready: "waiting until the server answers",
  login: "logging in",
};

/** Follows one run: each event in, what a progress notification should say next out; undefined where nothing is new. */
export function followRun(): (event: RunEvent) => ProgressStep | undefined {
  const steps = new Map<Side, string>();
  let cases = 0;
  let done = 0;
  return (event) => {
    switch (event.kind) {
      case "started":
        cases = event.cases;
        return {
          message: `${casesText(cases)} on ${event.endpoints.length === 1 ? "1 endpoint" : `${event.endpoints.length} endpoints`}`,
          percent: 0,
        };
      case "preparing": {
        const file = event.file === undefined ? "" : ` (${event.file})`;
        steps.set(event.side, STEP_TEXTS[event.step] + file + buildText(event.build));
        const sides = [...steps].map(([side, step]) => `${SIDE_NAMES[side]}: ${step}`);
        return { message: sides.join(" · "), percent: 0 };
      }
      case "case-ended":
      case "case-not-reached":
        done++;
        return { message: `${done} of ${casesText(cases)}`, percent: cases === 0 ? 0 : 100 / cases };
      case "output":
      case "build-problem":
      case "crashed":
      case "endpoint-ended":
      case "finding":
      case "ended":
        return undefined;
    }
  };
}

/** `, 37 crates, 48 s` */
function buildText(build: BuildProgress | undefined): string {
  if (build === undefined) return "";
  const { crates, seconds } = build;
  return `${crates === 0 ? "" : crates === 1 ? ", 1 crate" : `, ${crates} crates`}, ${seconds} s`;
}

function casesText(cases: number): string {
  return cases === 1 ? "1 case" : `${cases} cases`;
}
