import type { GateEvent } from "#core/model/gates/gate.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import { SERVERS_STOPPED, type Session } from "#core/model/session.ts";
import type { EndpointResults, Verdict } from "#core/model/run/verdict.ts";
import type { SourceChange } from "#core/model/source-change.ts";
import type { RuleHits } from "#core/model/rules/rule.ts";
import type { EndpointKey, Side } from "#core/model/endpoint.ts";
import type { RunReport } from "#core/report/run/run-report.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import type { GatesAnswer, ProjectView, RunAnswer } from "#protocol/lsp.ts";

import { GateFindings } from "./gate-findings.ts";
import { lineCarrier } from "./carry-line.ts";
import { keptReport, LastRun } from "./last-run.ts";
import { EMPTY_SNAPSHOT, type ProjectSnapshot } from "./project-snapshot.ts";
import { RunFindings } from "./run-findings.ts";
import { RunProblems } from "./run-problems.ts";
import { type AskedGates, type AskedRun, Runner, type RunnerOptions } from "./runner.ts";
import { folderOf, joinPath, nameOf, relativePath, uriOfPath } from "./uris.ts";

/** After the last change for so long nothing came, someone has stopped typing. */
const IDLE_MS = 200;

/** What comes within so long is shown together. */
const TOGETHER_MS = 50;

export interface OpenProjectOptions {
  /** The project file, absolute. */
  readonly file: string;
  readonly session: Session;
  readonly startRunner: RunnerOptions["start"];
  /** The open documents, by absolute path. */
  readonly openTexts: () => ReadonlyMap<string, string>;
  /** Something that views show is different now. */
  readonly onDidChange: (project: OpenProject) => void;
  readonly onGateEvent: (project: OpenProject, runId: string, event: GateEvent) => void;
  readonly onRunEvent: (project: OpenProject, runId: string, event: RunEvent) => void;
  readonly log: (text: string) => void;
}

/** One project: its session, the snapshot that all views are made from, and its runs. */
export class OpenProject {
  readonly file: string;
  readonly folder: string;
  readonly uri: string;
  readonly #options: OpenProjectOptions;
  readonly #runner: Runner;
  readonly #stopListening: () => void;
  readonly #runFindings = new RunFindings();
  readonly #gateFindings = new GateFindings();
  readonly #runProblems = new RunProblems();
  readonly #lastRun = new LastRun();
  readonly #running = new Set<EndpointKey>();
  #ruleHits: ReadonlyMap<number, RuleHits> = new Map();
  #snapshot = EMPTY_SNAPSHOT;
  /** The open documents that the snapshot was made from, by their path relative to the project's folder. */
  #textsRead = new Map<string, string>();
  #isRead = false;
  #isChanged = true;
  #servers = SERVERS_STOPPED;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #publishing: ReturnType<typeof setTimeout> | undefined;
  #refreshing: Promise<void> | undefined;
  #isDisposed = false;

  constructor(options: OpenProjectOptions) {
    this.#options = options;
    this.file = options.file;
    this.folder = folderOf(options.file);
    this.uri = uriOfPath(options.file);
    this.#stopListening = options.session.onDidChange(() => this.#refreshWhenIdle());
    this.#runner = new Runner({
      start: options.startRunner,
      log: options.log,
      onServers: (state) => {
        this.#servers = state;
        this.#publish();
      },
      onGateEvent: (runId, event) => {
        this.#gateFindings.take(event);
        if (event.kind !== "gate-step") this.#publish();
        options.onGateEvent(this, runId, event);
      },
      onEvent: (runId, event) => {
        if (event.kind === "endpoint-ended") options.session.record(event.verdict);
        this.#runFindings.take(event);
        this.#lastRun.take(event);
        if (event.kind === "ended" && event.outcome.kind === "completed") {
          this.#ruleHits = new Map(event.ruleHits.map((hits) => [hits.rule, hits]));
        }
        const isOtherRunning = this.#follow(event);
        const isOutdated = this.#runProblems.take(event);
        if (isOtherRunning || event.kind === "ended") this.#publish();
        else if (isOutdated) this.#publishSoon();
        options.onRunEvent(this, runId, event);
      },
    });
  }

  get snapshot(): ProjectSnapshot {
    return this.#gateFindings.addTo(this.#runFindings.addTo(this.#snapshot));
  }

  /** The endpoints that a run works on. */
  get running(): ReadonlySet<EndpointKey> {
    return this.#running;
  }

  /** How often each rule hit in the last run, by its index; empty once the rules are others. */
  get ruleHits(): ReadonlyMap<number, RuleHits> {
    return this.#ruleHits;
  }

  /** How a case came out last, of the runs of this window. */
  verdictOf(endpoint: EndpointKey, caseId: string): Verdict | undefined {
    return this.#runner.results(endpoint).results.find((result) => result.case.id === caseId)?.verdict;
  }

  /** What builds and servers said, by URI. */
  get problems(): ReturnType<RunProblems["diagnostics"]> {
    return this.#runProblems.diagnostics(this.folder);
  }

  /** How views show the project; undefined until it was read for the first time. */
  view(): ProjectView | undefined {
    if (!this.#isRead) return undefined;
    return {
      uri: this.uri,
      folder: uriOfPath(this.folder),
      name: nameOf(this.folder),
      serverFolders: Object.values(this.#snapshot.project?.servers ?? {}).map(({ folder }) =>
        uriOfPath(joinPath(this.folder, folder)),
      ),
      ledger: this.#snapshot.ledger,
      servers: this.#servers,
      isRunning: this.#runner.isRunning,
      isBroken: this.#snapshot.project === undefined,
      gates: this.#snapshot.gates,
      runningGates: this.#gateFindings.running,
    };
  }

  /** Takes in a text as the editor has it, or, without one, as the disk has it. `path` is absolute. */
  change(path: string, text?: string): void {
    const file = relativePath(this.folder, path);
    // A file that is only opened is as it was.
    const isOther = text === undefined || (this.#textsRead.get(file) ?? text) !== text;
    if (isOther && /\.ya?ml$/.test(path)) {
      this.#runFindings.forget();
      // Rules are known by their order.
      this.#ruleHits = new Map();
    }
    if (isOther) this.#gateFindings.forget(file);
    // Until now it was read from disk, and an editor opens a file as the disk has it.
    if (text !== undefined && !this.#textsRead.has(file)) this.#textsRead.set(file, text);
    this.#options.session.change([text === undefined ? { file } : { file, text }]);
    this.#refreshWhenIdle();
  }

  /** Files may have come or gone without a word about each of them: looks at the disk again. */
  lookAgain(): void {
    this.#options.session.refresh();
    this.#refreshWhenIdle();
  }

  /** Brings lines of the snapshot to the text that stands in the editor now. `file` is relative to the project's folder. */
  carrierTo(file: string, text: string | undefined): (line: number) => number {
    const older = this.#textsRead.get(file);
    return older === undefined || text === undefined ? (line) => line : lineCarrier(older, text);
  }

  /** Reads what has changed and publishes it; when it resolves, the snapshot is as new as the last change before the call. */
  async refresh(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#refreshing;
    if (!this.#isChanged || this.#isDisposed) return;
    this.#refreshing ??= this.#read().finally(() => {
      this.#refreshing = undefined;
    });
    await this.#refreshing;
  }

  async run(given: AskedRun): Promise<RunAnswer> {
    const run = this.#runner.run(given);
    // What was asked for by name is told at once, and not only when it is built.
    if (given.selection.kind === "endpoints")
      for (const endpoint of given.selection.endpoints) this.#running.add(endpoint);
    this.#publish();
    const answer = await run;
    await this.refresh();
    return answer;
  }

  async gates(given: AskedGates): Promise<GatesAnswer> {
    const run = this.#runner.gates(given);
    this.#publish();
    const answer = await run;
    this.#gateFindings.end();
    // What they came to was saved by another process.
    this.#isChanged = true;
    await this.refresh();
    return answer;
  }

  /** See `Session.stub`; made for the texts as they are now. */
  async stub(endpoint: EndpointKey): Promise<SourceChange> {
    await this.refresh();
    return this.#options.session.stub(endpoint);
  }

  cancel(runId: string): void {
    this.#runner.cancel(runId);
  }

  async stopServers(sides: readonly Side[]): Promise<void> {
    await this.#runner.stopServers(sides);
  }

  /** The last results of an endpoint: of a run in this window, or of another process that ran it later or before. */
  async results(endpoint: EndpointKey): Promise<EndpointResults> {
    const own = this.#runner.results(endpoint);
    const told = this.#snapshot.ledger.rows.find(({ key }) => key === endpoint)?.verdict?.at;
    // A verdict that comes from elsewhere is newer than ours; one that is still to come is ours.
    const isAnything = own.results.length + own.notReached.length > 0;
    const isOurs = isAnything && (told === undefined || own.at === undefined || own.at >= told);
    if (isOurs) return own;
    const saved = await this.#options.session.results(endpoint);
    return saved !== undefined && saved.at === told ? saved : own;
  }

  /** What a report is made from: the last run of this window, else what is kept of earlier ones; undefined where there is nothing. */
  async report(): Promise<RunReport | undefined> {
    await this.refresh();
    const { ledger, project } = this.#snapshot;
    const rules = project?.rules ?? [];
    const last = this.#lastRun.report(ledger, rules);
    return last ?? keptReport(ledger, rules, ({ endpoint }) => this.results(endpoint));
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    this.#stopListening();
    clearTimeout(this.#timer);
    clearTimeout(this.#publishing);
    await this.#runner.dispose();
    await this.#refreshing;
    await this.#options.session.dispose();
  }

  /** Whether other endpoints are being run than before; what ends is told with its verdict. */
  #follow(event: RunEvent): boolean {
    if (event.kind === "started") for (const endpoint of event.endpoints) this.#running.add(endpoint);
    if (event.kind === "endpoint-ended") this.#running.delete(event.verdict.endpoint);
    if (event.kind === "ended") this.#running.clear();
    return event.kind === "started";
  }

  #refreshWhenIdle(): void {
    this.#isChanged = true;
    clearTimeout(this.#timer);
    if (this.#isDisposed) return;
    this.#timer = setTimeout(() => void this.refresh(), IDLE_MS);
  }

  async #read(): Promise<void> {
    const { session, log } = this.#options;
    const textsRead = this.#openTexts();
    this.#isChanged = false;
    try {
      const project = await session.project();
      const ledger = await session.ledger();
      const findings = await session.findings();
      const cases = await session.cases();
      const gates = await session.gateStates();
      this.#snapshot = { ...(project !== undefined && { project }), ledger, findings, cases, gates };
      this.#textsRead = textsRead;
    } catch (error) {
      // A bug of ours: the last snapshot stays, and the next change tries again.
      const shown = new SecretGate().error(error);
      log(shown.stack ?? shown.message);
    }
    this.#isRead = true;
    this.#publish();
  }

  /** What a compiler tells at once is shown at once. */
  #publishSoon(): void {
    this.#publishing ??= setTimeout(() => this.#publish(), TOGETHER_MS);
  }

  #publish(): void {
    clearTimeout(this.#publishing);
    this.#publishing = undefined;
    if (!this.#isDisposed) this.#options.onDidChange(this);
  }

  #openTexts(): Map<string, string> {
    const texts = [...this.#options.openTexts()];
    return new Map(texts.map(([path, text]) => [relativePath(this.folder, path), text]));
  }
}
