import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { ServerSettings } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Database, HttpClient, Network, OwnedProcess } from "#core/ports.ts";

import { abortable } from "../abortable.ts";
import type { Companion } from "../companions/companion.ts";
import { environmentFor } from "./environment-for.ts";
import { findPort } from "./find-port.ts";
import { fillIn, fillInEach, type Placeholders, placeholdersFor } from "./placeholders.ts";
import type { OwnFile } from "../output/find-crashes.ts";
import type { ParityPorts, Preparation } from "../preparation.ts";
import { bodyText, exitText, lastOutputText, withheldText } from "./server-text.ts";

const READY_LIMIT_MS = 60_000;
const PROBE_LIMIT_MS = 5_000;
const POLL_MS = 25;

/** A server that answers, and the connection to it. */
export interface RunningServer {
  readonly process: OwnedProcess;
  readonly client: HttpClient;
  /** What was filled in for it. */
  readonly values: Placeholders;
}

/**
 * Starts a side's server on a free port and waits until its ready path has answered 2xx twice and the port is known to
 * be its own. Throws a UserError with the last output where it ends, is not ready in time, or somebody else answers.
 * `onOutput` receives what it prints for as long as it lives.
 */
export async function startServer(
  side: Side,
  settings: ServerSettings,
  surroundings: Surroundings,
  { ports, signal, emit, onOutput, ownFiles }: Preparation & { readonly onOutput: (text: string) => void },
): Promise<RunningServer> {
  emit({ kind: "preparing", side, step: "start" });
  const port = await findPort(settings.reach, ports);
  signal.throwIfAborted();
  if (settings.start === undefined) throw new Error(`The ${side} server was to be started, and is attached.`);
  const given = { side, settings, line: settings.start, port, ...surroundings };
  const values = valuesFor(given);
  const line = fillIn(given.line, values);
  const process = await startInServersWorld(given, ports, onOutput);
  const client = ports.http.connect(port);
  try {
    emit({ kind: "preparing", side, step: "ready" });
    const ownFile = ownFiles?.[side];
    await untilReady({ side, settings, ports, signal, process, client, port, line, ownFile });
    return { process, client, values };
  } catch (error) {
    await client.dispose();
    await process.dispose();
    throw error;
  }
}

/** What a side's server is given to keep its state in. */
export interface Surroundings {
  readonly database: Pick<Database, "location" | "address">;
  readonly companions: readonly Pick<Companion, "values" | "reach">[];
}

/** A command that is meant for a side's server, or for its database. */
interface ServerCommand extends Surroundings {
  readonly side: Side;
  readonly settings: ServerSettings;
  readonly line: string;
  /** 0 where it listens on none. */
  readonly port: number;
}

/** Starts a command with the folder, the environment and the network of a side's server. */
export async function startInServersWorld(
  command: ServerCommand,
  ports: ParityPorts,
  onOutput: (text: string) => void,
): Promise<OwnedProcess> {
  const { side, settings, line } = command;
  const values = valuesFor(command);
  const { emptied, set } = await environmentFor(side, settings, ports);
  return ports.processes.start(
    {
      line: fillIn(line, values),
      folder: settings.folder,
      world: { kind: "clean", emptied, network: networkFor(command) },
      environment: {
        ...set,
        ...ports.processes.callerVariables(settings.inherit ?? []),
        ...fillInEach(settings.environment, values),
      },
    },
    onOutput,
  );
}

function valuesFor({ settings, port, database, companions }: ServerCommand): Placeholders {
  return placeholdersFor(
    String(port),
    reached(settings, database),
    companions.map(({ values }) => values),
  );
}

/** A server with a network of its own reaches the database's server and what stands beside it as well. */
function networkFor({ settings: { reach }, port, database, companions }: ServerCommand): Network {
  if (reach === undefined) return { kind: "ours" };
  const { server } = database.address;
  const own = server === undefined ? [] : [{ host: server.host, port: server.port }];
  return { kind: "loopback", port, reach: [...reach, ...own, ...companions.flatMap((each) => each.reach)] };
}

/** There, what it reaches stands on its own loopback. */
function reached(
  { reach }: ServerSettings,
  database: Pick<Database, "location" | "address">,
): Pick<Database, "location" | "address"> {
  const { server, url } = database.address;
  if (reach === undefined || server === undefined) return database;
  const host = "127.0.0.1";
  const place = server.host.includes(":") ? `[${server.host}]` : server.host;
  return {
    ...database,
    address: { url: url.replace(`${place}:${server.port}/`, `${host}:${server.port}/`), server: { ...server, host } },
  };
}

interface Starting extends Omit<RunningServer, "values"> {
  readonly side: Side;
  readonly settings: ServerSettings;
  readonly ports: ParityPorts;
  readonly signal: AbortSignal;
  readonly port: number;
  readonly line: string;
  readonly ownFile: OwnFile | undefined;
}

async function untilReady(starting: Starting): Promise<void> {
  const { side, settings, ports, signal, process, client, port, line, ownFile } = starting;
  const name = `The ${SIDE_NAMES[side]} server, \`${line}\` in ${settings.folder},`;
  const { startLimitMs = READY_LIMIT_MS } = settings;
  const limit = ports.clock.elapsed() + startLimitMs;
  const exited = process.exited.then((exit) => ({ exit }));
  const request = { method: "GET", target: settings.ready, headers: [], body: { kind: "none" } } as const;
  let answers = 0;
  for (;;) {
    const probed = client.send(request, { signal, timeoutMs: PROBE_LIMIT_MS });
    const first = await abortable(Promise.race([exited, probed]), signal);
    if ("exit" in first) {
      await probed.catch(() => undefined);
      throw new UserError(
        `${name} ${exitText(first.exit)} before it was ready.${first.exit.code === 0 ? STAY : ""}${withheldText(side, process)}${lastOutputText(process, ownFile)}`,
      );
    }
    answers = isSuccess(first) ? answers + 1 : 0;
    if (answers === 2) break;
    if (ports.clock.elapsed() > limit) {
      throw new UserError(
        `${name} was not ready within ${startLimitMs / 1000} s: GET ${settings.ready} ${outcomeText(first)} Where it needs longer, say \`limits: { start: … }\` in portolan.yaml.${withheldText(side, process)}${lastOutputText(process, ownFile)}`,
      );
    }
    await abortable(Promise.race([exited, ports.clock.sleep(POLL_MS, signal)]), signal);
  }
  if ((await process.listensOn(port)) === "no") {
    throw new UserError(
      `Port ${port} is answered by another program than \`${line}\` in ${settings.folder}. Let the start command stay in the foreground, listen on \${port}, and end what else listens there.${lastOutputText(process, ownFile)}`,
    );
  }
}

const STAY = " A server has to stay in the foreground: take what sends it into the background out of the command.";

function isSuccess({ outcome }: Exchange): boolean {
  return outcome.kind === "answer" && outcome.status >= 200 && outcome.status < 300;
}

function outcomeText({ outcome }: Exchange): string {
  return outcome.kind === "answer"
    ? `answered ${outcome.status}: ${bodyText(outcome.body)}.`
    : `got no answer. ${outcome.reason}`;
}
