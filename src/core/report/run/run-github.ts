import type { Place } from "#core/model/place.ts";
import { clusterCount, clusterTitle } from "./cluster-text.ts";
import { clustersOf, isFailing } from "./clusters.ts";
import { failuresOf } from "./failures.ts";
import { findingText } from "../findings/finding-text.ts";
import { endpointName, rowsOf } from "./handler-places.ts";
import { differenceWhere } from "./pointer-shape.ts";
import { clusterPlace, crashPlace, failurePlace, pathInRepository } from "../findings/report-place.ts";
import { ruleHitLine, ruleHitTexts } from "./rule-hits.ts";
import type { RunReport } from "./run-report.ts";
import { endText } from "./run-summary.ts";
import { visibleLines } from "../layout/visible.ts";
import { oneLine } from "../layout/text-table.ts";

/**
 * A run as GitHub's workflow commands, which the log of a job turns into annotations beside the source: one for each
 * error of a build, cause of differences, each reason for which something failed, each finding, and one for all rules with their hits. GitHub shows ten of a sort a step.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
export function runGithub(report: RunReport): string {
  const { ledger, results, findings, buildProblems = [], folder } = report;
  const rows = rowsOf(ledger);
  const causes = clustersOf(results).filter((cluster) => isFailing(cluster));
  const end = endText(report);
  const hits = ruleHitTexts(report).map((each) => ruleHitLine(each));
  const lines = [
    ...(end === undefined ? [] : [command("error", "Parity", end, undefined, folder)]),
    ...buildProblems.map(({ message, code, place }) => {
      return command("error", `Build${code === undefined ? "" : `: ${code}`}`, message, place, folder);
    }),
    ...causes.map((cluster) => {
      const [{ result, difference }] = cluster.differences;
      const { hint } = cluster;
      const { values } = difference;
      const { endpoint, name } = result.case;
      const text = [
        `${clusterCount(cluster)} of ${cluster.endpoints.map((key) => endpointName(key, rows)).join(", ")}`,
        [name, differenceWhere(difference)]
          .filter((part) => part !== "")
          .map(oneLine)
          .join(": "),
        `python  ${oneLine(values.python ?? "absent")}`,
        `rust    ${oneLine(values.rust ?? "absent")}`,
        ...(hint === undefined ? [] : [hint.text]),
      ];
      const place = clusterPlace(cluster, endpoint, rows);
      return command("error", `Parity: ${oneLine(clusterTitle(cluster))}`, text.join("\n"), place, folder);
    }),
    ...failuresOf(report).map(({ reason, endpoints: [first], crashes }) => {
      const title = `Parity failed${first === undefined ? "" : `: ${endpointName(first, rows)}`}`;
      const place = crashPlace(crashes) ?? (first && failurePlace(first, rows, results));
      return command("error", title, reason, place, folder);
    }),
    ...findings.map((finding) => {
      const kind = finding.severity === "information" ? "notice" : finding.severity;
      return command(kind, finding.code, findingText(finding), finding.place, folder);
    }),
    ...(hits.length === 0 ? [] : [command("notice", "Parity: rules", hits.join("\n"), undefined, folder)]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function command(
  kind: "error" | "warning" | "notice",
  title: string,
  message: string,
  place: Place | undefined,
  folder: string,
): string {
  const { start, end } = place?.range ?? {};
  const properties = [
    ...(place === undefined ? [] : [["file", pathInRepository(folder, place.file)]]),
    ...(start === undefined ? [] : [["line", String(start.line + 1)]]),
    ...(start === undefined || end === undefined ? [] : [["endLine", String(Math.max(start.line, end.line) + 1)]]),
    ...(start === undefined || start.line !== end?.line ? [] : [["col", String(start.character + 1)]]),
    ["title", title],
  ];
  const written = properties.map(([name, value = ""]) => `${name}=${escapedProperty(value)}`).join(",");
  return `::${kind} ${written}::${escapedMessage(message)}`;
}

/** As actions/toolkit writes them: `%` first, or the others' escapes would be escaped again. */
function escapedMessage(text: string): string {
  return visibleLines(text).replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapedProperty(text: string): string {
  return escapedMessage(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
