import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { foreignHosts } from "#core/model/attached.ts";
import { areEffectsCompared } from "#core/model/compared-effects.ts";
import type { Case } from "#core/model/run/case.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import { type Finding, stopsRuns } from "#core/model/finding.ts";
import { headersFor, type Project } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { Selection } from "#core/model/session.ts";
import { policyFor } from "#core/model/rules/severity-policy.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";
import { MissingSecrets } from "#core/parity/sides/missing-secrets.ts";
import { startServers } from "#core/parity/run/start-servers.ts";
import { runParity } from "#core/parity/run/run-parity.ts";
import type { Sides } from "#core/parity/sides/sides.ts";
import type { Ports } from "#core/ports.ts";
import type { SecretGate } from "#core/secrets/secret-gate.ts";
import { casesForAttached } from "#core/session/selection/cases-for-attached.ts";
import { type ChosenCases, chooseCases, runnableCases } from "#core/session/selection/choose-cases.ts";
import { inspectRows, type InspectedRow } from "#core/session/selection/inspect-rows.ts";
import { judgeRules, rulesFor } from "#core/session/rules/judge-rules.ts";
import type { ProjectState } from "#core/session/reading.ts";

/** What a run is given beside what it is about. */
export interface RunSurroundings {
  readonly ports: Ports;
  readonly sides: Sides;
  readonly signal: AbortSignal;
  /** It learns what the project and the cases hold; what leaves the run has yet to pass it. */
  readonly gate: SecretGate;
}

/**
 * Runs parity for a selection of endpoints, and what case files send to no endpoint; or starts servers alone. An endpoint that Rust does not serve
 * yet is told in the totals; one that nobody has, or a project that cannot be used, ends the run as `failed` with a
 * sentence.
 */
export async function* runSelection(
  selection: Selection,
  { project, ledger, findings, cases, scenarios, sources }: ProjectState,
  { ports, sides, signal, gate }: RunSurroundings,
): AsyncGenerator<RunEvent, void, undefined> {
  if (project === undefined) {
    const errors = findings.filter(({ severity }) => severity === "error");
    yield* couldNotRun("The project file cannot be used; its findings say why.", errors);
    return;
  }
  // A mistyped endpoint or rule was left out when the file was read: a run without it would prove less than it says.
  const leftOut = findings.filter((finding) => stopsRuns(finding) && isWritten(finding, project));
  if (leftOut.length > 0) {
    yield* couldNotRun("The project file or a case file has errors; nothing is run until they are mended.", leftOut);
    return;
  }
  const unconfirmedHosts = foreignHosts(project).filter((host) => !selection.hosts?.includes(host));
  if (unconfirmedHosts.length > 0) {
    yield* couldNotRun(unconfirmedText(unconfirmedHosts), [], { unconfirmedHosts });
    return;
  }
  if (selection.kind === "servers") {
    gate.learnProject(project);
    yield* startServers(selection, project, { ports, sides, signal });
    return;
  }
  const all = chooseCases(selection, project, { rows: ledger.rows, cases, scenarios });
  if (typeof all === "string") {
    yield* couldNotRun(all, []);
    return;
  }
  const chosen = casesForAttached(all, project);
  const missing = secretsWithout(chosen, ports);
  if (missing.length > 0) {
    const { message, names } = new MissingSecrets(missing, "A case file");
    yield* couldNotRun(message, [], { missingSecrets: names });
    return;
  }
  // What a case carries may be printed before its turn comes.
  gate.learnProject(project);
  for (const { cases: each } of chosen.endpoints) for (const given of each) gate.learnRequest(given);
  for (const { steps } of chosen.scenarios) for (const { given } of steps) gate.learnRequest(given);
  const known = await inspectRows(sources, chosen.rows);
  const runnable = runnableCases(project, ledger.rows, cases);
  const run = {
    project,
    endpoints: chosen.endpoints,
    scenarios: chosen.scenarios,
    unported: chosen.unported,
    withoutCases: chosen.withoutCases,
    handlersOf: (endpoint: EndpointKey) => known.get(endpoint)?.handlers ?? {},
    readings: readingsOf(runnable),
    compare: compareWith(project, known, ports.clock),
  };
  yield* judgeRules(
    withFindings([...chosen.findings, ...notUnasked(findings, chosen)], runParity(run, { ports, sides, signal })),
    {
      rules: project.rules,
      cases: runnable,
      now: () => ports.clock.now(),
    },
  );
}

/** The secrets that what was chosen asks for and the caller does not have. */
function secretsWithout({ endpoints, scenarios }: ChosenCases, { secrets }: Pick<Ports, "secrets">): readonly string[] {
  const cases = [
    ...endpoints.flatMap((each) => each.cases),
    ...scenarios.flatMap(({ steps }) => steps.map(({ given }) => given)),
  ];
  const names = new Set(cases.flatMap((given) => given.secrets ?? []));
  return [...names].filter((name) => secrets.valueOf(name) === undefined);
}

/** Why an endpoint that was chosen has no case, where that is on purpose. */
function notUnasked(findings: readonly Finding[], { withoutCases }: ChosenCases): readonly Finding[] {
  const without = new Set(withoutCases);
  return findings.filter(({ code, endpoint }) => code === "case-not-unasked" && endpoint && without.has(endpoint));
}

/** Tells findings after the start of a run. */
async function* withFindings(
  findings: readonly Finding[],
  events: AsyncIterable<RunEvent>,
): AsyncGenerator<RunEvent, void, undefined> {
  for await (const event of events) {
    yield event;
    if (event.kind === "started") for (const finding of findings) yield { kind: "finding", finding };
  }
}

/** One case an endpoint that only reads and is answered with success; the longest first, which seldom do without a database. */
function readingsOf(runnable: ReadonlyMap<EndpointKey, readonly Case[]>): readonly Case[] {
  const readings = [...runnable.values()].flatMap((cases) => {
    return cases
      .filter(({ isWriting, step }) => !isWriting && step === undefined)
      .filter(({ expect = [] }) => expect.every((status) => status < 300))
      .slice(0, 1);
  });
  return readings.toSorted((a, b) => b.target.length - a.target.length);
}

/** Whether a finding is about the project file or a case file. */
function isWritten({ place }: Finding, { file, cases, database }: Project): boolean {
  if (place === undefined) return false;
  const isCase = cases !== undefined && place.file.startsWith(`${cases}/`);
  return place.file === file || place.file === database.scenario || isCase;
}

/** Two bodies that fit into memory take seconds at most; what takes longer ends with a coarse answer. */
const COMPARISON_LIMIT_MS = 20_000;

/** A comparison that applies to each case its rules. */
function compareWith(
  project: Project,
  known: ReadonlyMap<EndpointKey, InspectedRow>,
  clock: Ports["clock"],
): CompareCase {
  // Rules for what is not compared are not tried, and not told as unused.
  const hasEffects = areEffectsCompared(project);
  return (given, { exchanges: { python, rust }, effects, renaming }) => {
    const end = clock.elapsed() + COMPARISON_LIMIT_MS;
    const { placeOf, requestPlaceOf } = known.get(given.endpoint) ?? {};
    return compareExchanges({
      python,
      rust,
      rules: rulesFor(project.rules, given).filter(({ rule }) => hasEffects || rule.target.part !== "effect"),
      policy: policyFor(project.differences, given.endpoint),
      headers: headersFor(project, given.endpoint),
      renaming,
      caseName: given.name,
      isTimeUp: () => clock.elapsed() > end,
      ...(placeOf && { placeOf }),
      ...(requestPlaceOf && { requestPlaceOf }),
      ...(effects && { effects }),
    });
  };
}

function unconfirmedText(hosts: readonly string[]): string {
  const flags = hosts.map((host) => `--host ${host}`).join(" ");
  return `Nothing was sent: \`attach\` in the project file names ${hosts.join(" and ")}, which is not this machine. If the requests of this run may go there, run \`portolan check ${flags}\`.`;
}

/** The events of a run that did not come about, with the reason as a sentence. */
export function couldNotRun(
  reason: string,
  findings: readonly Finding[],
  wanted: { readonly unconfirmedHosts?: readonly string[]; readonly missingSecrets?: readonly string[] } = {},
): readonly RunEvent[] {
  const none = { match: 0, differs: 0, failed: 0 };
  const totals = { endpoints: none, cases: none, unported: [], withoutCases: [], durationMs: 0 };
  return [
    { kind: "started", endpoints: [], cases: 0 },
    ...findings.map((finding): RunEvent => ({ kind: "finding", finding })),
    {
      kind: "ended",
      outcome: { kind: "failed", reason, ...wanted },
      totals,
      ruleHits: [],
    },
  ];
}
