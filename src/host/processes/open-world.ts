import { mkdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

import type { Command, Disposable } from "#core/ports.ts";

import { makeTemporaryFolder } from "../watchdog/temporary-folder.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";
import { cleanEnvironment } from "./clean-environment.ts";
import { environmentWith } from "./environment.ts";

/** What a command is started in; to be disposed once it has ended. */
export interface OpenWorld extends Disposable {
  /** All its variables. */
  readonly environment: NodeJS.ProcessEnv;
  /** The names of the caller's variables that it does not get. */
  readonly withheld: readonly string[];
}

/** Makes what the command's world needs on disk, and its variables. */
export async function openWorld({ world, environment }: Command, watchdog: Watchdog): Promise<OpenWorld> {
  switch (world.kind) {
    case "caller":
      return { environment: environmentWith(environment), withheld: [], dispose: () => Promise.resolve() };
    case "clean": {
      const clean = cleanEnvironment({ caller: process.env, realHome: homedir(), inherit: world.inherit });
      const folder = await makeTemporaryFolder(watchdog);
      const own = { HOME: join(folder.path, "home"), TMPDIR: join(folder.path, "tmp") };
      try {
        for (const path of Object.values(own)) await mkdir(path);
      } catch (error) {
        await folder.dispose();
        throw error;
      }
      const emptied = Object.fromEntries(world.emptied.map((name) => [name, ""]));
      const all = { ...emptied, ...own, ...clean.environment, ...environment };
      return {
        environment: all,
        withheld: clean.withheld.filter((name) => !Object.hasOwn(all, name)),
        // What a server made unreadable is left to the watchdog, which tries again at our end.
        dispose: () => folder.dispose().catch(() => undefined),
      };
    }
  }
}
