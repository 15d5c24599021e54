import type { ContractChange } from "#core/ports/contract-diff.ts";

/** Rates the changes from `base.json` to `revision.json` in a folder by a program. */
export type RateInFolder = (folder: string, signal: AbortSignal) => Promise<readonly ContractChange[]>;
