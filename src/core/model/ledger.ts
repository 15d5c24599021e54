import type { EndpointKey, Method } from "./endpoint.ts";
import type { Finding } from "./finding.ts";
import type { Operation } from "./operation.ts";
import type { Route } from "./route.ts";
import type { EndpointVerdict } from "./run/verdict.ts";

/** In the order in which the first that fits is taken (product.md). */
export const STATUSES = [
  "kept",
  "not-comparable",
  "unported",
  "rust-only",
  "contract-only",
  "stub",
  "no-cases",
  "ported",
  "stale",
  "verified",
  "differs",
  "failed",
] as const;

export type Status = (typeof STATUSES)[number];

/** One endpoint: contract × Python × Rust × last verdict. */
export interface LedgerRow {
  readonly key: EndpointKey;
  readonly method: Method;
  /** With parameter names: the contract's, else Python's, else Rust's. */
  readonly path: string;
  readonly status: Status;
  readonly milestones: readonly string[];
  readonly operation?: Operation;
  readonly python: readonly Route[];
  readonly rust: readonly Route[];
  readonly verdict?: EndpointVerdict;
  /** Why it stays with Python. */
  readonly keptReason?: string;
  readonly findings: readonly Finding[];
}

/** Verified endpoints, of those that can be. */
export interface Progress {
  readonly verified: number;
  readonly total: number;
}

/** The table of endpoints, sorted by path, then method. */
export interface Ledger {
  readonly rows: readonly LedgerRow[];
  readonly progress: Progress;
  readonly progressByMilestone: Readonly<Record<string, Progress>>;
}
