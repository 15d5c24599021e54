import { fragmentNames } from "#core/text/json/json-pointer.ts";
import type { Place } from "#core/model/place.ts";
import type { JsonNode } from "#core/text/json/json-node.ts";
import { elementsOf, memberOf, namePlaceOf, parseJsonTree, textIn } from "#core/text/json/json-tree.ts";

/**
 * The place in a document of what stands at a JSON pointer (RFC 6901) in its normal form: references are followed, and
 * what the normal form took away is passed through. Where the document has nothing there, it is the place above that is nearest.
 */
export function placeAtPointer(file: string, text: string, pointer: string): Place | undefined {
  const { root } = parseJsonTree(file, text);
  if (root === undefined) return undefined;
  let node = root;
  for (const name of fragmentNames(pointer)) {
    const next = stepInto(node, name, root, 0);
    if (next === undefined) break;
    node = next;
  }
  return namePlaceOf(node);
}

/** How many references and single alternatives are passed through for one step. */
const MOST_PASSED = 32;

function stepInto(node: JsonNode, name: string, root: JsonNode, passed: number): JsonNode | undefined {
  const inner = memberOf(node, name) ?? (/^\d+$/.test(name) ? elementsOf(node)[Number(name)] : undefined);
  if (inner !== undefined || passed > MOST_PASSED) return inner;
  const reference = textIn(memberOf(node, "$ref"));
  const target = reference?.startsWith("#/") === true ? nodeAt(root, reference.slice(1)) : undefined;
  for (const other of [target, ...alternativesOf(node)]) {
    const found = other && stepInto(other, name, root, passed + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function alternativesOf(node: JsonNode): readonly JsonNode[] {
  return ["allOf", "anyOf", "oneOf"].flatMap((word) => elementsOf(memberOf(node, word)));
}

function nodeAt(root: JsonNode, pointer: string): JsonNode | undefined {
  let node: JsonNode | undefined = root;
  for (const name of fragmentNames(pointer)) {
    node = memberOf(node, name);
  }
  return node;
}
