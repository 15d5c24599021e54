import { createHash } from "node:crypto";
import type * as Sqlite from "node:sqlite";

import type { DatabaseChanges, StoredRow, StoredValue, TableChange } from "#core/model/run/table-change.ts";

import { quoted, type Schema, type TableShape, tableShapes } from "./sqlite-columns.ts";

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
      const change = changeOf(shape, candidates);
      if (change.inserted.length + change.updated.length + change.deleted.length > 0) tables.push(change);
    }
    return { kind: "changes", tables };
  } finally {
    connection.exec("ROLLBACK");
  }
}

/** Rows that may have changed: of the same identity, or only there before, or only there now. */
interface Candidates {
  readonly removed: readonly StoredRow[];
  readonly added: readonly StoredRow[];
}

/** At most `most` of each. */
function candidatesIn(
  connection: Sqlite.DatabaseSync,
  before: TableShape | undefined,
  after: TableShape | undefined,
  most: number,
): Candidates {
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

function differingRows(connection: Sqlite.DatabaseSync, shape: TableShape, most: number): Candidates {
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

/** More bytes than this are told by their hash. */
const MOST_BYTES = 64;

function stored(value: Sqlite.SQLOutputValue): StoredValue {
  if (!(value instanceof Uint8Array)) return value;
  const bytes = value.byteLength;
  return bytes <= MOST_BYTES
    ? { kind: "bytes", bytes, hex: Buffer.from(value).toString("hex") }
    : { kind: "many bytes", bytes, sha256: createHash("sha256").update(value).digest("hex") };
}

/** Rows removed and added as changes by key. What was removed and added as it was has not changed. */
function changeOf({ table, columns, key }: TableShape, { removed, added }: Candidates): TableChange {
  const at = key.map((name) => columns.indexOf(name));
  const removedByRow = Map.groupBy(removed, (row) => textOf(row));
  const inserted = added.filter((row) => removedByRow.get(textOf(row))?.pop() === undefined);
  const deleted = [...removedByRow.values()].flat();
  if (key.length === 0) return { table, columns, key, inserted, updated: [], deleted };
  const keyOf = (row: StoredRow): string | undefined => {
    const values = at.map((column) => row[column] ?? null);
    // Of a key that is null there may be many.
    return values.includes(null) ? undefined : textOf(values);
  };
  const deletedByKey = new Map(deleted.map((row) => [keyOf(row), row]));
  const updated = inserted.flatMap((after) => {
    const own = keyOf(after);
    const before = own === undefined ? undefined : deletedByKey.get(own);
    return before === undefined ? [] : [{ before, after }];
  });
  const isUpdated = new Set(updated.flatMap(({ before, after }) => [before, after]));
  const isLeft = (row: StoredRow): boolean => !isUpdated.has(row);
  return { table, columns, key, inserted: inserted.filter(isLeft), updated, deleted: deleted.filter(isLeft) };
}

/** The same for equal values only: an integer, a float and a text that look alike are three. */
function textOf(row: StoredRow): string {
  return JSON.stringify(
    row.map((value) => {
      if (typeof value === "bigint") return { integer: String(value) };
      return typeof value === "number" ? { float: Object.is(value, -0) ? "-0" : String(value) } : value;
    }),
  );
}
