import { scanNumber, scanString, skipSpace } from "./json-scan.ts";

const QUOTE = 0x22;
const COMMA = 0x2c;
const MINUS = 0x2d;
const COLON = 0x3a;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const NINE = 0x39;

/** What may come next. */
const VALUE = 0;
const VALUE_OR_END = 1;
const NAME = 2;
const NAME_OR_END = 3;
const AFTER_NAME = 4;
const AFTER_VALUE = 5;

/**
 * Whether two texts are the same JSON (RFC 8259) but for white space between tokens: how many scalars and empty
 * containers lie in each, or undefined where the texts are no JSON or differ in any token. Nothing of them is kept, so
 * that it costs no memory but a byte for each level, and it ends at the first token that differs.
 */
export function leavesOfSameTokens(left: string, right: string): number | undefined {
  const isSame = left === right;
  let open = new Uint8Array(64);
  let depth = 0;
  let leaves = 0;
  let expected = VALUE;
  let at = skipSpace(left, 0);
  let rightAt = skipSpace(right, 0);
  while (at < left.length) {
    const code = left.charCodeAt(at);
    let end = at + 1;
    switch (code) {
      case QUOTE: {
        if (expected > NAME_OR_END) return undefined;
        const scanned = scanString(left, at);
        if (scanned < 0) return undefined;
        end = scanned >> 1;
        if (expected >= NAME) expected = AFTER_NAME;
        else {
          leaves++;
          expected = AFTER_VALUE;
        }
        break;
      }
      case COLON:
        if (expected !== AFTER_NAME) return undefined;
        expected = VALUE;
        break;
      case COMMA:
        if (expected !== AFTER_VALUE || depth === 0) return undefined;
        expected = open[depth] === OPEN_BRACE ? NAME : VALUE;
        break;
      case OPEN_BRACE:
      case OPEN_BRACKET:
        if (expected > VALUE_OR_END) return undefined;
        depth++;
        if (depth === open.length) open = widened(open);
        open[depth] = code;
        expected = code === OPEN_BRACE ? NAME_OR_END : VALUE_OR_END;
        break;
      case CLOSE_BRACE:
      case CLOSE_BRACKET: {
        const isEmpty = expected === (code === CLOSE_BRACE ? NAME_OR_END : VALUE_OR_END);
        // An opening sign stands two before its closing one.
        if ((!isEmpty && expected !== AFTER_VALUE) || depth === 0 || open[depth] !== code - 2) return undefined;
        if (isEmpty) leaves++;
        depth--;
        expected = AFTER_VALUE;
        break;
      }
      default:
        if (expected > VALUE_OR_END) return undefined;
        end = code <= NINE || code === MINUS ? scanNumber(left, at) : endOfWord(left, at);
        if (end < 0) return undefined;
        leaves++;
        expected = AFTER_VALUE;
    }
    if (!isSame) {
      const move = rightAt - at;
      for (; at < end; at++) if (left.charCodeAt(at) !== right.charCodeAt(at + move)) return undefined;
      rightAt = skipSpace(right, end + move);
    }
    at = skipSpace(left, end);
  }
  const isWhole = expected === AFTER_VALUE && depth === 0;
  return isWhole && (isSame || rightAt === right.length) ? leaves : undefined;
}

const WORDS = ["true", "false", "null"];

function endOfWord(text: string, at: number): number {
  const word = WORDS.find((each) => text.startsWith(each, at));
  return word === undefined ? -1 : at + word.length;
}

function widened(open: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const wide = new Uint8Array(open.length * 2);
  wide.set(open);
  return wide;
}
