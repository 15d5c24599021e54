import type { EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { ReleasedProgram } from "#core/model/run/released-program.ts";
import type { RunOutcome } from "#core/model/run/run-event.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";

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
  /** Those of severity `error`: a rule that hit nothing, a case file with a mistake, another program than the one that is released. */
  readonly errors: readonly Finding[];
  /** Absent where it is not the one that answered. */
  readonly program?: ReleasedProgram;
}
