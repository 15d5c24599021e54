import { endpointsText, isExactPattern } from "#core/model/rules/endpoint-pattern.ts";
import type { Finding } from "#core/model/finding.ts";
import { targetText, type Rule, type RuleHits } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";

/** So many values of a case may one rule take from being compared where it does not say itself how many. */
const MOST_SWALLOWED = 1000;

/**
 * What is wrong with the rules after a run: one that was tried and hit nothing protects nothing, and hides that the
 * answer changed; one that has expired; one that takes a body as a whole or more values than it may. `hits` has one
 * entry for each rule and case. Rules that are not among them are not judged; only those of `complete`, all of whose
 * cases were compared, can be unused. `today` is a date, `2026-11-23`.
 */
export function ruleFindings(
  rules: readonly Rule[],
  hits: readonly RuleHits[],
  { isComplete = () => true, today = "" }: RuleJudgement = {},
): readonly Finding[] {
  const hitsByRule = Map.groupBy(hits, ({ rule }) => rule);
  return [...hitsByRule]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([index, own]) => {
      const rule = rules[index];
      return rule === undefined ? [] : findingsOf(rule, own, { isUnusedKnown: isComplete(rule), today });
    });
}

export interface RuleJudgement {
  /** All cases that a rule is for were compared. */
  readonly isComplete?: (rule: Rule) => boolean;
  readonly today?: string;
}

function findingsOf(
  rule: Rule,
  hits: readonly RuleHits[],
  { isUnusedKnown, today }: { readonly isUnusedKnown: boolean; readonly today: string },
): readonly Finding[] {
  const { endpoints, target, place, expires, limit = MOST_SWALLOWED } = rule;
  const [endpoint] = endpoints;
  const about = (code: string, facts: Finding["facts"]): Finding => ({
    code,
    severity: "error",
    place,
    ...(endpoint !== undefined && isExactPattern(endpoint) && endpoints.length === 1 && { endpoint }),
    facts: { allow: allowanceText(rule.allow), path: targetText(target), endpoint: endpointsText(endpoints), ...facts },
  });
  const isUnused = isUnusedKnown && hits.every(({ hits: count }) => count === 0);
  const most = hits.reduce((greatest, { swallowed = 0 }) => Math.max(greatest, swallowed), 0);
  const isWhole = hits.some((each) => each.isWhole === true);
  return [
    ...(isUnused ? [about("rule-unused", {})] : []),
    ...(expires !== undefined && expires < today ? [about("rule-expired", { expires, ...ownerOf(rule) })] : []),
    ...(isWhole ? [about("rule-takes-all", {})] : []),
    ...(!isWhole && most > limit ? [about("rule-too-broad", { values: most, limit })] : []),
  ];
}

function ownerOf({ owner }: Rule): Finding["facts"] {
  return owner === undefined ? {} : { owner };
}
