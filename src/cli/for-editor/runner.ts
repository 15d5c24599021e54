import type { Side } from "#core/model/endpoint.ts";
import type { GateEvent } from "#core/model/gates/gate.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { Selection, ServersState } from "#core/model/session.ts";
import { UserError } from "#core/model/user-error.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import type { RunnerCommand, RunnerMessage } from "#protocol/run.ts";

import { linesOf } from "./lines-of.ts";

/** What the runner runs: a session of which it needs no more than this. */
export interface RunnerSession {
  /**
   * As `Session.run`, with the caller's secrets by name; the project is read anew first, as its files may have changed since the last
   * run.
   */
  run(selection: Selection, secrets: Readonly<Record<string, string>>, signal: AbortSignal): AsyncIterable<RunEvent>;
  /** As `Session.gates`, in the same way. */
  gates(
    names: readonly string[],
    secrets: Readonly<Record<string, string>>,
    signal: AbortSignal,
    show: (event: GateEvent) => void,
  ): Promise<unknown>;
  stopServers(sides: readonly Side[]): Promise<void>;
  dispose(): Promise<void>;
}

/** What the runner is given. */
export interface RunnerOptions {
  /** Makes the session; it tells what the servers do by `onServers`. */
  readonly openSession: (onServers: (state: ServersState) => void) => Promise<RunnerSession>;
  /** Commands, as pieces of text in which they stand one a line: standard input. */
  readonly input: AsyncIterable<string>;
  /** Takes a line with its line break; resolves when there is room for more. Does not reject: where nobody reads any more, the input closes too. */
  readonly write: (line: string) => Promise<void>;
  /** Aborts when the runner is told to end by a signal of the system. */
  readonly stop: AbortSignal;
}

/**
 * Serves commands until the input closes or `stop` aborts; then what runs is cancelled, the servers are stopped, and it
 * resolves. Runs wait for each other. A line that is no command is told in the log and otherwise passed over.
 */
export async function serveRunner({ openSession, input, write, stop }: RunnerOptions): Promise<void> {
  const end = new AbortController();
  const send = (message: RunnerMessage): Promise<void> => write(`${JSON.stringify(message)}\n`);
  const session = await openSession((state) => void send({ kind: "servers", state }));
  const cancels = new Map<string, AbortController>();
  let last: Promise<void> = Promise.resolve();

  const inTurn = (work: () => Promise<void>): void => {
    last = last.then(work).catch((error: unknown) => send({ kind: "log", text: stackOf(error) }));
  };
  const run = async (
    { runId, selection, secrets = {} }: Extract<RunnerCommand, { kind: "run" }>,
    signal: AbortSignal,
  ): Promise<void> => {
    let hasEnded = false;
    try {
      for await (const event of session.run(selection, secrets, signal)) {
        hasEnded ||= event.kind === "ended";
        await send({ kind: "event", runId, event });
      }
    } catch (error) {
      await send({ kind: "log", text: stackOf(error) });
      if (!hasEnded) await send({ kind: "event", runId, event: brokenOff(error) });
    } finally {
      cancels.delete(runId);
    }
  };
  const gates = async (
    { runId, names, secrets = {} }: Extract<RunnerCommand, { kind: "gates" }>,
    signal: AbortSignal,
  ): Promise<void> => {
    try {
      await session.gates(names, secrets, signal, (event) => void send({ kind: "gate-event", runId, event }));
      await send({ kind: "gates-ended", runId });
    } catch (error) {
      const shown = new SecretGate().error(error);
      if (!signal.aborted && !(shown instanceof UserError)) await send({ kind: "log", text: stackOf(error) });
      const how = signal.aborted ? { isCancelled: true as const } : { failure: shown.message };
      await send({ kind: "gates-ended", runId, ...how });
    } finally {
      cancels.delete(runId);
    }
  };
  const obey = (command: RunnerCommand): void => {
    if (command.kind === "cancel") return cancels.get(command.runId)?.abort();
    if (command.kind === "stop-servers") return inTurn(() => session.stopServers(command.sides));
    const { runId } = command;
    const cancel = new AbortController();
    cancels.set(runId, cancel);
    const signal = AbortSignal.any([cancel.signal, end.signal]);
    return inTurn(() => (command.kind === "gates" ? gates(command, signal) : run(command, signal)));
  };

  try {
    await send({ kind: "ready" });
    for await (const line of linesOf(input, stop)) {
      const command = readCommand(line);
      if (command) obey(command);
      else await send({ kind: "log", text: `This is not a command: ${line.slice(0, 200)}` });
    }
  } finally {
    end.abort();
    await last;
    await session.dispose();
  }
}

/** The language server is our own program; what is checked is that a line arrived whole. */
function readCommand(line: string): RunnerCommand | undefined {
  try {
    const command: unknown = JSON.parse(line);
    if (typeof command !== "object" || command === null || !("kind" in command)) return undefined;
    return ["run", "gates", "cancel", "stop-servers"].includes(String(command.kind))
      ? (command as RunnerCommand)
      : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The `ended` event of a run that threw instead of telling it. */
function brokenOff(error: unknown): RunEvent {
  const none = { match: 0, differs: 0, failed: 0 };
  return {
    kind: "ended",
    outcome: { kind: "failed", reason: new SecretGate().error(error).message },
    totals: { endpoints: none, cases: none, unported: [], withoutCases: [], durationMs: 0 },
    ruleHits: [],
  };
}

/** What the session throws has passed its gate; of anything else the shapes of secrets are known. */
function stackOf(error: unknown): string {
  const shown = new SecretGate().error(error);
  return shown.stack ?? shown.message;
}
