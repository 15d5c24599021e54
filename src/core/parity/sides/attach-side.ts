import type { AttachedServer } from "#core/model/attached.ts";
import { type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import { UserError } from "#core/model/user-error.ts";

import { abortable } from "../abortable.ts";
import { makeKnown } from "../identities/make-known.ts";
import type { Minting } from "../identities/minting.ts";
import type { Preparation } from "../preparation.ts";
import type { PreparedSide } from "./prepare-side.ts";
import { sendCase } from "./send-case.ts";
import { bodyText, exitText, lastOutputText } from "./server-text.ts";

const PROBE_LIMIT_MS = 5_000;

/**
 * A side whose server somebody else runs. Nothing of it is started or ended, and nothing is known of its database: what a
 * case wrote is put back by the project's command, after which all identities are made known again.
 */
export async function attachSide(
  side: Side,
  project: Project,
  attached: AttachedServer,
  preparation: Preparation & { readonly minting: Minting; readonly onOutput: (text: string) => void },
): Promise<PreparedSide> {
  const { ports, signal, emit, minting } = preparation;
  requireNoRegistration(side, project, attached);
  const client = ports.http.attach(attached.origin);
  try {
    emit({ kind: "preparing", side, step: "ready" });
    await requireAnswer(
      side,
      project,
      attached,
      client.send(probeOf(project.servers[side].ready), { signal, timeoutMs: PROBE_LIMIT_MS }),
    );
    const begin = async (stop: AbortSignal): ReturnType<typeof makeKnown> => {
      await resetServer(side, project, attached, { ...preparation, signal: stop });
      if (project.identities === undefined || project.identities.length === 0) return new Map();
      emit({ kind: "preparing", side, step: "login" });
      return makeKnown(project, { side, client, clock: ports.clock, minting, signal: stop });
    };
    let credentials = await begin(signal);
    return {
      send: (given, limits) => sendCase(given, limits, client, credentials, ports),
      restore: async (isTouched) => {
        if (isTouched && attached.reset !== undefined) credentials = await begin(new AbortController().signal);
        return true;
      },
      markState: () => Promise.resolve(),
      requireFree: () => Promise.resolve(),
      version: () => Promise.resolve(0),
      effect: () => Promise.resolve({ kind: "changes", tables: [] }),
      schema: () => Promise.resolve(undefined),
      emptied: () => Promise.resolve([]),
      isSound: () => true,
      hasDied: () => false,
      isUseSeen: () => Promise.resolve(true),
      stopWatchingUse: () => undefined,
      loginRows: [],
      nameOwn: (exchange) => exchange,
      missingRight: undefined,
      notTold: [],
      openFiles: () => Promise.resolve(undefined),
      dispose: () => client.dispose(),
    };
  } catch (error) {
    await client.dispose();
    throw error;
  }
}

function probeOf(target: string) {
  return { method: "GET", target, headers: [], body: { kind: "none" } } as const;
}

async function requireAnswer(
  side: Side,
  { servers }: Project,
  { origin }: AttachedServer,
  sent: Promise<Exchange>,
): Promise<void> {
  const { outcome } = await sent;
  if (outcome.kind === "answer" && outcome.status >= 200 && outcome.status < 300) return;
  const found =
    outcome.kind === "answer"
      ? `answered ${outcome.status}: ${bodyText(outcome.body)}.`
      : `got no answer. ${outcome.reason}`;
  throw new UserError(
    `The ${SIDE_NAMES[side]} server is not up at ${origin}, which \`servers.${side}.attach\` names: GET ${servers[side].ready} ${found} Start it, or say \`start\` in its place.`,
  );
}

/** Nobody can take an account back that was made on a server that is not put back. */
function requireNoRegistration(side: Side, { identities = [] }: Project, { reset }: AttachedServer): void {
  const registering = identities.find(({ methods }) => {
    const method = methods[side];
    return method.kind === "login" && method.register !== undefined;
  });
  if (registering === undefined || reset !== undefined) return;
  throw new UserError(
    `The identity \`${registering.name}\` registers at the ${SIDE_NAMES[side]} server, which is attached and is not put back. Say what puts it back in \`servers.${side}.reset\`, or let the identity only log in.`,
  );
}

async function resetServer(
  side: Side,
  { servers }: Project,
  { reset }: AttachedServer,
  { ports, signal, onOutput }: Preparation & { readonly onOutput: (text: string) => void },
): Promise<void> {
  if (reset === undefined) return;
  const { folder } = servers[side];
  const command = await ports.processes.start(
    { line: reset, folder, world: { kind: "caller" }, environment: {} },
    onOutput,
  );
  try {
    const exit = await abortable(command.exited, signal);
    if (exit.code === 0) return;
    throw new UserError(
      `\`${reset}\` in ${folder}, which \`servers.${side}.reset\` names, ${exitText(exit)}.${lastOutputText(command)}`,
    );
  } finally {
    await command.dispose();
  }
}
