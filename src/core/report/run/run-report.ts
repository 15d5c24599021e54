import type { BuildProblem } from "#core/model/run/build-problem.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Ledger } from "#core/model/ledger.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { CaseResult, Coverage, EndpointVerdict, NotReached } from "#core/model/run/verdict.ts";

/** All that a report of one run is made from. */
export interface RunReport {
  /**
   * The project's folder as a path from the root of the repository, with a slash at the end: `examples/controller/`.
   * Empty where it is the root, or where there is no repository.
   */
  readonly folder: string;
  /** As it stands after the run. */
  readonly ledger: Ledger;
  readonly verdicts: readonly EndpointVerdict[];
  readonly results: readonly CaseResult[];
  /** Steps of scenarios that were not sent. */
  readonly notReached: readonly NotReached[];
  /** What the run found beside differences. */
  readonly findings: readonly Finding[];
  /** The errors of the builds, where there are any: then nothing was compared. */
  readonly buildProblems?: readonly BuildProblem[];
  /** The project's rules, to which the hits' indexes refer. */
  readonly rules: readonly Rule[];
  readonly ended: Extract<RunEvent, { kind: "ended" }>;
}

/** Leaves of all cases together. */
export function totalCoverage(results: readonly CaseResult[]): Coverage {
  const sum = (part: keyof Coverage): number => results.reduce((total, { coverage }) => total + coverage[part], 0);
  return { compared: sum("compared"), ignored: sum("ignored"), loosened: sum("loosened") };
}
