import type { Difference } from "#core/model/run/difference.ts";
import { endpointKey, type Method } from "#core/model/endpoint.ts";
import type { Answer, AnswerBody, Exchange } from "#core/model/run/exchange.ts";
import { targetText, type RuleTarget } from "#core/model/rules/rule.ts";
import { allowanceText, type Allowance } from "#core/model/rules/allowance.ts";
import { type Comparison, type ComparisonResult, compareExchanges } from "#core/compare/compare-exchanges.ts";
import { narrowestRules } from "#core/compare/rules/narrowest-rule.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";

/** A rule of the test: what it is for, a path being one in the body, and what it allows. */
export type TestRule = readonly [target: string | RuleTarget, allow: Allowance];

/** Compares two JSON bodies and tells the outcome as text: the verdict, then a line each difference. */
export function checkCompare(python: string, rust: string, rules: readonly TestRule[] = []): string {
  return resultText(compareBodies(python, rust, rules));
}

/** Compares two JSON bodies under status 200. */
export function compareBodies(python: string, rust: string, rules: readonly TestRule[] = []): ComparisonResult {
  return compareAnswers(jsonAnswer(python), jsonAnswer(rust), rules);
}

/** Compares what two sides wrote into their databases beside two bodies that may have ids, and tells the outcome as text. */
export function checkEffects(
  python: string,
  rust: string,
  rules: readonly TestRule[] = [],
  bodies: { readonly python: string; readonly rust: string } = { python: "{}", rust: "{}" },
): string {
  return resultText(
    compareAnswers(jsonAnswer(bodies.python), jsonAnswer(bodies.rust), rules, { effects: { python, rust } }),
  );
}

/** Compares two answers, to a GET where nothing else is said. */
export function compareAnswers(
  python: Answer,
  rust: Answer,
  rules: readonly TestRule[] = [],
  { method, ...rest }: Partial<Pick<Comparison, "isTimeUp" | "effects">> & { readonly method?: Method } = {},
): ComparisonResult {
  return compareExchanges({
    ...rest,
    python: exchangeOf(python, method),
    rust: exchangeOf(rust, method),
    rules: rules.map(([target, allow], index) => ({
      index,
      rule: {
        endpoints: [endpointKey("GET", "/api/nodes")],
        target: typeof target === "string" ? { part: "body", path: target } : target,
        allow,
        reason: "as the test says",
        place: {
          file: "portolan.yaml",
          range: { start: { line: index, character: 0 }, end: { line: index, character: 1 } },
        },
      },
    })),
  });
}

/** An answer with a JSON body. */
export function jsonAnswer(text: string, status = 200): Answer {
  return answerOf(status, { kind: "text", text }, "application/json");
}

/** An answer with any body. */
export function answerOf(status: number, body: AnswerBody, contentType?: string): Answer {
  const headers = contentType === undefined ? [] : [["content-type", contentType] as const];
  return { kind: "answer", status, headers, body, durationMs: 1 };
}

/** A result as text, as it may be shown. */
export function resultText(found: ComparisonResult): string {
  const result = new SecretGate().comparison(found);
  const { compared, ignored, loosened } = result.coverage;
  const hits = result.ruleHits.map(({ rule, hits: count }) => `rule ${rule}: ${count}`);
  return [
    `${result.verdict}${result.reason === undefined ? "" : `: ${result.reason}`}`,
    ...result.differences.flatMap((difference) => differenceLines(difference)),
    `leaves: ${compared} compared, ${ignored} ignored, ${loosened} loosened`,
    ...(hits.length > 0 ? [hits.join(", ")] : []),
  ].join("\n");
}

function differenceLines({
  class: found,
  severity,
  part,
  pointers,
  row,
  values,
  hint,
  isCoarse,
}: Difference): readonly string[] {
  const where =
    part === "status"
      ? ""
      : ` ${[...new Set([pointers.python, pointers.rust].filter((p) => p !== undefined))].map((p) => (p === "" ? "(root)" : p)).join(" -> ")}`;
  const of = row === undefined ? "" : ` (${row})`;
  const value = `${values.python ?? "absent"} | ${values.rust ?? "absent"}`;
  return [
    `${isCoarse === true ? "coarse " : ""}${severity} ${found}${where}${of}: ${value}`,
    ...(hint === undefined ? [] : [`  ${hint.code}`]),
  ];
}

function exchangeOf(outcome: Answer, method: Method = "GET"): Exchange {
  return { request: { method, url: "http://127.0.0.1:1/api/nodes", headers: [] }, outcome };
}

/** The rules that would let a difference pass, narrowest first, a line each with what it covers; or why there is none. */
export function narrowestText(difference: Difference | undefined, comparison: Comparison): string {
  if (difference === undefined) return "no difference";
  const found = narrowestRules(difference, comparison);
  if (found.kind === "refused") return `refused: ${found.reason}`;
  return found.rules
    .map(({ target, allow, covers }) => `${targetText(target)}  ${allowanceText(allow)}  ${covers}`)
    .join("\n");
}
