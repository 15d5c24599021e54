import type { Connection } from "./connection.ts";
import { quoted } from "./undo-changes.ts";

/** All our databases are called so: the mark of the process that made them, a number, what for. */
const NAME = /^portolan_([0-9a-f]{8})_/;

/** The first half of the key of an advisory lock whose other half is a mark; any fixed number would do. */
const LOCK_CLASS = 1_886_351_980;

/** `(0x1234abcd, 3, "rust")` → `portolan_1234abcd_3_rust` */
export function databaseName(mark: number, number: number, purpose: string): string {
  return `portolan_${mark.toString(16).padStart(8, "0")}_${number}_${purpose.toLowerCase().replaceAll(/\W/g, "_").slice(0, 30)}`;
}

/**
 * Tells everybody who asks the server, from whatever machine, that the mark's owner lives: a lock goes with the connection
 * that holds it, however its process ends.
 */
export async function holdMark(admin: Connection, mark: number): Promise<void> {
  await admin.query("SELECT pg_advisory_lock($1, $2)", [LOCK_CLASS, mark]);
}

/** Drops the databases of owners that are no more. Gives their names. */
export async function dropLeftovers(admin: Connection): Promise<readonly string[]> {
  return drop(admin, (mark, living) => !living.has(mark));
}

/** Drops all databases of one mark. Gives their names. */
export async function dropMarked(admin: Connection, mark: number): Promise<readonly string[]> {
  return drop(admin, (other) => other === mark);
}

async function drop(
  admin: Connection,
  isToGo: (mark: number, living: ReadonlySet<number>) => boolean,
): Promise<readonly string[]> {
  // The locks are read last: who has made a database since then holds one already.
  const databases = await admin.query(
    "SELECT datname FROM pg_database WHERE datname LIKE 'portolan\\_%' AND pg_has_role(datdba, 'USAGE') ORDER BY datname",
  );
  const locks = await admin.query(
    "SELECT DISTINCT objid FROM pg_locks WHERE locktype = 'advisory' AND classid = $1 AND objsubid = 2",
    [LOCK_CLASS],
  );
  const living = new Set(locks.rows.map(([mark]) => Number(mark)));
  const dropped: string[] = [];
  for (const [name] of databases.rows) {
    const [, mark] = NAME.exec(name ?? "") ?? [];
    if (name === null || name === undefined || mark === undefined || !isToGo(Number.parseInt(mark, 16), living))
      continue;
    await admin.query(`DROP DATABASE IF EXISTS ${quoted(name)} WITH (FORCE)`);
    dropped.push(name);
  }
  return dropped;
}
