import type * as Sqlite from "node:sqlite";

/** How one table of a database is read and compared. */
export interface TableShape {
  readonly table: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
  /** What tells rows apart in SQL while they are compared: the row id, or the key of a table WITHOUT ROWID. */
  readonly identity: readonly string[];
}

/** The schema under which a database is attached. */
export type Schema = "main" | "base";

/**
 * The tables with rows of their own. Views and SQLite's own tables are left out, and what a virtual table keeps for
 * itself, but for the content of a full-text table and the list of the rows that it has indexed.
 */
export function tableShapes(connection: Sqlite.DatabaseSync, schema: Schema): ReadonlyMap<string, TableShape> {
  const tables = connection.prepare(`PRAGMA ${schema}.table_list`).all();
  return new Map(
    tables.flatMap(({ name, schema: own, type, wr }) => {
      const table = String(name);
      if (own !== schema || table.startsWith("sqlite_") || !hasRows(String(type), table)) return [];
      return [[table, tableShape(connection, schema, table, wr === 1)]];
    }),
  );
}

/** A name as SQL writes it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function hasRows(type: string, table: string): boolean {
  return type === "table" || (type === "shadow" && /_(?:content|docsize)$/.test(table));
}

function tableShape(
  connection: Sqlite.DatabaseSync,
  schema: Schema,
  table: string,
  isWithoutRowId: boolean,
): TableShape {
  // `hidden` is 2 or 3 for a generated column; https://www.sqlite.org/pragma.html#pragma_table_xinfo
  const columns = connection
    .prepare(`PRAGMA ${schema}.table_xinfo(${quoted(table)})`)
    .all()
    .map(({ name, hidden, pk }) => ({ name: String(name), isStored: hidden === 0, rank: Number(pk) }));
  const key = columns
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ name }) => name);
  const names = columns.filter(({ isStored }) => isStored).map(({ name }) => name);
  const taken = new Set(columns.map(({ name }) => name.toLowerCase()));
  const rowId = ["rowid", "_rowid_", "oid"].find((name) => !taken.has(name));
  // A table that has columns of all three names hides its row id; its key has to do.
  return { table, columns: names, key, identity: isWithoutRowId || rowId === undefined ? key : [rowId] };
}
