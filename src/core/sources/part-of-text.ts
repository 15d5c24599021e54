import type { Lines } from "#core/text/lines.ts";
import type { Range } from "#core/model/place.ts";
import type { SourceText } from "./source-text.ts";

/** A file as an editor shows it, without a byte order mark. */
export interface ShownFile {
  readonly file: string;
  readonly text: string;
  readonly lines: Lines;
}

/**
 * The lines of a text from where a function starts to where it ends, to be parsed apart: its nodes stand where they
 * stand in the file. Undefined where something else stands before it on its first line.
 */
export function partOfText(original: string, lines: Lines, whole: Range): SourceText | undefined {
  const start = lines.offsetAt({ line: whole.start.line, character: 0 });
  if (original.slice(start, lines.offsetAt(whole.start)).trim() !== "") return undefined;
  const text = original.slice(start, lines.offsetAt(whole.end));
  const range = (from: number, to: number): Range => lines.rangeOf(from + start, to + start);
  return {
    text,
    range,
    at: (node, offset = 0) => range(node.startIndex + offset, node.endIndex + offset),
    original: (node, offset = 0) => text.slice(node.startIndex + offset, node.endIndex + offset),
    isLeftOutAt: () => false,
  };
}
