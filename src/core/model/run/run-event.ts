import type { EndpointKey, Side } from "../endpoint.ts";
import type { BuildProblem } from "./build-problem.ts";
import type { Crash } from "./crash.ts";
import type { Finding } from "../finding.ts";
import type { ReleasedProgram } from "./released-program.ts";
import type { RuleHits } from "../rules/rule.ts";
import type { CaseResult, EndpointVerdict, NotReached, Verdict } from "./verdict.ts";

/** What a run does before the first request. */
export type PreparationStep = "check" | "build" | "database" | "start" | "ready" | "login";

export interface RunTotals {
  /** Without those of requests that belong to no endpoint; `cases` has them too. */
  readonly endpoints: Readonly<Record<Verdict, number>>;
  readonly cases: Readonly<Record<Verdict, number>>;
  /** Asked for, and not run because a side has no handler. */
  readonly unported: readonly EndpointKey[];
  /** Asked for, and not run because there is nothing to send. */
  readonly withoutCases: readonly EndpointKey[];
  readonly durationMs: number;
}

/** How a run closed. `failed` could not run; `reason` is a full sentence. */
export type RunOutcome =
  | { readonly kind: "completed" }
  | { readonly kind: "cancelled" }
  /** `unconfirmedHosts`: nothing was sent, because the user has not confirmed these hosts. */
  /** `missingSecrets`: nothing was started, because the caller does not have these. */
  | {
      readonly kind: "failed";
      readonly reason: string;
      readonly unconfirmedHosts?: readonly string[];
      readonly missingSecrets?: readonly string[];
    };

/** Crates that were compiled, none where nobody compiles any, and whole seconds since the beginning. */
export interface BuildProgress {
  readonly crates: number;
  readonly seconds: number;
}

/** Everything that a run tells. `started` comes first, `ended` last, each once. */
export type RunEvent =
  | { readonly kind: "started"; readonly endpoints: readonly EndpointKey[]; readonly cases: number }
  /** `file` is the script that takes a while, where a database is made. */
  | {
      readonly kind: "preparing";
      readonly side: Side;
      readonly step: PreparationStep;
      readonly file?: string;
      /** How far a build is; absent where it begins. */
      readonly build?: BuildProgress;
    }
  | { readonly kind: "output"; readonly side: Side; readonly text: string }
  /** What a build says; the next one of that side says it anew. */
  | { readonly kind: "build-problem"; readonly problem: BuildProblem }
  /** Told as soon as it is whole; the case that it belongs to has it as well. */
  | { readonly kind: "crashed"; readonly crash: Crash }
  | { readonly kind: "case-ended"; readonly result: CaseResult }
  | { readonly kind: "case-not-reached"; readonly notReached: NotReached }
  /** Once for an endpoint, and once more where the end of the run takes its verdict back: the last counts. */
  | { readonly kind: "endpoint-ended"; readonly verdict: EndpointVerdict }
  | { readonly kind: "finding"; readonly finding: Finding }
  | {
      readonly kind: "ended";
      readonly outcome: RunOutcome;
      readonly totals: RunTotals;
      readonly ruleHits: readonly RuleHits[];
      /** Which program answered for Rust, where the run was to be with the one that is released and was. */
      readonly program?: ReleasedProgram;
    };
