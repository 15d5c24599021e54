import type { Project } from "#core/model/project.ts";
import { targetText } from "#core/model/rules/rule.ts";
import type { CauseSuggestions, RuleSet, RuleSuggestion } from "#core/model/rules/rule-suggestion.ts";
import type { ClusterMembers } from "#core/model/run/run-record.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { commonRules, sortOf } from "#core/session/rules/common-rule.ts";
import { insistedRules, suggestRules, widest } from "#core/session/rules/suggest-rules.ts";

/** So many differences are looked at: each is proved by comparing anew. */
const MOST_DIFFERENCES = 100;

/**
 * The sets of rules that let all differences of a cause pass at once, the narrowest first: for each place of it the rule that
 * was proved in all its cases. Refused where one of the differences may not be hidden: then hiding the others would hide it.
 */
export function suggestForCause(
  project: Project,
  results: readonly CaseResult[],
  members: readonly ClusterMembers[],
  { insists }: { readonly insists: boolean },
): CauseSuggestions {
  const suggest = insists ? insistedRules : suggestRules;
  const needs: (readonly RuleSuggestion[])[] = [];
  for (const { case: id, differences } of members) {
    const result = results.find((one) => one.case.id === id);
    for (const at of differences) {
      const difference = result?.differences[at];
      if (result === undefined || difference === undefined) return refused(GONE);
      if (difference.severity === "cosmetic" || needs.length === MOST_DIFFERENCES) continue;
      const found = suggest(project, result, difference);
      if (found.kind === "refused") return found;
      needs.push(widest(found.rules));
    }
  }
  const sets = setsFor([...Map.groupBy(needs, placeOf).values()]);
  return sets.length > 0 ? { kind: "rules", sets } : refused(NONE);
}

const GONE = "The last run does not have these differences any more; run the endpoint again.";

const NONE = "No rule that was tried lets all differences of this cause pass; mend one of them first.";

function placeOf(rules: readonly RuleSuggestion[]): string {
  const [first] = rules;
  return first === undefined ? "" : targetText(first.target);
}

/** `places`: for each of them what was proved for each of its differences. */
function setsFor(places: readonly (readonly (readonly RuleSuggestion[])[])[]): readonly RuleSet[] {
  const common = places.map((needs) => commonRules(needs));
  if (common.length === 0 || common.some((rules) => rules.length === 0)) return [];
  const covers = places.reduce((sum, needs) => sum + needs.length, 0);
  const same = (common[0] ?? []).flatMap(({ allow }) => {
    const rules = common.flatMap((each) => each.find((rule) => sortOf(rule.allow) === sortOf(allow)) ?? []);
    return rules.length === common.length ? [rules] : [];
  });
  // Where no allowance fits all places, each has the narrowest of its own.
  const sets = same.length > 0 ? same : [common.flatMap((rules) => rules[0] ?? [])];
  return sets.flatMap(([first, ...rest]) => (first === undefined ? [] : [{ rules: [first, ...rest], covers }]));
}

function refused(reason: string): CauseSuggestions {
  return { kind: "refused", reason };
}
