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

/** Is a text cut where it is shown? */
export function isLong(text: string): boolean {
  return text.length > LONGEST;
}

/** How much of two long texts is shown before and after the first unit in which they differ. */
const AROUND = 80;

/** Two texts of which one is long: what stands around the first difference, and how long they are. */
export function longExcerpts(python: string, rust: string): { readonly python: string; readonly rust: string } {
  let at = 0;
  while (at < python.length && at < rust.length && python.charCodeAt(at) === rust.charCodeAt(at)) at++;
  if (at < LONGEST - AROUND) return { python: cut(python), rust: cut(rust) };
  const excerpt = (text: string): string => {
    if (!isLong(text)) return text;
    const shown = text.slice(at - AROUND, at + AROUND).toWellFormed();
    return `…${shown}${at + AROUND < text.length ? "…" : ""} (${text.length} characters)`;
  };
  return { python: excerpt(python), rust: excerpt(rust) };
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
