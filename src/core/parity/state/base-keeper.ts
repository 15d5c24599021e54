import type { Disposable } from "#core/ports.ts";

import type { Base } from "../sides/make-base.ts";

/** The one base of both sides: it is made once, and a side that is started later starts from the same rows. */
export interface BaseKeeper extends Disposable {
  /** The base that was made for this key, or made now, once the last one was removed. */
  baseOf(key: string, make: () => Promise<Base>): Promise<Base>;
}

/** Holds nothing until it is first asked. */
export function createBaseKeeper(): BaseKeeper {
  let kept: { readonly key: string; readonly base: Base } | undefined;
  const dispose = async (): Promise<void> => {
    const last = kept?.base;
    kept = undefined;
    await last?.dispose();
  };
  return {
    baseOf: async (key, make) => {
      if (kept?.key === key) return kept.base;
      await dispose();
      const base = await make();
      kept = { key, base };
      return base;
    },
    dispose,
  };
}
