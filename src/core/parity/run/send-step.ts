import { type CapturedValues, withCaptured } from "#core/cases/captured-values.ts";
import { type Side, SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { Polling } from "#core/model/run/scenario-step.ts";
import type { Clock } from "#core/ports.ts";

import type { SidePair } from "../sides/side-pair.ts";
import { capturedIn, isAwaited } from "./captured-in.ts";

/** What each side has handed on so far. */
export type BothCaptured = Readonly<Record<Side, CapturedValues>>;

/** What a step is sent with. */
export interface StepSender {
  readonly pair: Pick<SidePair, "sendTo">;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

const SHORTEST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 500;

/**
 * Sends a step to both sides, each with its own captured values, and again until the answer is the one that the step waits for: each
 * side by itself, because one may be done sooner. After the step's time the last answer counts.
 */
export async function sendStep(
  given: Case,
  captured: BothCaptured,
  { pair, clock, signal }: StepSender,
): Promise<Readonly<Record<Side, Exchange>>> {
  const until = given.step?.until;
  const sendTo = async (side: Side): Promise<Exchange> => {
    const own = withCaptured(given, captured[side]);
    const end = clock.elapsed() + (until?.limitMs ?? 0);
    for (let pauseMs = SHORTEST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      const exchange = await pair.sendTo(side, own);
      if (until === undefined || !isWaiting(exchange, until) || clock.elapsed() >= end) return exchange;
      await clock.sleep(pauseMs, signal);
    }
  };
  const [python, rust] = await Promise.all([sendTo("python"), sendTo("rust")]);
  return { python, rust };
}

/** Why an answer is not the one that a step waits for; undefined where it is, and where the step does not wait. */
export function whyStillWaiting(
  given: Case,
  exchanges: Readonly<Record<Side, Exchange>>,
  sides: readonly Side[] = SIDES,
): string | undefined {
  const until = given.step?.until;
  const waiting = until && sides.find((side) => isWaiting(exchanges[side], until));
  if (until === undefined || waiting === undefined) return undefined;
  return `The ${SIDE_NAMES[waiting]} server's answer was not the one that the step waits for (\`until\`) within ${until.limitMs / 1000} s.`;
}

function isWaiting({ outcome }: Exchange, until: Polling): boolean {
  return outcome.kind === "answer" && !isAwaited(outcome, until);
}

/** What is captured with the values of a step's two answers; or why a side has none, a sentence. */
export function captureStep(
  { step }: Case,
  exchanges: Readonly<Record<Side, Exchange>>,
  captured: BothCaptured,
): BothCaptured | string {
  const all = { python: new Map(captured.python), rust: new Map(captured.rust) };
  for (const capture of step?.captures ?? []) {
    for (const side of SIDES) {
      const { outcome } = exchanges[side];
      if (outcome.kind === "unreachable") return `The ${SIDE_NAMES[side]} server gave no answer. ${outcome.reason}`;
      const found = capturedIn(outcome, capture);
      if ("lacks" in found)
        return `Later steps use \`${capture.name}\` of ${SIDE_NAMES[side]}'s answer, and ${found.lacks}.`;
      all[side].set(capture.name, found.value);
    }
  }
  return all;
}
