import { type Difference } from "#core/model/difference.ts";
import { SIDES } from "#core/model/endpoint.ts";
import type { Ledger, LedgerRow } from "#core/model/ledger.ts";
import { placeText } from "#core/model/place.ts";
import type { CaseResult, EndpointVerdict, Verdict } from "#core/model/verdict.ts";
import { findingLines } from "./finding-lines.ts";
import type { Paint } from "./paint.ts";
import { type RunReport, totalCoverage } from "./run-report.ts";
import { statusText } from "./status-mark.ts";
import { alignedLines, counted, oneLine } from "./text-table.ts";

/** A case shows at most this many differences; the JSON report has all. */
const MOST_SHOWN = 10;

/**
 * A run for a terminal: a line with the verdict of each endpoint, then what differs or failed, case by case, with the
 * places of both handlers; rules, findings and the totals come last. Ends with a line feed.
 */
export function runText(report: RunReport, paint: Paint): string {
  const rows = new Map(report.ledger.rows.map((row) => [row.key, row]));
  const parts = [
    verdictLines(report, rows, paint),
    ...report.verdicts
      .filter(({ verdict }) => verdict !== "match")
      .map((verdict) => endpointLines(verdict, rows.get(verdict.endpoint), report.results, paint)),
    ruleLines(report, paint),
    findingLines(report.findings, paint),
    totalLines(report, paint),
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

type Rows = ReadonlyMap<Ledger["rows"][number]["key"], LedgerRow>;

const STATUS_OF_VERDICT = { match: "verified", differs: "differs", failed: "failed" } as const;

function verdictLines({ verdicts, ended }: RunReport, rows: Rows, paint: Paint): readonly string[] {
  const unported = ended.totals.unported.map((key) => [statusText("unported", paint), nameOf(key, rows.get(key)), ""]);
  const lines = verdicts.map((verdict) => [
    statusText(STATUS_OF_VERDICT[verdict.verdict], paint),
    nameOf(verdict.endpoint, rows.get(verdict.endpoint)),
    `${verdict.matched} of ${counted(verdict.cases, "case")}`,
  ]);
  return alignedLines([...lines, ...unported]);
}

function nameOf(key: string, row: LedgerRow | undefined): string {
  return row === undefined ? key : `${row.method} ${row.path}`;
}

function endpointLines(
  { endpoint, reason, cases }: EndpointVerdict,
  row: LedgerRow | undefined,
  results: readonly CaseResult[],
  paint: Paint,
): readonly string[] {
  const wrong = results.filter((result) => result.case.endpoint === endpoint && result.verdict !== "match");
  const handlers = SIDES.toReversed().flatMap((side) => {
    const route = row?.[side][0];
    const place = route?.handler?.place ?? route?.place;
    return place === undefined
      ? []
      : [[`  ${side}`, paint.cyan(placeText(place)), paint.dim(route?.handler?.name ?? "")]];
  });
  return [
    paint.bold(nameOf(endpoint, row)),
    ...alignedLines(handlers),
    ...(wrong.length === 0 && reason !== undefined ? [`  ${cases === 0 ? "" : "failed: "}${oneLine(reason)}`] : []),
    ...wrong.flatMap((result) => caseLines(result, paint)),
  ];
}

function caseLines(result: CaseResult, paint: Paint): readonly string[] {
  const failing = result.differences.filter(({ severity }) => severity !== "cosmetic");
  const shown = failing.slice(0, MOST_SHOWN);
  const hidden = failing.length - shown.length + (result.omittedDifferences ?? 0);
  const cosmetic = result.differences.length - failing.length;
  const { case: sent } = result;
  return [
    "",
    `  ${paint.red(VERDICT_WORDS[result.verdict])} ${oneLine(sent.name)} ${paint.dim(`(${sent.method} ${oneLine(sent.target)})`)}`,
    ...(result.reason === undefined ? [] : [`    ${oneLine(result.reason)}`]),
    ...shown.flatMap((difference) => differenceLines(difference, paint)),
    ...(hidden > 0 ? [paint.dim(`    … and ${counted(hidden, "more difference")}`)] : []),
    ...(cosmetic > 0 ? [paint.dim(`    and ${counted(cosmetic, "cosmetic difference")}`)] : []),
  ];
}

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = { match: "✓", differs: "✗", failed: "! failed:" };

function differenceLines(difference: Difference, paint: Paint): readonly string[] {
  const { hint, values, places } = difference;
  return [
    `    ${paint.yellow(difference.class)} ${whereText(difference)}`,
    ...SIDES.map((side) => {
      const value = values[side];
      return `      ${side.padEnd(6)}  ${value === undefined ? paint.dim("absent") : oneLine(value)}`;
    }),
    ...(hint === undefined ? [] : [`      ${paint.cyan("why")}     ${oneLine(hint.text)}`]),
    ...SIDES.toReversed().flatMap((side) => {
      const place = places?.[side];
      return place === undefined ? [] : [paint.dim(`      ${side} field at ${placeText(place)}`)];
    }),
  ];
}

/** Where two answers differ: a JSON pointer, both where they differ, or the part of the answer. */
function whereText({ part, pointers }: Difference): string {
  const { python, rust } = pointers;
  if (part === "status") return "";
  const where = [...new Set([python, rust].filter((pointer) => pointer !== undefined))].join(" → ");
  if (part === "header") return `in ${where}`;
  return where === "" ? "of the whole body" : `at ${oneLine(where)}`;
}

function ruleLines({ rules, ended }: RunReport, paint: Paint): readonly string[] {
  if (ended.ruleHits.length === 0) return [];
  const lines = ended.ruleHits.map(({ rule: index, hits }) => {
    const rule = rules[index];
    const what =
      rule === undefined ? [`rule ${index}`] : [rule.allow, rule.path, rule.endpoint, paint.dim(rule.reason)];
    const count = counted(hits, "hit");
    return [`  ${hits === 0 ? paint.red(count) : count}`, ...what];
  });
  return [paint.bold("rules"), ...alignedLines(lines)];
}

function totalLines({ results, ended }: RunReport, paint: Paint): readonly string[] {
  const { endpoints, cases, unported } = ended.totals;
  const { compared, ignored, loosened } = totalCoverage(results);
  const all = compared + ignored + loosened;
  const share = all === 0 ? 0 : Math.floor((compared / all) * 1000) / 10;
  const count = cases.match + cases.differs + cases.failed;
  const verdicts = [
    `${endpoints.match} verified`,
    ...(endpoints.differs > 0
      ? [paint.red(endpoints.differs === 1 ? "1 differs" : `${endpoints.differs} differ`)]
      : []),
    ...(endpoints.failed > 0 ? [paint.red(`${endpoints.failed} failed`)] : []),
    ...(unported.length > 0 ? [paint.yellow(`${unported.length} unported`)] : []),
  ];
  const end =
    ended.outcome.kind === "completed"
      ? []
      : [
          paint.red(
            ended.outcome.kind === "failed" ? `The run failed: ${ended.outcome.reason}` : "The run was cancelled.",
          ),
        ];
  return [
    `${paint.bold(counted(endpoints.match + endpoints.differs + endpoints.failed + unported.length, "endpoint"))}: ${verdicts.join(", ")}`,
    `${cases.match} of ${counted(count, "case")} match; ${compared} of ${counted(all, "value")} compared (${share} %), ${ignored} ignored, ${loosened} loosened`,
    ...end,
  ];
}
