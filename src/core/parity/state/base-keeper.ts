import type { Side } from "#core/model/endpoint.ts";
import type { Disposable } from "#core/ports.ts";

import type { Base } from "../sides/base.ts";

/** The base of both sides, or one of each: it is made once, and a side that is started later starts from the same rows. */
export interface BaseKeeper extends Disposable {
  /** The base of a side, or of both, that was made for this key, or made now, once its last one was removed. */
  baseOf(owner: Side | "both", key: string, make: () => Promise<Base>): Promise<Base>;
}

/** Holds nothing until it is first asked. */
export function createBaseKeeper(): BaseKeeper {
  const kept = new Map<string, { readonly key: string; readonly base: Base }>();
  return {
    baseOf: async (owner, key, make) => {
      const last = kept.get(owner);
      if (last?.key === key) return last.base;
      kept.delete(owner);
      await last?.base.dispose();
      const base = await make();
      kept.set(owner, { key, base });
      return base;
    },
    dispose: async () => {
      const all = [...kept.values()];
      kept.clear();
      for (const { base } of all) await base.dispose();
    },
  };
}
