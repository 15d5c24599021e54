import { noAnswerText } from "#core/model/run/no-answer.ts";
import type { EffectTexts } from "#core/compare/effects/effect-documents.ts";
import type { IdRenaming } from "#core/compare/matching/renaming-ids.ts";
import type { Case } from "#core/model/run/case.ts";
import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Answer, Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";

import { bodyText } from "../sides/server-text.ts";
import type { SidePair } from "../sides/side-pair.ts";
import { type Ahead, NOTHING_AHEAD } from "./send-ahead.ts";

/** What a comparison says about two answers. */
export type Comparison = Omit<CaseResult, "case" | "exchanges" | "effects">;

/** What both sides did with a case; both answered. */
export interface Observed {
  readonly exchanges: Readonly<Record<Side, Exchange>>;
  /** What they wrote, where the case is to write or one of them did. */
  readonly effects?: EffectTexts;
  /** The run's renaming of ids; what is compared is added to it. */
  readonly renaming: IdRenaming;
}

/** Compares what the two sides did. */
export type CompareCase = (given: Case, observed: Observed) => Comparison;

/** What came out of a case with what both sides wrote. */
export type Settled = Comparison & Pick<CaseResult, "effects">;

/** What both sides were sent as a case and answered, and what it is compared with. */
export interface Sent {
  readonly given: Case;
  readonly exchanges: Observed["exchanges"];
  readonly pair: Pick<SidePair, "watch">;
  readonly compare: CompareCase;
  readonly renaming: IdRenaming;
  /** Sends the next case as soon as this one needs the servers no more. */
  readonly ahead?: Ahead;
}

/**
 * Compares what both sides answered and wrote. The case is `failed`, whatever the two have in common, where one gave no answer, where Python's
 * status is none of those expected, or where nothing is expected and both servers fail alike: two servers that answer 401
 * to everything prove nothing.
 */
export async function settleCase(sent: Sent): Promise<Settled> {
  const reason = whyNotComparable(sent.given, sent.exchanges);
  if (reason !== undefined) return failedComparison(reason);
  return withoutSharedFailure(sent.given, sent.exchanges, await compareSettled(sent));
}

/**
 * Compares, and once more as often as a database still changes: what a server does after its answer counts. Only where
 * the effects differ is that waited for; where they are equal, no time is spent.
 */
async function compareSettled(sent: Sent): Promise<Settled> {
  const { given, exchanges, pair, compare, renaming, ahead = NOTHING_AHEAD } = sent;
  const watch = pair.watch();
  const mayGoOn = ahead.mayFollow(given, exchanges) && (await watch?.isWrittenNow()) !== true;
  if (mayGoOn) await ahead.start(given);
  if (mayGoOn || watch === undefined) return compare(given, { exchanges, renaming });
  if (!given.isWriting) {
    // Most of these write nothing indeed, so that one look after the comparison is enough.
    const comparison = compare(given, { exchanges, renaming });
    if (!(await watch.isWrittenNow())) return comparison;
  }
  for (;;) {
    const found = await watch.read();
    if (found?.kind === "too many") return failedComparison(found.reason);
    const effects = found?.texts ?? (given.isWriting ? NOTHING_WRITTEN : undefined);
    // Rows that are not all there yet may be paired wrongly; the answers stay what they are.
    const own = effects === undefined ? renaming : renaming.copy();
    const comparison = compare(given, { exchanges, ...(effects && { effects }), renaming: own });
    const doesDiffer = comparison.differences.some(({ part }) => part === "effect");
    if (await (doesDiffer ? watch.isWrittenSoon() : watch.isWrittenNow())) continue;
    renaming.adopt(own);
    return { ...comparison, ...(effects && { effects }) };
  }
}

const NOTHING_WRITTEN: EffectTexts = { python: "{}", rust: "{}" };

/** Nothing was compared, for this reason. */
export function failedComparison(reason: string): Comparison {
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
    if (outcome.kind === "unreachable") return noAnswerText(side, outcome);
  }
  const { outcome } = exchanges.python;
  if (outcome.kind === "answer" && given.expect?.includes(outcome.status) === false)
    return given.test === undefined
      ? wrongStatus(outcome, given.expect, given.identity)
      : missingPrecondition(outcome, given.expect, given.test);
  return undefined;
}

function wrongStatus({ status, body }: Answer, expected: readonly number[], identity: string | undefined): string {
  const isRefused = identity !== undefined && (status === 401 || status === 403);
  const login = isRefused ? `the identity \`${identity}\`, which it is sent as` : "the login";
  return `Python answered ${status} where the case expects ${expected.join(" or ")}: ${bodyText(body)}. Correct the case, the seed or ${login}.`;
}

/** A test's fixtures are not the seed. */
function missingPrecondition({ status, body }: Answer, expected: readonly number[], test: string): string {
  return `precondition: Python answered ${status} where the test ${test} was answered ${expected.join(" or ")}: ${bodyText(body)}. Its fixtures made what the seed does not have: add that to the seed or by \`set_up\` steps, or take the case out.`;
}

/** Two servers that fail alike prove nothing, unless the case says that they are to fail. */
function withoutSharedFailure<Found extends Comparison>(
  given: Case,
  { python }: Observed["exchanges"],
  found: Found,
): Found {
  const { outcome } = python;
  if (given.expect !== undefined || found.verdict !== "match" || outcome.kind !== "answer" || outcome.status < 500)
    return found;
  const reason = `Both servers answered ${outcome.status}, which proves nothing: ${bodyText(outcome.body)}. Mend what fails, or write \`expect: ${outcome.status}\` if that is the answer to expect.`;
  return { ...found, verdict: "failed", reason };
}
