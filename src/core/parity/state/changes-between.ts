import type { DatabaseChanges, StoredRow, TableChange } from "#core/model/run/table-change.ts";

/**
 * What changed from one state to a later one, when of both it is known how they differ from one base. Every table has a key, but for requests, which only get more. Where either was too
 * much to be told, so is this.
 */
export function changesBetween(earlier: DatabaseChanges, later: DatabaseChanges): DatabaseChanges {
  if (earlier.kind !== "changes") return earlier;
  if (later.kind !== "changes") return later;
  const names = new Set([...earlier.tables, ...later.tables].map(({ table }) => table));
  const tables = [...names].flatMap((name) => {
    const [before, after] = [earlier, later].map(({ tables: all }) => all.find(({ table }) => table === name));
    const change = tableBetween(before, after);
    return change === undefined ? [] : [change];
  });
  return { kind: "changes", tables };
}

/** A row as it was in the base and as it is in a state; undefined where it is not there. */
interface RowChange {
  readonly base: StoredRow | undefined;
  readonly now: StoredRow | undefined;
}

function tableBetween(earlier: TableChange | undefined, later: TableChange | undefined): TableChange | undefined {
  const known = later ?? earlier;
  if (known === undefined) return undefined;
  if (known.areRequests) return requestsSince(earlier?.inserted.length ?? 0, later);
  const [first, second] = [rowsByKey(earlier), rowsByKey(later)];
  const inserted: StoredRow[] = [];
  const updated: { before: StoredRow; after: StoredRow }[] = [];
  const deleted: StoredRow[] = [];
  for (const key of new Set([...first.keys(), ...second.keys()])) {
    const [one, other] = [first.get(key), second.get(key)];
    const before = one === undefined ? other?.base : one.now;
    const after = other === undefined ? one?.base : other.now;
    if (rowText(before) === rowText(after)) continue;
    if (before === undefined && after !== undefined) inserted.push(after);
    else if (before !== undefined && after === undefined) deleted.push(before);
    else if (before !== undefined && after !== undefined) updated.push({ before, after });
  }
  const isSame = inserted.length + updated.length + deleted.length === 0;
  return isSame ? undefined : { ...known, inserted, updated, deleted };
}

/** Requests only get more. */
function requestsSince(count: number, later: TableChange | undefined): TableChange | undefined {
  const inserted = later?.inserted.slice(count) ?? [];
  return later === undefined || inserted.length === 0 ? undefined : { ...later, inserted };
}

function rowsByKey(change: TableChange | undefined): ReadonlyMap<string, RowChange> {
  if (change === undefined) return new Map();
  const { columns, key } = change;
  const places = key.map((name) => columns.indexOf(name));
  const keyOf = (row: StoredRow): string => rowText(places.map((at) => row[at] ?? null)) ?? "";
  return new Map<string, RowChange>([
    ...change.inserted.map((now) => [keyOf(now), { base: undefined, now }] as const),
    ...change.updated.map(({ before, after }) => [keyOf(after), { base: before, now: after }] as const),
    ...change.deleted.map((base) => [keyOf(base), { base, now: undefined }] as const),
  ]);
}

/** The same for equal rows only. */
function rowText(row: StoredRow | undefined): string | undefined {
  return row && JSON.stringify(row, (_, value: unknown) => (typeof value === "bigint" ? `${value}n` : value));
}
