import type { ProcessExit } from "#core/ports.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";
import type { ChildLines } from "#host/processes/child-lines.ts";
import type { RunnerCommand, RunnerMessage } from "#protocol/run.ts";

/** A runner's process in memory: the test reads what it was told, and says what it answers. */
export class FakeRunner implements ChildLines {
  readonly commands: RunnerCommand[] = [];
  readonly exited: Promise<ProcessExit>;
  readonly #onLine: (line: string) => void;
  readonly #onCommand: (command: RunnerCommand, runner: FakeRunner) => void;
  readonly #exit: (exit: ProcessExit) => void;
  #errors = "";

  constructor(onLine: (line: string) => void, onCommand: (command: RunnerCommand, runner: FakeRunner) => void) {
    this.#onLine = onLine;
    this.#onCommand = onCommand;
    const { promise, resolve } = Promise.withResolvers<ProcessExit>();
    this.exited = promise;
    this.#exit = resolve;
  }

  send(line: string): void {
    const command = JSON.parse(line) as RunnerCommand;
    this.commands.push(command);
    this.#onCommand(command, this);
  }

  say(message: RunnerMessage): void {
    this.#onLine(JSON.stringify(message));
  }

  /** Says what a run of one endpoint with one case says. */
  sayRun(runId: string, verdict: EndpointVerdict): void {
    this.say({ kind: "servers", state: { python: "running", rust: "running" } });
    this.sayEvent(runId, { kind: "started", endpoints: [verdict.endpoint], cases: 1 });
    this.sayEvent(runId, { kind: "endpoint-ended", verdict });
    this.sayEvent(runId, ended({ kind: "completed" }));
  }

  sayEvent(runId: string, event: RunEvent): void {
    this.say({ kind: "event", runId, event });
  }

  die(errors: string, exit: ProcessExit): void {
    this.#errors = errors;
    this.#exit(exit);
  }

  lastErrors(): string {
    return this.#errors;
  }

  async dispose(): Promise<void> {
    this.#exit({ code: 0, signal: null });
  }
}

export function ended(outcome: Extract<RunEvent, { kind: "ended" }>["outcome"]): RunEvent {
  const none = { match: 0, differs: 0, failed: 0 };
  return {
    kind: "ended",
    outcome,
    totals: { endpoints: none, cases: none, unported: [], withoutCases: [], durationMs: 1 },
    ruleHits: [],
  };
}
