import type { BuildProblem } from "#core/model/run/build-problem.ts";
import type { Finding } from "#core/model/finding.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { EndpointVerdict, NotReached } from "#core/model/run/verdict.ts";

import { ResultKeeper } from "./result-keeper.ts";
import type { RunReport } from "./run-report.ts";

/** What a report has of the run itself. */
type OfRun = Omit<RunReport, "folder" | "ledger" | "rules">;

/** Gathers from the events of one run what a report is made from. */
export class GatheredRun {
  readonly #verdicts = new Map<EndpointVerdict["endpoint"], EndpointVerdict>();
  readonly #kept = new ResultKeeper();
  readonly #notReached: NotReached[] = [];
  readonly #findings: Finding[] = [];
  readonly #buildProblems: BuildProblem[] = [];
  #ended: RunReport["ended"] | undefined;

  take(event: RunEvent): void {
    if (event.kind === "endpoint-ended") this.#verdicts.set(event.verdict.endpoint, event.verdict);
    if (event.kind === "case-ended") this.#kept.add(event.result);
    if (event.kind === "case-not-reached") this.#notReached.push(event.notReached);
    if (event.kind === "finding") this.#findings.push(event.finding);
    if (event.kind === "build-problem") this.#buildProblems.push(event.problem);
    if (event.kind === "ended") this.#ended = event;
  }

  /** False of a run that only started servers, and of one that has brought nothing yet. */
  get hasAny(): boolean {
    return this.#verdicts.size + this.#findings.length + this.#buildProblems.length > 0;
  }

  /** Undefined before the run has ended. */
  whole(): OfRun | undefined {
    if (this.#ended === undefined) return undefined;
    return {
      verdicts: [...this.#verdicts.values()],
      results: this.#kept.results,
      notReached: this.#notReached,
      findings: this.#findings,
      buildProblems: this.#buildProblems,
      ended: this.#ended,
    };
  }
}
