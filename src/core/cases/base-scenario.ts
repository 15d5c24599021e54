import type { Finding } from "#core/model/finding.ts";
import type { DatabaseSettings, Project } from "#core/model/project.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Files } from "#core/ports.ts";
import { missingFiles, writtenCase, writtenScenario } from "./cases-of-files.ts";
import { readCaseFile } from "./read-case-file.ts";

/** The steps of the scenario that fills a database, those that set up first; none where something is wrong with it. */
export interface BaseScenario {
  readonly steps: readonly Case[];
  readonly findings: readonly Finding[];
}

/**
 * Reads the case file that `database.scenario` names. Steps are sent as in any scenario, and nothing of them is compared. A file that
 * is not there has no findings: that is told where the project file names it.
 */
export async function readBaseScenario(
  files: Files,
  project: Project,
  { scenario: file }: Pick<DatabaseSettings, "scenario">,
): Promise<BaseScenario> {
  const text = file === undefined ? undefined : await files.read(file);
  if (file === undefined || text === undefined) return { steps: [], findings: [] };
  const { cases, scenarios, findings } = readCaseFile(file, file.replace(/\.ya?ml$/, ""), text);
  const start = { line: 0, character: 0 };
  const place = { file, range: { start, end: start } };
  const [scenario, other] = scenarios;
  const stray = cases[0] ?? other;
  const alone: readonly Finding[] =
    stray === undefined && (scenario !== undefined || findings.length > 0)
      ? []
      : [{ code: "base-scenario-alone", severity: "error", place: stray?.place ?? place, facts: {} }];
  if (scenario === undefined) return { steps: [], findings: [...findings, ...alone] };
  const written = [...scenario.setUp, ...scenario.steps];
  const [rule] = written.flatMap(({ rules = [] }) => rules);
  const useless: readonly Finding[] =
    rule === undefined ? [] : [{ code: "base-scenario-rule", severity: "error", place: rule.place, facts: {} }];
  const made = writtenScenario(scenario, (one) => writtenCase(one, undefined, project));
  const all = [...findings, ...alone, ...useless, ...(await missingFiles(written, files)), ...made.findings].filter(
    // The contract is not asked what such a step expects.
    ({ code }) => code !== "case-endpoint-unknown",
  );
  const isBroken = all.some(({ severity }) => severity === "error");
  return { steps: isBroken ? [] : made.scenarios.flatMap(({ setUp, steps }) => [...setUp, ...steps]), findings: all };
}
