import { type Allowance, allowanceText, targetText } from "#core/model/rules/rule.ts";
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
      meaningOf(rule.allow),
      ...(rule.covers > 1 ? [`Lets ${rule.covers} differences of this case pass.`] : []),
    ].join(" "),
    rule,
  }));
}

function meaningOf(allow: Allowance): string {
  if (allow === "ignore") return "The value is not compared at all.";
  if (allow === "type only") return "Only the JSON type is compared.";
  if (allow === "unordered") return "The order of the elements does not count.";
  if (allow === "renamed ids") return "Ids may be others, if one renaming explains them all in a run.";
  switch (allow.kind) {
    case "format":
      return `Both values are spelt as ${allow.format}.`;
    case "tolerance":
      return "The numbers are at most so far apart.";
    case "time tolerance":
      return "The moments are at most so far apart.";
    case "equal up to":
      return `The same moment; the ${allow.parts.join(" and the ")} may be written otherwise.`;
    case "keyed by":
      return `Elements are found again by \`${allow.name}\`, in any order.`;
  }
}
