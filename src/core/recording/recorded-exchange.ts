import type { PassedExchange } from "#core/ports/recording.ts";

/** A request that somebody sent to the Python server, and its answer. What it holds as secrets is not masked. */
export interface RecordedExchange extends PassedExchange {
  /** What it was sent in, by name: a test. Requests of one session build on one another; those of all others do not. */
  readonly session?: string;
}

/** How many requests become no case, by why: `for no endpoint of the ledger`. */
export type LeftOut = ReadonlyMap<string, number>;
