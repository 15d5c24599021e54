import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import type { Command, Disposable } from "#core/ports.ts";

import { type LoopbackNetwork, openLoopbackNetwork } from "../network/loopback-network.ts";
import { makeTemporaryFolder } from "../watchdog/temporary-folder.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";
import { cleanEnvironment } from "./clean-environment.ts";
import { environmentWith } from "./environment.ts";
import { endMarked, newMark } from "./marked-processes.ts";

/**
 * The shell holds the command back until we have told the watchdog about its group, and gives up when we die before:
 * so there is no moment in which a server runs that nobody would end.
 */
const GATE = 'read -r _ || exit 1; exec /bin/sh -c "$0" </dev/null';

/** What left the group of a command that has ended has so long to end by itself. */
const STRAY_GRACE_MS = 2_000;

/** What a command is started in; to be disposed once it has ended. */
export interface OpenWorld extends Disposable {
  /** The program that runs the command line once it has read a line from its standard input. */
  readonly file: string;
  readonly args: readonly string[];
  /** All its variables. */
  readonly environment: NodeJS.ProcessEnv;
  /** The names of the caller's variables that it does not get. */
  readonly withheld: readonly string[];
  /** Ends what has left the command's group, and gives the command lines. */
  endStrays(): Promise<readonly string[]>;
}

/** Makes what the command's world needs on disk, and its variables. */
export async function openWorld(
  { line, world, environment }: Command,
  { watchdog, relayFile }: { readonly watchdog: Watchdog; readonly relayFile: string },
): Promise<OpenWorld> {
  switch (world.kind) {
    case "caller":
      return {
        ...shellFor(line),
        environment: environmentWith(environment),
        withheld: [],
        // A build may leave a server of its own for the next build, as compiler caches do.
        endStrays: () => Promise.resolve([]),
        dispose: () => Promise.resolve(),
      };
    case "clean": {
      const clean = cleanEnvironment({ caller: process.env, realHome: homedir() });
      const folder = await makeTemporaryFolder(watchdog);
      const own = { HOME: join(folder.path, "home"), TMPDIR: join(folder.path, "tmp") };
      const { mark, environment: marked } = newMark();
      const byVariable = { mark, sessions: [] };
      let network: LoopbackNetwork | undefined;
      try {
        for (const path of Object.values(own)) await mkdir(path);
        await watchdog.guardMark(byVariable);
        if (world.network.kind === "loopback") {
          network = await openLoopbackNetwork(world.network, { folder: join(folder.path, "network"), relayFile });
        }
      } catch (error) {
        await folder.dispose();
        throw error;
      }
      const emptied = Object.fromEntries(world.emptied.map((name) => [name, ""]));
      const all = { ...emptied, ...own, ...clean.environment, ...marked, ...environment };
      return {
        ...(network?.commandFor(line) ?? shellFor(line)),
        environment: all,
        withheld: clean.withheld.filter((name) => !Object.hasOwn(all, name)),
        endStrays: () => endMarked(byVariable, STRAY_GRACE_MS),
        // What a server made unreadable is left to the watchdog, which tries again at our end.
        dispose: async () => {
          await network?.dispose();
          watchdog.releaseMark(mark);
          await folder.dispose().catch(() => undefined);
        },
      };
    }
  }
}

function shellFor(line: string): Pick<OpenWorld, "file" | "args"> {
  return { file: "/bin/sh", args: ["-c", GATE, line] };
}
