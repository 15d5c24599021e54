import type { Disposable } from "#core/ports.ts";

import { makeTemporaryFolder } from "../watchdog/temporary-folder.ts";
import type { Watchdog } from "../watchdog/watchdog.ts";

/** Temporary folders that something is made in, each of which goes with it. Disposing removes all that are left. */
export interface TemporaryHomes extends Disposable {
  /** Makes something in a new folder, absolute; where that fails, the folder goes at once. */
  inNewHome<T>(make: (home: string) => Promise<T>): Promise<T & Disposable>;
}

/** To `ours` the folders are added while they are there. */
export function createTemporaryHomes(watchdog: Watchdog, ours = new Set<string>()): TemporaryHomes {
  const open = new Set<Disposable>();
  return {
    inNewHome: async (make) => {
      const home = await makeTemporaryFolder(watchdog);
      ours.add(home.path);
      const whole: Disposable = {
        dispose: async () => {
          open.delete(whole);
          await home.dispose();
          ours.delete(home.path);
        },
      };
      open.add(whole);
      try {
        return { ...(await make(home.path)), ...whole };
      } catch (error) {
        await whole.dispose();
        throw error;
      }
    },
    dispose: async () => {
      await Promise.all([...open].map((each) => each.dispose()));
    },
  };
}
