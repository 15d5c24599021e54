import { targetText } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import type { RuleSuggestion } from "#core/model/rules/rule-suggestion.ts";

/** A suggestion as a list to pick from shows it. */
export interface RulePick {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly rule: RuleSuggestion;
}

/** The suggestions in their order; the first is marked as the narrowest. */
export function rulePicks(rules: readonly RuleSuggestion[]): readonly RulePick[] {
  return rules.map((rule, at) => ({
    label: allowanceText(rule.allow),
    description: targetText(rule.target),
    detail: [
      ...(at === 0 ? ["The narrowest."] : []),
      rule.meaning,
      ...(rule.covers > 1 ? [`Lets ${rule.covers} differences of this case pass.`] : []),
    ].join(" "),
    rule,
  }));
}
