import type { Finding } from "#core/model/finding.ts";
import { placeText } from "#core/model/place.ts";
import { clusterCount, clusterFields, clusterTitleWith, cosmeticText } from "./cluster-text.ts";
import { type Cluster, clustersOf, isFailing } from "./clusters.ts";
import { type Failure, failuresOf } from "./failures.ts";
import { findingText } from "../findings/finding-text.ts";
import { type Rows, endpointName, handlersOf, rowsOf } from "./handler-places.ts";
import { caseCountText } from "../layout/case-count.ts";
import { markdownBlock, markdownCode, markdownPlain, markdownSentence } from "../layout/markdown-text.ts";
import { differenceWhere } from "./pointer-shape.ts";
import { ruleHitTexts } from "./rule-hits.ts";
import { type RunReport, totalCoverage } from "./run-report.ts";
import { coverageText, endText, endpointCounts, endpointTotal, otherRequestsText, programText } from "./run-summary.ts";
import { counted, oneLine, shownLine } from "../layout/text-table.ts";

/** In UTF-16 units: below the 65,536 characters that GitHub takes as a comment, with room for what a job adds. */
const MOST_LENGTH = 60_000;

const MOST = { endpoints: 3, value: 500, rows: 200, rules: 30, reason: 150 };

/**
 * A run as Markdown for a comment on a pull request: the totals, each cause of differences with its example, what
 * failed, findings, the rules with their hits and the endpoints folded away. Never longer than 60,000 characters; what is left out is counted.
 */
export function runMarkdown(report: RunReport): string {
  const rows = rowsOf(report.ledger);
  const clusters = clustersOf(report.results);
  const causes = clusters.filter((cluster) => isFailing(cluster));
  const cosmetic = cosmeticText(clusters);
  const sections = [
    ...causes.map((cluster) => clusterSection(cluster, rows)),
    ...failuresOf(report).map((failure) => failureSection(failure, rows)),
    ...report.findings.map((finding) => findingSection(finding)),
  ];
  const head = [...headLines(report), ...(cosmetic === undefined ? [] : ["", `Besides, ${cosmetic}.`])];
  const tail = [...ruleLines(report), ...endpointLines(report, rows)];
  return bounded(head, sections, tail);
}

function headLines(report: RunReport): readonly string[] {
  const end = endText(report);
  const counts = endpointCounts(report).map(({ text }) => text);
  const { compared } = totalCoverage(report.results);
  return [
    `## Parity: ${endpointTotal(report)}: ${counts.join(", ")}`,
    "",
    ...(end === undefined ? [] : endLines(end)),
    ...(compared === 0 ? ["**Nothing was compared.**", ""] : []),
    `${[otherRequestsText(report), coverageText(report), programText(report)].filter((text) => text !== undefined).join("; ")}.`,
  ];
}

/** The sentence, and what was printed last as a block. */
function endLines(end: string): readonly string[] {
  const [sentence = "", ...printed] = end.split("\n");
  const block =
    printed.length === 0
      ? []
      : [
          ...markdownBlock(
            "text",
            printed.map((line) => shownLine(line)),
          ),
          "",
        ];
  return [`**${markdownPlain(sentence)}**`, "", ...block];
}

function clusterSection(cluster: Cluster, rows: Rows): readonly string[] {
  const { differences, endpoints, hint } = cluster;
  const [{ result, difference }] = differences;
  const { values } = difference;
  const where = differenceWhere(difference);
  const hidden = endpoints.length - MOST.endpoints;
  return [
    `### ${clusterTitleWith(cluster, markdownCode)}`,
    "",
    `${clusterCount(cluster)}. ${hint === undefined ? "" : markdownSentence(hint.text)}`.trimEnd(),
    "",
    ...markdownBlock("diff", [`- ${valueText(values.python)}`, `+ ${valueText(values.rust)}`]),
    "",
    `Python \`-\`, Rust \`+\`${where === "" ? "" : ` at ${markdownCode(where)}`} in ${markdownCode(result.case.name)} (${markdownCode(`${result.case.method} ${result.case.target}`)}), at ${markdownCode(placeText(result.case.place))}.`,
    "",
    ...endpoints.slice(0, MOST.endpoints).map((endpoint) => endpointItem(endpoint, rows)),
    ...(hidden > 0 ? [`- and ${counted(hidden, "more endpoint")}`] : []),
    ...clusterFields(cluster, markdownCode).map((text) => `- ${text}`),
  ];
}

function endpointItem(endpoint: Cluster["endpoints"][number], rows: Rows): string {
  const { rust, python } = handlersOf(rows.get(endpoint));
  const places = [
    ...(rust === undefined ? [] : [`Rust ${markdownCode(placeText(rust.place))}`]),
    ...(python === undefined ? [] : [`Python ${markdownCode(placeText(python.place))}`]),
  ];
  return `- ${markdownCode(endpointName(endpoint, rows))}${places.length === 0 ? "" : `: ${places.join(", ")}`}`;
}

function valueText(value: string | undefined): string {
  const text = oneLine(value ?? "(absent)");
  return text.length > MOST.value ? `${text.slice(0, MOST.value)}…` : text;
}

function failureSection({ reason, cases, endpoints }: Failure, rows: Rows): readonly string[] {
  const hidden = endpoints.length - MOST.endpoints;
  return [
    `### failed${cases > 1 ? `: ${counted(cases, "case")}` : ""}`,
    "",
    markdownSentence(oneLine(reason)),
    "",
    ...endpoints.slice(0, MOST.endpoints).map((endpoint) => endpointItem(endpoint, rows)),
    ...(hidden > 0 ? [`- and ${counted(hidden, "more endpoint")}`] : []),
  ];
}

function findingSection(finding: Finding): readonly string[] {
  const place = finding.place === undefined ? "" : `${markdownCode(placeText(finding.place))}: `;
  return [`- ${place}${finding.severity}: ${markdownSentence(findingText(finding))}`];
}

const VERDICT_WORDS = { match: "✓ verified", differs: "✗ differs", failed: "! failed" } as const;

function endpointLines({ verdicts, ended }: RunReport, rows: Rows): readonly string[] {
  const lines = [
    ...verdicts.map(
      (verdict) =>
        `| ${VERDICT_WORDS[verdict.verdict]} | ${cellText(endpointName(verdict.endpoint, rows))} | ${caseCountText(verdict)} |`,
    ),
    ...ended.totals.withoutCases.map((key) => `| · no-cases | ${cellText(endpointName(key, rows))} | |`),
    ...ended.totals.unported.map((key) => `| ○ unported | ${cellText(endpointName(key, rows))} | |`),
  ];
  const hidden = lines.length - MOST.rows;
  return [
    "<details><summary>Endpoints</summary>",
    "",
    "| | endpoint | |",
    "| --- | --- | --- |",
    ...lines.slice(0, MOST.rows),
    ...(hidden > 0 ? ["", `and ${counted(hidden, "more endpoint")}`] : []),
    "",
    "</details>",
  ];
}

function ruleLines(report: RunReport): readonly string[] {
  const hits = ruleHitTexts(report);
  if (hits.length === 0) return [];
  const hidden = hits.length - MOST.rules;
  return [
    "<details><summary>Rules</summary>",
    "",
    "| hits | rule | reason |",
    "| ---: | --- | --- |",
    ...hits
      .slice(0, MOST.rules)
      .map(
        ({ hits: count, byEndpoint, rule, reason }) =>
          `| ${count}${byEndpoint === undefined ? "" : ` ${cellText(byEndpoint)}`} | ${cellText(rule)} | ${reasonText(reason)} |`,
      ),
    ...(hidden > 0 ? ["", `and ${counted(hidden, "more rule")}`] : []),
    "",
    "</details>",
    "",
  ];
}

function reasonText(reason: string): string {
  return markdownPlain(reason.length > MOST.reason ? `${reason.slice(0, MOST.reason).toWellFormed()}…` : reason);
}

/** Code in a table, where a bar ends the cell even inside of code. */
function cellText(text: string): string {
  return markdownCode(text).replaceAll("|", String.raw`\|`);
}

/** The head, as many sections as there is room for beside the tail, and how many were left out. */
function bounded(head: readonly string[], sections: readonly (readonly string[])[], tail: readonly string[]): string {
  const ending = tail.join("\n");
  let text = head.join("\n");
  let shown = 0;
  for (const section of sections) {
    const isItem = section[0]?.startsWith("- ") === true && sections[shown - 1]?.[0]?.startsWith("- ") === true;
    const next = `${text}${isItem ? "\n" : "\n\n"}${section.join("\n")}`;
    if (next.length + ending.length > MOST_LENGTH - 100) break;
    text = next;
    shown += 1;
  }
  const hidden = sections.length - shown;
  const rest = hidden > 0 ? `\n\n… and ${counted(hidden, "more section")}.` : "";
  return `${text}${rest}\n\n${ending}\n`;
}
