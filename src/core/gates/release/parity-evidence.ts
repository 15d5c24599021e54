import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { RunOutcome } from "#core/model/run/run-event.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";

/** What is run for a release: the Rust server as it is installed. */
export interface EvidenceAsked {
  readonly endpoints: readonly EndpointKey[];
  /** The program, relative to the project's folder. */
  readonly binary: string;
  readonly build?: string;
  readonly start?: string;
}

/** A file's content at one moment: its hash (SHA-256) and length. */
export interface FileHash {
  readonly sha256: string;
  readonly bytes: number;
}

/** What a run of parity proves, and of which program. */
export interface ParityEvidence {
  readonly outcome: RunOutcome;
  readonly verdicts: readonly EndpointVerdict[];
  readonly unported: readonly EndpointKey[];
  readonly withoutCases: readonly EndpointKey[];
  /** Those of severity `error`: a rule that hit nothing, a case file with a mistake. */
  readonly errors: readonly Finding[];
  /** Whether a process that was started for it ran the program; `unknown` where the system does not tell. */
  readonly isRun: "yes" | "no" | "unknown";
  /** The program while the first case was answered, and after the last one; absent where there was none. */
  readonly before?: FileHash;
  readonly after?: FileHash;
}
