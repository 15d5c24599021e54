import type { Ledger, LedgerRow, Progress } from "#core/model/ledger.ts";

const NOT_COUNTED = new Set(["kept", "rust-only", "contract-only", "not-comparable"]);

/** Verified endpoints of those that can be, in a group of rows. */
export function progressOf(rows: readonly LedgerRow[]): Progress {
  return {
    verified: rows.filter(({ status }) => status === "verified").length,
    total: rows.filter(({ status }) => !NOT_COUNTED.has(status)).length,
  };
}

/** The first milestone that is not complete, or, where there is none left, the whole ledger. */
export function currentProgress(ledger: Ledger): { readonly milestone?: string; readonly progress: Progress } {
  const unfinished = Object.entries(ledger.progressByMilestone).find(([, { verified, total }]) => verified < total);
  return unfinished === undefined
    ? { progress: ledger.progress }
    : { milestone: unfinished[0], progress: unfinished[1] };
}
