import type { JsonNode } from "#core/text/json/json-node.ts";
import { elementsOf, jsonTextOf, memberOf, membersOf, textIn } from "#core/text/json/json-tree.ts";
import type { Documents } from "./references.ts";

/** Objects within objects, as deep as an example is put together from their properties. */
const MAX_DEPTH = 8;

/** Schemas that refer to many others each would come to more than anybody shows. */
const MOST_SCHEMAS = 2000;

interface Outer {
  /** The schemas within which one stands: a schema within itself has no end, and no example. */
  readonly within: readonly JsonNode[];
  /** How many more are looked at. */
  readonly budget: { left: number };
}

/** JSON text; of an object its members, so that several can be put together. */
type Example = string | ReadonlyMap<string, string>;

/**
 * The example of a parameter or a media type as JSON text, numbers as they are spelt: its own, the first of its
 * `examples`, else its schema's.
 */
export function exampleOf(documents: Documents, holder: JsonNode): string | undefined {
  const own = memberOf(holder, "example");
  if (own) return jsonTextOf(own);
  for (const [, each] of membersOf(memberOf(holder, "examples"))) {
    const example = documents.follow(each);
    const value = memberOf(example, "value") ?? memberOf(example, "dataValue");
    if (value) return jsonTextOf(value);
  }
  const example = schemaExample(documents, memberOf(holder, "schema"), {
    within: [],
    budget: { left: MOST_SCHEMAS },
  });
  return example === undefined ? undefined : exampleText(example);
}

/**
 * The example that a schema shows: `example` (3.0), the first of `examples` (3.1), `const`, `default`, else an object of
 * its properties' examples; undefined where a required property has none.
 */
function schemaExample(documents: Documents, schema: JsonNode | undefined, outer: Outer): Example | undefined {
  const node = documents.follow(schema);
  const { within: around, budget } = outer;
  if (!node || around.includes(node) || around.length > MAX_DEPTH || budget.left <= 0) return undefined;
  budget.left -= 1;
  const within = { budget, within: [...around, node] };
  const shown =
    memberOf(node, "example") ??
    elementsOf(memberOf(node, "examples"))[0] ??
    memberOf(node, "const") ??
    memberOf(node, "default");
  if (shown) return exampleIn(shown);
  const all = elementsOf(memberOf(node, "allOf"));
  if (all.length > 0) return mergedExample(documents, all, within);
  const [choice] = [...elementsOf(memberOf(node, "oneOf")), ...elementsOf(memberOf(node, "anyOf"))];
  if (choice) return schemaExample(documents, choice, within);
  const items = memberOf(node, "items");
  if (items) {
    const item = schemaExample(documents, items, within);
    return item === undefined ? undefined : `[${exampleText(item)}]`;
  }
  return propertiesExample(documents, node, within);
}

function mergedExample(documents: Documents, parts: readonly JsonNode[], outer: Outer): Example | undefined {
  const examples = parts.map((part) => schemaExample(documents, part, outer));
  if (examples.length === 1) return examples[0];
  const objects = examples.filter((example) => typeof example === "object");
  return objects.length > 0 ? new Map(objects.flatMap((object) => [...object])) : undefined;
}

function propertiesExample(documents: Documents, node: JsonNode, outer: Outer): Example | undefined {
  const required = new Set(elementsOf(memberOf(node, "required")).map((each) => textIn(each)));
  const example = new Map<string, string>();
  for (const [name, property] of membersOf(memberOf(node, "properties"))) {
    const value = schemaExample(documents, property, outer);
    if (value !== undefined) example.set(name, exampleText(value));
    else if (required.has(name)) return undefined;
  }
  return example.size > 0 ? example : undefined;
}

function exampleIn(node: JsonNode): Example | undefined {
  if (node.kind !== "object") return jsonTextOf(node);
  const members = membersOf(node).map(([name, value]) => [name, jsonTextOf(value)] as const);
  const usable = members.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
  return usable.length === members.length ? new Map(usable) : undefined;
}

function exampleText(example: Example): string {
  if (typeof example === "string") return example;
  return `{${[...example].map(([name, value]) => `${JSON.stringify(name)}:${value}`).join(",")}}`;
}
