import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Project } from "#core/model/project.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Scenario } from "#core/model/run/scenario.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import type { Files } from "#core/ports.ts";
import { readBaseScenario } from "./base-scenario.ts";
import { casesGenerated } from "./cases-generated.ts";
import { casesOfFiles } from "./cases-of-files.ts";
import type { CaseSource, EmptiedByEndpoint } from "./case-source.ts";
import { casesOfContract } from "./cases-of-contract.ts";

/** All sources of cases. An endpoint's cases run in this order. */
const CASE_SOURCES: readonly CaseSource[] = [casesOfContract, casesOfFiles, casesGenerated];

export interface CollectedCases {
  readonly casesByEndpoint: ReadonlyMap<EndpointKey, readonly Case[]>;
  readonly findings: readonly Finding[];
  /** Their steps are among the cases of the endpoints too, those that set up are not. */
  readonly scenarios: readonly Scenario[];
  /** The rules of single cases. */
  readonly rules: readonly Rule[];
}

/** All cases of a project: of the contract's operations in their order, then those that only other sources know. */
export async function collectCases(from: {
  readonly files: Files;
  readonly project: Project;
  readonly operations: readonly Operation[];
  readonly emptied?: EmptiedByEndpoint;
  /** Requests are made up whatever the project file says. */
  readonly isGenerating?: boolean;
  readonly undeclared?: () => Promise<readonly Operation[]>;
}): Promise<CollectedCases> {
  // A document can declare an endpoint twice, with other parameter names; the first stands for it.
  const operations = [...Map.groupBy(from.operations, ({ key }) => key).values()].flatMap((same) => same[0] ?? []);
  const material = {
    files: from.files,
    project: from.project,
    operations,
    emptied: from.emptied ?? new Map(),
    isGenerating: from.isGenerating === true || from.project.isGeneratingCases === true,
    undeclared: from.undeclared ?? (async () => []),
  };
  const lists = await Promise.all(CASE_SOURCES.map(async (source) => source(material)));
  const base = await readBaseScenario(from.files, from.project, from.project.database);
  const scenarios = lists.flatMap((list) => list.scenarios ?? []);
  const byEndpoint = Map.groupBy(
    [...lists.flatMap(({ cases }) => cases), ...scenarios.flatMap(({ steps }) => steps)],
    ({ endpoint }) => endpoint,
  );
  const inOrder = [...new Set([...operations.map(({ key }) => key), ...byEndpoint.keys()])];
  return {
    casesByEndpoint: new Map(
      inOrder.flatMap((endpoint) => {
        const cases = byEndpoint.get(endpoint);
        return cases === undefined ? [] : [[endpoint, cases] as const];
      }),
    ),
    findings: [
      ...lists.flatMap(({ findings }) => findings.map((finding) => lessWhereShown(finding, byEndpoint))),
      ...base.findings,
    ],
    scenarios,
    rules: lists.flatMap(({ rules = [] }) => rules),
  };
}

/** What an example of the contract lacks matters less where another case shows a success. */
function lessWhereShown(finding: Finding, byEndpoint: ReadonlyMap<EndpointKey, readonly Case[]>): Finding {
  if (!LACKS.has(finding.code) || finding.endpoint === undefined) return finding;
  const cases = byEndpoint.get(finding.endpoint) ?? [];
  const isShown = cases.some(({ expect = [200] }) => expect.some((status) => status >= 200 && status <= 299));
  return isShown ? { ...finding, severity: "information" } : finding;
}

const LACKS: ReadonlySet<string> = new Set([
  "case-example-missing",
  "case-example-unusable",
  "case-no-success",
  "case-not-unasked",
]);
