import type { DifferenceClass, Hint } from "#core/model/run/difference.ts";
import type { SeverityPolicy } from "#core/model/rules/severity-policy.ts";
import { IdRenaming } from "./matching/renaming-ids.ts";

/** Two values that disagree, as nodes of the two documents; `NONE` on a side that has no such value. */
export interface Disagreement {
  readonly class: DifferenceClass;
  readonly python: number;
  readonly rust: number;
  /** It is the member's name that is written otherwise, not its value. */
  readonly isInName?: true;
  /** For a value that one side lacks: the other side's container, in which it would be. */
  readonly opposite?: number;
  /** Why they disagree, where the comparison knows. */
  readonly hint?: Hint;
  /** The two are known not to be written alike; the time to look into them was up. */
  readonly isCoarse?: true;
}

/** What a comparison of two bodies counts while it goes. Leaves are counted on each side. */
export interface Tally {
  readonly disagreements: Disagreement[];
  /** Disagreements beyond the limit; counted, not kept. */
  omitted: number;
  /** One of all disagreements is not cosmetic. */
  hasFailing: boolean;
  /** Why the bodies were not compared to their end; a sentence. */
  unfinished?: string;
  /** What a reader should know besides; sentences. */
  readonly notes: string[];
  compared: number;
  ignored: number;
  loosened: number;
  /** How often each rule applied, by its place in the list. */
  readonly hits: Map<number, number>;
  /** How many leaves each rule took from being compared, by its place in the list. */
  readonly swallowed: Map<number, number>;
  /** The rules that took a body as a whole. */
  readonly wholes: Set<number>;
  /** The run's renaming of ids, which this comparison goes on with. */
  readonly renaming: IdRenaming;
  readonly policy: SeverityPolicy;
}

/** A tally of nothing. */
export function emptyTally(policy: SeverityPolicy = {}, renaming: IdRenaming = new IdRenaming()): Tally {
  return {
    disagreements: [],
    omitted: 0,
    hasFailing: false,
    notes: [],
    compared: 0,
    ignored: 0,
    loosened: 0,
    hits: new Map(),
    swallowed: new Map(),
    wholes: new Set(),
    renaming,
    policy,
  };
}
