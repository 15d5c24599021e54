import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { maskResult } from "#core/compare/secrets/mask-result.ts";
import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { LedgerRow, Status } from "#core/model/ledger.ts";
import { headersFor, type Project } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { Selection } from "#core/model/session.ts";
import { policyFor } from "#core/model/rules/severity-policy.ts";
import type { CompareCase } from "#core/parity/run/run-case.ts";
import { runParity } from "#core/parity/run/run-parity.ts";
import type { Sides } from "#core/parity/sides/sides.ts";
import type { Ports } from "#core/ports.ts";
import { inspectRows, type InspectedRow } from "#core/session/inspect-rows.ts";
import { judgeRules, rulesFor } from "#core/session/judge-rules.ts";
import type { ProjectState } from "#core/session/reading.ts";

/**
 * Runs parity for a selection of endpoints. An endpoint that Rust does not serve yet is told in the totals; one that
 * the ledger does not have, or a project that cannot be used, ends the run as `failed` with a sentence.
 */
export async function* runSelection(
  selection: Selection,
  { project, ledger, findings, cases, sources }: ProjectState,
  { ports, sides, signal }: { readonly ports: Ports; readonly sides: Sides; readonly signal: AbortSignal },
): AsyncGenerator<RunEvent, void, undefined> {
  if (project === undefined) {
    const errors = findings.filter(({ severity }) => severity === "error");
    yield* couldNotRun("The project file cannot be used; its findings say why.", errors);
    return;
  }
  // A mistyped endpoint or rule was left out when the file was read: a run without it would prove less than it says.
  const leftOut = findings.filter((finding) => finding.severity === "error" && isWritten(finding, project));
  if (leftOut.length > 0) {
    yield* couldNotRun("The project file or a case file has errors; nothing is run until they are mended.", leftOut);
    return;
  }
  const rows = chosenRows(selection, project, ledger.rows);
  if (typeof rows === "string") {
    yield* couldNotRun(rows, []);
    return;
  }
  const known = await inspectRows(sources, rows);
  const run = {
    project,
    endpoints: rows
      .filter(({ status }) => !NOT_RUNNABLE.has(status))
      .map(({ key }) => ({ endpoint: key, cases: cases.get(key) ?? [] })),
    unported: rows.filter(({ status }) => UNPORTED.has(status)).map(({ key }) => key),
    handlersOf: (endpoint: EndpointKey) => known.get(endpoint)?.handlers ?? {},
    compare: compareWith(project, known, ports.clock),
    mask: maskResult,
  };
  const runnable = ledger.rows.filter(({ status }) => !NOT_RUNNABLE.has(status)).map(({ key }) => key);
  yield* judgeRules(runParity(run, { ports, sides, signal }), {
    rules: project.rules,
    cases: new Map(runnable.map((key) => [key, cases.get(key) ?? []])),
    now: () => ports.clock.now(),
  });
}

/** Whether a finding is about the project file or a case file. */
function isWritten({ place }: Finding, { file, cases }: Project): boolean {
  return place !== undefined && (place.file === file || (cases !== undefined && place.file.startsWith(`${cases}/`)));
}

const UNPORTED: ReadonlySet<Status> = new Set(["unported", "stub"]);

/** Nothing to send to both sides. */
const NOT_RUNNABLE: ReadonlySet<Status> = new Set([
  ...UNPORTED,
  "kept",
  "not-comparable",
  "rust-only",
  "contract-only",
]);

/** The rows that are asked for, in the ledger's order; a sentence where one does not exist. */
function chosenRows(selection: Selection, project: Project, rows: readonly LedgerRow[]): readonly LedgerRow[] | string {
  switch (selection.kind) {
    case "all":
      return rows;
    case "milestone": {
      const milestone = project.milestones.find(({ name }) => name === selection.name);
      if (milestone !== undefined) return rows.filter(({ key }) => milestone.endpoints.includes(key));
      const names = project.milestones.map(({ name }) => name).join(", ") || "none";
      return `There is no milestone "${selection.name}" in ${project.file}; it has: ${names}.`;
    }
    case "endpoints": {
      const known = new Set(rows.map(({ key }) => key));
      const unknown = selection.endpoints.find((endpoint) => !known.has(endpoint));
      if (unknown !== undefined)
        return `Neither the contract nor a server has the endpoint ${unknown}; the ledger lists all that there are.`;
      return rows.filter(({ key }) => selection.endpoints.includes(key));
    }
  }
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
  const hasEffects = project.database.effectsNotCompared === undefined;
  return (given, { exchanges: { python, rust }, effects, renaming }) => {
    const end = clock.elapsed() + COMPARISON_LIMIT_MS;
    const placeOf = known.get(given.endpoint)?.placeOf;
    return compareExchanges({
      python,
      rust,
      rules: rulesFor(project.rules, given).filter(({ rule }) => hasEffects || rule.target.part !== "effect"),
      policy: policyFor(project.differences, given.endpoint),
      headers: headersFor(project, given.endpoint),
      renaming,
      isTimeUp: () => clock.elapsed() > end,
      ...(placeOf && { placeOf }),
      ...(effects && { effects }),
    });
  };
}

function couldNotRun(reason: string, findings: readonly Finding[]): readonly RunEvent[] {
  const none = { match: 0, differs: 0, failed: 0 };
  const totals = { endpoints: none, cases: none, unported: [], durationMs: 0 };
  return [
    { kind: "started", endpoints: [], cases: 0 },
    ...findings.map((finding): RunEvent => ({ kind: "finding", finding })),
    { kind: "ended", outcome: { kind: "failed", reason }, totals, ruleHits: [] },
  ];
}
