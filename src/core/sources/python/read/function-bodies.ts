import type { Piece } from "../../source-text.ts";
import { endOfLogicalLine } from "./logical-line.ts";

const FUNCTION = /(?:async[ \t]+)?def\b/y;
/** What stands before the code of a line: nothing where the line is blank or a comment alone. */
const INDENTATION = /[ \t\f]*(?![ \t\f\r\n#])/y;

/** A body that was begun; its end is below its start as long as it is not known. */
interface Body {
  readonly start: number;
  end: number;
}

/**
 * Finds the bodies of functions in a Python text by its tokens and indentation alone, many times faster than by parsing;
 * a body comes before those within it. A body goes from its first statement to the end of its last one, so that comments
 * before and behind do not belong to it; bodies on the line of their `def` are not told. Where a string or a bracket is left
 * open, only the bodies that end before it are told: where others do would be a guess (Python's reference, section 2).
 */
export function findFunctionBodies(text: string): readonly Piece[] {
  // A carriage return alone is a line break to Python and none to the parser.
  if (text.includes("\r") && /\r(?!\n)/.test(text)) return [];
  const bodies: Body[] = [];
  /** Functions that the line at hand stands in, and their bodies once these have begun. */
  const open: { readonly indent: number; body?: Body }[] = [];
  let lastEnd = 0;
  const close = (indent: number): void => {
    for (let inner = open.at(-1); inner && inner.indent >= indent; inner = open.at(-1)) {
      if (inner.body) inner.body.end = lastEnd;
      open.pop();
    }
  };
  for (let at = 0; at < text.length;) {
    INDENTATION.lastIndex = at;
    const indentation = INDENTATION.exec(text)?.[0];
    if (indentation === undefined) {
      at = endOfPhysicalLine(text, at);
      continue;
    }
    const start = at + indentation.length;
    if (start === text.length) break;
    const line = endOfLogicalLine(text, start);
    if (!line) return bodies.filter((body) => body.end >= body.start);
    const indent = widthOf(indentation);
    close(indent);
    const innermost = open.at(-1);
    if (innermost && !innermost.body) {
      innermost.body = { start, end: -1 };
      bodies.push(innermost.body);
    }
    FUNCTION.lastIndex = start;
    if (text[line.end - 1] === ":" && FUNCTION.test(text)) open.push({ indent });
    lastEnd = line.end;
    at = line.next;
  }
  close(0);
  return bodies;
}

function endOfPhysicalLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end + 1;
}

/** As the parser counts: a tab is eight, and a form feed begins anew. */
function widthOf(indentation: string): number {
  let width = 0;
  for (const character of indentation) width = character === "\f" ? 0 : width + (character === "\t" ? 8 : 1);
  return width;
}
