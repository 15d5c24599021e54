import type { Side } from "../endpoint.ts";
import type { Place } from "../place.ts";

/** An error of a compiler, at its place. */
export interface BuildProblem {
  readonly side: Side;
  /** `mismatched types`, with what the compiler says at the place itself: `mismatched types: expected u64, found i64` */
  readonly message: string;
  /** `E0308` */
  readonly code?: string;
  readonly place: Place;
  /** Other places that have to do with it, and what they have. */
  readonly related: readonly { readonly message: string; readonly place: Place }[];
}
