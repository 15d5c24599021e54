import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { targetText } from "#core/model/rules/rule.ts";
import type { CauseSuggestions, RuleSet, RuleSuggestion } from "#core/model/rules/rule-suggestion.ts";
import type { Difference } from "#core/model/run/difference.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { differenceShape } from "#core/report/run/pointer-shape.ts";
import { sortOf, widerOf } from "#core/session/rules/common-rule.ts";
import { insistedRules, isForEvery, suggestRules, widest } from "#core/session/rules/suggest-rules.ts";

/** So many differences of other endpoints are looked at: each is proved by comparing anew. */
const MOST_DIFFERENCES = 200;

/** What is asked of a cause that was looked at in one endpoint. */
export interface OtherEndpoints {
  readonly project: Project;
  readonly endpoint: EndpointKey;
  /** The cause's differences there. */
  readonly differences: readonly Difference[];
  /** The last results of every other endpoint. */
  readonly others: readonly CaseResult[];
  readonly insists: boolean;
}

/**
 * The suggestions for a cause, and behind them the narrowest set once more for all endpoints that differ in the same
 * place, where it was proved to let that pass. The same suggestions where the cause reaches no other endpoint.
 */
export function overEndpoints(found: CauseSuggestions, options: OtherEndpoints): CauseSuggestions {
  const [narrowest] = found.kind === "rules" ? found.sets : [];
  if (found.kind !== "rules" || narrowest === undefined) return found;
  const reached = reachedBy(narrowest, options);
  if (reached.endpoints.length === 0) return found;
  const rules = [reached.rules[0] ?? narrowest.rules[0], ...reached.rules.slice(1)] as const;
  const endpoints = [options.endpoint, ...reached.endpoints];
  const areForEvery = rules.every((rule) => isForEvery(rule, endpoints.length));
  const covers = narrowest.covers + reached.covers;
  const set: RuleSet = { rules, covers, endpoints, ...(areForEvery && { isForEvery: true }) };
  return { kind: "rules", sets: [...found.sets, set] };
}

/**
 * The endpoints of which every difference at the places of the cause passes under one of the rules, and the rules with
 * the tolerance that all of them need.
 */
function reachedBy(
  { rules }: RuleSet,
  { project, differences, others, insists }: OtherEndpoints,
): { readonly rules: readonly RuleSuggestion[]; readonly endpoints: readonly EndpointKey[]; readonly covers: number } {
  const wanted = new Set(rules.map(keyOf));
  const places = new Set(differences.map(placeOf));
  const suggest = insists ? insistedRules : suggestRules;
  const proved = new Map<EndpointKey, RuleSuggestion[]>();
  const refused = new Set<EndpointKey>();
  let looked = 0;
  for (const result of others) {
    const { endpoint } = result.case;
    for (const difference of result.differences) {
      if (difference.severity === "cosmetic" || !places.has(placeOf(difference)) || refused.has(endpoint)) continue;
      const found = looked < MOST_DIFFERENCES ? suggest(project, result, difference) : undefined;
      looked++;
      const rule = found?.kind === "rules" ? widest(found.rules).find((each) => wanted.has(keyOf(each))) : undefined;
      if (rule === undefined) refused.add(endpoint);
      else proved.set(endpoint, [...(proved.get(endpoint) ?? []), rule]);
    }
  }
  for (const endpoint of refused) proved.delete(endpoint);
  const found = [...proved.values()].flat();
  const wide = rules.map((rule) => found.filter((each) => keyOf(each) === keyOf(rule)).reduce(widerOf, rule));
  return { rules: wide, endpoints: [...proved.keys()], covers: found.length };
}

/** Rules of one place that allow the same, but for how much they tolerate. */
function keyOf({ target, allow }: RuleSuggestion): string {
  return `${targetText(target)} ${sortOf(allow)}`;
}

function placeOf(difference: Difference): string {
  return `${difference.part} ${difference.class} ${differenceShape(difference)}`;
}
