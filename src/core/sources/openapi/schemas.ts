import type { Json } from "#core/model/operation.ts";
import type { JsonNode } from "#core/text/json/json-node.ts";
import { jsonOf, memberOf, membersOf, textIn } from "#core/text/json/json-tree.ts";
import type { Documents } from "./references.ts";

/** Schemas as JSON, with what their references lead to beside them. */
export interface Schemas {
  /** What a schema says, the reference that it may be followed; references within it are keys of `definitionsOf`. */
  read(node: JsonNode | undefined): Json | undefined;
  /** What the references within the schemas lead to, and those within these, by key. */
  definitionsOf(schemas: readonly (Json | undefined)[]): Readonly<Record<string, Json>>;
}

/** Each schema of a contract is made once, however many operations use it. */
export function createSchemas(documents: Documents): Schemas {
  const made = new Map<JsonNode, Json>();
  const targets = new Map<string, JsonNode>();

  function read(node: JsonNode | undefined): Json | undefined {
    const target = documents.follow(node);
    return target && jsonFrom(target);
  }

  function jsonFrom(node: JsonNode): Json {
    const known = made.get(node);
    if (known !== undefined) return known;
    const json = withKeys(node, jsonOf(node));
    made.set(node, json);
    return json;
  }

  /** The same with each reference written as a key: in another file the same text means another schema. */
  function withKeys(node: JsonNode, json: Json): Json {
    if (node.kind === "array" && isList(json)) {
      return json.map((each, at) => (node.items[at] ? withKeys(node.items[at], each) : each));
    }
    if (node.kind !== "object" || json === null || typeof json !== "object" || isList(json)) return json;
    const reference = textIn(memberOf(node, "$ref"));
    const target = reference === undefined ? undefined : documents.follow(node);
    const members = membersOf(node).map(([name, value]) => [name, withKeys(value, json[name] ?? null)] as const);
    if (reference === undefined || target === undefined) return Object.fromEntries(members);
    const key = node.tree === documents.main ? reference : `${node.tree.file} ${reference}`;
    targets.set(key, target);
    return { ...Object.fromEntries(members), $ref: key };
  }

  return {
    read,
    definitionsOf: (schemas) => {
      const definitions: Record<string, Json> = {};
      const open = schemas.flatMap((schema) => (schema === undefined ? [] : referencesIn(schema)));
      for (let key = open.pop(); key !== undefined; key = open.pop()) {
        const target = targets.get(key);
        if (target === undefined || Object.hasOwn(definitions, key)) continue;
        const json = jsonFrom(target);
        definitions[key] = json;
        open.push(...referencesIn(json));
      }
      return definitions;
    },
  };
}

function referencesIn(json: Json): string[] {
  if (json === null || typeof json !== "object") return [];
  if (isList(json)) return json.flatMap(referencesIn);
  return Object.entries(json).flatMap(([name, value]) =>
    name === "$ref" && typeof value === "string" ? [value] : referencesIn(value),
  );
}

function isList(json: Json): json is readonly Json[] {
  return Array.isArray(json);
}
