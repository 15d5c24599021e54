import type { ServerBuild } from "../../scripts/vscode/server-build.ts";

/** What `run.ts` has found out and installed before the tests start. */
export interface Circumstances {
  readonly build: ServerBuild;
  readonly chromium: string;
  /** Folder of the extension under test. */
  readonly extension: string;
  /** Folder that workspaces are copied from. */
  readonly example: string;
  readonly screenshots: string;
  readonly logFile: string;
}

const variable = "PORTOLAN_EDITOR_CIRCUMSTANCES";

/** As environment variables for the processes that run window tests. */
export function circumstancesAsEnvironment(circumstances: Circumstances): Readonly<Record<string, string>> {
  return { [variable]: JSON.stringify(circumstances) };
}

/** Those that this process was given. */
export function circumstancesHere(): Circumstances {
  const text = process.env[variable];
  if (text === undefined) throw new Error("Window tests are started by `node test/editor/run.ts --only window`.");
  return JSON.parse(text) as Circumstances;
}
