import type { StoredRow, TableChange } from "#core/model/run/table-change.ts";

/** How a table's rows are told and found again. */
export interface RowShape {
  readonly table: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** Rows that may have changed: of the same identity, or only there before, or only there now. */
export interface RowCandidates {
  readonly removed: readonly StoredRow[];
  readonly added: readonly StoredRow[];
}

/** Rows removed and added as changes by key. What was removed and added as it was has not changed. */
export function changedRows({ table, columns, key }: RowShape, { removed, added }: RowCandidates): TableChange {
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

/** Whether a change has anything in it. */
export function hasChanges({ inserted, updated, deleted }: TableChange): boolean {
  return inserted.length + updated.length + deleted.length > 0;
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
