import type { Node } from "jsonc-parser";
import type { Json } from "#core/model/operation.ts";
import {
  elementsOf,
  followReference,
  jsonOf,
  memberOf,
  membersOf,
  textIn,
  type ContractDocument,
} from "./document-node.ts";

/** Objects within objects, as deep as an example is put together from their properties. */
const MAX_DEPTH = 8;

/** The example of a parameter or a media type: its own, the first of its `examples`, else its schema's. */
export function exampleOf(document: ContractDocument, holder: Node): Json | undefined {
  const own = memberOf(holder, "example");
  if (own) return jsonOf(own);
  for (const [, each] of membersOf(memberOf(holder, "examples"))) {
    const value = memberOf(followReference(document, each), "value");
    if (value) return jsonOf(value);
  }
  return schemaExample(document, memberOf(holder, "schema"), 0);
}

/**
 * The example that a schema shows: `example` (3.0), the first of `examples` (3.1), `const`, `default`, else an object of
 * its properties' examples; undefined where a required property has none.
 */
function schemaExample(document: ContractDocument, schema: Node | undefined, depth: number): Json | undefined {
  const node = followReference(document, schema);
  if (!node || depth > MAX_DEPTH) return undefined;
  const shown =
    memberOf(node, "example") ??
    elementsOf(memberOf(node, "examples"))[0] ??
    memberOf(node, "const") ??
    memberOf(node, "default");
  if (shown) return jsonOf(shown);
  const all = elementsOf(memberOf(node, "allOf"));
  if (all.length > 0) return mergedExample(document, all, depth);
  const [choice] = [...elementsOf(memberOf(node, "oneOf")), ...elementsOf(memberOf(node, "anyOf"))];
  if (choice) return schemaExample(document, choice, depth + 1);
  const items = memberOf(node, "items");
  if (items) {
    const item = schemaExample(document, items, depth + 1);
    return item === undefined ? undefined : [item];
  }
  return propertiesExample(document, node, depth);
}

function mergedExample(document: ContractDocument, parts: readonly Node[], depth: number): Json | undefined {
  let merged: Record<string, Json> = {};
  for (const part of parts) {
    const example = schemaExample(document, part, depth + 1);
    if (!isObject(example)) {
      if (parts.length === 1) return example;
      continue;
    }
    merged = { ...merged, ...example };
  }
  return Object.keys(merged).length > 0 ? merged : undefined;
}

function propertiesExample(document: ContractDocument, node: Node, depth: number): Json | undefined {
  const properties = membersOf(memberOf(node, "properties"));
  if (properties.length === 0) return undefined;
  const required = new Set(elementsOf(memberOf(node, "required")).map((each) => textIn(each)));
  const example: Record<string, Json> = {};
  for (const [name, property] of properties) {
    const value = schemaExample(document, property, depth + 1);
    if (value !== undefined) example[name] = value;
    else if (required.has(name)) return undefined;
  }
  return Object.keys(example).length > 0 ? example : undefined;
}

function isObject(value: Json | undefined): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
