import type { Side } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Disposable, HttpRequest, ProcessExit } from "#core/ports.ts";

import { createSharedServices } from "../companions/shared-services.ts";
import { createMinting } from "../identities/minting.ts";
import type { Preparation } from "../preparation.ts";
import { guardDatabases } from "../state/database-guard.ts";
import { readDatabaseRecipe } from "../state/database-recipe.ts";
import { buildServer } from "./build-server.ts";
import { makeFilledBase } from "./fill-base.ts";
import { fillInProject } from "./fill-in-project.ts";
import { prepareSide } from "./prepare-side.ts";
import { requireNetwork } from "./require-network.ts";

/** One side's server alone, on a copy of the base, for somebody to use. */
export interface ServedSide extends Disposable {
  readonly port: number;
  readonly exited: Promise<ProcessExit>;
  /** Throws a UserError where a request must not be sent, because nobody has seen the server use its own database yet. */
  requireUse(request: Pick<HttpRequest, "method">): Promise<void>;
  /** Throws a UserError where a database that is not ours was written to or is open. */
  requireOnlyOurs(): Promise<void>;
}

const READING = new Set(["GET", "HEAD", "OPTIONS"]);

/** Builds and starts a side as a run does: what is sent to it is answered as a run's first case would be. */
export async function serveSide(side: Side, written: Project, preparation: Preparation): Promise<ServedSide> {
  if (written.servers[side].attach !== undefined) {
    throw new UserError(
      `\`servers.${side}\` is attached, so that nobody knows which state it answers from: record at a server that Portolan starts on a copy of the base, with \`start\` in place of \`attach\`, or import what another tool recorded.`,
    );
  }
  const { ports, emit } = preparation;
  const minting = createMinting(ports.webTokens, ports.clock);
  const project = fillInProject(written, ports.secrets, minting);
  await requireNetwork(project, ports);
  await buildServer(side, project.servers[side], preparation);
  const onOutput = (_: Side, text: string): void => emit({ kind: "output", side, text });
  const recipe = await readDatabaseRecipe(project, ports);
  const guard = await guardDatabases(project, ports);
  const acquired: Disposable[] = [];
  const disposeAll = async (): Promise<void> => {
    for (const disposable of acquired.splice(0).toReversed()) await disposable.dispose();
  };
  try {
    const shared = createSharedServices();
    acquired.push(shared);
    const base = await makeFilledBase(project, recipe, { ...preparation, guard, shared, minting, onOutput });
    acquired.push(base);
    const server = await prepareSide(side, project, base, {
      ...preparation,
      guard,
      minting,
      shared,
      onOutput: (text) => onOutput(side, text),
    });
    acquired.push(server);
    const { useNotChecked } = project.database;
    return {
      port: server.port,
      exited: server.exited,
      requireOnlyOurs: () => guard.requireOnlyOurs(side, server),
      requireUse: async ({ method }) => {
        if (useNotChecked === undefined && !READING.has(method) && !(await server.isUseSeen()))
          await guard.refuse(side);
      },
      dispose: disposeAll,
    };
  } catch (error) {
    await disposeAll();
    throw error;
  }
}
