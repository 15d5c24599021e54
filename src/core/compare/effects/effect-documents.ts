import { type Side, SIDES } from "#core/model/endpoint.ts";
import type { StoredRow, StoredValue, TableChange } from "#core/model/run/table-change.ts";
import { orderLike } from "../matching/order-rows.ts";

/** What each side wrote into its database, as JSON texts. */
export type EffectTexts = Readonly<Record<Side, string>>;

/**
 * The changes of both sides as JSON texts that can be held against each other: for each table the columns of its key,
 * then the rows that were inserted, updated and deleted. An inserted row has all its columns, a deleted one its key, and
 * an updated one its key and the columns that either side changed, so that a column that one side forgot shows what
 * still stands there. Rust's rows stand in the order of Python's that they are like. Integers keep all their digits, a float always has a point or an exponent, bytes are a record.
 * `{"nodes":{"key":["id"],"inserted":[{"id":7,"name":"north"}]}}`
 */
export function effectTexts(changes: Readonly<Record<Side, readonly TableChange[]>>): EffectTexts {
  const columnsByRow = changedColumns(changes);
  const text = (tables: readonly TableChange[]): string =>
    objectText(tables.map((change) => [change.table, tableText(change, columnsByRow)]));
  const pythonByTable = new Map(changes.python.map((change) => [change.table, change]));
  const rust = changes.rust.map((change) => inOrderOf(pythonByTable.get(change.table), change));
  return { python: text(changes.python), rust: text(rust) };
}

function inOrderOf(python: TableChange | undefined, rust: TableChange): TableChange {
  if (rust.areRequests || python === undefined || python.columns.join("\n") !== rust.columns.join("\n")) return rust;
  const isSame = (left: StoredValue, right: StoredValue): boolean => valueText(left) === valueText(right);
  const whole = (row: StoredRow): StoredRow => row;
  return {
    ...rust,
    inserted: orderLike(python.inserted, rust.inserted, whole, isSame),
    updated: orderLike(python.updated, rust.updated, ({ after }) => after, isSame),
    deleted: orderLike(python.deleted, rust.deleted, whole, isSame),
  };
}

type Members = readonly (readonly [name: string, json: string])[];

/** By table and key the columns that one of the sides changed in a row. */
function changedColumns(changes: Readonly<Record<Side, readonly TableChange[]>>): ReadonlyMap<string, Set<string>> {
  const columnsByRow = new Map<string, Set<string>>();
  for (const change of SIDES.flatMap((side) => changes[side])) {
    for (const { before, after } of change.updated) {
      const row = rowName(change, after);
      const known = columnsByRow.get(row) ?? new Set();
      columnsByRow.set(row, known);
      for (const [at, name] of change.columns.entries()) {
        if (valueText(before[at] ?? null) !== valueText(after[at] ?? null)) known.add(name);
      }
    }
  }
  return columnsByRow;
}

function rowName(change: TableChange, row: StoredRow): string {
  return JSON.stringify([change.table, objectText(membersOf(change, row, change.key))]);
}

function tableText(change: TableChange, columnsByRow: ReadonlyMap<string, ReadonlySet<string>>): string {
  const { columns, key, inserted, updated, deleted } = change;
  // Without a key nothing but the whole row tells which one was deleted.
  const deletedColumns = key.length === 0 ? columns : key;
  const rows = (name: string, texts: readonly string[]): Members =>
    texts.length === 0 ? [] : [[name, listText(texts)]];
  const whole = inserted.map((row) => objectText(membersOf(change, row, columns)));
  if (change.areRequests) return objectText([["asked", listText(whole)]]);
  return objectText([
    ["key", listText(key.map((name) => JSON.stringify(name)))],
    ...rows("inserted", whole),
    ...rows(
      "updated",
      updated.map(({ after }) => {
        const changed = columnsByRow.get(rowName(change, after)) ?? new Set();
        const shown = columns.filter((name) => key.includes(name) || changed.has(name));
        return objectText(membersOf(change, after, shown));
      }),
    ),
    ...rows(
      "deleted",
      deleted.map((row) => objectText(membersOf(change, row, deletedColumns))),
    ),
  ]);
}

function membersOf({ columns }: TableChange, row: StoredRow, names: readonly string[]): Members {
  return names.map((name) => [name, valueText(row[columns.indexOf(name)] ?? null)]);
}

function objectText(members: Members): string {
  return `{${members.map(([name, json]) => `${JSON.stringify(name)}:${json}`).join(",")}}`;
}

function listText(items: readonly string[]): string {
  return `[${items.join(",")}]`;
}

function valueText(value: StoredValue): string {
  if (typeof value === "bigint") return String(value);
  if (typeof value === "object" && value?.kind === "json") return value.text;
  return typeof value === "number" ? floatText(value) : JSON.stringify(bytesOrScalar(value));
}

/** As SQLite prints it in a dump: infinities are numbers that no double holds. */
function floatText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "null" : value > 0 ? "9e999" : "-9e999";
  const text = Object.is(value, -0) ? "-0" : String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function bytesOrScalar(value: Exclude<StoredValue, bigint | number>): unknown {
  if (value === null || typeof value !== "object" || value.kind === "json") return value;
  return value.kind === "bytes" ? { bytes: value.bytes, hex: value.hex } : { bytes: value.bytes, sha256: value.sha256 };
}
