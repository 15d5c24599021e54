import type { LedgerRow } from "#core/model/ledger.ts";

/** The endpoint for a first verdict: one that can be run and only reads, without parameters where there is such, of the shortest path, which seldom asks for a login; undefined where none can. */
export function firstToCompare(rows: readonly LedgerRow[]): LedgerRow | undefined {
  const runnable = rows
    .filter(({ status }) => status === "ported")
    .toSorted((one, other) => one.path.length - other.path.length);
  const reading = runnable.filter(({ method }) => method === "GET");
  return reading.find(({ path }) => !path.includes("{")) ?? reading[0] ?? runnable[0];
}
