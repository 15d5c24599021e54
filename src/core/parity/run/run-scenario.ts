import { plainText } from "#core/cases/fill-in-case.ts";
import { otherSort } from "#core/compare/matching/id-spelling.ts";
import type { IdRenaming } from "#core/compare/matching/renaming-ids.ts";
import { DatabaseFault } from "#core/model/databases/database-fault.ts";
import { SIDES } from "#core/model/endpoint.ts";
import type { Case } from "#core/model/run/case.ts";
import type { CaseResult, NotReached } from "#core/model/run/verdict.ts";

import type { SidePair } from "../sides/side-pair.ts";
import { isTellingId } from "./captured-in.ts";
import { faultReason, markedRepeated } from "./run-case.ts";
import { type BothCaptured, captureStep, sendStep, type StepSender, whyStillWaiting } from "./send-step.ts";
import { type CompareCase, failedComparison, type Sent, settleCase, type Settled } from "./settle-case.ts";
import { whyNotDone } from "./step-on-side.ts";

/** A step, and what is done with it in this run. */
export type ChosenStep =
  | { readonly kind: "compared"; readonly given: Case }
  /** Sent for what later steps need of it: its answers are not compared, and count for no endpoint. */
  | { readonly kind: "set-up"; readonly given: Case }
  /** Not sent, so that no step after it is; `why` is the end of a sentence. */
  | { readonly kind: "not-sent"; readonly given: Case; readonly why: string };

/** A scenario as far as this run needs it: the last step is one that is compared. */
export interface ChosenScenario {
  readonly name: string;
  readonly steps: readonly ChosenStep[];
}

/** What became of a step that is compared: a result, or it was not reached, with a sentence that says why. */
export type StepEnd =
  | { readonly kind: "result"; readonly result: CaseResult }
  | { readonly kind: "not-reached"; readonly notReached: NotReached };

interface ScenarioSurroundings extends Omit<StepSender, "pair"> {
  readonly pair: SidePair;
  readonly compare: CompareCase;
  /** The run's renaming of ids. */
  readonly renaming: IdRenaming;
}

/**
 * Runs a scenario from the base, which is not put back between its steps; what a step writes is told against the state before it. It
 * stops at the first step that differs or fails, because the states of the two sides are no longer the same after it.
 */
export async function* runScenario(
  { name, steps }: ChosenScenario,
  given: ScenarioSurroundings,
): AsyncGenerator<StepEnd, void, undefined> {
  const renaming = given.renaming.copy();
  const inScenario = { ...given, renaming };
  let captured: BothCaptured = NOTHING;
  let stop: string | undefined;
  let failure: string | undefined;
  for (const [at, step] of steps.entries()) {
    const { given: one } = step;
    if (stop !== undefined) {
      if (step.kind === "compared") yield { kind: "not-reached", notReached: { case: one, reason: stop } };
      continue;
    }
    if (step.kind === "not-sent") {
      stop = `The scenario "${name}" ends before it, at "${one.name}": ${step.why}.`;
      continue;
    }
    if (failure !== undefined) {
      if (step.kind === "compared") {
        yield { kind: "result", result: { case: one, exchanges: {}, ...failedComparison(failure) } };
        stop = stopText(name, one);
      }
      continue;
    }
    const ended = await runStep(step, { earlier: steps.slice(0, at), captured }, inScenario);
    if (ended.result !== undefined) yield { kind: "result", result: ended.result };
    if (ended.captured !== undefined) {
      captured = ended.captured;
      handOn(one, captured, renaming);
    } else if (step.kind === "compared") stop = stopText(name, one);
    else failure = ended.failure;
  }
  given.renaming.adopt(renaming);
}

const NOTHING: BothCaptured = { python: new Map(), rust: new Map() };

function stopText(name: string, { name: step }: Case): string {
  return `The scenario "${name}" stopped at "${step}".`;
}

/** What came before a step. */
interface Before {
  readonly earlier: readonly ChosenStep[];
  readonly captured: BothCaptured;
}

/** How a step ended. The scenario goes on only where something was captured, be it nothing. */
interface EndedStep {
  /** Of a step that is compared. */
  readonly result?: CaseResult;
  readonly captured?: BothCaptured;
  /** Why a step that sets up did not do so; a sentence. */
  readonly failure?: string;
}

async function runStep(step: ChosenStep, before: Before, surroundings: ScenarioSurroundings): Promise<EndedStep> {
  const { given } = step;
  const { pair } = surroundings;
  let exchanges: CaseResult["exchanges"] = {};
  try {
    if (before.earlier.length === 0) await pair.makeReady({ ...given, isWriting: true });
    const isCompared = step.kind === "compared";
    // A request that claims only to read may write all the same, and nobody looks.
    const sent = isCompared ? given : { ...given, isWriting: true };
    const answered = await sendStep(sent, before.captured, surroundings);
    exchanges = answered;
    const ended = isCompared
      ? await compareStep(given, answered, before, surroundings)
      : setUpEnd(given, answered, before.captured);
    await pair.release(sent);
    await pair.checkAfter(sent);
    if (ended.captured !== undefined) await pair.markState();
    return ended;
  } catch (error) {
    if (!(error instanceof DatabaseFault)) throw error;
    const reason = faultReason(given, error);
    if (step.kind !== "compared") return { failure: reason };
    return { result: { case: given, exchanges, ...failedComparison(reason) } };
  }
}

async function compareStep(
  given: Case,
  exchanges: Sent["exchanges"],
  before: Before,
  surroundings: ScenarioSurroundings,
): Promise<EndedStep> {
  const sent: Sent = { ...surroundings, given, exchanges };
  const settled = withoutWaiting(given, exchanges, await settleCase(sent));
  const resultOf = (found: Settled): CaseResult => ({ case: given, exchanges, ...found });
  if (settled.verdict === "failed") return { result: resultOf(settled) };
  if (settled.verdict === "differs") {
    const again = await sendAllAgain(given, before.earlier, surroundings);
    return { result: resultOf(again === undefined ? settled : await markedRepeated(settled, sent, again)) };
  }
  const captured = captureStep(given, exchanges, before.captured);
  if (typeof captured !== "string") return { result: resultOf(settled), captured };
  return { result: resultOf({ ...settled, verdict: "failed", reason: captured }) };
}

/** A step that waited in vain on Python's side proves nothing; nor does one on Rust's, if nothing else differs. */
function withoutWaiting(given: Case, exchanges: Sent["exchanges"], settled: Settled): Settled {
  const reason =
    settled.verdict === "match" ? whyStillWaiting(given, exchanges) : whyStillWaiting(given, exchanges, ["python"]);
  return settled.verdict === "failed" || reason === undefined ? settled : { ...settled, verdict: "failed", reason };
}

/**
 * The answers to a step when the whole scenario is sent once more up to it, from the base: what varies within a side may be
 * noise. Undefined where an earlier step does not go as it did.
 */
async function sendAllAgain(
  given: Case,
  earlier: readonly ChosenStep[],
  surroundings: ScenarioSurroundings,
): Promise<Sent["exchanges"] | undefined> {
  const { pair } = surroundings;
  await pair.makeReady({ ...given, isWriting: true });
  let captured: BothCaptured = NOTHING;
  for (const { given: one } of earlier) {
    const exchanges = await sendStep({ ...one, isWriting: true }, captured, surroundings);
    const next = captureStep(one, exchanges, captured);
    if (typeof next === "string") return undefined;
    captured = next;
    await pair.release({ ...one, isWriting: true });
  }
  await pair.markState();
  return sendStep({ ...given, isWriting: true }, captured, surroundings);
}

/** A step that sets up has to be answered by both sides as it expects, or with success. */
function setUpEnd(given: Case, exchanges: Sent["exchanges"], captured: BothCaptured): EndedStep {
  for (const side of SIDES) {
    const failure = whyNotDone(given, side, exchanges[side], "sets up what this step needs");
    if (failure !== undefined) return { failure };
  }
  const next = whyStillWaiting(given, exchanges) ?? captureStep(given, exchanges, captured);
  return typeof next === "string"
    ? { failure: `${next} This was in "${given.name}", which sets up what this step needs.` }
    : { captured: next };
}

/** What a step captured goes together from now on. */
function handOn({ step }: Case, { python, rust }: BothCaptured, renaming: IdRenaming): void {
  for (const { name } of step?.captures ?? []) {
    const [left, right] = [python.get(name), rust.get(name)];
    if (left !== undefined && right !== undefined) handOnValues(left, right, renaming);
  }
}

/**
 * Two captured values, as JSON texts, go together from now on where they can be ids. One in capitals and one in small
 * letters pass for each other only by a rule, which then tells of it.
 */
export function handOnValues(left: string, right: string, renaming: IdRenaming): void {
  if (!isId(left) || !isId(right)) return;
  const areOfOneSort = otherSort(plainText(left), plainText(right)) === undefined;
  renaming.handOn(left, right, areOfOneSort && isTellingId(left) && isTellingId(right));
}

/** A text or a number. */
function isId(json: string): boolean {
  return /^["\d-]/.test(json);
}
