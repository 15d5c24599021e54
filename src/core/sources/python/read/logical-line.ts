const NEWLINE = 10;
const RETURN = 13;
const BACKSLASH = 92;
const COLON = 58;

/** What may stand before the quote of a string with expressions in braces: f-strings (PEP 498, 701), t-strings (PEP 750). */
const HOLDS_EXPRESSIONS = /(?:^|[^\p{L}\p{N}_])(?:[ft]r?|r[ft])$/iu;

/** CPython refuses f-strings that are nested deeper than this ("too many nested f-strings"). */
const MAX_NESTING = 150;

/**
 * Where the statement's line that starts at `start` ends, with the lines that it goes on over within brackets, strings
 * and behind backslashes: `end` is behind its last token, `next` behind the line break. Undefined where a bracket or a
 * string is left open, or a bracket is closed that was not opened (Python's reference, section 2.1).
 */
export function endOfLogicalLine(
  text: string,
  start: number,
): { readonly end: number; readonly next: number } | undefined {
  let depth = 0;
  let end = start;
  for (let at = start; at < text.length;) {
    const code = text.charCodeAt(at);
    switch (code) {
      case NEWLINE:
        if (depth === 0) return { end, next: at + 1 };
        at += 1;
        continue;
      case 9:
      case 12:
      case RETURN:
      case 32:
        at += 1;
        continue;
      // #
      case 35: {
        const stop = text.indexOf("\n", at);
        at = stop === -1 ? text.length : stop;
        continue;
      }
      // Quotes.
      case 34:
      case 39: {
        const stop = endOfString(text, at, 0);
        if (stop === undefined) return undefined;
        at = stop;
        break;
      }
      // ( [ {
      case 40:
      case 91:
      case 123:
        depth += 1;
        at += 1;
        break;
      // ) ] }
      case 41:
      case 93:
      case 125:
        depth -= 1;
        if (depth < 0) return undefined;
        at += 1;
        break;
      case BACKSLASH: {
        const length = escapeLength(text, at);
        const goesOn = text.charCodeAt(at + length - 1) === NEWLINE;
        at += goesOn ? length : 1;
        if (goesOn) continue;
        break;
      }
      default:
        at += 1;
    }
    end = at;
  }
  return depth === 0 ? { end, next: text.length } : undefined;
}

/** Behind a backslash stands one character, or a whole line break. */
function escapeLength(text: string, at: number): number {
  return text.charCodeAt(at + 1) === RETURN && text.charCodeAt(at + 2) === NEWLINE ? 3 : 2;
}

/**
 * Behind the closing quotes of the string whose opening ones stand at `start`; undefined where it is left open, or where
 * strings and formats are nested too deep.
 */
function endOfString(text: string, start: number, depth: number): number | undefined {
  if (depth > MAX_NESTING) return undefined;
  const quote = text[start] ?? "";
  const isTriple = text.startsWith(quote.repeat(3), start);
  const closing = isTriple ? quote.repeat(3) : quote;
  const hasExpressions = HOLDS_EXPRESSIONS.test(text.slice(Math.max(0, start - 3), start));
  for (let at = start + closing.length; at < text.length;) {
    const code = text.charCodeAt(at);
    // A brace begins an expression behind a backslash as well.
    if (code === BACKSLASH) at += hasExpressions && text[at + 1] === "{" ? 1 : escapeLength(text, at);
    else if (code === NEWLINE && !isTriple) return undefined;
    else if (text.startsWith(closing, at)) return at + closing.length;
    else if (hasExpressions && text[at] === "{") {
      const stop = text[at + 1] === "{" ? at + 2 : endOfReplacement(text, at + 1, closing, depth + 1);
      if (stop === undefined) return undefined;
      at = stop;
    } else at += 1;
  }
  return undefined;
}

/** Behind the brace that closes the expression at `start` within a string that `closing` ends. */
function endOfReplacement(text: string, start: number, closing: string, nesting: number): number | undefined {
  if (nesting > MAX_NESTING) return undefined;
  let depth = 0;
  for (let at = start; at < text.length;) {
    const character = text[at] ?? "";
    if (character === '"' || character === "'") {
      const stop = endOfString(text, at, nesting);
      if (stop === undefined) return undefined;
      at = stop;
      continue;
    }
    if (character === "}" && depth === 0) return at + 1;
    if (text.charCodeAt(at) === COLON && depth === 0) return endOfFormat(text, at + 1, closing, nesting);
    if (character === "(" || character === "[" || character === "{") depth += 1;
    if (character === ")" || character === "]" || character === "}") depth -= 1;
    at += 1;
  }
  return undefined;
}

/** The same for the format behind the colon, where a quote is a character like others: `{x:'>10}`. */
function endOfFormat(text: string, start: number, closing: string, nesting: number): number | undefined {
  for (let at = start; at < text.length;) {
    if (text[at] === "}") return at + 1;
    if (text.startsWith(closing, at)) return undefined;
    if (text[at] === "{") {
      const stop = endOfReplacement(text, at + 1, closing, nesting + 1);
      if (stop === undefined) return undefined;
      at = stop;
    } else at += 1;
  }
  return undefined;
}
