import type { Connection, TextRow } from "./connection.ts";
import { LOG_SCHEMA } from "./log-schema.ts";
import { literal } from "./undo-changes.ts";

/** How the sequences of a database are read: one statement, whose rows are the texts `[name, last value, whether it was given out]`. */
export async function sequencesStatement(connection: Connection): Promise<string> {
  const { rows } = await connection.query(`
    SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'S' AND c.relpersistence <> 't' AND n.nspname <> '${LOG_SCHEMA}' ORDER BY c.oid`);
  if (rows.length === 0) return "SELECT NULL, NULL, NULL WHERE false";
  const selects = rows.map(
    ([name]) => `SELECT ${literal(String(name))}, last_value::text, is_called::text FROM ${String(name)}`,
  );
  return selects.join(" UNION ALL ");
}

/** Calls that put back those sequences that stand elsewhere than they did, to be selected. No transaction does it, not even one that fails. */
export function resetSequences(before: readonly TextRow[], now: readonly TextRow[]): readonly string[] {
  const stands = new Map(now.map(([name, value, isCalled]) => [name, `${value} ${isCalled}`]));
  return before
    .filter(([name, value, isCalled]) => stands.get(name ?? null) !== `${value} ${isCalled}`)
    .map(([name, value, isCalled]) => `setval(${literal(String(name))}, ${value}, ${isCalled})`);
}
