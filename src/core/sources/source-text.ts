import { createLines } from "#core/text/lines.ts";
import type { Range } from "#core/model/place.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";

/** A text being read: tells where its nodes stand. */
export interface SourceText {
  readonly text: string;
  /** Range of a node; of a node in a snippet parsed apart, `offset` is where the snippet starts. */
  at(node: SyntaxNode, offset?: number): Range;
  range(start: number, end: number): Range;
}

export function createSourceText(text: string): SourceText {
  const lines = createLines(text);
  return {
    text,
    at: (node, offset = 0) => lines.rangeOf(node.startIndex + offset, node.endIndex + offset),
    range: (start, end) => lines.rangeOf(start, end),
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
  const normal = text.replaceAll(/[ \t]*\r?\n/g, "\n").trimEnd();
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

function toHex(half: number): string {
  return (half >>> 0).toString(16).padStart(8, "0");
}
