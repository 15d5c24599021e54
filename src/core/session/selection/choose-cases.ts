import type { Case } from "#core/model/run/case.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { LedgerRow, Status } from "#core/model/ledger.ts";
import type { Project } from "#core/model/project.ts";
import type { Scenario } from "#core/model/run/scenario.ts";
import type { ComparedSelection } from "#core/model/session.ts";
import type { ParityRun } from "#core/parity/run/run-parity.ts";
import type { ChosenScenario } from "#core/parity/run/run-scenario.ts";
import { chooseScenarios } from "#core/session/selection/choose-scenarios.ts";
import { whyNotRun } from "#core/session/selection/why-not-run.ts";

/** What a selection runs. */
export interface ChosenCases extends Pick<ParityRun, "endpoints" | "unported" | "withoutCases"> {
  readonly scenarios: readonly ChosenScenario[];
  /** The rows of the ledger that were chosen. */
  readonly rows: readonly LedgerRow[];
  /** `case-none`, and `case-not-run`: written in a case file for an endpoint that was chosen and cannot be run. */
  readonly findings: readonly Finding[];
}

type CasesByEndpoint = ReadonlyMap<EndpointKey, readonly Case[]>;

/**
 * Chooses endpoints in the ledger's order, then what case files send to no endpoint of the ledger, by the method and
 * path that they name: all of it, or where the selection names it. A sentence where something chosen does not exist.
 */
export function chooseCases(
  selection: ComparedSelection,
  project: Project,
  {
    rows,
    cases,
    scenarios,
  }: { readonly rows: readonly LedgerRow[]; readonly cases: CasesByEndpoint; readonly scenarios: readonly Scenario[] },
): ChosenCases | string {
  const others = requestsOfNoEndpoint(project, rows, cases);
  const isChosen = choice(selection, project, new Set([...rows.map(({ key }) => key), ...others.keys()]));
  if (typeof isChosen === "string") return isChosen;
  const isCaseChosen = caseChoice(selection);
  const chosen = rows.filter(({ key }) => isChosen(key));
  const runnable = chosen.filter(isRunnable).map(({ key }) => ({ endpoint: key, all: cases.get(key) ?? [] }));
  const withoutCases = runnable.filter(({ all }) => all.length === 0).map(({ endpoint }) => endpoint);
  return {
    rows: chosen,
    endpoints: [
      ...runnable
        .filter(({ all }) => all.length > 0)
        .map(({ endpoint, all }) => ({
          endpoint,
          ...(all.some((given) => !isCaseChosen(given)) && { isPartial: true as const }),
          cases: all.filter((given) => isPlain(given) && isCaseChosen(given)),
        })),
      ...[...others]
        .filter(([key]) => isChosen(key))
        .map(([endpoint, own]) => ({
          endpoint,
          isOfNoEndpoint: true as const,
          cases: own.filter((given) => isPlain(given) && isCaseChosen(given)),
        })),
    ],
    scenarios: chooseScenarios(scenarios, {
      rows,
      isChosen: (given) => isChosen(given.endpoint) && isCaseChosen(given),
    }),
    unported: chosen.filter(({ status }) => UNPORTED.has(status)).map(({ key }) => key),
    withoutCases,
    findings: [
      ...chosen.flatMap((row) => notRun(row, writtenIn(project, cases.get(row.key)), selection)),
      ...missingCases(
        chosen.filter(({ key }) => withoutCases.includes(key)),
        selection,
      ),
    ],
  };
}

function caseChoice(selection: ComparedSelection): (given: Case) => boolean {
  const cases = selection.kind === "endpoints" ? selection.cases : undefined;
  return ({ endpoint, id }) => cases?.[endpoint]?.includes(id) ?? true;
}

/** A step runs in its scenario. */
function isPlain({ step }: Case): boolean {
  return step === undefined;
}

/** All that can be run, chosen or not: what a rule may be for. */
export function runnableCases(project: Project, rows: readonly LedgerRow[], cases: CasesByEndpoint): CasesByEndpoint {
  const own = rows.filter(isRunnable).map(({ key }) => [key, cases.get(key) ?? []] as const);
  return new Map([...own, ...requestsOfNoEndpoint(project, rows, cases)]);
}

const UNPORTED: ReadonlySet<Status> = new Set(["unported", "stub"]);

/** No handler on Python's side, or none at all: both servers can be asked all the same. */
const ONE_SIDED: ReadonlySet<Status> = new Set(["rust-only", "contract-only"]);

function isRunnable({ status }: LedgerRow): boolean {
  return whyNotRun(status) === undefined && !ONE_SIDED.has(status);
}

function requestsOfNoEndpoint(project: Project, rows: readonly LedgerRow[], cases: CasesByEndpoint): CasesByEndpoint {
  const endpoints = new Set(rows.filter(({ status }) => !ONE_SIDED.has(status)).map(({ key }) => key));
  const others = [...cases].map(([key, own]) => [key, writtenIn(project, own)] as const);
  return new Map(others.filter(([key, own]) => !endpoints.has(key) && own.length > 0));
}

/** The cases of case files: those of the contract's examples are nobody's wish. */
function writtenIn({ cases: folder }: Project, cases: readonly Case[] = []): readonly Case[] {
  return cases.filter(({ place }) => folder !== undefined && place.file.startsWith(`${folder}/`));
}

/** Whoever names an endpoint or a milestone is told of each that has no case; whoever runs all, how many there are. */
function missingCases(rows: readonly LedgerRow[], selection: ComparedSelection): readonly Finding[] {
  const nameOf = ({ method, path }: LedgerRow): string => `${method} ${path}`;
  if (selection.kind !== "all")
    return rows.map((row) => ({
      code: "case-none",
      severity: "error",
      endpoint: row.key,
      facts: { endpoint: nameOf(row) },
    }));
  const [first] = rows;
  if (first === undefined) return [];
  const more = rows.length > 1 ? { more: rows.length - 1 } : {};
  return [{ code: "case-none", severity: "information", facts: { endpoint: nameOf(first), ...more } }];
}

/** Whoever runs all knows that some are not ported yet; whoever names an endpoint or a milestone means it. */
function notRun(
  { key, method, path, status }: LedgerRow,
  cases: readonly Case[],
  selection: ComparedSelection,
): readonly Finding[] {
  const why = whyNotRun(status);
  const [first] = cases;
  if (why === undefined || first === undefined) return [];
  const isExpected = selection.kind !== "all" || !UNPORTED.has(status);
  return [
    {
      code: "case-not-run",
      severity: isExpected ? "error" : "information",
      endpoint: key,
      place: first.place,
      facts: {
        name: first.name,
        ...(cases.length > 1 && { more: cases.length - 1 }),
        endpoint: `${method} ${path}`,
        why,
      },
    },
  ];
}

function choice(
  selection: ComparedSelection,
  project: Project,
  known: ReadonlySet<EndpointKey>,
): ((endpoint: EndpointKey) => boolean) | string {
  switch (selection.kind) {
    case "all":
      return () => true;
    case "milestone": {
      const milestone = project.milestones.find(({ name }) => name === selection.name);
      if (milestone !== undefined) return (endpoint) => milestone.endpoints.includes(endpoint);
      const names = project.milestones.map(({ name }) => name).join(", ") || "none";
      return `There is no milestone "${selection.name}" in ${project.file}; it has: ${names}.`;
    }
    case "endpoints": {
      const unknown = selection.endpoints.find((endpoint) => !known.has(endpoint));
      if (unknown !== undefined)
        return `Neither the contract nor a server has the endpoint ${unknown}, and no case file sends to it; the ledger lists all that there are.`;
      return (endpoint) => selection.endpoints.includes(endpoint);
    }
  }
}
