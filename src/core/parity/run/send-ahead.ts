import { isHeaderOfNoInterest } from "#core/compare/headers/compare-headers.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Answer, AnswerBody, Exchange } from "#core/model/run/exchange.ts";
import type { Clock } from "#core/ports.ts";

import type { SidePair } from "../sides/side-pair.ts";

type Exchanges = Readonly<Record<Side, Exchange>>;

/**
 * The case after the one that is compared, which the servers may work on meanwhile. Only a case that reads is sent so, after another
 * one that did: nothing has to be put back between the two. The answers that came ahead count as if they had come in their turn.
 */
export interface Ahead {
  /** Whether the next case may be sent before these answers are compared: they look alike, so that the case is not sent once more. */
  mayFollow(given: Case, exchanges: Exchanges): boolean;
  /** Lets go of this case, of which nobody wrote, and sends the one that follows it, if that only reads. */
  start(given: Case): Promise<void>;
  /** The answers of a case that was sent; undefined where it was not. */
  take(given: Case): Promise<Exchanges> | undefined;
  /** Waits for the answers that are under way and forgets them: the case is sent again in its turn. Never rejects. */
  drop(): Promise<void>;
  /** The case after this one was sent, and the databases had been looked at before. */
  hasFollowed(given: Case): boolean;
}

/** Where each case is sent in its turn. */
export const NOTHING_AHEAD: Ahead = {
  mayFollow: () => false,
  start: () => Promise.resolve(),
  take: () => undefined,
  drop: () => Promise.resolve(),
  hasFollowed: () => false,
};

/** While a longer body is compared, nobody would read what the server answers to the next case. */
const MOST_CHARACTERS = 64 * 1024;

/** `cases` in the order in which they run. */
export function sendAhead(
  cases: readonly Case[],
  pair: Pick<SidePair, "makeReady" | "send" | "release" | "checkAfter">,
  { clock, signal }: { readonly clock: Pick<Clock, "turn">; readonly signal: AbortSignal },
): Ahead {
  const following = new Map(cases.map((given, at) => [given, cases[at + 1]]));
  let sent: { readonly after: Case; readonly given: Case; readonly answers: Promise<Exchanges> } | undefined;
  return {
    mayFollow: (given, exchanges) => {
      const next = following.get(given);
      return next !== undefined && isReading(given) && isReading(next) && lookAlike(given, exchanges);
    },
    start: async (given) => {
      const next = following.get(given);
      if (next === undefined) return;
      await pair.release(given);
      await pair.checkAfter(given);
      signal.throwIfAborted();
      await pair.makeReady(next);
      const answers = pair.send(next);
      // Whoever takes them learns of it.
      answers.catch(() => undefined);
      sent = { after: given, given: next, answers };
      await clock.turn();
    },
    take: (given) => {
      if (sent?.given !== given) return undefined;
      const { answers } = sent;
      sent = undefined;
      return answers;
    },
    drop: async () => {
      const last = sent;
      sent = undefined;
      await last?.answers.catch(() => undefined);
    },
    hasFollowed: (given) => sent?.after === given,
  };
}

/** Nothing has to be put back before it or after it, and nobody waits for a stream. */
function isReading({ isWriting, isUnasked, stream }: Case): boolean {
  return !isWriting && isUnasked !== true && stream === undefined;
}

/** Two good answers of the same bytes, but for what each answer has anew. What servers print belongs to a case that failed. */
function lookAlike({ expect }: Case, { python, rust }: Exchanges): boolean {
  const [one, other] = [python.outcome, rust.outcome];
  if (one.kind !== "answer" || other.kind !== "answer") return false;
  const { status } = one;
  if (status !== other.status || status >= 500 || expect?.includes(status) === false) return false;
  return areSameBodies(one.body, other.body) && headersText(one) === headersText(other);
}

function areSameBodies(one: AnswerBody, other: AnswerBody): boolean {
  if (one.kind === "empty") return other.kind === "empty";
  return one.kind === "text" && other.kind === "text" && one.text.length <= MOST_CHARACTERS && one.text === other.text;
}

function headersText({ headers }: Answer): string {
  const lines = headers.filter(([name]) => !isHeaderOfNoInterest(name)).map(([name, value]) => `${name}: ${value}`);
  return lines.toSorted().join("\n");
}
