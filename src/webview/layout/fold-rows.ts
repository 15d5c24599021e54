import { OMITTED, type Row } from "./row.ts";

/** What the body's list shows: a row, or equal rows folded into one line. Numbers are indexes of rows. */
export type BodyItem =
  | { readonly kind: "row"; readonly row: number }
  | { readonly kind: "fold"; readonly first: number; readonly count: number };

/** Equal rows that stay beside a difference, on either side of it. */
const CONTEXT = 3;

/** A fold takes a line itself, so that hiding fewer gains nothing. */
const SMALLEST_FOLD = 4;

/** Folds equal rows away; `expanded` holds the first rows of the folds that are open. */
export function foldRows(rows: readonly Row[], expanded: ReadonlySet<number>): readonly BodyItem[] {
  const items: BodyItem[] = [];
  let at = 0;
  while (at < rows.length) {
    const end = endOfEqualRows(rows, at);
    const first = at === 0 ? 0 : at + CONTEXT;
    const last = end === rows.length ? end : end - CONTEXT;
    if (last - first >= SMALLEST_FOLD && !expanded.has(first)) {
      pushRows(items, at, first);
      items.push({ kind: "fold", first, count: last - first });
      pushRows(items, last, end);
    } else {
      pushRows(items, at, end);
    }
    for (at = end; at < rows.length && !isFoldable(rows[at]); at++) items.push({ kind: "row", row: at });
  }
  return items;
}

/** All rows, nothing folded. */
export function unfoldedRows(rows: readonly Row[]): readonly BodyItem[] {
  return rows.map((_, row) => ({ kind: "row", row }));
}

function endOfEqualRows(rows: readonly Row[], from: number): number {
  let end = from;
  while (end < rows.length && isFoldable(rows[end])) end++;
  return end;
}

function isFoldable(row: Row | undefined): boolean {
  return row?.mark === "equal" && row.differences.length === 0 && row.pointer !== OMITTED;
}

function pushRows(items: BodyItem[], from: number, to: number): void {
  for (let row = from; row < to; row++) items.push({ kind: "row", row });
}
