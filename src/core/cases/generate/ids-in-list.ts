import type { JsonNode } from "#core/text/json/json-node.ts";
import { elementsOf, memberOf, membersOf, parseJsonTree } from "#core/text/json/json-tree.ts";

/** Deeper, a list is rarely what the answer is about. */
const DEEPEST_LIST = 2;

const COMMON_IDS = ["id", "_id", "uuid"];

/**
 * What the items of an answered list have as values of a path parameter, in their order; `collection` is the last word of
 * the list's path. Empty where none can be told.
 * `('{"items": [{"id": 7}]}', { parameter: "node_id", collection: "nodes" })` → `7`
 */
export function idsInList(
  body: string,
  { parameter, collection }: { readonly parameter: string; readonly collection: string },
): readonly string[] {
  const { root, errors } = parseJsonTree("answer.json", body);
  if (root === undefined || errors.length > 0) return [];
  const items = elementsOf(firstList(root, DEEPEST_LIST));
  const names = memberNames(parameter, collection);
  return items.flatMap((item) => textOf(item.kind === "object" ? memberNamed(item, names) : item) ?? []);
}

/** The first list of an answer, level by level. */
function firstList(node: JsonNode, depth: number): JsonNode | undefined {
  if (node.kind === "array") return node;
  if (depth === 0) return undefined;
  const inside = membersOf(node).map(([, value]) => value);
  const list = inside.find(({ kind }) => kind === "array");
  if (list !== undefined) return list;
  for (const each of inside) {
    const found = firstList(each, depth - 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** `("node_id", "nodes")` → `nodeid`, `id`, … as plain names, the most telling first. */
function memberNames(parameter: string, collection: string): readonly string[] {
  const name = plain(parameter);
  const thing = plain(collection).replace(/ies$/, "y").replace(/s$/, "");
  const rest = thing !== "" && name.startsWith(thing) ? name.slice(thing.length) : "";
  const ids = name.endsWith("id") ? COMMON_IDS.map(plain) : [];
  return [name, ...(rest === "" ? [] : [rest]), ...ids];
}

function memberNamed(item: JsonNode, names: readonly string[]): JsonNode | undefined {
  for (const name of names) {
    const own = membersOf(item).find(([member]) => plain(member) === name)?.[0];
    if (own !== undefined) return memberOf(item, own);
  }
  return undefined;
}

function plain(name: string): string {
  return name.replaceAll(/[_-]/g, "").toLowerCase();
}

/** A text or a whole number that can stand in a path. */
function textOf(node: JsonNode | undefined): string | undefined {
  if (node?.kind === "number") return /^-?\d+$/.test(node.text) ? node.text : undefined;
  return node?.kind === "string" && node.text !== "" && node.text.length <= LONGEST_ID ? node.text : undefined;
}

const LONGEST_ID = 200;
