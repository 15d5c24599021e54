import type { GateServer } from "#core/gates/gate.ts";
import { UserError } from "#core/model/user-error.ts";
import { fillIn } from "#core/parity/sides/placeholders.ts";
import { exitText, lastOutputText } from "#core/parity/sides/server-text.ts";
import type { HttpClient, Ports } from "#core/ports.ts";

/** A server that a command of the project starts, with `${port}` in it. */
export interface StartedServer {
  readonly line: string;
  readonly folder: string;
  /** A path that answers 2xx once it is up. */
  readonly ready: string;
}

const READY_LIMIT_MS = 60_000;
const PROBE_LIMIT_MS = 5_000;
const POLL_MS = 25;

type Surroundings = {
  readonly ports: Pick<Ports, "processes" | "listener" | "http" | "clock">;
  readonly signal: AbortSignal;
};

/** Starts a server in the caller's environment for as long as the work goes on. Throws a UserError where it does not come up. */
export async function onStartedServer<T>(
  { ports, signal }: Surroundings,
  { line, folder, ready }: StartedServer,
  work: (server: GateServer) => Promise<T>,
): Promise<T> {
  const port = await ports.listener.freePort();
  const command = {
    line: fillIn(line, { port: String(port) }),
    folder,
    world: { kind: "caller" },
    environment: {},
  } as const;
  const process = await ports.processes.start(command, () => undefined);
  const client = ports.http.connect(port);
  try {
    const limit = ports.clock.elapsed() + READY_LIMIT_MS;
    const exited = process.exited.then((exit) => ({ exit }));
    while (!(await isReady(client, ready, signal))) {
      const first = await Promise.race([exited, ports.clock.sleep(POLL_MS, signal)]);
      if (first !== undefined)
        throw new UserError(`\`${line}\` ${exitText(first.exit)} before it was ready.${lastOutputText(process)}`);
      if (ports.clock.elapsed() > limit)
        throw new UserError(
          `\`${line}\` was not ready within ${READY_LIMIT_MS / 1000} s: GET ${ready} does not answer 2xx.`,
        );
    }
    return await work({ port, client });
  } finally {
    await client.dispose();
    await process.dispose();
  }
}

async function isReady(client: HttpClient, target: string, signal: AbortSignal): Promise<boolean> {
  const request = { method: "GET", target, headers: [], body: { kind: "none" } } as const;
  const { outcome } = await client.send(request, { signal, timeoutMs: PROBE_LIMIT_MS });
  return outcome.kind === "answer" && outcome.status >= 200 && outcome.status < 300;
}
