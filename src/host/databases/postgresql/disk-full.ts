import { UserError } from "#core/model/user-error.ts";

import { temporaryDiskIsFull } from "../../files/disk-full.ts";
import { isDatabaseError } from "./connection.ts";
import type { ServerAddress } from "./server/server-address.ts";

/** Whose disk it is. */
interface DiskOwner {
  readonly address: ServerAddress;
  /** We started it, and its files lie in a temporary folder. */
  readonly isOwn: boolean;
}

/** `disk_full`. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const DISK_FULL = "53100";

/** What programs of PostgreSQL print that do not hand on the code. */
const PRINTED = /No space left on device|Disk quota exceeded/;

/** Whether a server, or one of PostgreSQL's programs by what it printed, had no room left. */
export function isDiskFull(error: unknown): boolean {
  if (isDatabaseError(error)) return error.code === DISK_FULL;
  return error instanceof Error && "stderr" in error && PRINTED.test(String(error.stderr));
}

/** The error itself, or where a server's disk is full a UserError that says so. `what` was to be written: `seed.sql`. */
export function whereServerIsFull(error: unknown, what: string, { address, isOwn }: DiskOwner): unknown {
  if (isOwn) return whereOwnIsFull(error, what);
  if (!isDiskFull(error)) return error;
  return new UserError(
    `There is no room for ${what} on the disk of the PostgreSQL server at ${address.host}:${address.port}. Make room there, or give the URL of another server as \`database.url\` in portolan.yaml.`,
    { cause: error },
  );
}

/** The same of a server that we start, with its files in a temporary folder. */
export function whereOwnIsFull(error: unknown, what: string): unknown {
  return isDiskFull(error) ? temporaryDiskIsFull(what, error) : error;
}
