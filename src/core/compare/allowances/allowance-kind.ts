import type { AllowanceValues } from "#core/model/rules/allowance.ts";
import type { Shape } from "#core/text/yaml/yaml-shape.ts";
import type { CandidatePair, ScalarPair } from "./scalar-pair.ts";

/**
 * What an allowance does with the values that its rule takes: `swallow` takes them from being compared, with all that
 * lies in them; `order` compares an array, or an object's members, in another way; `value` compares two scalars by
 * another measure; `presence` is about values that say nothing or are not there.
 */
export type AllowanceRole = "swallow" | "order" | "value" | "presence";

/** One thing that a rule may allow. A file each; the table is in allowances.ts. */
export interface AllowanceKind<Value extends AllowanceValues[keyof AllowanceValues]> {
  readonly role: AllowanceRole;
  /** What it lets pass, a sentence; it stands in the schema, and where a rule is picked. */
  readonly meaning: (value?: Value) => string;
  /** A header is one text: it has no elements and no members. */
  readonly servesHeaders: boolean;
  /** How its value is written; none where it is a word by itself. */
  readonly shape?: Shape<Value>;
  /** Of role `value`: whether it is about scalars of this kind of node. What it is not about counts as compared. */
  readonly concerns?: (kind: number) => boolean;
  /** Of role `value`: whether it is about these two; about all that it concerns where this is not said. */
  readonly isAbout?: (pair: ScalarPair) => boolean;
  /** Of role `value`: a text without what may be another one, by which elements are found again. */
  readonly blank?: (text: string, value: Value) => string;
  /** Of role `value`: whether two scalars of one type pass that are not written alike. Ids are looked at elsewhere, all at once. */
  readonly allows?: (pair: ScalarPair, value: Value) => boolean;
  /** The values, the narrowest first, under which two scalars could pass; each is tried before it is proposed. */
  readonly proposes?: (pair: CandidatePair) => readonly Value[];
}
