import type { Finding } from "#core/model/finding.ts";
import type { Rule, RuleHits } from "#core/model/rule.ts";

/**
 * What is wrong with the rules after a run: one that was tried and hit nothing protects nothing, and hides that the
 * answer changed. Rules of endpoints that were not compared are not judged. `hits` is the sum over all cases.
 */
export function ruleFindings(rules: readonly Rule[], hits: readonly RuleHits[]): readonly Finding[] {
  return hits.flatMap(({ rule: index, hits: count }): readonly Finding[] => {
    const rule = rules[index];
    if (rule === undefined || count > 0) return [];
    const { endpoint, path, allow, place } = rule;
    return [{ code: "rule-unused", severity: "error", place, endpoint, facts: { allow, path, endpoint } }];
  });
}
