import { UserError } from "#core/model/user-error.ts";

/** https://www.sqlite.org/rescode.html#full */
const SQLITE_FULL = 13;

/** The error itself, or where the disk is full a UserError that says so. `what` was to be written: `the copy of a database`. */
export function whereDiskIsFull(error: unknown, what: string): unknown {
  if (!(error instanceof Error)) return error;
  const isFull =
    ("code" in error && (error.code === "ENOSPC" || error.code === "EDQUOT")) ||
    ("errcode" in error && typeof error.errcode === "number" && error.errcode % 256 === SQLITE_FULL);
  return isFull ? temporaryDiskIsFull(what, error) : error;
}

/** What is told of a full disk under what we make for a while. */
export function temporaryDiskIsFull(what: string, cause: unknown): UserError {
  return new UserError(
    `There is no room for ${what} on the disk that holds the system's temporary folder. Make room there, or let TMPDIR name another folder.`,
    { cause },
  );
}
