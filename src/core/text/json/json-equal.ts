import type { JsonDocument } from "./json-document.ts";
import { ARRAY, NUMBER, OBJECT, STRING, childrenOf, kindOf, nameOf, rawOf, sizeOf, stringOf } from "./json-document.ts";
import { compareDecimals } from "./decimal-distance.ts";
import { readDecimal } from "./json-number.ts";

/**
 * Whether two values of a document are equal (RFC 9535, section 2.3.5.2.2): numbers by their size, texts by their
 * characters, arrays element by element, objects in any order. Of a name that stands there twice the first counts.
 */
export function areEqual(document: JsonDocument, one: number, other: number): boolean {
  const open: [one: number, other: number][] = [[one, other]];
  // No recursion: bodies may be nested deeper than the stack is.
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [left, right] = pair;
    const kind = kindOf(document, left);
    if (kind !== kindOf(document, right)) return false;
    if (kind === STRING && stringOf(document, left) !== stringOf(document, right)) return false;
    if (kind === NUMBER && !areEqualNumbers(rawOf(document, left), rawOf(document, right))) return false;
    if (kind < ARRAY) continue;
    if (sizeOf(document, left) !== sizeOf(document, right)) return false;
    const partnerOf = kind === OBJECT ? membersByName(document, right) : elementsByOrdinal(document, right);
    for (const [ordinal, child] of childrenOf(document, left).entries()) {
      const partner = partnerOf(child, ordinal);
      if (partner === undefined) return false;
      open.push([child, partner]);
    }
  }
  return true;
}

type PartnerOf = (child: number, ordinal: number) => number | undefined;

function elementsByOrdinal(document: JsonDocument, array: number): PartnerOf {
  const elements = childrenOf(document, array);
  return (_, ordinal) => elements[ordinal];
}

function membersByName(document: JsonDocument, object: number): PartnerOf {
  const members = new Map(
    childrenOf(document, object)
      .toReversed()
      .map((member) => [nameOf(document, member), member]),
  );
  return (child) => members.get(nameOf(document, child));
}

function areEqualNumbers(left: string, right: string): boolean {
  return left === right || compareDecimals(readDecimal(left), readDecimal(right)) === 0;
}
