import type { Difference } from "#core/model/run/difference.ts";
import type { Side } from "#core/model/endpoint.ts";
import { type JsonDocument } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import type { BodyOptions } from "../bodies/compare-bodies.ts";
import { compareJson } from "../bodies/compare-json.ts";
import { describeDisagreement } from "../bodies/describe-disagreement.ts";
import type { EffectTexts } from "./effect-documents.ts";
import type { AnswerPair } from "#core/gaps/hint-subject.ts";
import type { Tally } from "../tally.ts";

/**
 * Compares what both sides wrote into their databases, and counts in `tally`: after the bodies and with the same renaming
 * of ids, so that an id in an answer and in a row is explained by one mapping.
 */
export function compareEffects(
  effects: EffectTexts,
  answers: AnswerPair,
  options: Pick<BodyOptions, "rules" | "limit" | "isTimeUp" | "servers" | "caseName">,
  tally: Tally,
): readonly Difference[] {
  const documents = { python: documentOf(effects, "python"), rust: documentOf(effects, "rust") };
  const before = tally.disagreements.length;
  compareJson(documents.python, documents.rust, { part: "effect", ...options }, tally);
  return tally.disagreements
    .slice(before)
    .map((found) => describeDisagreement(found, documents, { part: "effect", answers, placeOf: undefined }));
}

function documentOf(effects: EffectTexts, side: Side): JsonDocument {
  const reading = readJson(effects[side]);
  if (reading.kind === "malformed") throw new Error(`The effect of ${side} is not JSON: ${reading.reason}`);
  return reading.document;
}
