import { SIDES } from "#core/model/endpoint.ts";
import type { DatabaseSettings } from "#core/model/project.ts";
import type { Disposable, Snapshot } from "#core/ports.ts";

import type { Preparation } from "../preparation.ts";
import type { DatabaseScript } from "./database-scripts.ts";

/** The one base of both sides: migrations and seed run once, and a side that is started later starts from the same rows. */
export interface BaseKeeper extends Disposable {
  /** The base that these scripts make; made anew where they are others than those of the last. */
  baseOf(settings: DatabaseSettings, scripts: readonly DatabaseScript[], given: Preparation): Promise<Snapshot>;
}

/** Holds nothing until it is first asked. */
export function createBaseKeeper(): BaseKeeper {
  let kept: { readonly key: string; readonly base: Snapshot } | undefined;
  const dispose = async (): Promise<void> => {
    const last = kept?.base;
    kept = undefined;
    await last?.dispose();
  };
  return {
    baseOf: async ({ engine, url }, scripts, { ports, signal, emit }) => {
      const key = JSON.stringify([engine, url, scripts]);
      if (kept?.key === key) return kept.base;
      await dispose();
      const base = await ports.databases.makeBase({ engine, ...(url === undefined ? {} : { url }) }, scripts, {
        signal,
        onSlow: (file) => {
          for (const side of SIDES) emit({ kind: "preparing", side, step: "database", file });
        },
      });
      kept = { key, base };
      return base;
    },
    dispose,
  };
}
