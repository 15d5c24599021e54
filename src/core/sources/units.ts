import type { Lines } from "#core/text/lines.ts";
import type { Position, Range } from "#core/model/place.ts";
import type { SyntaxNode, WithTree } from "#core/syntax/create-syntax.ts";
import type { Edit } from "./edit-between.ts";
import { createSourceText, partsOf, type Piece, type SourceText } from "./source-text.ts";

/** One thing at the top level of a file that has its lines for itself: a function, a class, an import. */
export interface Unit {
  /** Offsets of the start of its first line and the end of its last one. */
  readonly start: number;
  readonly end: number;
  /** What it was taken over as, by its numbers among all that the file is taken over as. */
  readonly from: number;
  readonly to: number;
}

/** A text as it was read. */
export interface Read<T> {
  readonly text: string;
  readonly lines: Lines;
  /** What was left out of it. */
  readonly pieces: readonly Piece[];
  readonly items: readonly T[];
  /** In order; none where the text is broken somewhere. */
  readonly units: readonly Unit[];
}

interface UnitNotes {
  readonly units: readonly Unit[];
  /** Nodes from one to another, which follow each other, were taken over as these. */
  readonly add: (first: SyntaxNode, last: SyntaxNode, from: number, to: number) => void;
}

/** Collects units while the nodes at the top level of a file are taken over. */
export function createUnits(text: string, lines: Lines, source: SourceText): UnitNotes {
  const units: Unit[] = [];
  let lastEnd = -1;
  return {
    units,
    add: (first, last, from, to) => {
      const range = { start: source.at(first).start, end: source.at(last).end };
      const start = lines.offsetAt({ line: range.start.line, character: 0 });
      const end = endOfLine(text, lines.offsetAt(range.end));
      // Of two on one line neither stands alone.
      if (start > lastEnd) units.push({ start, end, from, to });
      else if (units.at(-1)?.end === lastEnd) units.pop();
      lastEnd = end;
    },
  };
}

/** How a language reads a unit. */
export interface UnitReading<T> {
  /** Stands for what is left out. */
  readonly placeholder: string;
  readonly withTree: WithTree;
  /** What a text is taken over as; undefined where it is not one unit. */
  readonly lower: (root: SyntaxNode, source: SourceText) => readonly T[] | undefined;
}

/**
 * Reads a text again after an edit within one unit: only that is parsed, and all that stands before it stays the same
 * objects, as does what stands behind it where no line came or went. Undefined where the edit may matter to more.
 */
export function readUnitAgain<T>(
  before: Read<T>,
  now: Omit<Read<T>, "items" | "units">,
  edit: Edit,
  { placeholder, withTree, lower }: UnitReading<T>,
): Read<T> | undefined {
  const index = before.units.findIndex(({ end }) => end >= edit.endBefore);
  const unit = before.units[index];
  if (!unit || edit.start < unit.start || now.text.includes("\r")) return undefined;
  const moved = edit.endNow - edit.endBefore;
  const [start, end] = [unit.start, unit.end + moved];
  const text = now.text.slice(start, end);
  if (!/^\S/.test(text) || text.endsWith("\\") || mayReachFurther(before.text, now.text, edit)) return undefined;
  const pieces = piecesWithin(before.pieces, now.pieces, unit, moved);
  if (!pieces) return undefined;
  const firstLine = now.lines.positionAt(start).line;
  const source = shifted(
    createSourceText(
      text,
      pieces.map((piece) => ({ start: piece.start - start, end: piece.end - start })),
      placeholder,
    ),
    firstLine,
  );
  const lastLine = now.lines.positionAt(end).line;
  const items = withTree(source.text, (root) => {
    const parts = partsOf(root);
    const [first, last] = [parts[0], parts.at(-1)];
    if (root.hasError || !first || !last || first.startIndex !== 0) return undefined;
    return source.at(last).end.line === lastLine ? lower(root, source) : undefined;
  });
  if (!items) return undefined;
  const lines = lastLine - before.lines.positionAt(unit.end).line;
  const added = items.length - (unit.to - unit.from);
  const rest = before.items.slice(unit.to);
  return {
    ...now,
    items: [
      ...before.items.slice(0, unit.from),
      ...items,
      ...(lines === 0 ? rest : rest.map((each) => onLine(each, lines))),
    ],
    units: unitsAfter(before.units, index, moved, added),
  };
}

/** The units after an edit within one of them, which is taken over as so many more. */
function unitsAfter(units: readonly Unit[], index: number, moved: number, added: number): readonly Unit[] {
  return units.map((each, at) => {
    if (at < index) return each;
    const { start, end, from, to } = each;
    if (at === index) return { start, end: end + moved, from, to: to + added };
    return { start: start + moved, end: end + moved, from: from + added, to: to + added };
  });
}

/** The units after an edit of what is left out of one of them. */
export function unitsAround(units: readonly Unit[], edit: Edit): readonly Unit[] {
  const index = units.findIndex(({ end }) => end >= edit.endBefore);
  return unitsAfter(units, index, edit.endNow - edit.endBefore, 0);
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end;
}

/** A comment that is opened or closed reaches as far as the next mark. */
function mayReachFurther(before: string, now: string, { start, endBefore, endNow }: Edit): boolean {
  const around = [before.slice(Math.max(0, start - 1), endBefore + 1), now.slice(Math.max(0, start - 1), endNow + 1)];
  return around.some((text) => /\/\*|\*\//.test(text));
}

/** What is left out of a unit now; undefined where something else is left out of the others than before. */
function piecesWithin(
  before: readonly Piece[],
  now: readonly Piece[],
  { start, end }: Unit,
  moved: number,
): readonly Piece[] | undefined {
  const above = before.filter((piece) => piece.end <= start);
  const below = before.filter((piece) => piece.start >= end);
  const within = now.slice(above.length, now.length - below.length);
  const isSame =
    above.length + below.length <= now.length &&
    above.every((piece, index) => piece.start === now[index]?.start && piece.end === now[index]?.end) &&
    below.every((piece, index) => {
      const other = now[now.length - below.length + index];
      return other?.start === piece.start + moved && other.end === piece.end + moved;
    }) &&
    within.every((piece) => piece.start >= start && piece.end <= end + moved);
  return isSame ? within : undefined;
}

/** Places of a part of a file as those in the file, of which it begins on a line. */
function shifted(source: SourceText, line: number): SourceText {
  const inFile = (range: Range): Range => ({
    start: furtherDown(range.start, line),
    end: furtherDown(range.end, line),
  });
  return {
    ...source,
    at: (node, offset) => inFile(source.at(node, offset)),
    range: (start, end) => inFile(source.range(start, end)),
  };
}

function furtherDown(position: Position, lines: number): Position {
  return { line: position.line + lines, character: position.character };
}

/** The same facts so many lines further down. */
function onLine<T>(value: T, lines: number): T {
  return copyOnLine(value, lines) as T;
}

function copyOnLine(value: unknown, lines: number): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map((each: unknown) => copyOnLine(each, lines));
  if ("line" in value && "character" in value) return { ...value, line: Number(value.line) + lines };
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, copyOnLine(each, lines)]));
}
