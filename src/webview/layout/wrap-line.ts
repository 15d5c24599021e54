import { changedPart } from "./changed-part.ts";
import type { Line } from "./row.ts";

/** A piece of a line that looks alike. */
export interface Segment {
  readonly text: string;
  /** What sort of value it is, as a class. */
  readonly sort: string;
  /** It is what the other side does not have. */
  readonly isChanged: boolean;
}

/** How far the lines after the first stand to the right of it. */
const HANGING = 2;

/** A line in pieces; what is not in `other` is marked, where the two share anything. */
export function segmentsOf(line: Line, other: Line | undefined): readonly Segment[] {
  const { before, changed, after } = changedPart(line.text, other?.text);
  // Where the two share nothing, the colour of the line says enough.
  const isMarked = changed !== "" && (before !== "" || after !== "");
  const sort = sortOf(line);
  const plain = (text: string): Segment => ({ text, sort: "", isChanged: false });
  const all: readonly Segment[] = [
    plain("  ".repeat(line.depth)),
    ...(line.name === undefined ? [] : [{ text: line.name, sort: "json-name", isChanged: false }, plain(": ")]),
    { text: before, sort, isChanged: false },
    { text: changed, sort, isChanged: isMarked },
    { text: after, sort, isChanged: false },
    plain(line.hasComma ? "," : ""),
  ];
  return all.filter(({ text }) => text !== "");
}

/** How far a continued line is indented: below the value, and never so far that nothing fits. */
export function hangingIndent({ depth }: Line, columns: number): number {
  return Math.min(depth * 2 + HANGING, Math.floor(columns / 2));
}

/**
 * Cuts a line into those that fit, so that each is known to be one line high: `columns` characters in the first,
 * `indent` fewer in the others. Characters of wide scripts take two columns, marks that combine none.
 */
export function wrapSegments(
  segments: readonly Segment[],
  columns: number,
  indent: number,
): readonly (readonly Segment[])[] {
  const lines: Segment[][] = [[]];
  let room = columns;
  for (const segment of segments) {
    let text = "";
    const flush = (): void => {
      if (text !== "") lines.at(-1)?.push({ ...segment, text });
      text = "";
    };
    for (const character of segment.text) {
      const width = widthOf(character);
      if (width > room) {
        flush();
        lines.push([]);
        room = columns - indent;
      }
      text += character;
      room -= width;
    }
    flush();
  }
  return lines;
}

/** How many lines a line takes; the same that `wrapSegments` makes of it, and quick where it is one. */
export function heightOf(line: Line | undefined, other: Line | undefined, columns: number): number {
  if (line === undefined) return 1;
  const length = line.depth * 2 + (line.name === undefined ? 0 : line.name.length + 2) + line.text.length + 1;
  // No character takes more than two columns.
  if (length * 2 <= columns || (length <= columns && isNarrow(line.text) && isNarrow(line.name ?? ""))) return 1;
  return wrapSegments(segmentsOf(line, other), columns, hangingIndent(line, columns)).length;
}

function isNarrow(text: string): boolean {
  return !/[\u0300-\uFFFF]/.test(text);
}

const WIDE =
  /[\u1100-\u115F\u2026\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60]|\p{Extended_Pictographic}/u;

function widthOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x3_00) return 1;
  return /\p{M}/u.test(character) ? 0 : WIDE.test(character) || code > 0xff_ff ? 2 : 1;
}

/** The colours that VS Code's debugger gives to the same sorts of values. */
function sortOf({ text }: Line): string {
  const start = text.charAt(0);
  if (start === '"') return "json-string";
  if (/[-\d]/.test(start)) return "json-number";
  return /^(?:true|false|null)$/.test(text) ? "json-word" : "";
}
