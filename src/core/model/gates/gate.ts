import type { Finding } from "../finding.ts";

/** What a gate came to. `not-run`: the project has nothing that it could check, with the reason. */
export type GateOutcome =
  | { readonly kind: "passed" }
  | { readonly kind: "failed" }
  | { readonly kind: "not-run"; readonly reason: string };

/** A check of the migration other than an endpoint's parity, as it ended. */
export interface GateResult {
  /** As the user writes it: `contract`. */
  readonly name: string;
  readonly outcome: GateOutcome;
  /** What was looked at, a clause each, so that a gate that passes says what that means. */
  readonly checked: readonly string[];
  /** Those of severity `error` fail the gate. */
  readonly findings: readonly Finding[];
}

/** A gate of a project as views list it. */
export interface GateState {
  readonly name: string;
  /** What it asks, for people. */
  readonly question: string;
  /** Why it cannot be run, a sentence that says what to write; absent where it can. */
  readonly whyNot?: string;
  /** What it came to when it last ran, in whatever process, and when: ISO 8601 in UTC. */
  readonly last?: { readonly at: string; readonly result: GateResult };
}

/** What a run of gates tells while it goes on; a gate that started ends, but where the run is cancelled. */
export type GateEvent =
  | { readonly kind: "gate-started"; readonly name: string }
  | { readonly kind: "gate-step"; readonly name: string; readonly text: string }
  | { readonly kind: "gate-ended"; readonly result: GateResult };
