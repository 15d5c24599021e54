import type { DatabaseChanges, StoredRow, TableChange } from "#core/model/run/table-change.ts";

import { changedRows, hasChanges } from "../changed-rows.ts";
import type { StoredTable } from "./catalogue.ts";
import { MOST_ROWS } from "./change-log.ts";
import type { TextRow } from "./connection.ts";
import { fieldValue, rowFields } from "./row-text.ts";

/** The rows of one table or partition that are there now and were not, and the other way round, as texts. */
export interface NetChange {
  readonly table: StoredTable;
  readonly removed: readonly string[];
  readonly added: readonly string[];
}

/** What a log comes to: its net changes, or why they cannot be told. */
export type LoggedChanges =
  | { readonly kind: "changes"; readonly changes: readonly NetChange[] }
  | Exclude<DatabaseChanges, { readonly kind: "changes" }>;

/** No more lines of a log are read: each row that is changed may stand there as removed and as added. */
export const MOST_LINES = 2 * MOST_ROWS;

/**
 * What lines of the log, `[table, removed, added]`, come to when equal images cancel each other out. Whatever the order in
 * which they were written, what is there now is what was there, less the removed and with the added images. A line without
 * images stands for a truncated table with too many rows.
 */
export function netChanges(
  lines: readonly TextRow[],
  tablesByOid: ReadonlyMap<string, StoredTable>,
  mostLines: number = MOST_LINES,
): LoggedChanges {
  const changes: NetChange[] = [];
  for (const [oid, ofTable] of Map.groupBy(lines, ([leaf]) => leaf ?? "")) {
    const table = tablesByOid.get(oid);
    if (table === undefined) return { kind: "schema changed" };
    const isTruncated = ofTable.some(([, removed, added]) => removed === null && added === null);
    if (isTruncated || lines.length > mostLines) return { kind: "too many", table: table.shownName, limit: MOST_ROWS };
    const removed = ofTable.flatMap(([, image]) => image ?? []);
    const added = ofTable.flatMap(([, , image]) => image ?? []);
    const change = { table, removed: without(removed, added), added: without(added, removed) };
    if (change.removed.length + change.added.length > 0) changes.push(change);
  }
  return { kind: "changes", changes };
}

/** Net changes as rows by key; what moved between partitions of one table was updated. */
export function rowChanges(changes: readonly NetChange[]): DatabaseChanges {
  const tables: TableChange[] = [];
  const byName = Map.groupBy(changes, ({ table }) => table.shownName);
  for (const [name, parts] of [...byName].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    const shape = parts[0]?.table;
    if (shape === undefined) continue;
    const columns = shape.columns.map((column) => column.name);
    const rows = (images: (change: NetChange) => readonly string[]): readonly StoredRow[] =>
      parts.flatMap((part) => images(part).map((image) => storedRow(image, part.table, columns)));
    const [removed, added] = [rows((part) => part.removed), rows((part) => part.added)];
    if (Math.max(removed.length, added.length) > MOST_ROWS) return { kind: "too many", table: name, limit: MOST_ROWS };
    const change = changedRows({ table: name, columns, key: shape.key }, { removed, added });
    if (hasChanges(change)) tables.push(change);
  }
  return { kind: "changes", tables };
}

/** A partition may have its columns in another order than the one before it. */
function storedRow(image: string, table: StoredTable, columns: readonly string[]): StoredRow {
  const fields = rowFields(image);
  const byName = new Map(table.columns.map(({ name, at, type }) => [name, fieldValue(fields[at] ?? null, type)]));
  return columns.map((name) => byName.get(name) ?? null);
}

/** What is left when each of `others` has taken one equal image away. */
function without(images: readonly string[], others: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const image of others) counts.set(image, (counts.get(image) ?? 0) + 1);
  return images.filter((image) => {
    const count = counts.get(image) ?? 0;
    if (count > 0) counts.set(image, count - 1);
    return count === 0;
  });
}
