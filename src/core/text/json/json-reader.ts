import { BesideDocument } from "./json-beside.ts";
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
import { type JsonTable, addNode, asDocument, copyNodes, newTable } from "./json-table.ts";

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
  return readTable(newTable(text), undefined);
}

/**
 * The same, of a text of which much is expected to be written as in another document. What is found again there is
 * copied, which costs less, and the document knows from where.
 */
export function readJsonBeside(text: string, other: JsonDocument): JsonReading {
  return readTable(newTable(text, other), new BesideDocument(text, other));
}

function readTable(table: JsonTable, beside: BesideDocument | undefined): JsonReading {
  const { text } = table;
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
        const found = beside?.find(at);
        if (found !== undefined) {
          at = copyNodes(table, found, open, start);
          break;
        }
        const isObject = text.charCodeAt(at) === OPEN_BRACE;
        open = addNode(table, isObject ? OBJECT : ARRAY, open, start, 0, 0);
        beside?.open(isObject ? OBJECT : ARRAY);
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
        return at === length
          ? { kind: "document", document: asDocument(table) }
          : fault(text, at, "the value has ended, but more text follows");
      }
      const code = text.charCodeAt(at);
      const isObject = table.kinds[open] === OBJECT;
      if (code === COMMA) {
        beside?.advance();
        break;
      }
      if (code !== (isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
        return fault(text, at, isObject ? "`,` or `}` is expected" : "`,` or `]` is expected");
      }
      at++;
      table.ends[open] = at;
      table.nexts[open] = table.count;
      if (table.count === open + 1) table.leaves++;
      open = table.parents[open] ?? NONE;
      beside?.close();
    }
    at = skipSpace(text, at + 1);
  }
}

const VALUE_EXPECTED = "a value is expected";

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
