import type { Database, Snapshot } from "#core/ports.ts";

import type { Engine } from "./engine.ts";

/** Of servers that keep nothing in a database: there is nothing to make, to put back or to compare. */
export function createNoEngine(): Engine {
  return {
    makeBase: () => Promise.resolve(NOTHING),
    create: () => Promise.resolve(NO_DATABASE),
    dispose: () => Promise.resolve(),
  };
}

const NOTHING: Snapshot = { location: "", dispose: () => Promise.resolve() };

const NO_DATABASE: Database = {
  location: "",
  address: { url: "" },
  snapshot: () => Promise.resolve(NOTHING),
  restore: () => Promise.resolve(0),
  requireFree: () => Promise.resolve(),
  version: () => Promise.resolve(0),
  // There is nothing that it could use in place of ours.
  isUsedBy: () => Promise.resolve(true),
  changesSince: () => Promise.resolve({ kind: "changes", tables: [] }),
  schema: () => Promise.resolve({ tables: [], others: [], migrations: [] }),
  toBase: () => Promise.resolve(NOTHING),
  emptiedSince: () => Promise.resolve([]),
  dispose: () => Promise.resolve(),
};
