import { excerptResult } from "#core/compare/excerpts/excerpt-result.ts";
import type { Case } from "#core/model/run/case.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";
import type { Finding } from "#core/model/finding.ts";
import type { ServersState, Session } from "#core/model/session.ts";
import { createSides } from "#core/parity/sides/sides.ts";
import type { Ports } from "#core/ports.ts";
import { endpointName, rowsOf } from "#core/report/run/handler-places.ts";
import { secretsInSettings } from "#core/secrets/find-secrets.ts";
import { gatedPorts } from "#core/secrets/gated-ports.ts";
import { gatedRun } from "#core/secrets/gated-run.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import { createEmptiedTables, EMPTIED_FILE } from "#core/session/kept/emptied-tables.ts";
import { createReading } from "#core/session/reading.ts";
import { gateStates, runGates } from "#core/session/gates/run-gates.ts";
import { keepGates } from "#core/session/kept/gate-store.ts";
import { releasedRun } from "#core/session/gates/released-run.ts";
import { runSelection } from "#core/session/selection/run-selection.ts";
import { writeStubFor } from "#core/session/write-stub-for.ts";
import { createResultStore, gatherResults } from "#core/session/kept/result-store.ts";
import { createVerdictStore, VERDICTS_FILE } from "#core/session/kept/verdict-store.ts";

export interface SessionOptions {
  /** The project file's name in its folder, which is the root of all paths. */
  readonly projectFile: string;
  /** Where this is false, the verdicts of runs are not written to the disk. */
  readonly savesVerdicts?: boolean;
  /** Long bodies come whole with the events of a run, and not as excerpts: for who compares them anew. */
  readonly keepsWholeAnswers?: boolean;
  /** Cases are made up whatever the project file says. */
  readonly isGeneratingCases?: boolean;
  readonly onDidChangeServers?: (state: ServersState) => void;
  /** What the commands of the project inherit; secrets in it are not shown. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/**
 * Opens a project: the one door to the core. Nothing is read before the first question, and nothing is started before
 * the first run. The ports are the caller's; they outlive the session.
 */
export function createSession(givenPorts: Ports, options: SessionOptions): Session {
  const gate = new SecretGate();
  gate.learn(secretsInSettings(options.environment ?? {}));
  const ports = gatedPorts(givenPorts, gate);
  const verdicts = createVerdictStore(ports);
  const emptied = createEmptiedTables(ports);
  const answers = createResultStore(ports);
  const sides = createSides(ports, options.onDidChangeServers);
  const { projectFile, isGeneratingCases } = options;
  const reading = createReading({
    ports,
    projectFile,
    verdicts,
    emptied,
    ...(isGeneratingCases !== undefined && { isGeneratingCases }),
  });
  const listeners = new Set<() => void>();
  let isTelling = false;

  /** However much happens in one turn, listeners hear of it once. */
  const tell = () => {
    if (isTelling) return;
    isTelling = true;
    queueMicrotask(() => {
      isTelling = false;
      for (const listener of listeners) listener();
    });
  };

  return {
    change: (changes) => {
      reading.change(changes);
      tell();
    },
    refresh: () => {
      reading.refresh();
      tell();
    },
    project: async () => (await reading.current()).project,
    ledger: async () => (await reading.current()).ledger,
    cases: async () => (await reading.current()).cases,
    findings: async () => (await reading.current()).findings.map((finding) => gate.finding(finding)),
    run: async function* (selection, signal) {
      const state = await reading.current();
      const gathered = gatherResults();
      const runAs = selection.isReleased === true ? releasedRun : runSelection;
      const events = gatedRun(runAs(selection, state, { ports, sides, signal, gate }), gate);
      for await (const whole of events) {
        // A secret is known by where it stands in the whole, so that the gate comes first.
        const event = options.keepsWholeAnswers === true ? whole : excerptEvent(whole);
        if (event.kind === "endpoint-ended" && isKept(event.verdict) && selection.isReleased !== true) {
          verdicts.record(event.verdict);
          reading.changeVerdicts();
          tell();
          const { endpoint, at } = event.verdict;
          const own = gathered.take(endpoint);
          // Told twice, a verdict is taken back: the results stay as they were.
          const isFirst = own.results.length + own.notReached.length > 0;
          if (isFirst && options.savesVerdicts !== false) await answers.save(endpoint, { at, ...own });
        }
        if (event.kind === "case-ended") gathered.add(event.result);
        if (event.kind === "case-not-reached") gathered.addNotReached(event.notReached);
        if (event.kind === "ended" && options.savesVerdicts !== false) {
          const reason = await verdicts.save();
          if (reason !== undefined) yield { kind: "finding", finding: gate.finding(notSaved(reason)) };
        }
        yield event;
        if (event.kind === "case-ended" && event.result.emptiedTables !== undefined) {
          const { case: given, emptiedTables } = event.result;
          const reason = await emptied.add(given.endpoint, emptiedTables);
          reading.changeVerdicts();
          yield {
            kind: "finding",
            finding: gate.finding(
              hasEmptied(given, endpointName(given.endpoint, rowsOf(state.ledger)), emptiedTables, reason),
            ),
          };
        }
      }
    },
    gates: async (names, signal, show) => {
      const results = await runGates(names, await reading.current(), { ports, gate, signal, show });
      if (options.savesVerdicts !== false) {
        const reason = await keepGates(ports, results, new Date(ports.clock.now()).toISOString());
        if (reason !== undefined) ports.log.error(`The gates' results could not be saved: ${reason}`);
      }
      tell();
      return results;
    },
    gateStates: async () => gateStates(await reading.current(), ports),
    results: (endpoint) => answers.load(endpoint),
    stub: async (endpoint) => writeStubFor(endpoint, await reading.current(), (file) => reading.read(file)),
    record: (verdict) => {
      if (!isKept(verdict)) return;
      verdicts.record(verdict);
      reading.changeVerdicts();
      tell();
    },
    onDidChange: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    stopServers: (named) => sides.stop(named),
    dispose: async () => {
      listeners.clear();
      await sides.dispose();
    },
  };
}

function excerptEvent(event: RunEvent): RunEvent {
  return event.kind === "case-ended" ? { ...event, result: excerptResult(event.result) } : event;
}

/** The ledger has no row for what belongs to no endpoint, and knows nothing of a server that somebody else runs, nor of single cases. */
function isKept({ isOfNoEndpoint, isOfAttached, isPartial }: EndpointVerdict): boolean {
  return !isOfNoEndpoint && !isOfAttached && !isPartial;
}

function hasEmptied(
  { endpoint, place }: Case,
  name: string,
  tables: readonly string[],
  reason: string | undefined,
): Finding {
  const facts = {
    endpoint: name,
    tables: tables.join(", "),
    file: EMPTIED_FILE,
    ...(reason !== undefined && { reason }),
  };
  return { code: "case-emptied-table", severity: "warning", endpoint, place, facts };
}

/** Nothing of the run is lost but that the ledger knows it the next time. */
function notSaved(reason: string): Finding {
  return { code: "verdicts-not-saved", severity: "warning", facts: { file: VERDICTS_FILE, reason } };
}
