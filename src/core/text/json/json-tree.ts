import type { Json } from "#core/model/operation.ts";
import type { Place } from "#core/model/place.ts";
import { createLines, withoutByteOrderMark } from "../lines.ts";
import type { JsonNode, JsonTree, ParsedNodes } from "./json-node.ts";
import { jsonNodes } from "./json-tree-json.ts";
import { yamlNodes } from "./json-tree-yaml.ts";

/** Aliases can make a short text arbitrarily large; no example comes near this. */
const MOST_VALUES = 100_000;

/**
 * Parses a document as far as it can be understood: YAML 1.2 where the file's name ends in `.yaml` or `.yml`, or where it
 * ends in neither of these nor `.json` and the text does not begin as JSON does; else JSON (RFC 8259). Never throws.
 */
export function parseJsonTree(file: string, text: string): JsonTree {
  const shown = withoutByteOrderMark(text);
  const lines = createLines(shown);
  const at: JsonTree["at"] = (start, end) => ({ file, range: lines.rangeOf(start, end) });
  const format = isYaml(file, shown) ? "YAML" : "JSON";
  const tree: { -readonly [K in keyof JsonTree]: JsonTree[K] } = { file, format, root: undefined, errors: [], at };
  const { root, errors } = nodesOf(tree, shown);
  tree.root = root;
  tree.errors = errors.map(({ message, start, end }) => ({ message, place: at(start, end) }));
  return tree;
}

function nodesOf(tree: JsonTree, text: string): ParsedNodes {
  try {
    return tree.format === "YAML" ? yamlNodes(tree, text) : jsonNodes(tree, text);
  } catch (error) {
    // Both parsers call themselves for each level; only noise is deep enough to fill the stack.
    if (!(error instanceof RangeError)) throw error;
    return { root: undefined, errors: [{ message: "values stand too deep in one another", start: 0, end: 0 }] };
  }
}

function isYaml(file: string, text: string): boolean {
  if (/\.ya?ml$/i.test(file)) return true;
  return !/\.json$/i.test(file) && !/^\s*[{[]/.test(text);
}

/** The place of a value. */
export function placeOf(node: JsonNode): Place {
  return node.tree.at(node.start, node.end);
}

/** The place of the name of a member, where the node is its value; else the value's. */
export function namePlaceOf(node: JsonNode): Place {
  const [start, end] = node.name ?? [node.start, node.end];
  return node.tree.at(start, end);
}

/** The member of an object, or undefined where there is none. */
export function memberOf(node: JsonNode | undefined, name: string): JsonNode | undefined {
  return node?.members.get(name);
}

/** The members of an object in their order; none for what is no object. */
export function membersOf(node: JsonNode | undefined): readonly (readonly [name: string, value: JsonNode])[] {
  return node ? [...node.members] : [];
}

export function elementsOf(node: JsonNode | undefined): readonly JsonNode[] {
  return node?.items ?? [];
}

export function textIn(node: JsonNode | undefined): string | undefined {
  return node?.kind === "string" ? node.text : undefined;
}

export function isTrue(node: JsonNode | undefined): boolean {
  return node?.kind === "boolean" && node.text === "true";
}

/**
 * A value as JSON text without blanks, numbers as the document spells them: `{a: 9007199254740993}` →
 * `{"a":9007199254740993}`. Undefined where it is too large to be meant.
 */
export function jsonTextOf(node: JsonNode): string | undefined {
  return countValues(node, 0) > MOST_VALUES ? undefined : written(node);
}

function written(node: JsonNode): string {
  switch (node.kind) {
    case "object":
      return `{${[...node.members].map(([name, value]) => `${JSON.stringify(name)}:${written(value)}`).join(",")}}`;
    case "array":
      return `[${node.items.map(written).join(",")}]`;
    case "string":
      return JSON.stringify(node.text);
    case "number":
    case "boolean":
    case "null":
      return node.text;
  }
}

/** A value as a JavaScript value: numbers are rounded to what that can hold. Null where it is too large to be meant. */
export function jsonOf(node: JsonNode): Json {
  return countValues(node, 0) > MOST_VALUES ? null : toJson(node);
}

function toJson(node: JsonNode): Json {
  switch (node.kind) {
    case "object":
      return Object.fromEntries([...node.members].map(([name, value]) => [name, toJson(value)]));
    case "array":
      return node.items.map(toJson);
    case "string":
      return node.text;
    case "number":
      return Number(node.text);
    case "boolean":
      return node.text === "true";
    case "null":
      return null;
  }
}

/** The values below a node and itself, added to `before`; stops counting once there are too many. */
function countValues(node: JsonNode, before: number): number {
  let count = before + 1;
  for (const inner of node.kind === "object" ? node.members.values() : node.items) {
    if (count > MOST_VALUES) return count;
    count = countValues(inner, count);
  }
  return count;
}
