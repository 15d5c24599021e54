/** Raw strings and raw names; a string's hashes close it as well (The Rust Reference, "Raw string literals"). */
const RAW_STRING = /(?:br|cr|r)(#*)"/y;
const RAW_NAME = /r#(?=[\p{XID_Start}_])/uy;
/** A character in quotes; what else begins with a single quote is a lifetime. */
const CHARACTER = /'(?:\\(?:u\{[^}']*\}|[^\n])[^'\n]*|[^\\'\n])'/uy;

/**
 * Behind the comment, the string or the character that begins at `at`; `at` itself where none does, and undefined where
 * it is left open (The Rust Reference, "Comments", "Tokens").
 */
export function endOfToken(text: string, at: number): number | undefined {
  switch (text.charCodeAt(at)) {
    // /
    case 47:
      if (text.startsWith("//", at)) return endOf(text, "\n", at) ?? text.length;
      return text.startsWith("/*", at) ? endOfBlockComment(text, at) : at;
    // "
    case 34:
      return endOfString(text, at + 1);
    // '
    case 39: {
      CHARACTER.lastIndex = at;
      const found = CHARACTER.exec(text);
      return found ? at + found[0].length : at;
    }
    // b, c, r
    case 98:
    case 99:
    case 114: {
      // Most of these letters are just that.
      if (!/["#r]/.test(text[at + 1] ?? "") || isPartOfName(text, at)) return at;
      RAW_STRING.lastIndex = at;
      const raw = RAW_STRING.exec(text);
      if (raw) return endOf(text, `"${raw[1] ?? ""}`, at + raw[0].length);
      RAW_NAME.lastIndex = at;
      return RAW_NAME.test(text) ? at + 2 : at;
    }
    default:
      return at;
  }
}

function isPartOfName(text: string, at: number): boolean {
  return at > 0 && /[\p{XID_Continue}]/u.test(text[at - 1] ?? "");
}

function endOf(text: string, closing: string, from: number): number | undefined {
  const found = text.indexOf(closing, from);
  return found === -1 ? undefined : found + closing.length;
}

function endOfString(text: string, from: number): number | undefined {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 34) return at + 1;
    // Whatever a backslash stands before does not end the string.
    if (code === 92) at += 1;
  }
  return undefined;
}

/** Block comments nest. */
function endOfBlockComment(text: string, start: number): number | undefined {
  let depth = 0;
  for (let at = start; at < text.length;) {
    if (text.startsWith("/*", at)) {
      depth += 1;
      at += 2;
    } else if (text.startsWith("*/", at)) {
      depth -= 1;
      at += 2;
      if (depth === 0) return at;
    } else at += 1;
  }
  return undefined;
}
