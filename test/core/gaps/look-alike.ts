import { type Arbitrary, constantFrom, string } from "fast-check";

import type { Answer } from "#core/model/run/exchange.ts";

/** Answers that look like the cause of a hint and come from another, or may. */
export interface LookAlike {
  readonly from: Arbitrary<readonly [python: Answer, rust: Answer]>;
  /** Where the answers cannot tell which of the causes it was, the hint names each of these; without them it is silent. */
  readonly names?: readonly RegExp[];
}

/** By the hint's code. */
export type LookAlikes = Readonly<Record<string, LookAlike>>;

/** A word of a few small letters. */
export const word: Arbitrary<string> = string({
  unit: constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
  minLength: 3,
  maxLength: 8,
});
