import * as vscode from "vscode";

import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { ServersSelection } from "#core/model/session.ts";

import type { ProjectStore } from "../project-store.ts";
import type { Runs } from "../runs.ts";
import type { ServerConnection } from "../server-connection.ts";
import type { ServerOutputs } from "./server-outputs.ts";
import { serverNames } from "./servers-text.ts";

/** What commands about the servers need. */
export interface ServerCommandParts {
  readonly connection: ServerConnection;
  readonly store: ProjectStore;
  readonly runs: Runs;
  readonly outputs: ServerOutputs;
}

/** Start, stop, restart and show the output, for both servers and for each; by their names in package.json. */
export function serverCommands(parts: ServerCommandParts): Readonly<Record<string, () => Promise<void> | void>> {
  return {
    "portolan.startServers": () => startServers(parts, { kind: "servers", sides: SIDES }),
    "portolan.restartServers": () => startServers(parts, { kind: "servers", sides: SIDES, isRestart: true }),
    // Of all projects: nothing is to be left running.
    "portolan.stopServers": () => parts.connection.stopServers({ sides: SIDES }),
    ...commandsOf("python", "Python", parts),
    ...commandsOf("rust", "Rust", parts),
  };
}

function commandsOf(side: Side, name: string, parts: ServerCommandParts): ReturnType<typeof serverCommands> {
  return {
    [`portolan.start${name}`]: () => startServers(parts, { kind: "servers", sides: [side] }),
    [`portolan.restart${name}`]: () => startServers(parts, { kind: "servers", sides: [side], isRestart: true }),
    [`portolan.stop${name}`]: () => stopServers(parts, [side]),
    [`portolan.show${name}Output`]: () => parts.outputs.show(side),
  };
}

async function startServers(
  { connection, store, runs }: ServerCommandParts,
  selection: ServersSelection,
): Promise<void> {
  await connection.start();
  const project = store.nearest(vscode.window.activeTextEditor?.document.uri);
  const verb = selection.isRestart === true ? "Restart" : "Start";
  if (project !== undefined) await runs.start(project, selection, `${verb} ${serverNames(selection.sides)}`);
}

async function stopServers({ connection, store }: ServerCommandParts, sides: readonly Side[]): Promise<void> {
  const project = store.nearest(vscode.window.activeTextEditor?.document.uri);
  if (project !== undefined) await connection.stopServers({ sides, project: project.uri });
}
