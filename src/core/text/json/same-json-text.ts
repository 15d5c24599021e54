import {
  type JsonDocument,
  ARRAY,
  NUMBER,
  OBJECT,
  ROOT,
  STRING,
  childrenOf,
  kindOf,
  nameOf,
  rawOf,
  stringOf,
} from "./json-document.ts";
import { isSameDecimal, readDecimal } from "./json-number.ts";
import { readJson } from "./json-reader.ts";

/** Deeper texts are held to be others. */
const MOST_LEVELS = 200;

/**
 * Whether two texts are the same JSON: layout, escapes, the order of members and the spelling of numbers aside, no digit
 * lost. A text that is no JSON is the same as nothing. Of a name that stands there twice the last counts.
 */
export function isSameJsonText(left: string, right: string): boolean {
  const [one, other] = [readJson(left), readJson(right)];
  return one.kind === "document" && other.kind === "document" && isSame(one.document, ROOT, other.document, ROOT, 0);
}

function isSame(left: JsonDocument, leftNode: number, right: JsonDocument, rightNode: number, level: number): boolean {
  const kind = kindOf(left, leftNode);
  if (kind !== kindOf(right, rightNode) || level > MOST_LEVELS) return false;
  if (kind === STRING) return stringOf(left, leftNode) === stringOf(right, rightNode);
  if (kind === NUMBER) return isSameDecimal(readDecimal(rawOf(left, leftNode)), readDecimal(rawOf(right, rightNode)));
  if (kind < ARRAY) return true;
  const [own, others] = [childrenOf(left, leftNode), childrenOf(right, rightNode)];
  if (kind !== OBJECT) {
    return (
      own.length === others.length && own.every((node, at) => isSame(left, node, right, others[at] ?? node, level + 1))
    );
  }
  const members = new Map(own.map((node) => [nameOf(left, node), node]));
  const otherMembers = new Map(others.map((node) => [nameOf(right, node), node]));
  return (
    members.size === otherMembers.size &&
    members.entries().every(([name, node]) => {
      const other = otherMembers.get(name);
      return other !== undefined && isSame(left, node, right, other, level + 1);
    })
  );
}
