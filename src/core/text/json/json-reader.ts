import type { JsonDocument } from "./json-document.ts";
import {
  ARRAY,
  FALSE,
  NAME_HAS_ESCAPE,
  NONE,
  NULL,
  NUMBER,
  OBJECT,
  STRING,
  TRUE,
  VALUE_HAS_ESCAPE,
} from "./json-document.ts";
import { scanNumber, scanString, skipSpace } from "./json-scan.ts";

/** Where a text stops being JSON, and why: `reason` completes "is not JSON: …". Offsets count from zero. */
interface JsonFault {
  readonly kind: "malformed";
  /** In UTF-16 units. */
  readonly offset: number;
  /** In bytes of UTF-8. */
  readonly byteOffset: number;
  readonly reason: string;
}

export type JsonReading = { readonly kind: "document"; readonly document: JsonDocument } | JsonFault;

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const LETTER_F = 0x66;
const LETTER_N = 0x6e;
const LETTER_T = 0x74;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;

/**
 * Reads a JSON text exactly as RFC 8259 defines it: no comments, no trailing commas, no byte order mark, any depth.
 * Never throws. `'{"a":1,"a":1.0}'` → a document of three nodes.
 */
export function readJson(text: string): JsonReading {
  const table = newTable(text);
  const length = text.length;
  // The open containers are the chain of `parents` from here on; there is no recursion, so that depth costs nothing.
  let open = NONE;
  let at = skipSpace(text, 0);
  for (;;) {
    if (open !== NONE && table.kinds[open] === OBJECT) {
      if (text.charCodeAt(at) !== QUOTE) return fault(text, at, "a name in double quotes is expected");
      const scanned = scanString(text, at);
      if (scanned < 0) return fault(text, ~scanned, whyNoString(text, ~scanned));
      table.nameStart = at;
      table.nameEnd = scanned >> 1;
      table.nameFlag = (scanned & 1) === 0 ? 0 : NAME_HAS_ESCAPE;
      at = skipSpace(text, scanned >> 1);
      if (text.charCodeAt(at) !== COLON) return fault(text, at, "`:` is expected after the name");
      at = skipSpace(text, at + 1);
    } else {
      table.nameStart = NONE;
      table.nameEnd = NONE;
      table.nameFlag = 0;
    }

    const start = at;
    switch (text.charCodeAt(at)) {
      case QUOTE: {
        const scanned = scanString(text, at);
        if (scanned < 0) return fault(text, ~scanned, whyNoString(text, ~scanned));
        at = scanned >> 1;
        addNode(table, STRING, open, start, at, (scanned & 1) === 0 ? 0 : VALUE_HAS_ESCAPE);
        break;
      }
      case OPEN_BRACE:
      case OPEN_BRACKET: {
        const isObject = text.charCodeAt(at) === OPEN_BRACE;
        open = addNode(table, isObject ? OBJECT : ARRAY, open, start, 0, 0);
        at = skipSpace(text, at + 1);
        if (text.charCodeAt(at) !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) continue;
        break;
      }
      case LETTER_T:
        if (!text.startsWith("true", at)) return fault(text, at, VALUE_EXPECTED);
        at += 4;
        addNode(table, TRUE, open, start, at, 0);
        break;
      case LETTER_F:
        if (!text.startsWith("false", at)) return fault(text, at, VALUE_EXPECTED);
        at += 5;
        addNode(table, FALSE, open, start, at, 0);
        break;
      case LETTER_N:
        if (!text.startsWith("null", at)) return fault(text, at, VALUE_EXPECTED);
        at += 4;
        addNode(table, NULL, open, start, at, 0);
        break;
      default: {
        const end = scanNumber(text, at);
        if (end < 0) return fault(text, ~end, ~end === at ? VALUE_EXPECTED : "a number goes on wrongly");
        at = end;
        addNode(table, NUMBER, open, start, at, 0);
      }
    }

    // After a value: close what ends here, up to the comma before the next value.
    for (;;) {
      at = skipSpace(text, at);
      if (open === NONE) {
        return at === length ? document(table) : fault(text, at, "the value has ended, but more text follows");
      }
      const code = text.charCodeAt(at);
      const isObject = table.kinds[open] === OBJECT;
      if (code === COMMA) break;
      if (code !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
        return fault(text, at, isObject ? "`,` or `}` is expected" : "`,` or `]` is expected");
      }
      at++;
      table.ends[open] = at;
      table.nexts[open] = table.count;
      if (table.count === open + 1) table.leaves++;
      open = table.parents[open] ?? NONE;
    }
    at = skipSpace(text, at + 1);
  }
}

const VALUE_EXPECTED = "a value is expected";

/** A document that is being read: the same columns, with room to grow, and the name that waits for its value. */
interface Table {
  readonly text: string;
  count: number;
  leaves: number;
  nameStart: number;
  nameEnd: number;
  nameFlag: number;
  kinds: Uint8Array;
  flags: Uint8Array;
  starts: Int32Array;
  ends: Int32Array;
  nexts: Int32Array;
  parents: Int32Array;
  ordinals: Int32Array;
  sizes: Int32Array;
  nameStarts: Int32Array;
  nameEnds: Int32Array;
}

function newTable(text: string): Table {
  // Real bodies have a node each 8 to 20 units of text.
  const room = (text.length >> 3) + 16;
  return {
    text,
    count: 0,
    leaves: 0,
    nameStart: NONE,
    nameEnd: NONE,
    nameFlag: 0,
    kinds: new Uint8Array(room),
    flags: new Uint8Array(room),
    starts: new Int32Array(room),
    ends: new Int32Array(room),
    nexts: new Int32Array(room),
    parents: new Int32Array(room),
    ordinals: new Int32Array(room),
    sizes: new Int32Array(room),
    nameStarts: new Int32Array(room),
    nameEnds: new Int32Array(room),
  };
}

function addNode(table: Table, kind: number, parent: number, start: number, end: number, flags: number): number {
  const node = table.count;
  if (node === table.kinds.length) grow(table);
  table.count = node + 1;
  if (kind < ARRAY) table.leaves++;
  table.kinds[node] = kind;
  table.flags[node] = flags | table.nameFlag;
  table.starts[node] = start;
  table.ends[node] = end;
  table.nexts[node] = node + 1;
  table.parents[node] = parent;
  table.nameStarts[node] = table.nameStart;
  table.nameEnds[node] = table.nameEnd;
  if (parent !== NONE) {
    const ordinal = table.sizes[parent] ?? 0;
    table.ordinals[node] = ordinal;
    table.sizes[parent] = ordinal + 1;
  }
  return node;
}

function grow(table: Table): void {
  const room = table.kinds.length * 2;
  table.kinds = widened(new Uint8Array(room), table.kinds);
  table.flags = widened(new Uint8Array(room), table.flags);
  table.starts = widened(new Int32Array(room), table.starts);
  table.ends = widened(new Int32Array(room), table.ends);
  table.nexts = widened(new Int32Array(room), table.nexts);
  table.parents = widened(new Int32Array(room), table.parents);
  table.ordinals = widened(new Int32Array(room), table.ordinals);
  table.sizes = widened(new Int32Array(room), table.sizes);
  table.nameStarts = widened(new Int32Array(room), table.nameStarts);
  table.nameEnds = widened(new Int32Array(room), table.nameEnds);
}

function widened<Column extends Uint8Array | Int32Array>(wide: Column, column: Column): Column {
  wide.set(column);
  return wide;
}

function document(table: Table): JsonReading {
  const { text, count, leaves, kinds, flags, starts, ends, nexts, parents, ordinals, sizes, nameStarts, nameEnds } =
    table;
  return {
    kind: "document",
    document: {
      text,
      count,
      leaves,
      kinds,
      flags,
      starts,
      ends,
      nexts,
      parents,
      ordinals,
      sizes,
      nameStarts,
      nameEnds,
    },
  };
}

function fault(text: string, offset: number, reason: string): JsonFault {
  const what = offset >= text.length ? "the text ends too early" : `found ${shownAt(text, offset)}`;
  const byteOffset = new TextEncoder().encode(text.slice(0, offset)).length;
  return { kind: "malformed", offset, byteOffset, reason: `${reason}, ${what} at byte ${byteOffset}` };
}

/** A few characters of what stands at `offset`: `` `NaN}` ``. */
function shownAt(text: string, offset: number): string {
  const code = text.codePointAt(offset) ?? 0;
  if (code < 0x20 || code === 0x7f || code === 0xfeff) return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const word = /^[\p{L}\p{N}_+.-]{1,16}/u.exec(text.slice(offset, offset + 17));
  return `\`${word === null ? String.fromCodePoint(code) : word[0]}\``;
}

function whyNoString(text: string, offset: number): string {
  if (offset >= text.length) return "a string is not closed";
  return text.charCodeAt(offset) < 0x20
    ? "a control character in a string must be escaped"
    : "an escape in a string is wrong";
}
