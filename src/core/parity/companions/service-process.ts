import type { NetworkAddress } from "#core/model/project.ts";
import type { ServicePart, ServiceSettings } from "#core/model/service.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Disposable, Network, OwnedProcess } from "#core/ports.ts";
import type { ServiceContent } from "#core/ports/service-contents.ts";

import { abortable } from "../abortable.ts";
import type { ParityPorts } from "../preparation.ts";
import { findPort } from "../sides/find-port.ts";
import { fillIn, fillInEach, hasPlaceholder, type Placeholders } from "../sides/placeholders.ts";
import { exitText, lastOutputText } from "../sides/server-text.ts";

/** A service that is up. */
export interface ServiceProcess extends Disposable {
  readonly port: number;
  /** What is filled in in its commands: the port and a folder of its own. */
  readonly values: Placeholders;
  /** Connects to what it holds for a side. */
  open(part: ServicePart): Promise<ServiceContent | undefined>;
  /** Runs a command of the project file's in its world, which has to end with 0. */
  run(line: string, values: Placeholders): Promise<void>;
}

/** Where a service is started. */
export interface ServiceSurroundings {
  readonly ports: ParityPorts;
  readonly signal: AbortSignal;
  readonly onOutput: (text: string) => void;
  /** What is filled in besides its own. */
  readonly values: Placeholders;
  /** What it reaches besides its own loopback; undefined where it reaches all that we can. */
  readonly reach: readonly NetworkAddress[] | undefined;
}

const READY_LIMIT_MS = 60_000;
const POLL_MS = 25;
const PROBE_LIMIT_MS = 5_000;

/** Starts a service on a port of its own and waits until it is up. Throws a UserError with its last output where it ends or does not come up. */
export async function startService(
  settings: ServiceSettings,
  { ports, signal, onOutput, values: given, reach }: ServiceSurroundings,
): Promise<ServiceProcess> {
  const acquired: Disposable[] = [];
  const disposeAll = async (): Promise<void> => {
    for (const each of acquired.splice(0).toReversed()) await each.dispose();
  };
  try {
    const folder = await ports.folders.create();
    acquired.push(folder);
    const port = await findPort(reach, ports);
    const values = { ...given, port: String(port), folder: folder.path };
    const start = (line: string, more: Placeholders, listening: number): Promise<OwnedProcess> =>
      ports.processes.start(
        {
          line: fillIn(line, { ...values, ...more }),
          folder: ".",
          world: { kind: "clean", emptied: [], network: networkOf(reach, listening) },
          environment: fillInEach(settings.environment, { ...values, ...more }),
        },
        onOutput,
      );
    const process = await start(settings.start, {}, port);
    acquired.push(process);
    await untilUp(settings, { ports, signal, process, port });
    return {
      port,
      values,
      open: (part) =>
        settings.effects.kind === "content"
          ? ports.services.open(settings.effects.of, port, part)
          : Promise.resolve(undefined),
      run: async (line, more) => {
        const command = await start(line, more, 0);
        try {
          const exit = await abortable(command.exited, signal);
          if (exit.code === 0) return;
          throw new UserError(
            `\`${line}\`, which \`services.${settings.name}.reset\` names, ${exitText(exit)}.${lastOutputText(command)}`,
          );
        } finally {
          await command.dispose();
        }
      },
      dispose: disposeAll,
    };
  } catch (error) {
    await disposeAll();
    throw error;
  }
}

function networkOf(reach: readonly NetworkAddress[] | undefined, port: number): Network {
  return reach === undefined ? { kind: "ours" } : { kind: "loopback", port, reach };
}

interface Starting {
  readonly ports: ParityPorts;
  readonly signal: AbortSignal;
  readonly process: OwnedProcess;
  readonly port: number;
}

async function untilUp(settings: ServiceSettings, { ports, signal, process, port }: Starting): Promise<void> {
  const name = `The service ${settings.name}, \`${settings.start}\`,`;
  const limit = ports.clock.elapsed() + READY_LIMIT_MS;
  const exited = process.exited.then((exit) => exit);
  for (;;) {
    const isUp = await abortable(isAnswering(settings, port, ports, signal), signal);
    if (isUp) break;
    if (ports.clock.elapsed() > limit) {
      throw new UserError(`${name} was not up within ${READY_LIMIT_MS / 1000} s.${lastOutputText(process)}`);
    }
    const exit = await abortable(Promise.race([exited, ports.clock.sleep(POLL_MS, signal)]), signal);
    if (exit !== undefined) {
      const missing = exit.code === 127 ? " Install the program that it names, or correct the command." : "";
      throw new UserError(`${name} ${exitText(exit)} before it was up.${missing}${lastOutputText(process)}`);
    }
  }
  if (hasPort(settings) && (await process.listensOn(port)) === "no") {
    throw new UserError(
      `Port ${port} is answered by another program than \`${settings.start}\`. Let the command of the service ${settings.name} stay in the foreground and listen on \${port}.${lastOutputText(process)}`,
    );
  }
}

/** A worker listens on nothing. */
function hasPort({ start, environment }: ServiceSettings): boolean {
  return [start, ...Object.values(environment)].some((text) => text.includes("${port}") && hasPlaceholder(text));
}

async function isAnswering(
  settings: ServiceSettings,
  port: number,
  { listener, http, services }: ParityPorts,
  signal: AbortSignal,
): Promise<boolean> {
  if (!hasPort(settings)) return true;
  if (!(await listener.isTaken(port))) return false;
  if (settings.effects.kind === "content") {
    const content = await services.open(settings.effects.of, port, { number: 0, prefix: "" });
    await content?.dispose();
    return content !== undefined;
  }
  if (settings.ready === undefined) return true;
  const client = http.connect(port);
  try {
    const request = { method: "GET", target: settings.ready, headers: [], body: { kind: "none" } } as const;
    const { outcome } = await client.send(request, { signal, timeoutMs: PROBE_LIMIT_MS });
    return outcome.kind === "answer" && outcome.status >= 200 && outcome.status < 300;
  } finally {
    await client.dispose();
  }
}
