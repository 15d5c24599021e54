import { isRecord } from "#core/model/is-record.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import { UserError } from "#core/model/user-error.ts";
import { PLAIN } from "#core/report/layout/paint.ts";
import { trialText } from "#core/report/trial-text.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import { tryProject } from "#core/session/try-project.ts";
import { PROJECT_FILE } from "#host/files/find-project.ts";
import { standardStreams } from "#host/processes/standard-streams.ts";
import { stopSignals } from "#host/processes/stop-signals.ts";
import type { TrialMessage, TrialOrder } from "#protocol/run.ts";

import { commandPorts } from "../command-ports.ts";
import { EXIT } from "../exit.ts";
import { linesOf } from "./lines-of.ts";

/** `portolan try --events`: tries the project file whose text comes in, in the current folder, for "Set Up…". */
export async function trialCommand(): Promise<number> {
  const streams = standardStreams();
  const ports = commandPorts({ root: process.cwd() });
  const closed = new AbortController();
  const stop = stopSignals();
  const signal = AbortSignal.any([stop, closed.signal]);
  const send = (message: TrialMessage): Promise<void> => streams.write(`${JSON.stringify(message)}\n`);
  try {
    const lines = linesOf(streams.input, stop);
    const { value: line } = await lines.next();
    const order = line === undefined ? undefined : readOrder(line);
    if (order === undefined) throw new UserError("No text of a project file came in.");
    void untilClosed(lines).then(() => closed.abort());
    const tried = { file: PROJECT_FILE, text: order.text, environment: process.env, signal };
    const onEvent = (event: RunEvent): void => void send({ kind: "event", event });
    for await (const result of tryProject(ports, { ...tried, onEvent })) {
      await send({ kind: "result", result, text: trialText(result, PLAIN) });
    }
    await send({ kind: "ended" });
    return EXIT.clean;
  } catch (error) {
    const failure = new SecretGate().error(error).message;
    await send({ kind: "ended", failure: signal.aborted ? "It was cancelled." : failure });
    return EXIT.findings;
  } finally {
    await ports.dispose();
    streams.close();
  }
}

function readOrder(line: string): TrialOrder | undefined {
  const order: unknown = JSON.parse(line);
  return isRecord(order) && typeof order["text"] === "string" ? { text: order["text"] } : undefined;
}

async function untilClosed(lines: AsyncIterator<string>): Promise<void> {
  while ((await lines.next()).done !== true);
}
