import type { BuildProblem } from "#core/model/run/build-problem.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Ledger } from "#core/model/ledger.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { EndpointResults, EndpointVerdict, NotReached } from "#core/model/run/verdict.ts";
import { ResultKeeper } from "#core/report/run/result-keeper.ts";
import type { RunReport } from "#core/report/run/run-report.ts";

import { endedWithout } from "./runner.ts";

/** What a run brought, as far as it has come. */
class Gathered {
  readonly verdicts = new Map<string, EndpointVerdict>();
  readonly kept = new ResultKeeper();
  readonly notReached: NotReached[] = [];
  readonly findings: Finding[] = [];
  readonly buildProblems: BuildProblem[] = [];
  ended: RunReport["ended"] | undefined;
}

/** Follows the runs of this window and keeps what a report of the last one is made from. */
export class LastRun {
  #current = new Gathered();
  #last: Gathered | undefined;

  take(event: RunEvent): void {
    const run = this.#current;
    switch (event.kind) {
      case "started":
        this.#current = new Gathered();
        return;
      case "case-ended":
        run.kept.add(event.result);
        return;
      case "case-not-reached":
        run.notReached.push(event.notReached);
        return;
      case "endpoint-ended":
        run.verdicts.set(event.verdict.endpoint, event.verdict);
        return;
      case "finding":
        run.findings.push(event.finding);
        return;
      case "build-problem":
        run.buildProblems.push(event.problem);
        return;
      case "ended": {
        run.ended = event;
        // Servers that are only started bring nothing to report.
        const hasAny = run.verdicts.size + run.findings.length + run.buildProblems.length > 0;
        if (hasAny) this.#last = run;
        return;
      }
      case "preparing":
      case "output":
      case "crashed":
        return;
    }
  }

  /** Undefined before the first run has ended. */
  report(ledger: Ledger, rules: readonly Rule[]): RunReport | undefined {
    const { ended, verdicts, kept, notReached, findings, buildProblems } = this.#last ?? new Gathered();
    if (ended === undefined) return undefined;
    const { results } = kept;
    return {
      folder: "",
      ledger,
      verdicts: [...verdicts.values()],
      results,
      notReached,
      findings,
      buildProblems,
      rules,
      ended,
    };
  }
}

/** A report of the verdicts that are kept, of whatever runs; undefined where there are none. */
export async function keptReport(
  ledger: Ledger,
  rules: readonly Rule[],
  resultsOf: (verdict: EndpointVerdict) => Promise<EndpointResults>,
): Promise<RunReport | undefined> {
  const verdicts = ledger.rows.flatMap(({ verdict }) => verdict ?? []);
  if (verdicts.length === 0) return undefined;
  const all = await Promise.all(verdicts.map((verdict) => resultsOf(verdict)));
  return {
    folder: "",
    ledger,
    verdicts,
    results: all.flatMap(({ results }) => results),
    notReached: all.flatMap(({ notReached }) => notReached),
    findings: [],
    rules,
    ended: endedWithout({ kind: "completed" }, verdicts),
  };
}
