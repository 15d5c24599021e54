import type { Progress } from "#core/model/ledger.ts";

/** Rounded down, so that 100 % means all. `—` where there is nothing to count. */
export function percentText({ verified, total }: Progress): string {
  return total === 0 ? "—" : `${Math.floor((100 * verified) / total)} %`;
}

/** `7 of 8 · 87 %` */
export function progressText(progress: Progress): string {
  if (progress.total === 0) return "nothing to compare";
  return `${progress.verified} of ${progress.total} · ${percentText(progress)}`;
}
