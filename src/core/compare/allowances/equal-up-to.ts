import { TIME_PARTS, type TimePart } from "#core/model/rules/allowance.ts";
import { STRING } from "#core/text/json/json-document.ts";
import { oneOrMore } from "#core/text/yaml/yaml-shape.ts";
import { choice } from "#core/text/yaml/yaml-values.ts";
import type { AllowanceKind } from "./allowance-kind.ts";
import { isSameUpTo, readWrittenMoment } from "#core/text/time/moments.ts";
import { type ScalarPair, textsOf } from "./scalar-pair.ts";

/** `equal up to: [offset, fraction digits]` */
export const EQUAL_UP_TO: AllowanceKind<readonly TimePart[]> = {
  role: "value",
  meaning: (parts) =>
    parts === undefined
      ? "What two spellings of one moment may differ in."
      : `The same moment; the ${parts.join(" and the ")} may be written otherwise.`,
  servesHeaders: false,
  shape: oneOrMore(choice(TIME_PARTS)),
  concerns: (kind) => kind === STRING,
  allows: (pair, parts) => areSame(pair, parts),
  proposes: (pair) => PROPOSED.filter((parts) => areSame(pair, parts)),
};

const PROPOSED: readonly (readonly TimePart[])[] = [["fraction digits"], ["offset"], ["offset", "fraction digits"]];

function areSame(pair: ScalarPair, parts: readonly TimePart[]): boolean {
  const [left, right] = (textsOf(pair) ?? []).map((text) => readWrittenMoment(text));
  return left !== undefined && right !== undefined && isSameUpTo(left, right, parts);
}
