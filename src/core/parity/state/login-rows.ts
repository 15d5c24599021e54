import type { Side } from "#core/model/endpoint.ts";
import type { DatabaseChanges, StoredRow, StoredValue, TableChange } from "#core/model/run/table-change.ts";

/**
 * What Rust wrote, with the values that its login wrote called as Python's login called them: each side has a session id
 * and times of its own, and an effect must not differ because of them. Rows of the two logins go together by their key,
 * else in their order. A value is renamed in its own table and column; a key that is a long text, also where other rows
 * refer to it.
 */
export function nameLoginRowsAlike(
  rust: DatabaseChanges,
  logins: Readonly<Record<Side, readonly TableChange[]>>,
): DatabaseChanges {
  if (rust.kind !== "changes" || logins.rust.length === 0) return rust;
  const renamed = renamedValues(logins);
  const rename = (table: string, columns: readonly string[], row: StoredRow): StoredRow =>
    row.map((value, at) => {
      const text = textOf(value);
      return renamed.get(placeOf(table, columns[at]))?.get(text) ?? renamed.get(ANYWHERE)?.get(text) ?? value;
    });
  return {
    kind: "changes",
    tables: rust.tables.map(({ table, columns, key, inserted, updated, deleted }) => ({
      table,
      columns,
      key,
      inserted: inserted.map((row) => rename(table, columns, row)),
      updated: updated.map(({ before, after }) => ({
        before: rename(table, columns, before),
        after: rename(table, columns, after),
      })),
      deleted: deleted.map((row) => rename(table, columns, row)),
    })),
  };
}

/** A key that is shorter could mean something else in another table. */
const LONG_KEY = 8;
const ANYWHERE = "";

/** By place, Python's value for each of Rust's that the logins wrote there and that differs. */
function renamedValues({
  python,
  rust,
}: Readonly<Record<Side, readonly TableChange[]>>): ReadonlyMap<string, ReadonlyMap<string, StoredValue>> {
  const renamed = new Map<string, Map<string, StoredValue>>();
  const add = (place: string, from: StoredValue, to: StoredValue): void => {
    const known = renamed.get(place) ?? new Map<string, StoredValue>();
    renamed.set(place, known);
    if (!known.has(textOf(from))) known.set(textOf(from), to);
  };
  for (const change of python) {
    const other = rust.find(({ table }) => table === change.table);
    if (other === undefined || other.columns.join("\n") !== change.columns.join("\n")) continue;
    for (const [pythonRow, rustRow] of rowPairs(change, other)) {
      for (const [at, column] of change.columns.entries()) {
        const [to, from] = [pythonRow[at] ?? null, rustRow[at] ?? null];
        if (textOf(from) === textOf(to)) continue;
        add(placeOf(change.table, column), from, to);
        const isLongKey = typeof from === "string" && from.length >= LONG_KEY && change.key.includes(column);
        if (isLongKey) add(ANYWHERE, from, to);
      }
    }
  }
  return renamed;
}

function rowPairs(python: TableChange, rust: TableChange): readonly (readonly [StoredRow, StoredRow])[] {
  const rows = ({ inserted, updated }: TableChange): readonly StoredRow[] => [
    ...inserted,
    ...updated.map(({ after }) => after),
  ];
  const keyOf = (row: StoredRow): string =>
    JSON.stringify(python.key.map((name) => textOf(row[python.columns.indexOf(name)] ?? null)));
  const waiting = [...rows(rust)];
  const take = (isIt: (row: StoredRow) => boolean): StoredRow | undefined => {
    const at = waiting.findIndex(isIt);
    return at < 0 ? undefined : waiting.splice(at, 1)[0];
  };
  const all = rows(python).map((row) => ({ row, same: take((other) => keyOf(other) === keyOf(row)) }));
  return all.flatMap(({ row, same }) => {
    const other = same ?? take(() => true);
    return other === undefined ? [] : [[row, other] as const];
  });
}

function placeOf(table: string, column = ""): string {
  return JSON.stringify([table, column]);
}

/** The same for equal values only. */
function textOf(value: StoredValue): string {
  return typeof value === "object" ? JSON.stringify(value) : `${typeof value} ${String(value)}`;
}
