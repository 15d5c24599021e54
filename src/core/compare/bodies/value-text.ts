import type { JsonDocument } from "#core/text/json/json-document.ts";
import { NONE, OBJECT, childrenOf, kindOf, rawOf } from "#core/text/json/json-document.ts";

/** A difference shows at most this many UTF-16 units of a value. */
const LONGEST = 200;

/** A value for a reader: whole where it is short, else its beginning and how long it is. */
export function cut(text: string): string {
  if (text.length <= LONGEST) return text;
  // Half of a surrogate pair would not be text.
  const end = isHighSurrogate(text.charCodeAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
  return `${text.slice(0, end)}… (${text.length} characters)`;
}

/** A node's value as it was written, cut; undefined for no node. */
export function valueText(document: JsonDocument, node: number): string | undefined {
  return node === NONE ? undefined : cut(rawOf(document, node));
}

/** The names of an object in their order, as they were written: `"id", "name"`. */
export function namesText(document: JsonDocument, node: number): string {
  return kindOf(document, node) === OBJECT
    ? cut(
        childrenOf(document, node)
          .map((child) => nameText(document, child))
          .join(", "),
      )
    : "";
}

/** A member's name as it was written, quotes included. */
export function nameText(document: JsonDocument, node: number): string {
  return document.text.slice(document.nameStarts[node], document.nameEnds[node]);
}

function isHighSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xdc00;
}
