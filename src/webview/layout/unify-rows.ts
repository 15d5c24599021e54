import type { Side } from "#core/model/endpoint.ts";
import type { BodyItem } from "./fold-rows.ts";
import type { Row } from "./row.ts";

/** An item of the list in one column: a line of one side (an equal line is shown once, as Python's), or a fold. */
export type UnifiedItem =
  | { readonly kind: "line"; readonly row: number; readonly side: Side }
  | Extract<BodyItem, { kind: "fold" }>;

/** For narrow panels: rows that follow each other and are not equal give Python's lines first, then Rust's. */
export function unifyRows(rows: readonly Row[], items: readonly BodyItem[]): readonly UnifiedItem[] {
  const unified: UnifiedItem[] = [];
  let rustLines: UnifiedItem[] = [];
  const flush = (): void => {
    for (const line of rustLines) unified.push(line);
    rustLines = [];
  };
  for (const item of items) {
    const row = item.kind === "row" ? rows[item.row] : undefined;
    if (item.kind === "fold" || row === undefined || row.mark === "equal") flush();
    if (item.kind === "fold") unified.push(item);
    else if (row?.mark === "equal") unified.push({ kind: "line", row: item.row, side: "python" });
    else {
      if (row?.python) unified.push({ kind: "line", row: item.row, side: "python" });
      if (row?.rust) rustLines.push({ kind: "line", row: item.row, side: "rust" });
    }
  }
  flush();
  return unified;
}
