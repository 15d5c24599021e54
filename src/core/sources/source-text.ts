import { createLines } from "#core/text/lines.ts";
import type { Range } from "#core/model/place.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";

/** A piece of a text, by offsets in UTF-16 units; the end does not belong to it. */
export interface Piece {
  readonly start: number;
  readonly end: number;
}

/** A text being read, perhaps without some pieces: tells where its nodes stand in the file. */
export interface SourceText {
  /** What is parsed. A piece that was left out is one character in it. */
  readonly text: string;
  /** Range of a node in the file; of a node in a snippet parsed apart, `offset` is where the snippet starts in `text`. */
  at(node: SyntaxNode, offset?: number): Range;
  range(start: number, end: number): Range;
  /** What stands at the node in the file. */
  original(node: SyntaxNode, offset?: number): string;
  /** A piece was left out at this place of `text`. */
  isLeftOutAt(offset: number): boolean;
  /** A name that an expression sets (`:=`) has its value before the expression is evaluated. */
  readonly areNamesSet?: true;
}

/**
 * Takes `pieces` out of a text, which follow each other and do not overlap, and puts `placeholder`, one character, in
 * the place of each: parsing what nobody asks about is most of the time that reading takes.
 */
export function createSourceText(original: string, pieces: readonly Piece[] = [], placeholder = " "): SourceText {
  const lines = createLines(original);
  /** Where in `text` the placeholders stand, and how many characters are missing behind each, all before it counted. */
  const cuts: number[] = [];
  const missing: number[] = [];
  const kept: string[] = [];
  let end = 0;
  let total = 0;
  for (const piece of pieces) {
    kept.push(original.slice(end, piece.start), placeholder);
    cuts.push(piece.start - total);
    total += piece.end - piece.start - placeholder.length;
    missing.push(total);
    end = piece.end;
  }
  const text = pieces.length === 0 ? original : kept.join("") + original.slice(end);

  /** How many cuts lie before the offset; one that begins there does not. */
  function cutsBefore(offset: number): number {
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((cuts[middle] ?? 0) < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function inFile(offset: number): number {
    return cuts.length === 0 ? offset : offset + (missing[cutsBefore(offset) - 1] ?? 0);
  }

  const range = (start: number, stop: number): Range => lines.rangeOf(inFile(start), inFile(stop));
  return {
    text,
    range,
    at: (node, offset = 0) => range(node.startIndex + offset, node.endIndex + offset),
    original: (node, offset = 0) => original.slice(inFile(node.startIndex + offset), inFile(node.endIndex + offset)),
    isLeftOutAt: (offset) => cuts[cutsBefore(offset)] === offset,
  };
}

/** Named children without comments. */
export function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.namedChildren.filter((child) => !child.isExtra);
}

/**
 * Hash of a piece of source, in hex: tells that it changed, not what it was. Line endings and what is blank at the end
 * of a line or of the piece do not count.
 */
export function hashSource(text: string): string {
  const normal = text.split("\n").map(withoutBlankEnd).join("\n").trimEnd();
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < normal.length; index += 1) {
    const unit = normal.charCodeAt(index);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  // The mixing of cyrb53: each half is stirred with the other, so that a change anywhere reaches both.
  const mixedHigh = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  const mixedLow = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(mixedHigh ^ (mixedHigh >>> 13), 3266489909);
  return toHex(mixedHigh) + toHex(mixedLow);
}

/** One step a character: a regular expression for blanks before a line's end takes the square of a run of blanks. */
function withoutBlankEnd(line: string): string {
  let end = line.endsWith("\r") ? line.length - 1 : line.length;
  while (line[end - 1] === " " || line[end - 1] === "\t") end -= 1;
  return end === line.length ? line : line.slice(0, end);
}

function toHex(half: number): string {
  return (half >>> 0).toString(16).padStart(8, "0");
}
