import { findingResult, sarifLog } from "../findings/sarif-log.ts";
import type { GateReport } from "./gate-report.ts";

/** Gates as SARIF 2.1.0: a result for each finding. */
export function gateSarif({ results, folder }: GateReport): string {
  return sarifLog(
    results.flatMap(({ findings }) => findings.map((finding) => findingResult(finding))),
    {
      isSuccessful: true,
      properties: { gates: results.map(({ name, outcome }) => ({ name, outcome: outcome.kind })) },
      ruleText: (rule) => `${(rule.split("/")[1] ?? rule).replaceAll("-", " ")}.`,
      folder,
    },
  );
}
