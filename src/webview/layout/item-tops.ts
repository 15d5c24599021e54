import type { BodyItem } from "./fold-rows.ts";
import type { Row } from "./row.ts";
import type { UnifiedItem } from "./unify-rows.ts";
import { heightOf } from "./wrap-line.ts";

/** At which line each item of a list begins; one entry more says how many lines there are. A fold is one line high. */
export function itemTops(
  items: readonly (BodyItem | UnifiedItem)[],
  rows: readonly Row[],
  columnsOf: (row: Row) => number,
): Float64Array {
  const tops = new Float64Array(items.length + 1);
  let top = 0;
  for (const [at, item] of items.entries()) {
    tops[at] = top;
    const row = item.kind === "fold" ? undefined : rows[item.row];
    top += row === undefined || item.kind === "fold" ? 1 : rowHeight(row, item, columnsOf(row));
  }
  tops[items.length] = top;
  return tops;
}

function rowHeight(row: Row, item: Exclude<BodyItem | UnifiedItem, { kind: "fold" }>, columns: number): number {
  const [python, rust] = row.mark === "equal" ? [undefined, undefined] : [row.python, row.rust];
  if (item.kind === "line") return heightOf(row[item.side], item.side === "python" ? rust : python, columns);
  return Math.max(heightOf(row.python, rust, columns), heightOf(row.rust, python, columns));
}

/** The item in which a line stands; the last one for what is beyond. */
export function itemAt(tops: Float64Array, line: number): number {
  let low = 0;
  let high = Math.max(0, tops.length - 2);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((tops[middle] ?? 0) <= line) low = middle;
    else high = middle - 1;
  }
  return low;
}
