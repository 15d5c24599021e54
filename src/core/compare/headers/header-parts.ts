/** A piece of a header with parameters: `attachment; filename="r.csv"`. What is case-insensitive is in lower case. */
export interface ParameterisedValue {
  readonly value: string;
  /** By name, quotes taken away, sorted. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

/**
 * Takes a list apart at a sign, but not within quotes or angle brackets; blanks around each piece and empty pieces go.
 * `("a, \"b, c\"", ",")` → `a`, `"b, c"`
 */
export function splitAt(text: string, sign: string): readonly string[] {
  const pieces: string[] = [];
  let start = 0;
  let isQuoted = false;
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isQuoted && character === "\\") at++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "<") depth++;
    else if (character === ">") depth--;
    else if (character === sign && depth <= 0) {
      pieces.push(text.slice(start, at));
      start = at + 1;
    }
  }
  pieces.push(text.slice(start));
  return pieces.map((piece) => piece.trim()).filter((piece) => piece !== "");
}

/** Reads `value; name=token; name="quoted"`; the value stays as it is written. */
export function readParameterised(text: string): ParameterisedValue {
  const [value = "", ...rest] = splitAt(text, ";");
  return { value, parameters: rest.map((piece) => readParameter(piece)).toSorted(byName) };
}

/**
 * Reads `name=token`, `name="quoted"` or a bare name, for which the value is "". A name with `*` (RFC 8187) has its
 * charset and its percent-encoding read: `filename*=utf-8''%c3%a4` → `filename*`, `utf-8''ä`.
 */
export function readParameter(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at < 0) return [text.toLowerCase(), ""];
  const name = text.slice(0, at).trim().toLowerCase();
  const value = unquoted(text.slice(at + 1).trim());
  if (!name.endsWith("*")) return [name, value];
  const [charset = "", language = "", encoded] = value.split("'");
  return [name, encoded === undefined ? value : `${charset}'${language}'`.toLowerCase() + decoded(encoded)];
}

/** A quoted string (RFC 9110, section 5.6.4) is the same as a token of the same characters. */
export function unquoted(text: string): string {
  return /^".*"$/s.test(text) ? text.slice(1, -1).replaceAll(/\\(.)/gs, "$1") : text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function byName(a: readonly [string, string], b: readonly [string, string]): number {
  return a[0] < b[0] ? -1 : Number(a[0] > b[0]);
}
