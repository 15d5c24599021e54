import { narrowestRules } from "#core/compare/rules/narrowest-rule.ts";
import type { Difference, DifferenceClass } from "#core/model/run/difference.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import { headersFor, type Project } from "#core/model/project.ts";
import { targetText } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import type {
  DifferencePlace,
  RuleProposal,
  RuleRefusal,
  RuleSuggestion,
  RuleSuggestions,
  RunSuggestions,
} from "#core/model/rules/rule-suggestion.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import { policyFor } from "#core/model/rules/severity-policy.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { commonRules, sortOf, widerOf } from "#core/session/rules/common-rule.ts";
import { rulesFor } from "#core/session/rules/judge-rules.ts";

/** The rules that would let one difference of a result pass, the narrowest first; or why none may. */
export function suggestRules(project: Project, result: CaseResult, difference: Difference): RuleSuggestions {
  const found = insistedRules(project, result, difference);
  return difference.isRepeated && found.kind === "rules" ? REPEATED : found;
}

/** The same for whoever insists on a rule for what both sides repeat. That two such values are spelt alike says nothing. */
export function insistedRules(project: Project, result: CaseResult, difference: Difference): RuleSuggestions {
  const found = provedRules(project, result, difference);
  if (found.kind === "refused" || !difference.isRepeated) return found;
  const rules = found.rules.filter(({ allow }) => typeof allow === "string" || allow.kind !== "format");
  return rules.length > 0 ? { kind: "rules", rules } : REPEATED;
}

const REPEATED: Extract<RuleSuggestions, { kind: "refused" }> = {
  kind: "refused",
  reason: "Both sides repeat it: a divergence, not noise. Mend it on one side.",
  isRepeated: true,
};

const REPEATED_ELSEWHERE =
  "It varies here, but in another case both sides repeat what differs at this place: a rule would hide that divergence too.";

function provedRules(project: Project, result: CaseResult, difference: Difference): RuleSuggestions {
  const { exchanges, effects } = result;
  const { python, rust } = exchanges;
  if (python === undefined || rust === undefined) return { kind: "refused", reason: "The answers were not kept." };
  if ([python, rust].some(isExcerpt)) return { kind: "refused", reason: ONLY_EXCERPTS };
  return narrowestRules(difference, {
    python,
    rust,
    rules: rulesFor(project.rules, result.case),
    policy: policyFor(project.differences, result.case.endpoint),
    ...(effects && { effects }),
    headers: headersFor(project, result.case.endpoint),
  });
}

const ONLY_EXCERPTS =
  "Of answers that are this long only excerpts are kept, in which no rule can be proved; `portolan rules suggest` proves it on the whole answers.";

function isExcerpt({ outcome }: Exchange): boolean {
  return outcome.kind === "answer" && outcome.body.kind === "text" && outcome.body.characters !== undefined;
}

/** Of a case with more differences only so many are looked at: each is proved by comparing anew. */
const MOST_DIFFERENCES = 50;

/**
 * For each place of each endpoint that differs the narrowest rule that is proved in all its cases. A case that could not
 * be compared, and differences beyond those that are looked at, are refused too: without a word they would seem to match.
 * What both sides repeat is refused, and with it its place in all cases, unless the user `insists`.
 */
export function suggestForRun(
  project: Project,
  results: readonly CaseResult[],
  { insists }: { readonly insists: boolean } = { insists: false },
): RunSuggestions {
  const refusals: RuleRefusal[] = [];
  const needs: Need[] = [];
  for (const result of results) {
    const { endpoint, id } = result.case;
    const failing = result.differences.filter(({ severity }) => severity !== "cosmetic");
    const refuse = (reason: string): void => void refusals.push({ endpoint, case: id, reason });
    if (result.verdict === "failed") refuse(`The case could not be compared. ${result.reason ?? ""}`.trim());
    for (const difference of failing.slice(0, MOST_DIFFERENCES)) {
      const at = pointerOf(difference);
      const isWritten = difference.part === "effect";
      const example: DifferencePlace = {
        case: id,
        ...(isWritten && { part: "effect" }),
        ...(at !== undefined && { at }),
      };
      const found = insistedRules(project, result, difference);
      const { class: sort, isRepeated = false } = difference;
      if (found.kind === "rules") needs.push({ endpoint, example, sort, isRepeated, rules: widest(found.rules) });
      else refusals.push({ endpoint, ...example, class: difference.class, reason: found.reason });
    }
    const left = failing.length - MOST_DIFFERENCES + (result.omittedDifferences ?? 0);
    if (left > 0) refuse(`${left} more differences were not looked at; write these rules, then ask again.`);
  }
  const byPlace = Map.groupBy(needs, ({ endpoint, rules }) => `${endpoint} ${rules[0] && targetText(rules[0].target)}`);
  const proposals = [...byPlace.values()].flatMap((same) => {
    if (insists || !same.some(({ isRepeated }) => isRepeated)) return proposalsFor(same);
    for (const { endpoint, example, sort, isRepeated } of same)
      refusals.push({ endpoint, ...example, class: sort, reason: isRepeated ? REPEATED.reason : REPEATED_ELSEWHERE });
    return [];
  });
  return { proposals: overEndpoints(proposals), refusals };
}

/** A header that differs at more endpoints is one that the whole server sets. */
const MOST_NAMED = 3;

/** Whether a rule for so many endpoints names none of them: a path of a body means another member in each. */
export function isForEvery({ target }: Pick<RuleSuggestion, "target">, endpoints: number): boolean {
  return target.part === "header" && endpoints > MOST_NAMED;
}

/** The same rule at several endpoints is one. */
function overEndpoints(proposals: readonly RuleProposal[]): readonly RuleProposal[] {
  const same = Map.groupBy(proposals, ({ target, allow }) => `${targetText(target)} ${sortOf(allow)}`);
  return [...same.values()].flatMap(([first, ...rest]): readonly RuleProposal[] => {
    if (first === undefined) return [];
    const further = rest.flatMap(({ endpoints }) => endpoints).filter((endpoint) => endpoint !== first.endpoints[0]);
    const endpoints: RuleProposal["endpoints"] = [first.endpoints[0], ...new Set(further)];
    const covers = rest.reduce((sum, each) => sum + each.covers, first.covers);
    const { allow, meaning } = rest.reduce<RuleSuggestion>(widerOf, first);
    return [
      { ...first, allow, meaning, endpoints, covers, ...(isForEvery(first, endpoints.length) && { isForEvery: true }) },
    ];
  });
}

/** Absent for a status and for a whole body. */
function pointerOf({ part, pointers }: Difference): string | undefined {
  const pointer = pointers.python ?? pointers.rust ?? "";
  return part === "status" || pointer === "" ? undefined : pointer;
}

interface Need {
  readonly endpoint: EndpointKey;
  readonly example: DifferencePlace;
  readonly sort: DifferenceClass;
  readonly isRepeated: boolean;
  readonly rules: readonly RuleSuggestion[];
}

/** Of rules for one element and for all of them those for all: the next run may have another number of elements. */
export function widest(rules: readonly RuleSuggestion[]): readonly RuleSuggestion[] {
  const general = rules.filter(({ target }) => targetText(target).includes("[*]"));
  return general.length > 0 ? general : rules;
}

/** One for all where one was proved for all, else each its own. */
function proposalsFor(needs: readonly Need[]): readonly RuleProposal[] {
  const [first] = needs;
  if (first === undefined) return [];
  const [common] = commonRules(needs.map(({ rules }) => rules));
  const { endpoint, example } = first;
  if (common !== undefined) return [{ ...common, endpoints: [endpoint], example, covers: needs.length }];
  const own = needs.flatMap((need) => {
    const [rule] = need.rules;
    return rule === undefined ? [] : [{ ...rule, endpoints: [endpoint] as const, example: need.example, covers: 1 }];
  });
  return [...Map.groupBy(own, ({ allow }) => allowanceText(allow)).values()].flatMap(([proposal]) => proposal ?? []);
}
