import type { Ledger, LedgerRow, Progress } from "#core/model/ledger.ts";

const NOT_COUNTED = new Set(["kept", "rust-only", "contract-only", "not-comparable"]);

/** Verified endpoints of those that can be, in a group of rows. */
export function progressOf(rows: readonly LedgerRow[]): Progress {
  return {
    verified: rows.filter(({ status }) => status === "verified").length,
    total: rows.filter(({ status }) => !NOT_COUNTED.has(status)).length,
  };
}

/** Rounded down, so that 100 % means all. `—` where there is nothing to count. */
export function percentText({ verified, total }: Progress): string {
  return total === 0 ? "—" : `${Math.floor((100 * verified) / total)} %`;
}

/** `7 of 8 · 87 %` */
export function progressText(progress: Progress): string {
  if (progress.total === 0) return "nothing to compare";
  return `${progress.verified} of ${progress.total} · ${percentText(progress)}`;
}

/** The first milestone that is not complete, or, where there is none left, the whole ledger. */
export function currentProgress(ledger: Ledger): { readonly milestone?: string; readonly progress: Progress } {
  const unfinished = Object.entries(ledger.progressByMilestone).find(([, { verified, total }]) => verified < total);
  return unfinished === undefined
    ? { progress: ledger.progress }
    : { milestone: unfinished[0], progress: unfinished[1] };
}
