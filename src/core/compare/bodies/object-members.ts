import type { JsonDocument } from "#core/text/json/json-document.ts";
import { childrenOf, nameOf } from "#core/text/json/json-document.ts";

/** The members of an object by name; of a name that stands there several times all of them, in order. */
export function membersByName(document: JsonDocument, object: number): ReadonlyMap<string, readonly number[]> {
  const members = new Map<string, number[]>();
  for (const child of childrenOf(document, object)) {
    const name = nameOf(document, child) ?? "";
    const known = members.get(name);
    if (known === undefined) members.set(name, [child]);
    else known.push(child);
  }
  return members;
}

/** Whether two members' names are written with the same characters. */
export function isSameName(left: JsonDocument, leftNode: number, right: JsonDocument, rightNode: number): boolean {
  const leftStart = left.nameStarts[leftNode] ?? 0;
  const rightStart = right.nameStarts[rightNode] ?? 0;
  const length = (left.nameEnds[leftNode] ?? 0) - leftStart;
  if ((right.nameEnds[rightNode] ?? 0) - rightStart !== length) return false;
  for (let i = 0; i < length; i++) {
    if (left.text.charCodeAt(leftStart + i) !== right.text.charCodeAt(rightStart + i)) return false;
  }
  return true;
}
