import type { Difference } from "#core/model/run/difference.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import { type Rule, targetKeys, targetText } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import type { CaseResult, Verdict } from "#core/model/run/verdict.ts";
import { findingLines } from "./findings/finding-lines.ts";
import { findingRecord } from "./findings/finding-record.ts";
import type { Paint } from "./layout/paint.ts";
import { differenceWhere } from "./run/pointer-shape.ts";
import { visible } from "./layout/visible.ts";
import { alignedLines, counted, oneLine } from "./layout/text-table.ts";

/** What came out of two files; the left one stands for Python's answer. */
export interface CompareReport {
  readonly result: Pick<
    CaseResult,
    | "verdict"
    | "reason"
    | "differences"
    | "omittedDifferences"
    | "coverage"
    | "ruleHits"
    | "notes"
    | "uncomparedHeaders"
  >;
  readonly rules: readonly Rule[];
  readonly findings: readonly Finding[];
}

const SIDES_SHOWN: readonly (readonly [side: Side, name: string])[] = [
  ["python", "left"],
  ["rust", "right"],
];

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = { match: "match", differs: "differ", failed: "not compared" };

/** Two files for a terminal: each difference with its hint, the rules with their hits, and the verdict last. */
export function compareText(report: CompareReport, paint: Paint): string {
  const { result, rules, findings } = visible(report);
  const { verdict, reason, differences, omittedDifferences = 0, coverage, ruleHits } = result;
  const { compared, ignored, loosened } = coverage;
  const all = compared + ignored + loosened;
  const share = all === 0 ? 0 : Math.floor((compared / all) * 1000) / 10;
  const colour = verdict === "match" ? paint.green : paint.red;
  const found = counted(differences.length + omittedDifferences, "difference");
  const parts = [
    differences.flatMap((difference) => differenceLines(difference, paint)),
    omittedDifferences > 0 ? [paint.dim(`… and ${counted(omittedDifferences, "more difference")}`)] : [],
    alignedLines(
      ruleHits.flatMap(({ rule: index, hits }) => {
        const rule = rules[index];
        return rule === undefined
          ? []
          : [[counted(hits, "hit"), allowanceText(rule.allow), targetText(rule.target), rule.reason]];
      }),
    ),
    findingLines(findings, paint),
    noteLines(result),
    [
      `${colour(VERDICT_WORDS[verdict])}: ${found}; ${compared} of ${counted(all, "value")} compared (${share} %), ${ignored} ignored, ${loosened} loosened`,
      ...(reason === undefined ? [] : [oneLine(reason)]),
    ],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

/** The same for machines, `{ "version": 1, … }`: same files, same bytes. */
export function compareJson({ result, rules, findings }: CompareReport): string {
  const { ruleHits, ...rest } = result;
  const hits = ruleHits.flatMap(({ rule: index, hits: count }) => {
    const rule = rules[index];
    return rule === undefined
      ? []
      : [
          {
            ...Object.fromEntries(targetKeys(rule.target)),
            allow: allowanceText(rule.allow),
            reason: rule.reason,
            hits: count,
          },
        ];
  });
  const record = { version: 1, ...rest, rules: hits, findings: findings.map((finding) => findingRecord(finding)) };
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/** What a reader should know besides: notes, and headers that only one of the two has and nobody compared. */
function noteLines({ notes = [], uncomparedHeaders }: CompareReport["result"]): readonly string[] {
  const alone = SIDES_SHOWN.flatMap(([side, name]) => {
    const names = uncomparedHeaders?.[side] ?? [];
    return names.length === 0 ? [] : [`Only ${name} has ${names.map(oneLine).join(", ")}, not compared.`];
  });
  return [...notes.map(oneLine), ...alone];
}

function differenceLines(difference: Difference, paint: Paint): readonly string[] {
  const { class: sort, severity, hint, values, isCoarse } = difference;
  const where = differenceWhere(difference);
  const notes = isCoarse === true ? `${severity}, coarse: not looked into` : severity;
  return [
    `${paint.yellow(sort)} ${where === "" ? "" : `${oneLine(where)} `}${paint.dim(notes)}`,
    ...SIDES_SHOWN.map(([side, name]) => {
      const value = values[side];
      return `  ${name.padEnd(5)}  ${value === undefined ? paint.dim("absent") : oneLine(value)}`;
    }),
    ...(hint === undefined ? [] : [`  ${paint.cyan("why")}    ${oneLine(hint.text)}`]),
  ];
}
