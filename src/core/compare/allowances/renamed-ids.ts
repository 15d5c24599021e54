import { NUMBER, STRING, kindOf } from "#core/text/json/json-document.ts";
import type { AllowanceKind } from "./allowance-kind.ts";
import { hasFormat } from "./formats.ts";
import { type CandidatePair, isIdName, rawsOf, textsOf } from "./scalar-pair.ts";

/** `renamed ids` */
export const RENAMED_IDS: AllowanceKind<true> = {
  role: "value",
  meaning: () => "Ids may be others, if one renaming explains them all in a run.",
  servesHeaders: true,
  concerns: (kind) => kind === STRING || kind === NUMBER,
  proposes: (pair) => (isId(pair) ? [true] : []),
};

function isId(pair: CandidatePair): boolean {
  const texts = textsOf(pair);
  if (texts !== undefined) {
    return isIdName(pair.name) || texts.every((text) => hasFormat("uuid", text) || hasFormat("ulid", text));
  }
  return (
    kindOf(pair.python, pair.pythonNode) === NUMBER &&
    isIdName(pair.name) &&
    rawsOf(pair).every((raw) => /^-?\d+$/.test(raw))
  );
}
