import type { EndpointKey, Side } from "#core/model/endpoint.ts";
import type { GateEvent, GateResult } from "#core/model/gates/gate.ts";
import type { RunEvent, RunOutcome } from "#core/model/run/run-event.ts";
import { type Selection, SERVERS_STOPPED, type ServersState } from "#core/model/session.ts";
import type { CaseResult, EndpointResults, EndpointVerdict, NotReached } from "#core/model/run/verdict.ts";
import type { ChildLines } from "#host/processes/child-lines.ts";
import type { GatesAnswer, GatesParams, RunAnswer, RunParams } from "#protocol/lsp.ts";
import type { RunnerCommand, RunnerMessage } from "#protocol/run.ts";
import { readMessage } from "#protocol/read-message.ts";

const RUNNER_MESSAGES = {
  ready: true,
  event: true,
  "gate-event": true,
  "gates-ended": true,
  servers: true,
  log: true,
} as const;

/** A cancelled run that has not ended by then ends with its process: stop means stop. */
const CANCEL_LIMIT_MS = 20_000;

type Ended = Extract<RunEvent, { kind: "ended" }>;

export interface RunnerOptions {
  /** Starts the runner's process. */
  readonly start: (onLine: (line: string) => void) => ChildLines;
  readonly onEvent: (runId: string, event: RunEvent) => void;
  readonly onGateEvent: (runId: string, event: GateEvent) => void;
  readonly onServers: (state: ServersState) => void;
  readonly log: (text: string) => void;
}

/** A run as it is asked for. */
export type AskedRun = Omit<RunParams, "project">;

/** Gates as they are asked for. */
export type AskedGates = Omit<GatesParams, "project">;

interface CurrentGates {
  readonly runId: string;
  readonly results: GateResult[];
  readonly end: (answer: GatesAnswer) => void;
}

interface CurrentRun {
  readonly runId: string;
  readonly selection: Selection;
  readonly verdicts: EndpointVerdict[];
  readonly end: (ended: Ended) => void;
}

/**
 * The runs of one project, done by a process of its own, which is started at the first run and ends with us.
 * Runs go one after the other; each ends with one `ended` event, also when the process dies.
 */
export class Runner {
  readonly #options: RunnerOptions;
  readonly #results = new Map<EndpointKey, CaseResult[]>();
  readonly #notReached = new Map<EndpointKey, NotReached[]>();
  readonly #ends = new Map<EndpointKey, string>();
  readonly #cancelled = new Set<string>();
  #process: ChildLines | undefined;
  #current: CurrentRun | undefined;
  #gates: CurrentGates | undefined;
  #lastChance: ReturnType<typeof setTimeout> | undefined;
  #lastRun: Promise<unknown> = Promise.resolve();
  readonly #pending = new Set<string>();
  #isDisposed = false;
  #servers = SERVERS_STOPPED;
  #onStopped: { readonly sides: readonly Side[]; readonly resolve: () => void }[] = [];

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** A run is under way or waits for its turn. */
  get isRunning(): boolean {
    return this.#pending.size > 0;
  }

  /** Runs when those before have ended. Never rejects for what the runner does: the outcome says it. */
  run(given: AskedRun): Promise<RunAnswer> {
    this.#pending.add(given.runId);
    const run = this.#runAfter(this.#lastRun, given);
    this.#lastRun = run;
    return run;
  }

  /** Runs gates when what was asked for before has ended. Never rejects. */
  async gates(given: AskedGates): Promise<GatesAnswer> {
    this.#pending.add(given.runId);
    const before = this.#lastRun;
    const run = before.then(() => this.#gatesNow(given));
    this.#lastRun = run;
    const answer = await run;
    this.#pending.delete(given.runId);
    this.#cancelled.delete(given.runId);
    return answer;
  }

  /** Ends a run, also one that still waits; the run's answer tells when it has ended. */
  cancel(runId: string): void {
    if (this.#pending.has(runId)) this.#cancelled.add(runId);
    if (this.#current?.runId !== runId && this.#gates?.runId !== runId) return;
    this.#send({ kind: "cancel", runId });
    const child = this.#process;
    this.#lastChance = setTimeout(() => void child?.dispose(), CANCEL_LIMIT_MS);
  }

  /** Ends the run that is under way, then stops the servers of these sides; resolves when they are down. */
  async stopServers(sides: readonly Side[]): Promise<void> {
    if (this.#current !== undefined) this.cancel(this.#current.runId);
    if (this.#gates !== undefined) this.cancel(this.#gates.runId);
    if (areStopped(sides, this.#servers)) return;
    const stopped = new Promise<void>((resolve) => this.#onStopped.push({ sides, resolve }));
    this.#send({ kind: "stop-servers", sides });
    await stopped;
  }

  /** What the last run of an endpoint brought, while we live, and its verdict's moment once it has one. */
  results(endpoint: EndpointKey): EndpointResults & { readonly at?: string } {
    const at = this.#ends.get(endpoint);
    return {
      ...(at !== undefined && { at }),
      results: this.#results.get(endpoint) ?? [],
      notReached: this.#notReached.get(endpoint) ?? [],
    };
  }

  async dispose(): Promise<void> {
    this.#isDisposed = true;
    await this.#process?.dispose();
    await this.#lastRun;
  }

  async #runAfter(before: Promise<unknown>, given: AskedRun): Promise<RunAnswer> {
    await before;
    const answer = await this.#runNow(given);
    this.#pending.delete(given.runId);
    this.#cancelled.delete(given.runId);
    return answer;
  }

  async #runNow(given: AskedRun): Promise<RunAnswer> {
    const { runId } = given;
    const verdicts: EndpointVerdict[] = [];
    const ended = await new Promise<Ended>((resolve) => {
      const end = (event: Ended): void => {
        this.#current = undefined;
        clearTimeout(this.#lastChance);
        resolve(event);
      };
      this.#current = { runId, selection: given.selection, verdicts, end };
      if (this.#isDisposed || this.#cancelled.has(runId)) return this.#end({ kind: "cancelled" });
      this.#process ??= this.#start();
      this.#send({ kind: "run", ...given });
    });
    return { verdicts, ended };
  }

  #gatesNow(given: AskedGates): Promise<GatesAnswer> {
    return new Promise((resolve) => {
      const results: GateResult[] = [];
      const end = (answer: GatesAnswer): void => {
        this.#gates = undefined;
        clearTimeout(this.#lastChance);
        resolve(answer);
      };
      this.#gates = { runId: given.runId, results, end };
      if (this.#isDisposed || this.#cancelled.has(given.runId)) return end({ results, isCancelled: true });
      this.#process ??= this.#start();
      this.#send({ kind: "gates", ...given });
    });
  }

  #start(): ChildLines {
    const child = this.#options.start((line) => this.#receive(line));
    // Never rejects: how a process ends is what it resolves to.
    void this.#outlive(child);
    return child;
  }

  async #outlive(child: ChildLines): Promise<void> {
    const { code, signal } = await child.exited;
    this.#process = undefined;
    this.#setServers(SERVERS_STOPPED);
    const errors = child.lastErrors();
    const how = signal === null ? `with exit code ${code ?? "unknown"}` : `by ${signal}`;
    if (errors !== "") this.#options.log(errors);
    const tail = errors === "" ? "It wrote nothing to its error output." : `It wrote last:\n${errors}`;
    const reason = `The process that runs parity ended ${how}. ${tail}`;
    const { results = [], end, runId = "" } = this.#gates ?? {};
    end?.({ results, ...(this.#cancelled.has(runId) ? { isCancelled: true } : { failure: reason }) });
    this.#end({ kind: "failed", reason });
  }

  #send(command: RunnerCommand): void {
    this.#process?.send(JSON.stringify(command));
  }

  #receive(line: string): void {
    const message = readMessage<RunnerMessage>(line, RUNNER_MESSAGES);
    switch (message?.kind) {
      case undefined:
        return this.#options.log(line);
      case "ready":
        return;
      case "log":
        return this.#options.log(message.text);
      case "servers":
        return this.#setServers(message.state);
      case "gate-event":
        return this.#takeGate(message.runId, message.event);
      case "gates-ended": {
        const { kind: _, runId, ...answer } = message;
        if (this.#gates?.runId === runId) this.#gates.end({ results: this.#gates.results, ...answer });
        return;
      }
      case "event":
        if (message.runId === this.#current?.runId) this.#take(this.#current, message.event);
    }
  }

  #setServers(state: ServersState): void {
    this.#servers = state;
    const isOver = ({ sides }: { readonly sides: readonly Side[] }): boolean => areStopped(sides, state);
    for (const { resolve } of this.#onStopped.filter(isOver)) resolve();
    this.#onStopped = this.#onStopped.filter((waiting) => !isOver(waiting));
    this.#options.onServers(state);
  }

  #takeGate(runId: string, event: GateEvent): void {
    if (this.#gates?.runId !== runId) return;
    if (event.kind === "gate-ended") this.#gates.results.push(event.result);
    this.#options.onGateEvent(runId, event);
  }

  #take(run: CurrentRun, event: RunEvent): void {
    if (event.kind === "started") {
      for (const endpoint of event.endpoints.filter((each) => !isPartial(run.selection, each))) {
        this.#results.delete(endpoint);
        this.#notReached.delete(endpoint);
        this.#ends.delete(endpoint);
      }
    }
    if (event.kind === "case-ended") this.#keep(event.result);
    if (event.kind === "case-not-reached") this.#keepNotReached(event.notReached);
    if (event.kind === "endpoint-ended") {
      run.verdicts.push(event.verdict);
      if (!event.verdict.isPartial) this.#ends.set(event.verdict.endpoint, event.verdict.at);
    }
    this.#options.onEvent(run.runId, event);
    if (event.kind === "ended") run.end(event);
  }

  #keepNotReached(step: NotReached): void {
    const { endpoint, id } = step.case;
    const others = (this.#notReached.get(endpoint) ?? []).filter((known) => known.case.id !== id);
    this.#notReached.set(endpoint, [...others, step]);
  }

  #keep(result: CaseResult): void {
    const { endpoint } = result.case;
    const results = this.#results.get(endpoint);
    const at = results?.findIndex((known) => known.case.id === result.case.id) ?? -1;
    if (results === undefined) this.#results.set(endpoint, [result]);
    else if (at < 0) results.push(result);
    else results[at] = result;
  }

  /** Ends the current run in the runner's stead. */
  #end(outcome: RunOutcome): void {
    const run = this.#current;
    if (run !== undefined) this.#take(run, endedWithout(outcome, run.verdicts));
  }
}

function areStopped(sides: readonly Side[], servers: ServersState): boolean {
  return sides.every((side) => servers[side] === "stopped");
}

/** What other cases of the endpoint brought stays. */
function isPartial(selection: Selection, endpoint: EndpointKey): boolean {
  return selection.kind === "endpoints" && selection.cases?.[endpoint] !== undefined;
}

/** The last event of a run that the runner did not close itself, with what is known of its totals. */
export function endedWithout(outcome: RunOutcome, verdicts: readonly EndpointVerdict[]): Ended {
  const cases = { match: 0, differs: 0, failed: 0 };
  const endpoints = { match: 0, differs: 0, failed: 0 };
  for (const verdict of verdicts) {
    if (!verdict.isOfNoEndpoint) endpoints[verdict.verdict]++;
    cases.match += verdict.matched;
    cases[verdict.verdict === "match" ? "differs" : verdict.verdict] += verdict.cases - verdict.matched;
  }
  return {
    kind: "ended",
    outcome,
    totals: { endpoints, cases, unported: [], withoutCases: [], durationMs: 0 },
    ruleHits: [],
  };
}
