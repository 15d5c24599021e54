/**
 * JSON as it was written: scalars are slices of the text, members stand in their order, duplicates stay.
 * For laying out only; it accepts any bare word as a scalar (`NaN`, a number with a leading zero), because the
 * panel shows what came and the comparison has already judged it.
 */
export type JsonNode =
  | { readonly kind: "scalar"; readonly text: string }
  /** In place of values that are left out of an excerpt: `…12`. */
  | { readonly kind: "omitted"; readonly count: number }
  | { readonly kind: "object"; readonly members: readonly JsonMember[] }
  | { readonly kind: "array"; readonly elements: readonly JsonNode[] };

export interface JsonMember {
  /** With its quotes and escapes, as written. */
  readonly nameText: string;
  /** What the name means: by this, members of two objects belong together. */
  readonly name: string;
  readonly value: JsonNode;
}

/** The tree of a JSON text; undefined where the text is not JSON, or nested deeper than anyone reads. */
export function parseJsonTree(text: string): JsonNode | undefined {
  const reader: Reader = { text, at: 0 };
  const node = readValue(reader, 0);
  skipBlanks(reader);
  return reader.at === text.length ? node : undefined;
}

interface Reader {
  readonly text: string;
  at: number;
}

/** Reading is recursive; this keeps a hostile body from exhausting the stack. */
const DEEPEST = 400;

const BLANKS = /[ \t\r\n]*/y;
const BARE_WORD = /[-+.\w]+/y;
const OMITTED = /…\d+/y;

function readValue(reader: Reader, depth: number): JsonNode | undefined {
  if (depth > DEEPEST) return undefined;
  skipBlanks(reader);
  switch (reader.text.charAt(reader.at)) {
    case "{":
      return readObject(reader, depth);
    case "[":
      return readArray(reader, depth);
    case '"':
      return scalar(readString(reader));
    default:
      return scalar(take(reader, BARE_WORD));
  }
}

function readObject(reader: Reader, depth: number): JsonNode | undefined {
  const members: JsonMember[] = [];
  reader.at++;
  if (accept(reader, "}")) return { kind: "object", members };
  do {
    skipBlanks(reader);
    const omitted = readOmitted(reader);
    if (omitted !== undefined) {
      members.push({ nameText: "", name: "", value: omitted });
      continue;
    }
    const nameText = readString(reader);
    if (nameText === undefined || !accept(reader, ":")) return undefined;
    const value = readValue(reader, depth + 1);
    if (value === undefined) return undefined;
    members.push({ nameText, name: unescaped(nameText), value });
  } while (accept(reader, ","));
  return accept(reader, "}") ? { kind: "object", members } : undefined;
}

function readArray(reader: Reader, depth: number): JsonNode | undefined {
  const elements: JsonNode[] = [];
  reader.at++;
  if (accept(reader, "]")) return { kind: "array", elements };
  do {
    skipBlanks(reader);
    const value = readOmitted(reader) ?? readValue(reader, depth + 1);
    if (value === undefined) return undefined;
    elements.push(value);
  } while (accept(reader, ","));
  return accept(reader, "]") ? { kind: "array", elements } : undefined;
}

function readOmitted(reader: Reader): JsonNode | undefined {
  const count = take(reader, OMITTED)?.slice(1);
  return count === undefined ? undefined : { kind: "omitted", count: Number(count) };
}

/** A loop and not an expression: a pattern over a string of megabytes would exhaust the matcher's stack. */
function readString(reader: Reader): string | undefined {
  const { text, at: start } = reader;
  if (text[start] !== '"') return undefined;
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === "\\") at++;
    else if (text[at] === '"') {
      reader.at = at + 1;
      return text.slice(start, reader.at);
    }
  }
  return undefined;
}

function scalar(text: string | undefined): JsonNode | undefined {
  return text ? { kind: "scalar", text } : undefined;
}

function accept(reader: Reader, sign: string): boolean {
  skipBlanks(reader);
  if (reader.text[reader.at] !== sign) return false;
  reader.at++;
  return true;
}

function skipBlanks(reader: Reader): void {
  take(reader, BLANKS);
}

function take(reader: Reader, pattern: RegExp): string | undefined {
  pattern.lastIndex = reader.at;
  const match = pattern.exec(reader.text);
  if (match === null) return undefined;
  reader.at = pattern.lastIndex;
  return match[0];
}

/** A name with an escape that JSON does not know stands for itself. */
function unescaped(nameText: string): string {
  if (!nameText.includes("\\")) return nameText.slice(1, -1);
  try {
    return String(JSON.parse(nameText));
  } catch {
    return nameText;
  }
}
