import type { NetChange } from "./logged-changes.ts";
import { LOG_SCHEMA } from "./log-schema.ts";
import type { StoredTable } from "./catalogue.ts";

/**
 * What makes net changes undone: first all rows that were not there are deleted, then all that were are inserted, so that
 * two rows that swapped a unique value never meet. To be run with `session_replication_role` at `replica`. Each fails
 * where it touches another number of rows than the log says. Undefined where a table has no columns to write.
 */
export function undoStatements(changes: readonly NetChange[]): readonly string[] | undefined {
  if (changes.some(({ table }) => table.columns.length === 0)) return undefined;
  const deletes = changes.filter(({ added }) => added.length > 0);
  const inserts = changes.filter(({ removed }) => removed.length > 0);
  return [
    ...deletes.map(({ table, added }) => requiringRows(deleteStatement(table, added), added.length)),
    ...inserts.map(({ table, removed }) => requiringRows(insertStatement(table, removed), removed.length)),
  ];
}

/** A statement that writes rows, as one that fails where they are not so many. */
export function requiringRows(statement: string, count: number): string {
  return `WITH written AS (${statement} RETURNING 1) SELECT ${LOG_SCHEMA}.require_rows(count(*), ${count}) FROM written`;
}

function deleteStatement(table: StoredTable, images: readonly string[]): string {
  const { sqlName, key } = table;
  if (key.length > 0) {
    const isSame = key.map((name) => `now.${quoted(name)} = (gone.image).${quoted(name)}`).join(" AND ");
    return `DELETE FROM ONLY ${sqlName} now USING (${rowsOf(table, images)}) gone WHERE ${isSame}`;
  }
  // Of rows that are alike as many go as were added; which of them does not matter.
  return `DELETE FROM ONLY ${sqlName} WHERE ctid IN (
    SELECT present.place FROM (
      SELECT "portolan row".ctid AS place, "portolan row"::text AS image,
        row_number() OVER (PARTITION BY "portolan row"::text) AS number
      FROM ONLY ${sqlName} "portolan row") present
    JOIN (SELECT image, count(*) AS count FROM unnest(${arrayOf(images)}) image GROUP BY image) gone USING (image)
    WHERE present.number <= gone.count)`;
}

function insertStatement(table: StoredTable, images: readonly string[]): string {
  const names = table.columns.map(({ name }) => quoted(name));
  const values = names.map((name) => `(back.image).${name}`).join(", ");
  return `INSERT INTO ${table.sqlName} (${names.join(", ")}) OVERRIDING SYSTEM VALUE SELECT ${values} FROM (${rowsOf(table, images)}) back`;
}

/** Texts of rows as rows. `OFFSET 0` keeps the planner from reading a text once for each column. */
function rowsOf({ sqlName }: StoredTable, images: readonly string[]): string {
  return `SELECT line::${sqlName} AS image FROM unnest(${arrayOf(images)}) line OFFSET 0`;
}

function arrayOf(texts: readonly string[]): string {
  return `ARRAY[${texts.map((text) => literal(text)).join(", ")}]::text[]`;
}

/** A text as SQL writes it, whatever the server takes a backslash for. */
export function literal(text: string): string {
  const escaped = text.replaceAll("'", "''");
  return text.includes("\\") ? ` E'${escaped.replaceAll("\\", "\\\\")}'` : `'${escaped}'`;
}

/** A name as SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
