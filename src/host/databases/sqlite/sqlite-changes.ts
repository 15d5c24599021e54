import type * as Sqlite from "node:sqlite";

import type { DatabaseChanges, StoredRow, StoredValue, TableChange } from "#core/model/run/table-change.ts";

import { changedRows, hasChanges, type RowCandidates } from "../changed-rows.ts";
import { quoted, type Schema, type TableShape, tableShapes } from "./sqlite-columns.ts";
import { storedBytes } from "../stored-bytes.ts";

/** Nobody reads so many rows; a case that writes more is told as such. */
const MOST_ROWS = 20_000;

/**
 * How the rows of `main` differ from those of `base`, both attached to the connection. Rows are first held against each
 * other inside SQLite by their row ids, so that a large table costs one walk and what is equal is never read; what is
 * left is told by primary key, whatever statements led to it. Reads one state of the database.
 */
export function changesSinceBase(connection: Sqlite.DatabaseSync, mostRows: number = MOST_ROWS): DatabaseChanges {
  connection.exec("BEGIN");
  try {
    const before = tableShapes(connection, "base");
    const after = tableShapes(connection, "main");
    const tables: TableChange[] = [];
    for (const table of [...new Set([...before.keys(), ...after.keys()])].toSorted()) {
      const shape = after.get(table) ?? before.get(table);
      if (shape === undefined) continue;
      const candidates = candidatesIn(connection, before.get(table), after.get(table), mostRows + 1);
      const { added, removed } = candidates;
      // Of rows that were cut off nobody knows whether they have changed at all.
      if (Math.max(added.length, removed.length) > mostRows) return { kind: "too many", table, limit: mostRows };
      const change = changedRows(shape, candidates);
      if (hasChanges(change)) tables.push(change);
    }
    return { kind: "changes", tables };
  } finally {
    connection.exec("ROLLBACK");
  }
}

/** At most `most` of each. */
function candidatesIn(
  connection: Sqlite.DatabaseSync,
  before: TableShape | undefined,
  after: TableShape | undefined,
  most: number,
): RowCandidates {
  const isSameShape = JSON.stringify(before) === JSON.stringify(after);
  if (isSameShape && after !== undefined && after.identity.length > 0) return differingRows(connection, after, most);
  // The table was made, dropped or altered by the case, or its rows cannot be told apart in SQL.
  return {
    removed: before === undefined ? [] : allRows(connection, "base", before, most),
    added: after === undefined ? [] : allRows(connection, "main", after, most),
  };
}

function allRows(connection: Sqlite.DatabaseSync, schema: Schema, { table, columns }: TableShape, most: number) {
  const names = columns.map((name) => quoted(name)).join(", ");
  return read(connection, `SELECT ${names} FROM ${schema}.${quoted(table)} LIMIT ${most}`);
}

function differingRows(connection: Sqlite.DatabaseSync, shape: TableShape, most: number): RowCandidates {
  const { columns } = shape;
  const table = quoted(shape.table);
  const [old, now] = [`base.${table} AS old`, `main.${table} AS now`];
  const isSameRow = shape.identity.map((name) => `old.${quoted(name)} = now.${quoted(name)}`).join(" AND ");
  const isMissing = (row: "old" | "now"): string => `${row}.${quoted(shape.identity[0] ?? "rowid")} IS NULL`;
  const names = (row: "old" | "now"): string => columns.map((name) => `${row}.${quoted(name)}`).join(", ");
  const order = shape.identity.map((name) => `now.${quoted(name)}`).join(", ");
  const changed = read(
    connection,
    `SELECT ${isMissing("old")}, ${names("now")}, ${names("old")} FROM ${now} LEFT JOIN ${old} ON ${isSameRow} WHERE ${isMissing("old")} OR NOT (${columns.map((name) => isEqual(name)).join(" AND ")}) ORDER BY ${order} LIMIT ${most}`,
  );
  const added = changed.map((row) => row.slice(1, columns.length + 1));
  const known = changed.filter(([isNew]) => isNew === 0n).map((row) => row.slice(columns.length + 1));
  const stayed = countOf(connection, "main", table) - (added.length - known.length);
  // Nothing is looked for among the old rows when none can be missing.
  const isNoneGone = countOf(connection, "base", table) === stayed;
  const gone = `SELECT ${names("old")} FROM ${old} LEFT JOIN ${now} ON ${isSameRow} WHERE ${isMissing("now")} LIMIT ${most}`;
  return { removed: isNoneGone ? known : [...known, ...read(connection, gone)], added };
}

/** Whatever the column's collation says, `a` is not `A`; and 1 is not 1.0, which SQLite takes for equal. */
function isEqual(column: string): string {
  const [old, now] = [`old.${quoted(column)}`, `now.${quoted(column)}`];
  return `(${old} COLLATE BINARY IS ${now} AND typeof(${old}) = typeof(${now}))`;
}

function countOf(connection: Sqlite.DatabaseSync, schema: Schema, table: string): number {
  return Number(connection.prepare(`SELECT count(*) AS rows FROM ${schema}.${table}`).get()?.["rows"]);
}

function read(connection: Sqlite.DatabaseSync, sql: string): readonly StoredRow[] {
  const statement = connection.prepare(sql);
  statement.setReadBigInts(true);
  statement.setReturnArrays(true);
  return statement.all().map((row) => Object.values(row).map((value) => stored(value)));
}

function stored(value: Sqlite.SQLOutputValue): StoredValue {
  return value instanceof Uint8Array ? storedBytes(value) : value;
}
