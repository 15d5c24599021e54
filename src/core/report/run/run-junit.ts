import { SIDES } from "#core/model/endpoint.ts";
import type { Difference } from "#core/model/run/difference.ts";
import { followsStatus } from "#core/model/run/follows-status.ts";
import type { CaseResult, EndpointVerdict } from "#core/model/run/verdict.ts";
import { clusterTitle } from "./cluster-text.ts";
import { clustersOf } from "./clusters.ts";
import { findingText } from "../findings/finding-text.ts";
import { type Rows, endpointName, handlersOf, handlerText, rowsOf } from "./handler-places.ts";
import { placeText } from "#core/model/place.ts";
import { differenceWhere, fieldPlaces } from "./pointer-shape.ts";
import { pathInRepository } from "../findings/report-place.ts";
import { type RuleHitText, ruleHitTexts } from "./rule-hits.ts";
import type { RunReport } from "./run-report.ts";
import { endText } from "./run-summary.ts";
import { counted } from "../layout/text-table.ts";
import { type JunitEnding, junitCounts, xmlAttribute, xmlText } from "../layout/xml-text.ts";

/** A failure lists at most so many differences; a service cuts long ones anyway. */
const MOST_LISTED = 50;

interface TestCase {
  readonly name: string;
  readonly file?: string;
  /** The element that says how it ended; absent for a pass. */
  readonly ending?: { readonly kind: Exclude<JunitEnding, "passed">; readonly xml: string };
}

interface TestSuite {
  readonly name: string;
  readonly cases: readonly TestCase[];
}

/**
 * A run as JUnit XML (the form that Jenkins, GitLab and others read): a suite an endpoint, a test a case, a failure
 * for what differs, an error for what could not be compared. An unported endpoint is a skipped test, each finding
 * that is an error a failed one. The run's duration, in seconds, is the only time and stands on the root alone.
 */
export function runJunit(report: RunReport): string {
  const suites = [...endpointSuites(report), ...findingSuite(report), ...outcomeSuite(report)];
  const rules = ruleHitTexts(report);
  const all = suites.flatMap(({ cases }) => cases);
  const seconds = (report.ended.totals.durationMs / 1000).toFixed(3);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="portolan"${countAttributes(all)}${xmlAttribute("time", seconds)}>`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite${xmlAttribute("name", name)}${countAttributes(cases)}>`,
      ...cases.flatMap((one) => testLines(one, name)),
      "  </testsuite>",
    ]),
    ...(rules.length === 0 ? [] : ruleSuite(rules)),
    "</testsuites>",
    "",
  ].join("\n");
}

/** A suite without a test: what was tried is no test, and would not be seen elsewhere. */
function ruleSuite(rules: readonly RuleHitText[]): readonly string[] {
  return [
    `  <testsuite name="rules"${countAttributes([])}>`,
    "    <properties>",
    ...rules.map(
      ({ rule, hits }) =>
        `      <property${xmlAttribute("name", rule)}${xmlAttribute("value", counted(hits, "hit"))}/>`,
    ),
    "    </properties>",
    "  </testsuite>",
  ];
}

function countAttributes(cases: readonly TestCase[]): string {
  return junitCounts(cases.map(({ ending }) => ending?.kind ?? "passed"));
}

function testLines({ name, file, ending }: TestCase, suite: string): readonly string[] {
  const opening = `    <testcase${xmlAttribute("name", name)}${xmlAttribute("classname", suite)}${file === undefined ? "" : xmlAttribute("file", file)}`;
  return ending === undefined ? [`${opening}/>`] : [`${opening}>`, `      ${ending.xml}`, "    </testcase>"];
}

function endpointSuites(report: RunReport): readonly TestSuite[] {
  const { ledger, verdicts, results, notReached, ended, folder } = report;
  const rows = rowsOf(ledger);
  const compared = verdicts.map((verdict) => {
    const own = results.filter((result) => result.case.endpoint === verdict.endpoint);
    const written = verdict.isOfNoEndpoint ? own[0]?.case.place.file : undefined;
    const file = handlersOf(rows.get(verdict.endpoint)).rust?.place.file ?? written;
    const unreached = notReached
      .filter((step) => step.case.endpoint === verdict.endpoint)
      .map((step) => skippedTest(step.case.name, step.reason));
    const tests = own.map((result) => caseTest(result, rows));
    return {
      name: endpointName(verdict.endpoint, rows),
      cases: [...tests, ...failedBefore(verdict, own), ...unreached].map((test) =>
        file === undefined ? test : { ...test, file: pathInRepository(folder, file) },
      ),
    };
  });
  const unported = ended.totals.unported.map((key) => ({
    name: endpointName(key, rows),
    cases: [skippedTest("ported to Rust", "Not ported.")],
  }));
  const without = ended.totals.withoutCases.map((key) => ({
    name: endpointName(key, rows),
    cases: [skippedTest("has a case", "There is no case.")],
  }));
  return [...compared, ...without, ...unported];
}

function skippedTest(name: string, message: string): TestCase {
  return { name, ending: { kind: "skipped", xml: `<skipped${xmlAttribute("message", message)}/>` } };
}

function caseTest(result: CaseResult, rows: Rows): TestCase {
  const { case: sent, verdict, reason = "It could not be compared.", crashes = [] } = result;
  switch (verdict) {
    case "match":
      return { name: sent.name };
    case "failed":
      return errorTest(sent.name, reason, crashes.map(({ text }) => text).join("\n\n"));
    case "differs": {
      const clusters = clustersOf([result]);
      const titles = clusters.map((cluster) => clusterTitle(cluster));
      const own = clusters.reduce((sum, cluster) => sum + cluster.differences.length, 0);
      const message = `${counted(own, "difference")}: ${titles.slice(0, 5).join("; ")}`;
      const text = xmlText(differsText(result, rows));
      const xml = `<failure${xmlAttribute("message", message)} type="differs">${text}</failure>`;
      return { name: sent.name, ending: { kind: "failure", xml } };
    }
  }
}

function errorTest(name: string, reason: string, printed = ""): TestCase {
  const attributes = `${xmlAttribute("message", reason)} type="failed"`;
  const xml = printed === "" ? `<error${attributes}/>` : `<error${attributes}>${xmlText(printed)}</error>`;
  return { name, ending: { kind: "error", xml } };
}

/** An endpoint that failed before its first case has no case to say so. */
function failedBefore({ verdict, reason }: EndpointVerdict, own: readonly CaseResult[]): readonly TestCase[] {
  if (verdict !== "failed" || own.some((result) => result.verdict === "failed")) return [];
  return [errorTest("can be compared", reason ?? "It could not be compared.")];
}

function differsText(
  { case: sent, differences: all, omittedDifferences = 0, crashes = [] }: CaseResult,
  rows: Rows,
): string {
  const handlers = handlersOf(rows.get(sent.endpoint));
  const differences = all.filter((difference) => !followsStatus(difference, all));
  const followers = all.length - differences.length;
  const hidden = Math.max(0, differences.length - MOST_LISTED) + omittedDifferences;
  return [
    `${sent.method} ${sent.target}`,
    ...SIDES.toReversed().flatMap((side) => {
      const handler = handlers[side];
      return handler === undefined ? [] : [`${side.padEnd(6)} ${handlerText(handler)}`];
    }),
    ...differences.slice(0, MOST_LISTED).flatMap((difference) => differenceLines(difference)),
    ...crashes.flatMap(({ side, text }) => ["", `${side} printed`, text]),
    ...(followers > 0 ? [`… and ${counted(followers, "difference")} that come with the other status`] : []),
    ...(hidden > 0 ? [`… and ${counted(hidden, "more difference")}`] : []),
  ].join("\n");
}

function differenceLines(difference: Difference): readonly string[] {
  const { class: sort, severity, values, hint } = difference;
  return [
    "",
    `${sort} ${differenceWhere(difference)} (${severity})`.replace("  ", " "),
    ...SIDES.map((side) => `  ${side.padEnd(6)} ${values[side] ?? "absent"}`),
    ...(hint === undefined ? [] : [`  why    ${hint.text}`]),
    ...fieldPlaces(difference).map((text) => `  ${text}`),
  ];
}

function findingSuite({ findings }: RunReport): readonly TestSuite[] {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return [];
  const cases = errors.map((finding): TestCase => {
    const place = finding.place === undefined ? finding.code : `${finding.code} at ${placeText(finding.place)}`;
    const xml = `<failure${xmlAttribute("message", findingText(finding))}${xmlAttribute("type", finding.code)}/>`;
    return { name: place, ending: { kind: "failure", xml } };
  });
  return [{ name: "findings", cases }];
}

function outcomeSuite(report: RunReport): readonly TestSuite[] {
  const end = endText(report);
  return end === undefined ? [] : [{ name: "run", cases: [errorTest("comes to its end", end)] }];
}
