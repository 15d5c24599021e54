import { DatabaseFault } from "#core/model/databases/database-fault.ts";

import { isDatabaseError } from "./connection.ts";
import { whereServerIsFull } from "./disk-full.ts";
import type { PostgresqlServer } from "./server/server.ts";

/** A lock that was not got in time, and a deadlock. https://www.postgresql.org/docs/current/errcodes-appendix.html */
const LOCKED = new Set(["55P03", "40P01"]);

/** The connection was ended from without, the database is no more, or what we made in it was dropped. */
const GONE = new Set(["57P01", "3D000", "3F000", "42P01", "42883"]);

/** Does some work with a database, and throws a DatabaseFault where a server under test kept it from being done, a UserError where its disk is full. */
export async function orFault<T>(
  purpose: string,
  { server, lockLimitMs }: { readonly server: PostgresqlServer; readonly lockLimitMs: number },
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const code = isDatabaseError(error) ? (error.code ?? "") : undefined;
    if (code !== undefined && LOCKED.has(code)) throw new DatabaseFault(lockedText(purpose, lockLimitMs));
    const isGone = code === undefined ? isConnectionError(error) : GONE.has(code);
    if (!isGone || !(error instanceof Error)) throw whereServerIsFull(error, `a database that is ${purpose}`, server);
    throw new DatabaseFault(
      `The database could not be ${purpose}: PostgreSQL says "${error.message}". Something ended its connections, or dropped it or parts of it.`,
    );
  }
}

export function lockedText(purpose: string, limitMs: number): string {
  return `The database could not be ${purpose}: it stayed locked for more than ${limitMs / 1000} s after the answer. Look for a transaction that the handler leaves open, or a task that writes in the background.`;
}

/** What the driver says where no server answers any more; which of these depends on whether the end came before, while or after we wrote. */
function isConnectionError(error: unknown): boolean {
  return (
    error instanceof Error &&
    /^(?:Connection terminated|Client has encountered|This socket has been ended|(?:read|write|connect) E)/.test(
      error.message,
    )
  );
}
