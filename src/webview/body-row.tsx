import type { JSX } from "preact";

import { SIDES, type Side } from "#core/model/endpoint.ts";
import { changedPart } from "./layout/changed-part.ts";
import type { Line, Row } from "./layout/row.ts";
import { SIDE_WORDS, counted } from "./words.ts";

interface RowProps {
  /** In the list as it is shown. */
  readonly index: number;
  readonly row: Row;
  /** The difference that is looked at stands here. */
  readonly isCurrent: boolean;
  /** What differs though both lines read the same. */
  readonly note: string | undefined;
}

/** Both sides of a row. */
export function SplitRow({ index, row, isCurrent, note }: RowProps): JSX.Element {
  return (
    <div class={rowClass(row, isCurrent)} role="row" aria-rowindex={index + 1}>
      {SIDES.map((side) => (
        <LineCell key={side} row={row} side={side} note={note} />
      ))}
    </div>
  );
}

/** One side of a row, for the single column. */
export function UnifiedLine({ index, row, side, isCurrent, note }: RowProps & { readonly side: Side }): JSX.Element {
  return (
    <div class={rowClass(row, isCurrent)} role="row" aria-rowindex={index + 1}>
      <LineCell row={row} side={side} note={note} />
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
          {following !== undefined && following.pointer !== "" && (
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

function LineCell({ row, side, note }: Pick<RowProps, "row" | "note"> & { readonly side: Side }): JSX.Element {
  const line = row[side];
  if (line === undefined)
    return <div role="cell" class={`side ${side} nothing`} aria-label={`nothing in ${SIDE_WORDS[side]}`} />;
  const other = row[side === "python" ? "rust" : "python"];
  return (
    <div role="cell" class={`side ${side}`}>
      <span class="number" aria-hidden="true">
        {line.number}
      </span>
      <span class="sign" aria-hidden="true">
        {signOf(row, side)}
      </span>
      {row.mark !== "equal" && <span class="hidden">{`${row.mark} in ${SIDE_WORDS[side]}: `}</span>}
      <code class="text">
        <span class="scrolled">
          <LineText line={line} other={row.mark === "equal" ? undefined : other} />
        </span>
      </code>
      {note !== undefined && <span class="note">{note}</span>}
    </div>
  );
}

function signOf(row: Row, side: Side): string {
  if (row.mark === "differs") return side === "python" ? "−" : "+";
  return row.mark === "tolerated" || (row.mark === "equal" && row.differences.length > 0) ? "≈" : "";
}

function LineText({ line, other }: { readonly line: Line; readonly other: Line | undefined }): JSX.Element {
  const { before, changed, after } = changedPart(line.text, other?.text);
  // Where the two share nothing, the colour of the line says enough.
  const isMarked = changed !== "" && (before !== "" || after !== "");
  return (
    <>
      {"  ".repeat(line.depth)}
      {line.name !== undefined && (
        <>
          <span class="json-name">{line.name}</span>
          {": "}
        </>
      )}
      <span class={valueClass(line)}>
        {before}
        {isMarked ? <span class="changed">{changed}</span> : changed}
        {after}
      </span>
      {line.hasComma ? "," : ""}
    </>
  );
}

/** The colours that VS Code's debugger gives to the same sorts of values. */
function valueClass({ text }: Line): string {
  const start = text.charAt(0);
  if (start === '"') return "json-string";
  if (/[-\d]/.test(start)) return "json-number";
  return /^(?:true|false|null)$/.test(text) ? "json-word" : "";
}
