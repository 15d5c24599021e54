import { targetText } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import type { RunReport } from "./run-report.ts";
import { counted, oneLine } from "../layout/text-table.ts";

/** A rule of a run and how often it applied. */
export interface RuleHitText {
  readonly hits: number;
  /** `ignore $.id for GET /api/nodes/{}` */
  readonly rule: string;
  readonly reason: string;
}

/** The rules that a run tried, each with its hits, in the order of the project. */
export function ruleHitTexts({ rules, ended }: RunReport): readonly RuleHitText[] {
  return ended.ruleHits.flatMap(({ rule: index, hits }) => {
    const rule = rules[index];
    if (rule === undefined) return [];
    const { allow, target, endpoint, reason } = rule;
    return [
      { hits, rule: oneLine(`${allowanceText(allow)} ${targetText(target)} for ${endpoint}`), reason: oneLine(reason) },
    ];
  });
}

/** `3 hits: ignore $.id for GET /api/nodes/{}` */
export function ruleHitLine({ hits, rule }: RuleHitText): string {
  return `${counted(hits, "hit")}: ${rule}`;
}
