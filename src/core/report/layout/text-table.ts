/** Cells of one line; the last one is not padded. */
export type Line = readonly string[];

/** Lines with their cells aligned to the left, two blanks apart. Empty columns are left out. */
export function alignedLines(lines: readonly Line[]): readonly string[] {
  const columns = Math.max(0, ...lines.map((line) => line.length));
  const widths = Array.from({ length: columns }, (_, column) =>
    Math.max(...lines.map((line) => widthOf(line[column] ?? ""))),
  );
  return lines.map((line) =>
    line
      .flatMap((cell, column) =>
        (widths[column] ?? 0) === 0 ? [] : [cell + " ".repeat((widths[column] ?? 0) - widthOf(cell))],
      )
      .join("  ")
      .trimEnd(),
  );
}

/** `1 case`, `2 cases` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/**
 * Text of a server for a terminal: one line, and no character that moves the cursor or colours the screen
 * (ECMA-48 controls are written as JSON escapes).
 */
export function oneLine(text: string): string {
  return shownLine(text.replaceAll(/\s+/g, " "));
}

/** The same of a line whose blanks mean something, as those before a traceback's frames do. */
export function shownLine(line: string): string {
  return line
    .replaceAll("\t", "    ")
    .replaceAll(HIDDEN, (hidden) => `\\u${hidden.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What moves a cursor, colours a screen, ends a line, or turns the direction of writing (Unicode Standard Annex 9). */
const HIDDEN = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu;

/** Whether a text holds something that is not shown as it is. */
export function isHiding(text: string): boolean {
  return text.search(HIDDEN) >= 0;
}

const COLOUR = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`, "g");

/** How many columns a text takes: characters, colours left out. */
function widthOf(text: string): number {
  return Array.from(text.replaceAll(COLOUR, "")).length;
}
