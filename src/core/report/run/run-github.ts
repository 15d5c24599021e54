import { clusterCount, clusterTitle } from "./cluster-text.ts";
import { clustersOf, isFailing } from "./clusters.ts";
import { failuresOf } from "./failures.ts";
import { githubCommand, githubFinding } from "../findings/github-command.ts";
import { endpointName, rowsOf } from "./handler-places.ts";
import { differenceWhere } from "./pointer-shape.ts";
import { clusterPlace, crashPlace, failurePlace } from "../findings/report-place.ts";
import { ruleHitLine, ruleHitTexts } from "./rule-hits.ts";
import type { RunReport } from "./run-report.ts";
import { endText } from "./run-summary.ts";
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
    ...(end === undefined ? [] : [githubCommand("error", "Parity", end, undefined, folder)]),
    ...buildProblems.map(({ message, code, place }) => {
      return githubCommand("error", `Build${code === undefined ? "" : `: ${code}`}`, message, place, folder);
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
      return githubCommand("error", `Parity: ${oneLine(clusterTitle(cluster))}`, text.join("\n"), place, folder);
    }),
    ...failuresOf(report).map(({ reason, endpoints: [first], crashes }) => {
      const title = `Parity failed${first === undefined ? "" : `: ${endpointName(first, rows)}`}`;
      const place = crashPlace(crashes) ?? (first && failurePlace(first, rows, results));
      return githubCommand("error", title, reason, place, folder);
    }),
    ...findings.map((finding) => githubFinding(finding, folder)),
    ...(hits.length === 0 ? [] : [githubCommand("notice", "Parity: rules", hits.join("\n"), undefined, folder)]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
