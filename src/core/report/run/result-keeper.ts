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
  readonly #left: Record<keyof typeof BUDGETS, number>;

  constructor(budgets: Readonly<Record<keyof typeof BUDGETS, number>> = BUDGETS) {
    this.#left = { ...budgets };
  }

  add(result: CaseResult): void {
    const kind = result.verdict === "match" ? "match" : "other";
    const size = sizeOf(result);
    if (size > this.#left[kind]) {
      const { effects: _, ...kept } = result;
      this.results.push({ ...kept, exchanges: {} });
      return;
    }
    this.#left[kind] -= size;
    this.results.push(result);
  }
}

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
