import type { EndpointKey } from "#core/model/endpoint.ts";
import type { RuleHits } from "#core/model/rules/rule.ts";
import type { RunTotals } from "#core/model/run/run-event.ts";
import type { CaseResult, EndpointVerdict, Verdict } from "#core/model/run/verdict.ts";

/** Counts what a run yields. */
export class RunTally {
  readonly #endpoints = noVerdicts();
  readonly #cases = noVerdicts();
  readonly #hitsByRule = new Map<number, number>();

  addCase({ verdict, ruleHits }: CaseResult): void {
    this.#cases[verdict] += 1;
    for (const { rule, hits } of ruleHits) this.#hitsByRule.set(rule, (this.#hitsByRule.get(rule) ?? 0) + hits);
  }

  addEndpoint({ verdict, isOfNoEndpoint }: EndpointVerdict): void {
    if (isOfNoEndpoint) return;
    this.#endpoints[verdict] += 1;
  }

  totals(unported: readonly EndpointKey[], durationMs: number): RunTotals {
    return { endpoints: { ...this.#endpoints }, cases: { ...this.#cases }, unported, durationMs };
  }

  ruleHits(): readonly RuleHits[] {
    return [...this.#hitsByRule].map(([rule, hits]) => ({ rule, hits })).toSorted((a, b) => a.rule - b.rule);
  }
}

function noVerdicts(): Record<Verdict, number> {
  return { match: 0, differs: 0, failed: 0 };
}
