import type { JSX } from "preact";

import { SIDES, type Side, SIDE_NAMES } from "#core/model/endpoint.ts";
import { OMITTED, type Row } from "./layout/row.ts";
import { type Segment, hangingIndent, segmentsOf, wrapSegments } from "./layout/wrap-line.ts";
import { counted } from "./words.ts";

interface RowProps {
  /** In the list as it is shown. */
  readonly index: number;
  readonly row: Row;
  /** The difference that is looked at stands here. */
  readonly isCurrent: boolean;
  /** What differs though both lines read the same. */
  readonly note: string | undefined;
  /** How many characters fit into a line of a side. */
  readonly columns: number;
}

/** Both sides of a row. */
export function SplitRow({ index, row, isCurrent, note, columns }: RowProps): JSX.Element {
  return (
    <div class={rowClass(row, isCurrent)} role="row" aria-rowindex={index + 1}>
      {SIDES.map((side) => (
        <LineCell key={side} row={row} side={side} note={note} columns={columns} />
      ))}
    </div>
  );
}

/** One side of a row, for the single column. */
export function UnifiedLine({
  index,
  row,
  side,
  isCurrent,
  note,
  columns,
}: RowProps & { readonly side: Side }): JSX.Element {
  return (
    <div class={rowClass(row, isCurrent)} role="row" aria-rowindex={index + 1}>
      <LineCell row={row} side={side} note={note} columns={columns} />
    </div>
  );
}

interface FoldLineProps {
  readonly index: number;
  readonly fold: { readonly first: number; readonly count: number };
  readonly rows: readonly Row[];
  readonly expand: (first: number) => void;
}

/** Equal rows folded into one line that opens them; it names the value after which they come. */
export function FoldLine({ index, fold, rows, expand }: FoldLineProps): JSX.Element {
  const following = rows[fold.first + fold.count];
  return (
    <div class="row fold" role="row" aria-rowindex={index + 1}>
      <div role="cell">
        <button
          type="button"
          onClick={() => {
            expand(fold.first);
          }}
        >
          <span aria-hidden="true">⋯ </span>
          {counted(fold.count, "equal line")}
          {following !== undefined && following.pointer !== "" && following.pointer !== OMITTED && (
            <span class="quiet"> before {following.pointer}</span>
          )}
        </button>
      </div>
    </div>
  );
}

function rowClass(row: Row, isCurrent: boolean): string {
  return `row ${row.mark}${isCurrent ? " current" : ""}`;
}

type LineCellProps = Pick<RowProps, "row" | "note" | "columns"> & { readonly side: Side };

function LineCell({ row, side, note, columns }: LineCellProps): JSX.Element {
  const line = row[side];
  if (line === undefined)
    return <div role="cell" class={`side ${side} nothing`} aria-label={`nothing in ${SIDE_NAMES[side]}`} />;
  const other = row.mark === "equal" ? undefined : row[side === "python" ? "rust" : "python"];
  const indent = hangingIndent(line, columns);
  return (
    <div role="cell" class={`side ${side}`}>
      <span class="number" aria-hidden="true">
        {line.number}
      </span>
      <span class="sign" aria-hidden="true">
        {signOf(row, side)}
      </span>
      {row.mark !== "equal" && <span class="hidden">{`${row.mark} in ${SIDE_NAMES[side]}: `}</span>}
      <code class="text">
        {wrapSegments(segmentsOf(line, other), columns, indent).map((segments, at) => (
          <span key={at} class="visual-line" style={at === 0 ? {} : { paddingInlineStart: `${indent}ch` }}>
            {segments.map((segment, index) => (
              <Piece key={index} segment={segment} />
            ))}
          </span>
        ))}
      </code>
      {note !== undefined && <span class="note">{note}</span>}
    </div>
  );
}

function signOf(row: Row, side: Side): string {
  if (row.mark === "differs") return side === "python" ? "−" : "+";
  return row.mark === "tolerated" || (row.mark === "equal" && row.differences.length > 0) ? "≈" : "";
}

function Piece({ segment: { text, sort, isChanged } }: { readonly segment: Segment }): JSX.Element {
  const shown = isChanged ? <span class="changed">{text}</span> : <>{text}</>;
  return sort === "" ? shown : <span class={sort}>{shown}</span>;
}
