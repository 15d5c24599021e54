import { type EndpointKey, SIDES } from "#core/model/endpoint.ts";
import { placeText } from "#core/model/place.ts";
import { targetText } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import { noteLines } from "./note-lines.ts";
import { clusterCount, clusterFields, clusterTitle, cosmeticText } from "./cluster-text.ts";
import { type Cluster, clustersOf, isFailing } from "./clusters.ts";
import { failuresOf } from "./failures.ts";
import { findingLines } from "../findings/finding-lines.ts";
import { type Rows, endpointName, handlersOf, rowsOf } from "./handler-places.ts";
import type { Paint } from "../layout/paint.ts";
import { differenceWhere } from "./pointer-shape.ts";
import type { RunReport } from "./run-report.ts";
import { hitsByEndpoint } from "./rule-hits.ts";
import { endpointsText } from "#core/model/rules/endpoint-pattern.ts";
import { coverageText, endText, endpointCounts, endpointTotal, otherRequestsText, programText } from "./run-summary.ts";
import { caseLines } from "./run-text-cases.ts";
import { caseCountText } from "../layout/case-count.ts";
import { statusText } from "../layout/status-mark.ts";
import { visible } from "../layout/visible.ts";
import { alignedLines, counted, oneLine, shownLine } from "../layout/text-table.ts";

/** What is shown at most; `--verbose` and the other reports have all. */
const MOST = { clusters: 10, endpoints: 3, failures: 10 };

const ALL: typeof MOST = { clusters: Infinity, endpoints: Infinity, failures: Infinity };

/**
 * A run for a terminal: a line with the verdict of each endpoint, then each cause of differences once, with a count,
 * an example and the places of both handlers, then what failed; rules, findings and the totals come last. Ends with
 * a line feed.
 */
export function runText(report: RunReport, paint: Paint): string {
  return joined(runParts(visibleReport(report), paint, MOST));
}

/** As `runText`, and with every cause, every difference and every case. */
export function runTextInFull(written: RunReport, paint: Paint): string {
  const report = visibleReport(written);
  return joined(runParts(report, paint, ALL, caseLines(report, paint)));
}

/** Values, bodies and what servers printed are made visible where they are shown: only a little of them is. */
function visibleReport(report: RunReport): RunReport {
  const { ledger, verdicts, results, findings, rules } = report;
  return {
    ...report,
    ledger: visible(ledger),
    verdicts: visible(verdicts),
    findings: visible(findings),
    rules: visible(rules),
    results: results.map((result) => {
      const { case: given, differences } = result;
      const endpoint = visible(given.endpoint);
      return { ...result, case: { ...given, endpoint }, differences: visible(differences) };
    }),
  };
}

function joined(parts: readonly (readonly string[])[]): string {
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function runParts(
  report: RunReport,
  paint: Paint,
  most: typeof MOST,
  caseByCase: readonly string[] = [],
): readonly (readonly string[])[] {
  const rows = rowsOf(report.ledger);
  return [
    verdictLines(report, rows, paint),
    ...clusterParts(report, rows, paint, most),
    ...failureParts(report, rows, paint, most),
    notReachedLines(report, paint, most),
    caseByCase,
    noteLines(report.results, paint),
    ruleLines(report, paint),
    findingLines(report.findings, paint),
    totalLines(report, paint),
  ];
}

const STATUS_OF_VERDICT = { match: "verified", differs: "differs", failed: "failed" } as const;

function verdictLines({ verdicts, ended }: RunReport, rows: Rows, paint: Paint): readonly string[] {
  const unported = ended.totals.unported.map((key) => [statusText("unported", paint), endpointName(key, rows), ""]);
  const lines = verdicts.map((verdict) => [
    statusText(STATUS_OF_VERDICT[verdict.verdict], paint),
    endpointName(verdict.endpoint, rows),
    caseCountText(verdict),
  ]);
  const without = ended.totals.withoutCases.map((key) => [statusText("no-cases", paint), endpointName(key, rows), ""]);
  return alignedLines([...lines, ...without, ...unported]);
}

function clusterParts(
  { results }: RunReport,
  rows: Rows,
  paint: Paint,
  most: typeof MOST,
): readonly (readonly string[])[] {
  const clusters = clustersOf(results);
  const failing = clusters.filter((cluster) => isFailing(cluster));
  const cosmetic = cosmeticText(clusters);
  const shown = most === ALL ? clusters : failing.slice(0, most.clusters);
  const hidden = failing.length - shown.length;
  const unlisted = results.reduce((sum, { omittedDifferences = 0 }) => sum + omittedDifferences, 0);
  const rest = [
    ...(hidden > 0 ? [`… and ${counted(hidden, "more cause")}; --verbose shows all`] : []),
    ...(unlisted > 0 ? [`… and ${counted(unlisted, "more difference")}, beyond what a case keeps`] : []),
    ...(most !== ALL && cosmetic !== undefined ? [`and ${cosmetic}; --verbose shows them`] : []),
  ];
  return [...shown.map((cluster) => clusterLines(cluster, rows, paint, most)), rest.map((line) => paint.dim(line))];
}

function clusterLines(cluster: Cluster, rows: Rows, paint: Paint, most: typeof MOST): readonly string[] {
  const { differences, endpoints, hint } = cluster;
  const [{ result, difference }] = differences;
  const { values } = difference;
  const sign = isFailing(cluster) ? paint.red("✗") : paint.dim("≈");
  const where = differenceWhere(difference);
  return [
    `${sign} ${paint.bold(oneLine(clusterTitle(cluster)))}  ${clusterCount(cluster)}`,
    ...SIDES.map((side) => {
      const value = values[side];
      return `    ${side.padEnd(6)}  ${value === undefined ? paint.dim("absent") : oneLine(value)}`;
    }),
    ...(hint === undefined ? [] : [`    ${paint.cyan("why")}     ${oneLine(hint.text)}`]),
    paint.dim(
      `    e.g.    ${where === "" || differences.length === 1 ? "" : `${oneLine(where)} of `}${oneLine(result.case.name)} (${result.case.method} ${oneLine(result.case.target)})`,
    ),
    paint.dim(`            ${oneLine(placeText(result.case.place))}`),
    ...clusterFields(cluster, String).map((text) => `            ${text}`),
    ...endpointLines(endpoints, rows, paint, most),
  ];
}

function failureParts(report: RunReport, rows: Rows, paint: Paint, most: typeof MOST): readonly (readonly string[])[] {
  const failures = failuresOf(report);
  const hidden = failures.length - most.failures;
  return [
    ...failures
      .slice(0, most.failures)
      .map(({ reason, cases, endpoints }) => [
        `${paint.red("! failed")}${cases > 1 ? ` ${counted(cases, "case")}` : ""}: ${oneLine(reason)}`,
        ...endpointLines(endpoints, rows, paint, most),
      ]),
    hidden > 0 ? [paint.dim(`… and ${counted(hidden, "more reason")}; --verbose shows all`)] : [],
  ];
}

/** Steps that were not sent, by the reason, which names the step at which their scenario ended. */
function notReachedLines({ notReached }: RunReport, paint: Paint, most: typeof MOST): readonly string[] {
  return [...Map.groupBy(notReached, ({ reason }) => reason)].flatMap(([reason, steps]) => [
    `${paint.yellow("- not reached")} ${counted(steps.length, "step")}: ${oneLine(reason)}`,
    ...steps
      .slice(0, most.endpoints)
      .map((step) => paint.dim(`    ${oneLine(step.case.name)}  ${oneLine(placeText(step.case.place))}`)),
    ...(steps.length > most.endpoints
      ? [paint.dim(`    … and ${counted(steps.length - most.endpoints, "more step")}`)]
      : []),
  ]);
}

/** Endpoints with the places of both handlers, Rust first. */
function endpointLines(
  endpoints: readonly EndpointKey[],
  rows: Rows,
  paint: Paint,
  most: typeof MOST,
): readonly string[] {
  const hidden = endpoints.length - most.endpoints;
  return [
    ...endpoints.slice(0, most.endpoints).flatMap((endpoint) => {
      const handlers = handlersOf(rows.get(endpoint));
      const lines = SIDES.toReversed().flatMap((side) => {
        const handler = handlers[side];
        if (handler === undefined) return [];
        return [[`      ${side}`, paint.cyan(placeText(handler.place)), paint.dim(handler.name ?? "")]];
      });
      return [`    ${endpointName(endpoint, rows)}`, ...alignedLines(lines)];
    }),
    ...(hidden > 0 ? [paint.dim(`    … and ${counted(hidden, "more endpoint")}`)] : []),
  ];
}

function ruleLines({ rules, ended, ledger }: RunReport, paint: Paint): readonly string[] {
  if (ended.ruleHits.length === 0) return [];
  const rows = rowsOf(ledger);
  const nameOf = (endpoint: EndpointKey): string => endpointName(endpoint, rows);
  const lines = ended.ruleHits.map((found) => {
    const { rule: index, hits } = found;
    const rule = rules[index];
    const where = hitsByEndpoint(found, nameOf);
    const what =
      rule === undefined
        ? [`rule ${index}`]
        : [
            oneLine(allowanceText(rule.allow)),
            targetText(rule.target),
            oneLine(endpointsText(rule.endpoints, nameOf)),
            paint.dim(where === "" ? rule.reason : `${rule.reason} (${where})`),
          ];
    const count = counted(hits, "hit");
    return [`  ${hits === 0 ? paint.red(count) : count}`, ...what];
  });
  return [paint.bold("rules"), ...alignedLines(lines)];
}

/** The sentence, and below it what was printed last, line by line. */
function endLines(end: string, paint: Paint): readonly string[] {
  const [sentence = "", ...printed] = end.split("\n");
  return [paint.red(oneLine(sentence)), ...printed.map((line) => `  ${shownLine(line)}`)];
}

function totalLines(report: RunReport, paint: Paint): readonly string[] {
  const colour = {
    verified: String,
    differs: paint.red,
    failed: paint.red,
    unported: paint.yellow,
    "no-cases": paint.yellow,
  };
  const end = endText(report);
  const others = otherRequestsText(report);
  const program = programText(report);
  return [
    `${paint.bold(endpointTotal(report))}: ${endpointCounts(report)
      .map(({ kind, text }) => colour[kind](text))
      .join(", ")}`,
    ...(others === undefined ? [] : [others]),
    coverageText(report),
    ...(program === undefined ? [] : [program]),
    ...(end === undefined ? [] : endLines(end, paint)),
  ];
}
