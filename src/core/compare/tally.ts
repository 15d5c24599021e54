import type { DifferenceClass } from "#core/model/difference.ts";

/** Two values that disagree, as nodes of the two documents; `NONE` on a side that has no such value. */
export interface Disagreement {
  readonly class: DifferenceClass;
  readonly python: number;
  readonly rust: number;
  /** It is the member's name that is written otherwise, not its value. */
  readonly isInName?: true;
  /** For a value that one side lacks: the other side's container, in which it would be. */
  readonly opposite?: number;
}

/** What a comparison of two bodies counts while it goes. Leaves are counted on each side. */
export interface Tally {
  readonly disagreements: Disagreement[];
  /** Disagreements beyond the limit; counted, not kept. */
  omitted: number;
  /** One of all disagreements is not cosmetic. */
  hasFailing: boolean;
  compared: number;
  ignored: number;
  loosened: number;
  /** How often each rule applied, by its place in the list. */
  readonly hits: Map<number, number>;
}

/** A tally of nothing. */
export function emptyTally(): Tally {
  return { disagreements: [], omitted: 0, hasFailing: false, compared: 0, ignored: 0, loosened: 0, hits: new Map() };
}
