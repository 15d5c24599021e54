import type { EndpointKey } from "#core/model/endpoint.ts";
import type { RuleHits } from "#core/model/rules/rule.ts";
import type { RunTotals } from "#core/model/run/run-event.ts";
import type { CaseResult, EndpointVerdict, Verdict } from "#core/model/run/verdict.ts";

/** Counts what a run yields. */
export class RunTally {
  readonly #endpoints = new Map<EndpointKey, Verdict>();
  readonly #cases = noVerdicts();
  readonly #hitsByRule = new Map<number, number>();

  addCase({ verdict, ruleHits }: CaseResult): void {
    this.#cases[verdict] += 1;
    for (const { rule, hits } of ruleHits) this.#hitsByRule.set(rule, (this.#hitsByRule.get(rule) ?? 0) + hits);
  }

  /** Of several verdicts on an endpoint the last counts. */
  addEndpoint({ endpoint, verdict, isOfNoEndpoint }: EndpointVerdict): void {
    if (isOfNoEndpoint) return;
    this.#endpoints.set(endpoint, verdict);
  }

  totals(notRun: Pick<RunTotals, "unported" | "withoutCases">, durationMs: number): RunTotals {
    const endpoints = noVerdicts();
    for (const verdict of this.#endpoints.values()) endpoints[verdict] += 1;
    return { endpoints, cases: { ...this.#cases }, ...notRun, durationMs };
  }

  ruleHits(): readonly RuleHits[] {
    return [...this.#hitsByRule].map(([rule, hits]) => ({ rule, hits })).toSorted((a, b) => a.rule - b.rule);
  }
}

function noVerdicts(): Record<Verdict, number> {
  return { match: 0, differs: 0, failed: 0 };
}
