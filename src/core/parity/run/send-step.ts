import type { CapturedValues } from "#core/cases/captured-values.ts";
import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Exchange } from "#core/model/run/exchange.ts";

import type { SidePair } from "../sides/side-pair.ts";
import { captureOnSide, sendStepToSide, type SideSender, whySideStillWaits } from "./step-on-side.ts";

/** What each side has handed on so far. */
export type BothCaptured = Readonly<Record<Side, CapturedValues>>;

/** What a step is sent with. */
export interface StepSender extends Pick<SideSender, "clock" | "signal"> {
  readonly pair: Pick<SidePair, "sendTo">;
}

/**
 * Sends a step to both sides, each with its own captured values, and again until the answer is the one that the step waits for: each
 * side by itself, because one may be done sooner.
 */
export async function sendStep(
  given: Case,
  captured: BothCaptured,
  { pair, clock, signal }: StepSender,
): Promise<Readonly<Record<Side, Exchange>>> {
  const sendTo = (side: Side): Promise<Exchange> =>
    sendStepToSide(given, captured[side], { send: (own) => pair.sendTo(side, own), clock, signal });
  const [python, rust] = await Promise.all([sendTo("python"), sendTo("rust")]);
  return { python, rust };
}

/** Why an answer is not the one that a step waits for; undefined where it is, and where the step does not wait. */
export function whyStillWaiting(
  given: Case,
  exchanges: Readonly<Record<Side, Exchange>>,
  sides: readonly Side[] = SIDES,
): string | undefined {
  for (const side of sides) {
    const why = whySideStillWaits(given, side, exchanges[side]);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** What is captured with the values of a step's two answers; or why a side has none, a sentence. */
export function captureStep(
  given: Case,
  exchanges: Readonly<Record<Side, Exchange>>,
  captured: BothCaptured,
): BothCaptured | string {
  const python = captureOnSide(given, "python", exchanges.python, captured.python);
  if (typeof python === "string") return python;
  const rust = captureOnSide(given, "rust", exchanges.rust, captured.rust);
  return typeof rust === "string" ? rust : { python, rust };
}
