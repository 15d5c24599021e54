import type { Case } from "#core/model/run/case.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { TrialResult } from "#core/model/run/trial.ts";
import { allDatabases, withOwnDatabase } from "#core/model/databases/side-database.ts";
import { foreignHosts } from "#core/model/attached.ts";
import { UserError } from "#core/model/user-error.ts";

import { guardDatabases } from "../state/database-guard.ts";
import { createBaseKeeper } from "../state/base-keeper.ts";
import { createSharedServices, type SharedServices } from "../companions/shared-services.ts";
import { createMinting, type Minting } from "../identities/minting.ts";
import { attachSide } from "./attach-side.ts";
import { buildServer } from "./build-server.ts";
import { environmentFor } from "./environment-for.ts";
import { fillInProject } from "./fill-in-project.ts";
import type { Base } from "./base.ts";
import { sidesThatMake } from "./make-base.ts";
import { basesOf } from "./side-bases.ts";
import { type PreparedSide, prepareSide } from "./prepare-side.ts";
import type { ParityPorts } from "../preparation.ts";
import { requireNetwork } from "./require-network.ts";

/** What a trial needs besides the project. */
export interface TrialGiven {
  readonly ports: ParityPorts;
  readonly signal: AbortSignal;
  /** Requests that only read, to see a server use its database by. */
  readonly readings: Readonly<Record<Side, readonly Case[]>>;
  readonly onEvent: (event: RunEvent) => void;
  /** The sides that are started. */
  readonly sides: readonly Side[];
}

/**
 * Does for each side by itself what a run does before its first case, and tells each step: a side that fails keeps nobody
 * from seeing how the other one does. Both servers are ended and their databases removed when it is over.
 */
export async function* tryServers(written: Project, given: TrialGiven): AsyncGenerator<TrialResult, void, undefined> {
  const { ports, signal, onEvent: emit, sides } = given;
  const minting = createMinting(ports.webTokens, ports.clock);
  let project = written;
  const filled = await tried({ step: "project file" }, () => {
    project = fillInProject(written, ports.secrets, minting);
    return Promise.resolve();
  });
  if (filled.failure !== undefined) {
    yield filled;
    return;
  }
  const preparation = { ports, signal, emit };
  const hosts = foreignHosts(project);
  if (hosts.length > 0) {
    const failure = `\`attach\` names ${hosts.join(" and ")}, which is not this machine, so that nothing is tried there. Run \`portolan check ${hosts.map((host) => `--host ${host}`).join(" ")}\` where that is meant.`;
    yield { step: "project file", failure };
    return;
  }
  const network = await tried({ step: "network" }, () => requireNetwork(project, ports));
  if (network.failure !== undefined) yield network;
  const ready: Side[] = [];
  for (const side of sides) {
    const settings = project.servers[side];
    if (settings.attach !== undefined) {
      ready.push(side);
      continue;
    }
    const variables = await tried({ side, step: "environment files" }, () => environmentFor(side, settings, ports));
    if (variables.failure !== undefined) yield variables;
    if (settings.build !== undefined) {
      const build = await tried({ side, step: "build" }, () => buildServer(side, settings, preparation));
      yield build;
      if (build.failure !== undefined) continue;
    }
    if (variables.failure === undefined) ready.push(side);
  }
  // A side that is not ready may not know its database yet, so that it makes none.
  if (
    allDatabases(project)
      .flatMap(sidesThatMake)
      .some((side) => !ready.includes(side))
  )
    return;
  const shared = createSharedServices();
  const keeper = createBaseKeeper();
  let bases: Awaited<ReturnType<typeof basesOf>> | undefined;
  try {
    // A server that was built may have to make it.
    const made = await tried({ step: "base" }, async () => {
      const guard = await guardDatabases(project, ports);
      const onOutput = (side: Side, text: string): void => emit({ kind: "output", side, text });
      bases = await basesOf(project, { ...preparation, guard, shared, minting, onOutput, bases: keeper });
    });
    const hasDatabase = allDatabases(project).some(({ engine }) => engine !== "none");
    if (hasDatabase || made.failure !== undefined) yield made;
    if (bases === undefined || network.failure !== undefined) return;
    for (const side of ready) {
      yield* trySide(side, withOwnDatabase(project, side), bases[side].base, { ...given, minting, shared });
    }
  } finally {
    await shared.dispose();
    await keeper.dispose();
  }
}

async function* trySide(
  side: Side,
  project: Project,
  base: Base | undefined,
  {
    ports,
    signal,
    readings,
    onEvent: emit,
    minting,
    shared,
  }: TrialGiven & { readonly minting: Minting; readonly shared: SharedServices },
): AsyncGenerator<TrialResult, void, undefined> {
  const guard = await guardDatabases(project, ports);
  const onOutput = (text: string): void => emit({ kind: "output", side, text });
  let prepared: PreparedSide | undefined;
  try {
    yield await tried({ side, step: "start" }, async () => {
      const { attach } = project.servers[side];
      const preparation = { ports, signal, emit, guard, minting, shared, onOutput };
      if (attach !== undefined) prepared = await attachSide(side, project, attach, preparation);
      else if (base !== undefined) prepared = await prepareSide(side, project, base, preparation);
    });
    const server = prepared;
    if (server === undefined || project.database.useNotChecked !== undefined) return;
    if (project.servers[side].attach !== undefined || project.database.engine === "none") return;
    yield await tried({ side, step: "database" }, async () => {
      for (const reading of readings[side]) {
        if (await server.isUseSeen()) break;
        await server.send(reading, { signal });
        await guard.requireOnlyOurs(side, server);
      }
      if (!(await server.isUseSeen())) await guard.refuse(side);
    });
  } finally {
    await prepared?.dispose();
  }
}

async function tried(step: Omit<TrialResult, "failure">, work: () => Promise<unknown>): Promise<TrialResult> {
  try {
    await work();
    return step;
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...step, failure: error.message };
  }
}
