import type { Position } from "#core/model/place.ts";
import type { CompilerPath, FoundProblem } from "./cargo-messages.ts";

const HEAD = /^error(?:\[(E\d+)\])?: (.+)$/;
const ARROW = /^\s*(-->|:::) (.+?):(\d+):(\d+)$/;

/** Between an error and its place nothing stands but notes of the compiler's. */
const MOST_LINES_BETWEEN = 3;

/**
 * The errors of rustc as it prints them for people, each at the place behind its arrow; what has no place is left out.
 * `error[E0308]: mismatched types` and ` --> src/main.rs:4:5` → `mismatched types` at `src/main.rs:4:5`
 */
export function printedErrors(text: string, pathOf: CompilerPath): readonly FoundProblem[] {
  const lines = text.split("\n");
  return lines.flatMap((line, at) => {
    const head = HEAD.exec(line);
    if (head === null) return [];
    const [, code, message = ""] = head;
    const rest = lines.slice(at + 1);
    const next = rest.findIndex((each) => HEAD.test(each) || /^warning\b/.test(each));
    const own = next < 0 ? rest : rest.slice(0, next);
    const arrows = own.flatMap((each, index) => {
      const found = ARROW.exec(each);
      return found === null ? [] : [{ index, sign: found[1], place: placeOf(found, pathOf) }];
    });
    const primary = arrows.find(({ sign, index }) => sign === "-->" && index < MOST_LINES_BETWEEN);
    if (primary === undefined) return [];
    const related = arrows
      .filter((arrow) => arrow !== primary)
      .map(({ index, place }) => ({ message: noteBefore(own, index), place }));
    return [{ message, ...(code !== undefined && { code }), place: primary.place, related }];
  });
}

function placeOf([, , file = "", line, column]: RegExpExecArray, pathOf: CompilerPath): FoundProblem["place"] {
  const start: Position = { line: Number(line) - 1, character: Number(column) - 1 };
  return { file: pathOf(file), range: { start, end: start } };
}

function noteBefore(lines: readonly string[], index: number): string {
  const note = lines.slice(0, index).findLast((line) => /^\s*(?:= )?(?:note|help): /.test(line));
  return note?.trim().replace(/^= /, "") ?? "see also";
}
