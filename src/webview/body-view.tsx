import type { ComponentChildren, JSX, RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Difference } from "#core/model/run/difference.ts";
import { SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import { FoldLine, SplitRow, UnifiedLine } from "./body-row.tsx";
import type { Reveal } from "./reveal.ts";
import { Icon } from "./icon.tsx";
import { foldRows, unfoldedRows } from "./layout/fold-rows.ts";
import type { Row } from "./layout/row.ts";
import { type UnifiedItem, unifyRows } from "./layout/unify-rows.ts";
import { itemTops } from "./layout/item-tops.ts";
import { useColumns } from "./use-columns.ts";
import { useVisibleItems } from "./use-visible-items.ts";
import { CLASS_WORDS } from "./words.ts";

interface BodyViewProps {
  /** What the rows are of: `Body`. */
  readonly title: string;
  /** The same for a screen reader, of both sides: `Bodies`. */
  readonly label: string;
  readonly rows: readonly Row[];
  /** Those of the case; rows name them by index. */
  readonly differences: readonly Difference[];
  readonly reveal: Reveal | undefined;
  /** What scrolls when a row is brought into view. */
  readonly scroller: RefObject<HTMLElement>;
  /** Stands in the head, which stays in view while the bodies are read. */
  readonly children: ComponentChildren;
}

const NONE_EXPANDED: ReadonlySet<number> = new Set();

/**
 * Two bodies, or two effects on the database, side by side, or one under the other where there is no room; long lines
 * are wrapped, equal rows folded.
 */
export function BodyView({ title, label, rows, differences, reveal, scroller, children }: BodyViewProps): JSX.Element {
  const [expanded, setExpanded] = useState(NONE_EXPANDED);
  const [isUnfolded, setUnfolded] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const probe = useRef<HTMLSpanElement>(null);
  const { isNarrow, columns } = useColumns(list, probe, String(rows.length).length);
  const items = useMemo(() => {
    const folded = isUnfolded ? unfoldedRows(rows) : foldRows(rows, expanded);
    return isNarrow ? unifyRows(rows, folded) : folded;
  }, [rows, expanded, isUnfolded, isNarrow]);
  const hasFolds = useMemo(() => foldRows(rows, NONE_EXPANDED).some((item) => item.kind === "fold"), [rows]);
  const tops = useMemo(() => {
    return itemTops(items, rows, (row) => columnsOf(columns, noteOf(row, differences)));
  }, [items, rows, columns, differences]);
  const topOf = (item: number): number => tops[item] ?? 0;
  const visible = useVisibleItems(scroller, list, tops);
  const current = reveal && rows.findIndex((row) => row.differences.includes(reveal.difference));
  const at = current === undefined || current < 0 ? -1 : items.findIndex((item) => rowOf(item) === current);
  useLayoutEffect(() => {
    const port = scroller.current;
    if (at < 0 || port === null || list.current === null) return;
    const top = list.current.getBoundingClientRect().top - port.getBoundingClientRect().top;
    port.scrollTop += top + topOf(at) * visible.height - port.clientHeight / 2;
    // `reveal` is a new object each time the user asks for it.
  }, [reveal, at, tops, visible.height, scroller]);

  const expand = (first: number): void => {
    setExpanded(new Set([...expanded, first]));
    // The button that had the focus is gone.
    list.current?.focus({ preventScroll: true });
  };
  return (
    <section class="bodies" aria-label={label} style={{ "--digits": String(rows.length).length }}>
      <div class="bodies-head">
        <div class="bodies-tools">
          <h2>{title}</h2>
          {children}
          {hasFolds && (
            <button
              type="button"
              class="link"
              aria-pressed={isUnfolded}
              onClick={() => {
                setExpanded(NONE_EXPANDED);
                setUnfolded(!isUnfolded);
              }}
            >
              <Icon name={isUnfolded ? "fold" : "unfold"} />
              {isUnfolded ? "Fold equal lines" : "Show all lines"}
            </button>
          )}
        </div>
        {!isNarrow && SIDES.map((side) => <h3 key={side}>{SIDE_NAMES[side]}</h3>)}
      </div>
      <div
        ref={list}
        class={`rows ${isNarrow ? "unified" : "split"}`}
        role="table"
        aria-label={`${label}, line by line`}
        aria-rowcount={items.length}
        tabIndex={0}
      >
        <span class="probe" aria-hidden="true" ref={probe}>
          0000000000
        </span>
        <div class="before" style={{ height: `${topOf(visible.first) * visible.height}px` }} />
        {items.slice(visible.first, visible.last).map((item, offset) => {
          const index = visible.first + offset;
          if (item.kind === "fold") {
            return <FoldLine key={`fold ${item.first}`} index={index} fold={item} rows={rows} expand={expand} />;
          }
          const row = rows[item.row];
          if (row === undefined) return null;
          const isCurrent = item.row === current;
          const note = noteOf(row, differences);
          const props = { index, row, isCurrent, note, columns: columnsOf(columns, note) };
          if (item.kind === "line") return <UnifiedLine key={`${item.row} ${item.side}`} {...props} side={item.side} />;
          return <SplitRow key={item.row} {...props} />;
        })}
        <div class="after" style={{ height: `${(topOf(items.length) - topOf(visible.last)) * visible.height}px` }} />
      </div>
    </section>
  );
}

function rowOf(item: UnifiedItem | { readonly kind: "row"; readonly row: number }): number | undefined {
  return item.kind === "fold" ? undefined : item.row;
}

/** What differs where both lines read the same, e.g. the order of the members of the object that begins here. */
function noteOf(row: Row, differences: readonly Difference[]): string | undefined {
  if (row.mark !== "equal" || row.differences.length === 0) return undefined;
  const names = row.differences.flatMap((index) => {
    const difference = differences[index];
    return difference ? [CLASS_WORDS[difference.class]] : [];
  });
  return [...new Set(names)].join(", ");
}

/** What is written behind a line takes from the place for it. */
function columnsOf(columns: number, note: string | undefined): number {
  return note === undefined ? columns : Math.max(10, columns - note.length - 4);
}
