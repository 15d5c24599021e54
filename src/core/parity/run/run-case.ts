import { markRepeated } from "#core/compare/mark-repeated.ts";
import type { IdRenaming } from "#core/compare/matching/renaming-ids.ts";
import { DatabaseFault } from "#core/model/databases/database-fault.ts";
import type { Case } from "#core/model/run/case.ts";
import { SIDES } from "#core/model/endpoint.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";

import type { SidePair } from "../sides/side-pair.ts";
import { type Ahead, NOTHING_AHEAD } from "./send-ahead.ts";
import { type CompareCase, failedComparison, type Sent, settleCase, type Settled } from "./settle-case.ts";

/**
 * Runs one case from the base, with the answers that it has got `ahead` of its turn, if any. It is `failed` too where a server keeps
 * its database locked, deleted or damaged it. Secrets are not masked yet.
 */
export async function runCase(
  given: Case,
  pair: SidePair,
  compare: CompareCase,
  renaming: IdRenaming,
  ahead: Ahead = NOTHING_AHEAD,
): Promise<CaseResult> {
  let exchanges: CaseResult["exchanges"] = {};
  try {
    const answered = (await ahead.take(given)) ?? (await sendFromBase(given, pair));
    exchanges = answered;
    const sent = { given, exchanges: answered, pair, compare, renaming, ahead };
    const settled = await settleCase(sent);
    const emptiedTables = given.isUnasked ? await pair.emptied() : [];
    // Once is enough of what nobody asked for and empties a table.
    const isSentAgain = settled.verdict === "differs" && emptiedTables.length === 0;
    if (isSentAgain) await ahead.drop();
    const compared = isSentAgain ? await withRepeated(settled, sent, pair) : settled;
    if (!ahead.hasFollowed(given)) await pair.release(given);
    return { case: given, exchanges, ...compared, ...(emptiedTables.length > 0 && { emptiedTables }) };
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error;
    return { case: given, exchanges, ...failedComparison(faultReason(given, error)) };
  }
}

/** What is told of a case in which a server's database came to harm. */
export function faultReason({ name }: Case, { message }: DatabaseFault): string {
  return `${message} The case "${name}" proves nothing; the server is started again after it.`;
}

/**
 * Sends a case that differs once more, from the same state, and marks what each side repeats: that is a divergence, and
 * what varies within a side may be noise. Nothing else of the second sending counts.
 */
async function withRepeated(compared: Settled, sent: Sent, pair: SidePair): Promise<Settled> {
  return markedRepeated(compared, sent, await sendFromBase(sent.given, pair));
}

async function sendFromBase(given: Case, pair: SidePair): Promise<Sent["exchanges"]> {
  await pair.makeReady(given);
  return pair.send(given);
}

/** The same, with the answers to the second sending. */
export async function markedRepeated(compared: Settled, sent: Sent, again: Sent["exchanges"]): Promise<Settled> {
  const { exchanges } = sent;
  const { effects, differences } = compared;
  const areAllAnswered = SIDES.every((side) => again[side].outcome.kind === "answer");
  const settled =
    effects !== undefined && areAllAnswered
      ? await settleCase({ ...sent, exchanges: again, renaming: sent.renaming.copy() })
      : undefined;
  const second = { exchanges: again, effects: settled?.effects };
  return { ...compared, differences: markRepeated(differences, { exchanges, effects }, second) };
}
