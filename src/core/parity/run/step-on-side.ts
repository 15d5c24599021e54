import { type CapturedValues, withCaptured } from "#core/cases/captured-values.ts";
import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Case } from "#core/model/run/case.ts";
import { noAnswerText } from "#core/model/run/no-answer.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { Polling } from "#core/model/run/scenario-step.ts";
import type { Clock } from "#core/ports.ts";

import { bodyText } from "../sides/server-text.ts";
import { capturedIn, isAwaited } from "./captured-in.ts";

/** Sends a step to one side, with that side's captured values filled in. */
export interface SideSender {
  readonly send: (own: Case) => Promise<Exchange>;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/**
 * Sends a step to a side with what was captured there, and again until the answer is the one that the step waits for. After the
 * step's time the last answer counts.
 */
export async function sendStepToSide(
  given: Case,
  captured: CapturedValues,
  { send, clock, signal }: SideSender,
): Promise<Exchange> {
  const until = given.step?.until;
  const own = withCaptured(given, captured);
  const end = clock.elapsed() + (until?.limitMs ?? 0);
  for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    const exchange = await send(own);
    if (until === undefined || !isWaiting(exchange, until) || clock.elapsed() >= end) return exchange;
    await clock.sleep(pauseMs, signal);
  }
}

/** Why a side's answer is not the one that a step waits for; undefined where it is, and where the step does not wait. */
export function whySideStillWaits(given: Case, side: Side, exchange: Exchange): string | undefined {
  const until = given.step?.until;
  if (until === undefined || !isWaiting(exchange, until)) return undefined;
  return `The ${SIDE_NAMES[side]} server's answer was not the one that the step waits for (\`until\`) within ${until.limitMs / 1000} s.`;
}

function isWaiting({ outcome }: Exchange, until: Polling): boolean {
  return outcome.kind === "answer" && !isAwaited(outcome, until);
}

/** What was captured with the values of a side's answer; or why it has none, a sentence. */
export function captureOnSide(
  { step }: Case,
  side: Side,
  { outcome }: Exchange,
  captured: CapturedValues,
): CapturedValues | string {
  const all = new Map(captured);
  for (const capture of step?.captures ?? []) {
    if (outcome.kind === "unreachable") return noAnswerText(side, outcome);
    const found = capturedIn(outcome, capture);
    if ("lacks" in found)
      return `Later steps use \`${capture.name}\` of ${SIDE_NAMES[side]}'s answer, and ${found.lacks}.`;
    all.set(capture.name, found.value);
  }
  return all;
}

/**
 * Why a step did not do on a side what it is sent for, a sentence; undefined where it was answered as it expects, or with success.
 * `purpose` is what it is sent for: `sets up what this step needs`.
 */
export function whyNotDone(given: Case, side: Side, { outcome }: Exchange, purpose: string): string | undefined {
  const name = `"${given.name}", which ${purpose}`;
  if (outcome.kind === "unreachable") return noAnswerText(side, outcome, name);
  const { status, body } = outcome;
  if (given.expect === undefined ? status < 400 : given.expect.includes(status)) return undefined;
  return `${SIDE_NAMES[side]} answered ${status} to ${name}: ${bodyText(body)}.`;
}
