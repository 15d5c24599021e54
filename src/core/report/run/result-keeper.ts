import type { Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";

/** Characters of bodies and effects that are kept of all cases that match, and of all others. */
const BUDGETS = { match: 8 * 1024 * 1024, other: 128 * 1024 * 1024 };

/**
 * Keeps the results of a run for its reports without filling the memory: of what comes after the budget is spent, the
 * exchanges and effects are left out. Verdicts, differences and counts always stay.
 */
export class ResultKeeper {
  readonly results: CaseResult[] = [];
  /** Tens of thousands of cases have few counts of their own. */
  readonly #coverages = new Map<string, CaseResult["coverage"]>();
  readonly #left: Record<keyof typeof BUDGETS, number>;

  constructor(budgets: Readonly<Record<keyof typeof BUDGETS, number>> = BUDGETS) {
    this.#left = { ...budgets };
  }

  add(result: CaseResult): void {
    const kind = result.verdict === "match" ? "match" : "other";
    const size = sizeOf(result);
    if (size > this.#left[kind]) {
      this.results.push(this.#withoutBodies(result));
      return;
    }
    this.#left[kind] -= size;
    this.results.push(result);
  }

  /** What is empty, or as often counted, is shared: what is left of a case that matches is little more than its name. */
  #withoutBodies(result: CaseResult): CaseResult {
    const { effects: _, ...kept } = result;
    const { differences, ruleHits } = kept;
    const { compared, ignored, loosened } = kept.coverage;
    const key = `${compared} ${ignored} ${loosened}`;
    const coverage = this.#coverages.get(key) ?? kept.coverage;
    this.#coverages.set(key, coverage);
    return {
      ...kept,
      exchanges: NO_EXCHANGES,
      differences: differences.length === 0 ? NOTHING : differences,
      ruleHits: ruleHits.length === 0 ? NOTHING : ruleHits,
      coverage,
    };
  }
}

const NO_EXCHANGES = {};
const NOTHING: readonly never[] = [];

function sizeOf({ exchanges, effects }: CaseResult): number {
  const bodies = Object.values(exchanges).map((exchange) => sizeOfExchange(exchange));
  const written = Object.values(effects ?? {}).map((text) => text.length);
  return [...bodies, ...written].reduce((sum, each) => sum + each, 0);
}

function sizeOfExchange({ request, outcome }: Exchange): number {
  const answered = outcome.kind === "answer" && outcome.body.kind === "text" ? outcome.body.text.length : 0;
  return HEADERS + (request.body?.length ?? 0) + answered;
}

/** What the headers of a request and its answer come to, roughly. */
const HEADERS = 1024;
