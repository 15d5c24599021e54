import * as vscode from "vscode";

import { type Side, SIDES } from "#core/model/endpoint.ts";

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
    "portolan.startServers": () => startServers(parts, SIDES),
    "portolan.restartServers": () => restartServers(parts, SIDES),
    // Of all projects: nothing is to be left running.
    "portolan.stopServers": () => parts.connection.stopServers({ sides: SIDES }),
    ...commandsOf("python", "Python", parts),
    ...commandsOf("rust", "Rust", parts),
  };
}

function commandsOf(side: Side, name: string, parts: ServerCommandParts): ReturnType<typeof serverCommands> {
  return {
    [`portolan.start${name}`]: () => startServers(parts, [side]),
    [`portolan.restart${name}`]: () => restartServers(parts, [side]),
    [`portolan.stop${name}`]: () => stopServers(parts, [side]),
    [`portolan.show${name}Output`]: () => parts.outputs.show(side),
  };
}

async function startServers({ connection, store, runs }: ServerCommandParts, sides: readonly Side[]): Promise<void> {
  await connection.start();
  const project = store.nearest(vscode.window.activeTextEditor?.document.uri);
  if (project !== undefined) await runs.start(project, { kind: "servers", sides }, `Start ${serverNames(sides)}`);
}

async function restartServers({ connection, store, runs }: ServerCommandParts, sides: readonly Side[]): Promise<void> {
  await connection.start();
  const project = store.nearest(vscode.window.activeTextEditor?.document.uri);
  if (project === undefined) return;
  await runs.start(project, { kind: "servers", sides, isRestart: true }, `Restart ${serverNames(sides)}`);
}

async function stopServers({ connection, store }: ServerCommandParts, sides: readonly Side[]): Promise<void> {
  const project = store.nearest(vscode.window.activeTextEditor?.document.uri);
  if (project !== undefined) await connection.stopServers({ sides, project: project.uri });
}
