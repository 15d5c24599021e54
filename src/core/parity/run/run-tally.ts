import type { EndpointKey } from "#core/model/endpoint.ts";
import type { RuleHits } from "#core/model/rules/rule.ts";
import type { RunTotals } from "#core/model/run/run-event.ts";
import type { CaseResult, EndpointVerdict, Verdict } from "#core/model/run/verdict.ts";

/** Counts what a run yields. */
export class RunTally {
  readonly #endpoints = new Map<EndpointKey, Verdict>();
  readonly #cases = noVerdicts();
  /** By rule and endpoint. */
  readonly #hits = new Map<number, Map<EndpointKey, number>>();

  addCase({ case: { endpoint }, verdict, ruleHits }: CaseResult): void {
    this.#cases[verdict] += 1;
    for (const { rule, hits } of ruleHits) {
      const byEndpoint = this.#hits.get(rule) ?? new Map<EndpointKey, number>();
      byEndpoint.set(endpoint, (byEndpoint.get(endpoint) ?? 0) + hits);
      this.#hits.set(rule, byEndpoint);
    }
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
    return [...this.#hits]
      .map(([rule, byEndpoint]): RuleHits => {
        const hits = [...byEndpoint].map(([endpoint, count]) => ({ endpoint, hits: count }));
        const sum = hits.reduce((total, each) => total + each.hits, 0);
        return { rule, hits: sum, ...(hits.length > 1 && { byEndpoint: hits.filter((each) => each.hits > 0) }) };
      })
      .toSorted((a, b) => a.rule - b.rule);
  }
}

function noVerdicts(): Record<Verdict, number> {
  return { match: 0, differs: 0, failed: 0 };
}
