import type { ServiceSettings } from "#core/model/service.ts";
import type { Disposable } from "#core/ports.ts";

import type { ServiceProcess } from "./service-process.ts";

/** Services that both sides share, each with a part of its own: they outlive a side that is started again. */
export interface SharedServices extends Disposable {
  /** The one that runs for these settings, or one that is started now. */
  of(settings: ServiceSettings, start: () => Promise<ServiceProcess>): Promise<ServiceProcess>;
}

/** Holds nothing until it is first asked. Disposing ends them. */
export function createSharedServices(): SharedServices {
  const running = new Map<string, Promise<ServiceProcess>>();
  return {
    of: (settings, start) => {
      const key = JSON.stringify(settings);
      const known = running.get(key);
      if (known !== undefined) return known;
      const starting = start();
      running.set(key, starting);
      // Both sides ask at once; a start that failed is tried anew the next time.
      starting.catch(() => running.delete(key));
      return starting;
    },
    dispose: async () => {
      const all = [...running.values()];
      running.clear();
      const settled = await Promise.allSettled(all);
      for (const each of settled) if (each.status === "fulfilled") await each.value.dispose();
    },
  };
}
