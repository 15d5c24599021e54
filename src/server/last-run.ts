import type { Ledger } from "#core/model/ledger.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { EndpointResults, EndpointVerdict } from "#core/model/run/verdict.ts";
import { GatheredRun } from "#core/report/run/gathered-run.ts";
import type { RunReport } from "#core/report/run/run-report.ts";

import { endedWithout } from "./runner.ts";

/** Follows the runs of this window and keeps what a report of the last one is made from. */
export class LastRun {
  #current = new GatheredRun();
  #last: GatheredRun | undefined;

  take(event: RunEvent): void {
    if (event.kind === "started") this.#current = new GatheredRun();
    this.#current.take(event);
    // Servers that are only started bring nothing to report.
    if (event.kind === "ended" && this.#current.hasAny) this.#last = this.#current;
  }

  /** Undefined before the first run has ended. */
  report(ledger: Ledger, rules: readonly Rule[]): RunReport | undefined {
    const run = this.#last?.whole();
    return run && { ...run, folder: "", ledger, rules };
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
