import type { Case } from "#core/model/case.ts";
import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Answer, Exchange } from "#core/model/exchange.ts";
import type { CaseResult } from "#core/model/verdict.ts";

import { bodyText, SIDE_NAMES } from "./server-text.ts";
import { maskIn } from "./secrets.ts";
import type { SidePair } from "./side-pair.ts";

/** What a comparison says about two answers. */
type Comparison = Omit<CaseResult, "case" | "exchanges">;

/** Compares the two exchanges of a case, both of which have an answer. */
export type CompareCase = (given: Case, exchanges: Readonly<Record<Side, Exchange>>) => Comparison;

/**
 * Runs one case. It is `failed`, whatever the two sides have in common, where one gave no answer or where Python's
 * status is not the expected one: two servers that answer 401 to everything prove nothing. The logins' tokens are masked.
 */
export async function runCase(given: Case, pair: SidePair, compare: CompareCase): Promise<CaseResult> {
  await pair.makeReady(given);
  const exchanges = await pair.send(given);
  const reason = whyNotComparable(given, exchanges);
  const comparison = reason === undefined ? compare(given, exchanges) : failedComparison(reason);
  return maskIn({ case: given, exchanges, ...comparison }, pair.secrets());
}

function failedComparison(reason: string): Comparison {
  return {
    verdict: "failed",
    reason,
    differences: [],
    coverage: { compared: 0, ignored: 0, loosened: 0 },
    ruleHits: [],
  };
}

function whyNotComparable(given: Case, exchanges: Readonly<Record<Side, Exchange>>): string | undefined {
  for (const side of SIDES) {
    const { outcome } = exchanges[side];
    if (outcome.kind === "unreachable") return `The ${SIDE_NAMES[side]} server gave no answer. ${outcome.reason}`;
  }
  const { outcome } = exchanges.python;
  if (outcome.kind === "answer" && outcome.status !== given.expect) return wrongStatus(given, outcome);
  return undefined;
}

function wrongStatus(given: Case, { status, body }: Answer): string {
  return `Python answered ${status} where the case expects ${given.expect}: ${bodyText(body)}. Correct the case, the seed or the login.`;
}
