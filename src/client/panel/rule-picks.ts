import { targetText } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import type { RuleSet } from "#core/model/rules/rule-suggestion.ts";

/** A set of rules as a list to pick from shows it. */
export interface RulePick {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
  readonly set: RuleSet;
}

/** The sets in their order; the first is marked as the narrowest. */
export function rulePicks(sets: readonly RuleSet[]): readonly RulePick[] {
  return sets.map((set, at) => {
    const allowances = [...new Set(set.rules.map(({ allow }) => allowanceText(allow)))];
    return {
      label: allowances.join(", "),
      description: [set.rules.map(({ target }) => targetText(target)).join(", "), ...whereText(set)].join(" "),
      detail: [
        ...(at === 0 ? ["The narrowest."] : []),
        ...new Set(set.rules.map(({ meaning }) => meaning)),
        ...(set.rules.length > 1 ? [`${set.rules.length} rules.`] : []),
        ...(set.covers > 1 ? [coversText(set)] : []),
      ].join(" "),
      set,
    };
  });
}

function coversText({ covers, endpoints = [] }: RuleSet): string {
  return endpoints.length === 0
    ? `Lets all ${covers} differences of this cause pass.`
    : `One rule for the ${covers} differences that the cause makes at ${endpoints.length} endpoints: ${endpoints.join(", ")}.`;
}

/** Of a set that is for more than the endpoint that is shown. */
function whereText({ endpoints = [], isForEvery }: RuleSet): readonly string[] {
  if (endpoints.length === 0) return [];
  return [isForEvery === true ? "at every endpoint" : `at ${endpoints.length} endpoints`];
}
