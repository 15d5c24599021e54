import type { Difference } from "#core/model/difference.ts";
import { SIDES } from "#core/model/endpoint.ts";
import type { Exchange } from "#core/model/exchange.ts";
import { placeText } from "#core/model/place.ts";
import type { RuleHits } from "#core/model/rule.ts";
import type { CaseResult } from "#core/model/verdict.ts";
import { compareBodies } from "./compare-bodies.ts";
import { compareHeaders } from "./compare-headers.ts";
import type { PlaceOf } from "./describe-disagreement.ts";
import type { AnswerPair } from "./hint-subject.ts";
import { hintFor } from "./hints.ts";
import type { IndexedRule } from "./rule-marks.ts";
import { SEVERITIES } from "./severity.ts";
import { type Tally, emptyTally } from "./tally.ts";

/** What is compared, and by which rules: those of the endpoint, each with its index in the project. */
export interface Comparison {
  readonly python: Exchange;
  readonly rust: Exchange;
  readonly rules: readonly IndexedRule[];
  readonly placeOf?: PlaceOf;
  /** Differences beyond this many are counted, not kept; 1000 where it is not said. */
  readonly limit?: number;
}

/** What came out of it; a part of a `CaseResult`. */
export type ComparisonResult = Pick<
  CaseResult,
  "verdict" | "reason" | "differences" | "omittedDifferences" | "coverage" | "ruleHits"
>;

/**
 * Compares what the two sides answered: status, Content-Type and body, strictly, after the rules. Secrets must not be
 * masked yet. `differs` where a difference is not cosmetic; `failed`, with a reason, where a side did not answer or
 * the rules left nothing of the bodies to compare; a rule that hit nothing is told with 0 hits.
 */
export function compareExchanges(comparison: Comparison): ComparisonResult {
  const python = comparison.python.outcome;
  const rust = comparison.rust.outcome;
  if (python.kind === "unreachable" || rust.kind === "unreachable") return unreachableResult(comparison);

  const answers: AnswerPair = { python, rust };
  const tally = emptyTally();
  const differences: Difference[] = [...compareStatus(answers), ...compareHeaders(answers)];
  const { rules, placeOf, limit = 1000 } = comparison;
  differences.push(...compareBodies(answers, { rules, placeOf, limit }, tally));

  const doesDiffer = tally.hasFailing || differences.some(({ severity }) => severity !== "cosmetic");
  const reason = doesDiffer ? undefined : whyNothingCompared(tally, rules);
  return {
    verdict: doesDiffer ? "differs" : reason === undefined ? "match" : "failed",
    ...(reason !== undefined && { reason }),
    differences,
    ...(tally.omitted > 0 && { omittedDifferences: tally.omitted }),
    // The two statuses are leaves too.
    coverage: { compared: tally.compared + 2, ignored: tally.ignored, loosened: tally.loosened },
    ruleHits: rules.map(({ index }, position): RuleHits => ({ rule: index, hits: tally.hits.get(position) ?? 0 })),
  };
}

function compareStatus(answers: AnswerPair): readonly Difference[] {
  const { python, rust } = answers;
  if (python.status === rust.status) return [];
  const hint = hintFor({ class: "status", part: "status", answers, pointer: "" });
  return [
    {
      class: "status",
      severity: SEVERITIES.status,
      part: "status",
      pointers: {},
      values: { python: String(python.status), rust: String(rust.status) },
      ...(hint !== undefined && { hint }),
    },
  ];
}

/** A body that the rules swallow must not pass: equal statuses alone prove nothing about it. */
function whyNothingCompared(tally: Tally, rules: readonly IndexedRule[]): string | undefined {
  if (tally.compared > 0 || tally.ignored + tally.loosened === 0) return undefined;
  const culprit = rules.find((_, position) => tally.hits.has(position));
  const place = culprit === undefined ? "" : ` (${placeText(culprit.rule.place)})`;
  if (tally.loosened === 0) return `The rules ignore the whole body, so that nothing was compared${place}.`;
  return culprit?.rule.path === "$"
    ? `A rule loosens the whole body, so that nothing was compared${place}.`
    : undefined;
}

function unreachableResult(comparison: Comparison): ComparisonResult {
  const names = { python: "Python", rust: "Rust" };
  const reasons = SIDES.flatMap((side) => {
    const { outcome } = comparison[side];
    return outcome.kind === "unreachable" ? [`${names[side]} did not answer: ${outcome.reason}`] : [];
  });
  return {
    verdict: "failed",
    reason: reasons.join(" "),
    differences: [],
    coverage: { compared: 0, ignored: 0, loosened: 0 },
    ruleHits: comparison.rules.map(({ index }) => ({ rule: index, hits: 0 })),
  };
}
