import { type Allowance, allowanceText } from "#core/model/rules/allowance.ts";
import type { RuleSuggestion } from "#core/model/rules/rule-suggestion.ts";
import { durationMs } from "#core/text/yaml/yaml-duration.ts";

/**
 * Of the rules that were proved for a first difference those that were for all others too, each with the widest
 * tolerance that one of them needs. `[[1s, ignore], [5s, ignore]]` → `5s`, `ignore`
 */
export function commonRules(needs: readonly (readonly RuleSuggestion[])[]): readonly RuleSuggestion[] {
  const [first = [], ...others] = needs;
  return first.flatMap((rule) => {
    const same = others.map((rules) => rules.find((other) => sortOf(other.allow) === sortOf(rule.allow)));
    const found = same.filter((each) => each !== undefined);
    return found.length === others.length ? [[rule, ...found].reduce(widerOf)] : [];
  });
}

/** Whether two allowances are one but for how much they tolerate. */
export function sortOf(allow: Allowance): string {
  if (typeof allow === "string") return allow;
  if (allow.kind === "time tolerance") return allow.kind;
  return allow.kind === "tolerance" ? `${allow.kind} ${Object.keys(allow.value).join()}` : allowanceText(allow);
}

/** Of two rules of one sort the one that tolerates more. */
export function widerOf(one: RuleSuggestion, other: RuleSuggestion): RuleSuggestion {
  return extentOf(other.allow) > extentOf(one.allow) ? other : one;
}

function extentOf(allow: Allowance): number {
  if (typeof allow === "string") return 0;
  if (allow.kind === "time tolerance") return durationMs(allow.value) ?? 0;
  return allow.kind === "tolerance" ? Math.max(...Object.values(allow.value).map(Number)) : 0;
}
