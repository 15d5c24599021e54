import type { ComponentChildren, JSX, RefObject } from "preact";
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";

import type { Difference } from "#core/model/run/difference.ts";
import { SIDES } from "#core/model/endpoint.ts";
import { FoldLine, SplitRow, UnifiedLine } from "./body-row.tsx";
import type { Reveal } from "./reveal.ts";
import { Icon } from "./icon.tsx";
import { foldRows, unfoldedRows } from "./layout/fold-rows.ts";
import type { Line, Row } from "./layout/row.ts";
import { type UnifiedItem, unifyRows } from "./layout/unify-rows.ts";
import { useNarrow } from "./use-narrow.ts";
import { useShowChange } from "./use-show-change.ts";
import { useVisibleItems } from "./use-visible-items.ts";
import { CLASS_WORDS, SIDE_WORDS } from "./words.ts";

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

/** Two bodies, or two effects on the database, side by side, or one under the other where the panel is narrow; equal rows folded. */
export function BodyView({ title, label, rows, differences, reveal, scroller, children }: BodyViewProps): JSX.Element {
  const isNarrow = useNarrow();
  const [expanded, setExpanded] = useState(NONE_EXPANDED);
  const [isUnfolded, setUnfolded] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  const items = useMemo(() => {
    const folded = isUnfolded ? unfoldedRows(rows) : foldRows(rows, expanded);
    return isNarrow ? unifyRows(rows, folded) : folded;
  }, [rows, expanded, isUnfolded, isNarrow]);
  const hasFolds = useMemo(() => foldRows(rows, NONE_EXPANDED).some((item) => item.kind === "fold"), [rows]);
  const width = useMemo(() => widestLine(rows), [rows]);
  const visible = useVisibleItems(scroller, list, items.length);
  const current = reveal && rows.findIndex((row) => row.differences.includes(reveal.difference));
  const at = current === undefined || current < 0 ? -1 : items.findIndex((item) => rowOf(item) === current);
  useLayoutEffect(() => {
    const port = scroller.current;
    if (at < 0 || port === null || list.current === null) return;
    const top = list.current.getBoundingClientRect().top - port.getBoundingClientRect().top;
    port.scrollTop += top + at * visible.height - port.clientHeight / 2;
    // `reveal` is a new object each time the user asks for it.
  }, [reveal, at, visible.height, scroller]);

  useShowChange(reveal, visible.first, list, bar);

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
        {!isNarrow && SIDES.map((side) => <h3 key={side}>{SIDE_WORDS[side]}</h3>)}
      </div>
      <div
        ref={list}
        class={`rows ${isNarrow ? "unified" : "split"}`}
        role="table"
        aria-label={`${label}, line by line`}
        aria-rowcount={items.length}
        tabIndex={0}
        onKeyDown={(event) => {
          const step = event.key === "ArrowRight" ? 60 : event.key === "ArrowLeft" ? -60 : 0;
          if (bar.current && step !== 0) bar.current.scrollLeft += step;
        }}
        onWheel={(event) => {
          if (bar.current) bar.current.scrollLeft += event.shiftKey ? event.deltaY : event.deltaX;
        }}
      >
        <div class="before" style={{ height: `${visible.first * visible.height}px` }} />
        {items.slice(visible.first, visible.last).map((item, offset) => {
          const index = visible.first + offset;
          if (item.kind === "fold") {
            return <FoldLine key={`fold ${item.first}`} index={index} fold={item} rows={rows} expand={expand} />;
          }
          const row = rows[item.row];
          if (row === undefined) return null;
          const isCurrent = item.row === current;
          const props = { index, row, isCurrent, note: noteOf(row, differences) };
          if (item.kind === "line") return <UnifiedLine key={`${item.row} ${item.side}`} {...props} side={item.side} />;
          return <SplitRow key={item.row} {...props} />;
        })}
        <div class="after" style={{ height: `${(items.length - visible.last) * visible.height}px` }} />
      </div>
      <div
        ref={bar}
        class={`bar ${isNarrow ? "unified" : "split"}`}
        aria-hidden="true"
        tabIndex={-1}
        onScroll={(event) => {
          list.current?.style.setProperty("--scroll-x", `${-event.currentTarget.scrollLeft}px`);
        }}
      >
        <div style={{ "--widest": `${width}ch` }} />
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

/** In characters of the editor's font; wide scripts count twice. */
function widestLine(rows: readonly Row[]): number {
  let widest = 0;
  for (const row of rows) widest = Math.max(widest, lineWidth(row.python), lineWidth(row.rust));
  return widest;
}

/** A longer text is cut before it is shown (layout/changed-part.ts). */
const CUT = 2040;

function lineWidth(line: Line | undefined): number {
  if (line === undefined) return 0;
  const text = (line.name ?? "") + line.text.slice(0, CUT);
  const wide = text.match(/[\u1100-\uffff]/g)?.length ?? 0;
  return Math.min(CUT, line.depth * 2 + text.length + wide + 4);
}
