import type { DifferenceClass } from "../run/difference.ts";
import type { EndpointKey } from "../endpoint.ts";
import type { RuleTarget } from "./rule.ts";
import type { Allowance } from "./allowance.ts";

/** A rule that was tried and lets a difference pass. */
export interface RuleSuggestion {
  readonly target: RuleTarget;
  readonly allow: Allowance;
  /** What it lets pass, a sentence. */
  readonly meaning: string;
  /** How many differences of the case it lets pass: the one that was asked about, and its like in other elements. */
  readonly covers: number;
}

/** The rules for a difference, the narrowest first; or why there is none, a sentence. */
export type RuleSuggestions =
  | { readonly kind: "rules"; readonly rules: readonly RuleSuggestion[] }
  /** `isRepeated`: both sides repeat it, and whoever insists gets rules all the same. */
  | { readonly kind: "refused"; readonly reason: string; readonly isRepeated?: true };

/** Rules that let all differences of one cause pass together: one for each place, all with the same allowance where one fits all. */
export interface RuleSet {
  readonly rules: readonly [RuleSuggestion, ...RuleSuggestion[]];
  /** How many differences they let pass, over all cases of the cause. */
  readonly covers: number;
  /** Where the cause reaches more endpoints than the one that was asked about, all of them. */
  readonly endpoints?: readonly EndpointKey[];
  /** They are so many that the rules name none, and are for every endpoint. */
  readonly isForEvery?: true;
}

/** The sets of rules for a cause, the narrowest first; or why there is none. */
export type CauseSuggestions =
  | { readonly kind: "rules"; readonly sets: readonly RuleSet[] }
  | Extract<RuleSuggestions, { readonly kind: "refused" }>;

/** Where in a run something differs. */
export interface DifferencePlace {
  readonly case: string;
  /** Where it is not in the answer but in the effect on the database. */
  readonly part?: "effect";
  /** A JSON pointer (RFC 6901) into the body or the effect, or a header's name; absent where it is the whole answer. */
  readonly at?: string;
}

/** One rule for the differences of several cases, where their cause reaches several endpoints for all of those. */
export interface RuleProposal extends RuleSuggestion {
  readonly endpoints: readonly [EndpointKey, ...EndpointKey[]];
  /** They are so many that the rule names none, and is for every endpoint. */
  readonly isForEvery?: true;
  /** The first of the places where it is needed. */
  readonly example: DifferencePlace;
}

/** A difference that no rule may hide, or a case that could not be looked at. */
export interface RuleRefusal extends DifferencePlace {
  readonly endpoint: EndpointKey;
  /** Absent where it is not about one difference. */
  readonly class?: DifferenceClass;
  /** A sentence. */
  readonly reason: string;
}

/** What is proposed for a run, and what no rule may hide. */
export interface RunSuggestions {
  readonly proposals: readonly RuleProposal[];
  readonly refusals: readonly RuleRefusal[];
}
