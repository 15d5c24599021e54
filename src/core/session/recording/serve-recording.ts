import type { RunEvent } from "#core/model/run/run-event.ts";
import { UserError } from "#core/model/user-error.ts";
import { serveSide } from "#core/parity/sides/serve-side.ts";
import type { Ports } from "#core/ports.ts";
import type { OpenRecordingProxy } from "#core/ports/recording.ts";
import type { KeptRecording } from "#core/recording/keep-recording.ts";
import type { RecordedExchange } from "#core/recording/recorded-exchange.ts";
import { secretsInSettings } from "#core/secrets/find-secrets.ts";
import { gatedPorts } from "#core/secrets/gated-ports.ts";
import { SecretGate } from "#core/secrets/secret-gate.ts";
import { keepExchanges, type RecordingProject } from "#core/session/recording/recordings.ts";

interface Serving {
  readonly ports: Ports;
  readonly openProxy: OpenRecordingProxy;
  /** Where it listens; a free port where it is not said. */
  readonly port?: number;
  /** Where the cases are written; `.portolan/recorded` where it is not said. */
  readonly folder?: string;
  /** Ends the serving; what was recorded is kept. */
  readonly signal: AbortSignal;
  readonly onEvent: (event: RunEvent) => void;
  readonly onReady: (port: number) => void;
}

/**
 * Starts the Python server on a copy of the base, behind a proxy on loopback, until the signal aborts or the server ends; what
 * passed becomes cases that wait to be accepted. Nothing is written before it passed the gate. Throws a UserError where the server
 * used another database than Portolan's; what was recorded then is not kept.
 */
export async function serveRecording(given: RecordingProject, serving: Serving): Promise<KeptRecording> {
  const { signal, openProxy, onReady } = serving;
  const gate = new SecretGate();
  gate.learn(secretsInSettings(given.environment));
  const ports = gatedPorts(serving.ports, gate);
  const project = await given.session.project();
  if (project === undefined) throw new UserError("The project file cannot be used; `portolan ledger` says why.");
  gate.learnProject(project);
  const emit = (event: RunEvent): void => serving.onEvent(gate.event(event));
  const exchanges: RecordedExchange[] = [];
  const fault = Promise.withResolvers<never>();
  fault.promise.catch(() => undefined);
  await gate.guarded(async () => {
    const served = await started(() => serveSide("python", project, { ports, signal, emit }), signal);
    try {
      const proxy = await openProxy(served.port, {
        ...(serving.port !== undefined && { port: serving.port }),
        whyNot: async (request) => {
          try {
            await served.requireUse(request);
            return undefined;
          } catch (error) {
            fault.reject(error);
            return error instanceof UserError
              ? error.message
              : "The recording was ended by a fault of Portolan itself.";
          }
        },
        onExchange: (exchange) => {
          exchanges.push(exchange);
          void served.requireOnlyOurs().catch((error: unknown) => fault.reject(error));
        },
      });
      try {
        onReady(proxy.port);
        await Promise.race([aborted(signal), served.exited, fault.promise]);
        await served.requireOnlyOurs();
      } finally {
        await proxy.dispose();
      }
    } finally {
      await served.dispose();
    }
  })();
  const { folder } = serving;
  return keepExchanges(given, {
    name: "recording",
    exchanges,
    leftOut: new Map(),
    ...(folder !== undefined && { folder }),
  });
}

async function started<Served>(start: () => Promise<Served>, signal: AbortSignal): Promise<Served> {
  try {
    return await start();
  } catch (error) {
    if (signal.aborted) throw new UserError("The recording was ended before the server was ready.");
    throw error;
  }
}

async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
