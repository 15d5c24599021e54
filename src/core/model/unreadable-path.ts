import { UserError } from "./user-error.ts";

/** Why a path is not read: by a rule of ours (where it lies, what it is, how large it is), or because the system refuses. */
export type UnreadableBy = "rule" | "system";

/** A path that is there and is not read. Whoever reads many files says so in a finding and reads the others. */
export class UnreadablePath extends UserError {
  readonly path: string;
  /** Half a sentence: `its permissions do not allow it`. */
  readonly reason: string;
  readonly by: UnreadableBy;

  constructor(path: string, reason: string, by: UnreadableBy) {
    super(`${path} is not read: ${reason}.`);
    this.path = path;
    this.reason = reason;
    this.by = by;
  }
}
