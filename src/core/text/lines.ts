import type { Position, Range } from "#core/model/place.ts";

/** Turns offsets in one text into positions and back. Offsets and characters count UTF-16 units, as LSP does. */
export interface Lines {
  positionAt(offset: number): Position;
  /** The offset of a position; one that lies outside is moved to the nearest end. */
  offsetAt(position: Position): number;
  rangeOf(start: number, end: number): Range;
}

/** A line ends with LF, CRLF or CR (LSP 3.17, "Text Documents"). */
export function createLines(text: string): Lines {
  const starts = [0];
  // Nearly no text has a CR, and looking for one character is much faster than matching a pattern.
  if (text.includes("\r")) {
    for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  } else {
    for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  }

  function positionAt(offset: number): Position {
    const within = Math.max(0, Math.min(offset, text.length));
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= within) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: within - (starts[low] ?? 0) };
  }

  return {
    positionAt,
    offsetAt({ line, character }) {
      const start = starts[line];
      if (start === undefined) return line < 0 ? 0 : text.length;
      return Math.max(start, Math.min(start + character, starts[line + 1] ?? text.length));
    },
    rangeOf: (start, end) => ({ start: positionAt(start), end: positionAt(end) }),
  };
}

/** Editors do not show a byte order mark and do not count it; neither do positions. */
export function withoutByteOrderMark(text: string): string {
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
