import type { Range } from "#core/model/place.ts";
import { createLines } from "#core/text/lines.ts";

/** Where two texts part, and what stands there in each. */
export interface TextDifference {
  /** In the first text; empty where that one ends. */
  readonly range: Range;
  /** The line of each text at that place, from its first character that is not a blank; empty where the text has ended. */
  readonly lines: readonly [first: string, second: string];
}

const MOST_SHOWN = 120;

/** The first place at which two texts differ, or undefined where they are equal. */
export function firstDifference(first: string, second: string): TextDifference | undefined {
  if (first === second) return undefined;
  const shorter = Math.min(first.length, second.length);
  let at = 0;
  while (at < shorter && first.charCodeAt(at) === second.charCodeAt(at)) at += 1;
  // Half of a surrogate pair is no character.
  if (at > 0 && /[\uD800-\uDBFF]/.test(first.charAt(at - 1))) at -= 1;
  return {
    range: createLines(first).rangeOf(at, Math.min(first.length, at + 1)),
    lines: [lineAround(first, at), lineAround(second, at)],
  };
}

/** What is shown of a line: all of it where it is short, else the part around the place. */
function lineAround(text: string, at: number): string {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = text.indexOf("\n", at);
  const from = Math.max(start, at - MOST_SHOWN / 2);
  const to = Math.min(end === -1 ? text.length : end, from + MOST_SHOWN);
  const shown = text.slice(from, to).trim();
  return `${from > start ? "…" : ""}${shown}${to < (end === -1 ? text.length : end) ? "…" : ""}`;
}
