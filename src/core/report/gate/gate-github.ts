import { githubCommand, githubFinding } from "../findings/github-command.ts";
import type { GateReport } from "./gate-report.ts";

/** Gates as GitHub's workflow commands: one for each finding, and a notice for each gate that could not be run. */
export function gateGithub({ results, folder }: GateReport): string {
  const lines = results.flatMap(({ name, outcome, findings }) => [
    ...(outcome.kind === "not-run"
      ? [githubCommand("notice", `Gate ${name} was not run`, outcome.reason, undefined, folder)]
      : []),
    ...findings.map((finding) => githubFinding(finding, folder)),
  ]);
  return lines.map((line) => `${line}\n`).join("");
}
