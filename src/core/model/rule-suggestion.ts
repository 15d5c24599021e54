import type { Allowance, RuleTarget } from "./rule.ts";

/** A rule that was tried and lets a difference pass. */
export interface RuleSuggestion {
  readonly target: RuleTarget;
  readonly allow: Allowance;
  /** How many differences of the case it lets pass: the one that was asked about, and its like in other elements. */
  readonly covers: number;
}

/** The rules for a difference, the narrowest first; or why there is none, a sentence. */
export type RuleSuggestions =
  | { readonly kind: "rules"; readonly rules: readonly RuleSuggestion[] }
  | { readonly kind: "refused"; readonly reason: string };
