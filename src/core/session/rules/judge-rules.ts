import { ruleFindings } from "#core/compare/rules/rule-findings.ts";
import type { Case } from "#core/model/run/case.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import { matchesEndpoint } from "#core/model/rules/endpoint-pattern.ts";
import type { Rule, RuleHits } from "#core/model/rules/rule.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";

/** What is asked of a run besides its events. */
export interface JudgedRun {
  readonly rules: readonly Rule[];
  /** All endpoints that both sides serve, chosen or not, with their cases. */
  readonly cases: ReadonlyMap<EndpointKey, readonly Case[]>;
  /** Milliseconds since 1970 in UTC. */
  readonly now: () => number;
}

/** The events of a run; before `ended` come the findings on its rules, if it was completed. */
export async function* judgeRules(
  events: AsyncIterable<RunEvent>,
  { rules, cases, now }: JudgedRun,
): AsyncGenerator<RunEvent, void, undefined> {
  const hitsByRule = new Map<number, RuleHits>();
  const compared = new Set<string>();
  for await (const event of events) {
    if (event.kind === "case-ended") {
      const { case: given, ruleHits, exchanges } = event.result;
      for (const hits of ruleHits) hitsByRule.set(hits.rule, together(hits, hitsByRule.get(hits.rule)));
      // A case that was given up before it was compared tried no rule.
      const isCompared = ruleHits.length > 0 || event.result.verdict !== "failed";
      if (isCompared && exchanges.python !== undefined) compared.add(caseKey(given));
    }
    if (event.kind === "ended" && event.outcome.kind === "completed") {
      const isComplete = (rule: Rule): boolean => areAllIn(casesOf(rule, cases), compared);
      const today = new Date(now()).toISOString().slice(0, 10);
      for (const finding of ruleFindings(rules, [...hitsByRule.values()], { isComplete, today }))
        yield { kind: "finding", finding };
    }
    yield event;
  }
}

/** What a rule hit in two cases, as one: thousands of cases are not kept for it. */
function together(one: RuleHits, other: RuleHits | undefined): RuleHits {
  if (other === undefined) return one;
  const swallowed = Math.max(one.swallowed ?? 0, other.swallowed ?? 0);
  const isWhole = one.isWhole === true || other.isWhole === true;
  return {
    rule: one.rule,
    hits: one.hits + other.hits,
    ...(swallowed > 0 && { swallowed }),
    ...(isWhole && { isWhole }),
  };
}

/** The rules that a case is compared under, each with its index. */
export function rulesFor(
  rules: readonly Rule[],
  given: Case,
): readonly { readonly rule: Rule; readonly index: number }[] {
  return rules.map((rule, index) => ({ rule, index })).filter(({ rule }) => isFor(rule, given));
}

function isFor(rule: Rule, given: Case): boolean {
  const isNamed = rule.endpoints.some((pattern) => matchesEndpoint(pattern, given.endpoint));
  return isNamed && (rule.case === undefined || rule.case === given.id);
}

function casesOf(rule: Rule, cases: JudgedRun["cases"]): readonly Case[] {
  return [...cases.values()].flatMap((each) => each.filter((given) => isFor(rule, given)));
}

function areAllIn(cases: readonly Case[], compared: ReadonlySet<string>): boolean {
  return cases.every((given) => compared.has(caseKey(given)));
}

function caseKey({ endpoint, id }: Case): string {
  return `${endpoint} ${id}`;
}
