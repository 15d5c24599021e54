import type { BuildProblem } from "#core/model/run/build-problem.ts";
import type { Severity } from "#core/model/run/difference.ts";
import { type EndpointKey, SIDES } from "#core/model/endpoint.ts";
import { clusterCount, clusterTitle } from "./cluster-text.ts";
import { type Cluster, clusterIn, clustersOf } from "./clusters.ts";
import { failuresOf } from "./failures.ts";
import { type Rows, endpointName, handlersOf, rowsOf } from "./handler-places.ts";
import { WHOLE_BODY, differenceWhere } from "./pointer-shape.ts";
import { clusterPlace, crashPlace, failurePlace } from "../findings/report-place.ts";
import { ruleHitTexts } from "./rule-hits.ts";
import { type RunReport, totalCoverage } from "./run-report.ts";
import { oneLine } from "../layout/text-table.ts";
import { findingResult, sarifLog, type SarifLevel, type SarifResult } from "../findings/sarif-log.ts";

/**
 * A run as SARIF 2.1.0 (OASIS): a result for each cause of differences in each endpoint, at the Rust field or
 * handler, related to the Python one; one for each failure and each finding. Paths are relative to the repository
 * (`%SRCROOT%`), fingerprints do not name lines, nothing names a time.
 */
export function runSarif(report: RunReport): string {
  const rows = rowsOf(report.ledger);
  const results = [
    ...(report.buildProblems ?? []).map((problem) => buildResult(problem)),
    ...clustersOf(report.results).flatMap((cluster) =>
      cluster.endpoints.flatMap((endpoint) => {
        const own = clusterIn(cluster, endpoint);
        return own === undefined ? [] : [clusterResult(own, endpoint, rows)];
      }),
    ),
    ...failureResults(report, rows),
    ...report.findings.map((finding) => findingResult(finding)),
  ];
  return sarifLog(results, {
    isSuccessful: report.ended.outcome.kind === "completed",
    properties: { coverage: totalCoverage(report.results), ruleHits: ruleHitTexts(report) },
    ruleText,
    folder: report.folder,
  });
}

const LEVELS: Readonly<Record<Severity, SarifLevel>> = {
  breaking: "error",
  changed: "error",
  additive: "warning",
  cosmetic: "note",
};

function clusterResult(cluster: Cluster, endpoint: EndpointKey, rows: Rows): SarifResult {
  const [{ result, difference }] = cluster.differences;
  const { severity, hint } = cluster;
  const { class: sort, values } = difference;
  const handlers = handlersOf(rows.get(endpoint));
  const where = difference.part === "body" || difference.part === "effect" ? differenceWhere(difference) : "";
  const verb = difference.part === "effect" ? "writes" : "answers";
  const cause = hint === undefined ? cluster.paths : [hint.code];
  const text = [
    `${endpointName(endpoint, rows)}: ${clusterTitle(cluster)}, ${clusterCount(cluster)}.`,
    `In "${result.case.name}"${where === "" ? "" : ` ${cluster.paths[0] === WHOLE_BODY ? "in" : "at"} ${where}`} Python ${verb} ${values.python ?? "nothing"}, Rust ${values.rust ?? "nothing"}.`,
    ...(hint === undefined ? [] : [hint.text]),
  ];
  return {
    rule: `difference/${sort}`,
    level: LEVELS[severity],
    text: text.map((line) => oneLine(line)).join("\n"),
    endpoint,
    place: clusterPlace(cluster, endpoint, rows),
    related: [
      ...SIDES.toReversed().flatMap((side) => {
        const name = side === "rust" ? "Rust" : "Python";
        const field = difference.places?.[side];
        const handler = handlers[side]?.place;
        return [
          ...(field === undefined ? [] : [{ text: `the ${name} field`, place: field }]),
          ...(handler === undefined ? [] : [{ text: `the ${name} handler`, place: handler }]),
        ];
      }),
      { text: `the case "${oneLine(result.case.name)}"`, place: result.case.place },
    ],
    fingerprint: [endpoint, sort, ...cause].join(" | "),
  };
}

function buildResult({ side, message, code, place, related }: BuildProblem): SarifResult {
  return {
    rule: "build",
    level: "error",
    text: oneLine(
      `${side === "rust" ? "Rust" : "Python"} does not build: ${message}${code === undefined ? "" : ` (${code})`}.`,
    ),
    place,
    related: related.map((each) => ({ text: oneLine(each.message), place: each.place })),
    fingerprint: ["build", place.file, code ?? "", message].join(" | "),
  };
}

function failureResults(report: RunReport, rows: Rows): readonly SarifResult[] {
  return failuresOf(report).flatMap(({ reason, endpoints, crashes }) =>
    endpoints.map((endpoint): SarifResult => {
      const { python } = handlersOf(rows.get(endpoint));
      return {
        rule: "failed",
        level: "error",
        text: `${endpointName(endpoint, rows)} could not be compared. ${oneLine(reason)}`,
        endpoint,
        place: crashPlace(crashes) ?? failurePlace(endpoint, rows, report.results),
        related: python === undefined ? [] : [{ text: "the Python handler", place: python.place }],
        fingerprint: [endpoint, "failed"].join(" | "),
      };
    }),
  );
}

function ruleText(id: string): string {
  const [sort = "", name = ""] = id.split("/");
  if (sort === "difference") return `The two servers answer differently (${name}).`;
  if (sort === "build") return "A server does not build.";
  return sort === "failed" ? "An endpoint could not be compared." : `${name.replaceAll("-", " ")}.`;
}
