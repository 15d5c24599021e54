import type * as vscode from "vscode";

import type { ProjectStore } from "../project-store.ts";
import type { Runs } from "../runs.ts";
import type { ServerConnection } from "../server-connection.ts";
import type { ServerOutputs } from "../servers/server-outputs.ts";

/** What setting up needs. */
export interface SetUpParts {
  readonly connection: ServerConnection;
  readonly store: ProjectStore;
  readonly runs: Runs;
  readonly outputs: ServerOutputs;
  readonly log: vscode.LogOutputChannel;
}

/** How it ends: the file is written, and the first endpoint compared as well, or not. */
export type SetUpEnd = "write" | "write-and-compare";
