import type { StoredRow } from "#core/model/run/table-change.ts";

/** Of more pairs than this the likest are not looked for. */
const MOST_PAIRS = 40_000;

/**
 * Rust's rows in the order of Python's, each in the turn of the one that it is likest, so that two effects can be read
 * side by side. Rows of a table have no order of their own. Like is what has most values in common; what is like none
 * stands where Python's rows are like none. `same` says whether two values are equal.
 */
export function orderLike<Row>(
  python: readonly Row[],
  rust: readonly Row[],
  valuesOf: (row: Row) => StoredRow,
  same: (python: StoredRow[number], rust: StoredRow[number]) => boolean,
): readonly Row[] {
  if (rust.length < 2 || python.length * rust.length > MOST_PAIRS) return rust;
  const left = new Set(rust);
  const ordered = python.map((row): Row | undefined => {
    const values = valuesOf(row);
    const likeness = (other: Row): number => {
      const others = valuesOf(other);
      return values.reduce((count: number, value, at) => count + (same(value, others[at] ?? null) ? 1 : 0), 0);
    };
    const [likest] = [...left].map((other) => ({ other, like: likeness(other) })).toSorted((a, b) => b.like - a.like);
    if (likest === undefined || likest.like === 0) return undefined;
    left.delete(likest.other);
    return likest.other;
  });
  const rest = [...left];
  return [...ordered.map((row) => row ?? rest.shift()).filter((row) => row !== undefined), ...rest];
}
