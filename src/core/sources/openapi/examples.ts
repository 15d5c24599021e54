import type { Json } from "#core/model/operation.ts";
import { elementsOf, jsonOf, memberOf, membersOf, textIn, type JsonTree, type JsonNode } from "#core/text/json-tree.ts";
import { followReference } from "./references.ts";

/** Objects within objects, as deep as an example is put together from their properties. */
const MAX_DEPTH = 8;

/** The example of a parameter or a media type: its own, the first of its `examples`, else its schema's. */
export function exampleOf(document: JsonTree, holder: JsonNode): Json | undefined {
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
function schemaExample(document: JsonTree, schema: JsonNode | undefined, depth: number): Json | undefined {
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

function mergedExample(document: JsonTree, parts: readonly JsonNode[], depth: number): Json | undefined {
  const examples = parts.map((part) => schemaExample(document, part, depth + 1));
  if (examples.length === 1) return examples[0];
  const objects = examples.filter((example) => isObject(example));
  return objects.length > 0 ? Object.assign({}, ...objects) : undefined;
}

function propertiesExample(document: JsonTree, node: JsonNode, depth: number): Json | undefined {
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
