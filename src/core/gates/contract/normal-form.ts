import { fragmentNames } from "#core/text/json/json-pointer.ts";
import { isRecord } from "#core/model/is-record.ts";
import type { Json } from "#core/model/operation.ts";

type JsonObject = { readonly [name: string]: Json };

/** Members that say nothing to a client's code: words for people, and what documentation tools show. */
const FOR_PEOPLE = new Set([
  "title",
  "summary",
  "description",
  "example",
  "examples",
  "tags",
  "externalDocs",
  "deprecated",
  // Every framework makes its own; clients are generated from one of the two documents.
  "operationId",
]);

/** Objects whose members have names that the user chose. */
const NAMED = new Set(["properties", "patternProperties", "schemas", "paths", "responses", "content", "headers"]);

/** A document that refers to itself again and again would never end; more than that is not meant. */
const MOST_VALUES = 200_000;

/**
 * An OpenAPI document in JSON as one form of all that mean the same to a client, so that what FastAPI writes and what
 * utoipa writes of one server are equal:
 * references within it are replaced by what they lead to, but for those that lead back into themselves; `nullable` (OpenAPI 3.0)
 * and every way of `or null` become one; `allOf`, `anyOf` and `oneOf` of one become that one; `allOf` of objects becomes one
 * object, where that is the same; `anyOf` of bare types becomes a list of types; `oneOf` becomes `anyOf`; `const` becomes
 * an `enum` of one; what has properties is an object; words for people and the order of lists that have none are left out.
 */
export function normalForm(document: Json): Json {
  return withSchemesByContent(new Normaliser(document).value(document, { isNamed: false, within: [] }));
}

/** Names of security schemes are the framework's (`HTTPBearer`, `bearer`); each gets the name of what it is: `http bearer`. */
function withSchemesByContent(document: Json): Json {
  const schemes = atPointer(document, "/components/securitySchemes");
  if (!isObject(document) || !isObject(schemes)) return document;
  const names = new Map(Object.entries(schemes).map(([name, scheme]) => [name, schemeName(name, scheme)]));
  const renamed = (list: JsonObject): JsonObject =>
    Object.fromEntries(Object.entries(list).map(([name, value]) => [names.get(name) ?? name, value]));
  const walk = (value: Json): Json => {
    if (Array.isArray(value)) return value.map((each: Json) => walk(each));
    if (!isObject(value)) return value;
    return Object.fromEntries(
      Object.entries(value).map(([name, each]): readonly [string, Json] => {
        const isRequirement = name === "security" && Array.isArray(each);
        if (isRequirement) return [name, each.map((one: Json) => (isObject(one) ? renamed(one) : one))];
        return [name, name === "securitySchemes" && isObject(each) ? renamed(each) : walk(each)];
      }),
    );
  };
  return walk(document);
}

function schemeName(name: string, scheme: Json): string {
  if (!isObject(scheme)) return name;
  const parts = ["type", "scheme", "in", "name"].map((each) => scheme[each]).filter((each) => typeof each === "string");
  return parts.length === 0 ? name : parts.join(" ").toLowerCase();
}

interface Position {
  /** The members' names are the user's, not the specification's. */
  readonly isNamed: boolean;
  /** The references that led here. */
  readonly within: readonly string[];
}

class Normaliser {
  readonly #document: Json;
  #values = 0;

  constructor(document: Json) {
    this.#document = document;
  }

  value(value: Json, at: Position): Json {
    this.#values += 1;
    if (Array.isArray(value)) return value.map((each: Json) => this.value(each, { ...at, isNamed: false }));
    if (!isObject(value)) return value;
    if (at.isNamed) return this.#members(value, at);
    const { $ref } = value;
    if (typeof $ref === "string") return this.#referenced($ref, value, at);
    return simplified(this.#members(value, at));
  }

  #members(value: JsonObject, at: Position): JsonObject {
    const members = Object.entries(value).filter(
      ([name]) => at.isNamed || !(FOR_PEOPLE.has(name) || name.startsWith("x-")),
    );
    return Object.fromEntries(
      members.map(([name, each]) => [name, this.value(each, { ...at, isNamed: !at.isNamed && NAMED.has(name) })]),
    );
  }

  #referenced(reference: string, value: JsonObject, at: Position): Json {
    const target = reference.startsWith("#/") ? atPointer(this.#document, reference.slice(1)) : undefined;
    // What lies in another file or on the network is not fetched; its name stands for it.
    if (target === undefined) return { "x-reference": reference };
    if (at.within.includes(reference) || this.#values > MOST_VALUES) return { "x-reference": reference };
    const inner = this.value(target, { isNamed: false, within: [...at.within, reference] });
    const more = this.#members(without(value, "$ref"), { ...at, isNamed: false });
    return isObject(inner) ? simplified({ ...inner, ...more }) : inner;
  }
}

/** One object of the document, whose members are in normal form already. */
function simplified(value: JsonObject): JsonObject {
  const { const: only, nullable, oneOf, ...rest } = value;
  let schema: JsonObject = withoutWidth(rest);
  if (oneOf !== undefined) schema = { ...schema, anyOf: schema["anyOf"] ?? oneOf };
  if (only !== undefined) schema = { ...schema, enum: [only] };
  schema = withoutSingles(withOneObject(schema));
  if (nullable === true) schema = orNull(schema);
  schema = withNullApart(withOneType(schema));
  if (schema["properties"] !== undefined && schema["type"] === undefined) schema = { ...schema, type: "object" };
  if (schema["additionalProperties"] === true) schema = without(schema, "additionalProperties");
  if (schema["default"] === null) schema = without(schema, "default");
  if (schema["required"] === false) schema = without(schema, "required");
  if (typeof schema["in"] === "string" && isObject(schema["schema"]))
    schema = { ...schema, schema: withoutNull(schema["schema"]) };
  return sortedLists(schema);
}

/** How many bits a number of Rust has; JSON has none, and Python says none. */
function withoutWidth(schema: JsonObject): JsonObject {
  const { format } = schema;
  return typeof format === "string" && /^(?:u?int(?:8|16|32|64)|float|double)$/.test(format)
    ? without(schema, "format")
    : schema;
}

/** Null cannot be written in a query, a path, a header or a cookie: there, FastAPI's `or null` is `may be left out`. */
function withoutNull(schema: JsonObject): JsonObject {
  const { type, enum: values, anyOf, ...rest } = schema;
  return simplified({
    ...rest,
    ...(type !== undefined && { type: Array.isArray(type) ? type.filter((each: Json) => each !== "null") : type }),
    ...(values !== undefined && {
      enum: Array.isArray(values) ? values.filter((each: Json) => each !== null) : values,
    }),
    ...(anyOf !== undefined && { anyOf: Array.isArray(anyOf) ? anyOf.filter((each: Json) => !isNull(each)) : anyOf }),
  });
}

/** What an object may have to be one with others: members, which do not exclude those of the others. */
const MERGED = new Set(["type", "properties", "required"]);

/**
 * `{ allOf: [{ properties: { a } }, { properties: { b } }] }` → `{ properties: { a, b } }`, as serde's `flatten` and a model that
 * extends another one come to be written. Left as it is where a name is in two of them, or one of them says more.
 */
function withOneObject(schema: JsonObject): JsonObject {
  const { allOf, ...rest } = schema;
  if (!Array.isArray(allOf) || allOf.length < 2) return schema;
  const parts = [...allOf, ...(rest["properties"] === undefined ? [] : [rest])].filter((each: Json) => isObject(each));
  const names = parts.flatMap(({ properties }) => (isObject(properties) ? Object.keys(properties) : []));
  const isPlain = parts.every(
    (part) => Object.keys(part).every((name) => MERGED.has(name)) && part["type"] === "object",
  );
  if (parts.length < allOf.length || !isPlain || new Set(names).size < names.length) return schema;
  const required = parts.flatMap(({ required: list }) => (Array.isArray(list) ? list : []));
  const properties = Object.assign({}, ...parts.map((part) => part["properties"] ?? {})) as JsonObject;
  return { ...rest, type: "object", properties, ...(required.length > 0 && { required }) };
}

/** `{ allOf: [X], … }` → `{ X, … }`, and the same for `anyOf`. */
function withoutSingles(schema: JsonObject): JsonObject {
  for (const word of ["allOf", "anyOf"]) {
    const { [word]: list, ...rest } = schema;
    if (!Array.isArray(list) || list.length !== 1) continue;
    const single: Json = list[0];
    if (isObject(single)) return withoutSingles({ ...single, ...rest });
  }
  return schema;
}

/** What speaks of values of one type alone, by that type (JSON Schema Validation 2020-12, section 6). */
const OF_TYPE: Readonly<Record<string, readonly string[]>> = {
  null: [],
  boolean: [],
  string: ["minLength", "maxLength", "pattern", "format"],
  integer: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
};

/**
 * `{ anyOf: [{ type: number }, { type: string, maxLength: 9 }] }` → `{ type: [number, string], maxLength: 9 }`, where each says nothing
 * but what holds for its own type.
 */
function withOneType(schema: JsonObject): JsonObject {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf) || anyOf.length < 2 || rest["type"] !== undefined) return schema;
  const own = anyOf.filter((each: Json): each is JsonObject => {
    if (!isObject(each) || typeof each["type"] !== "string") return false;
    const words = OF_TYPE[each["type"]];
    return words !== undefined && Object.keys(each).every((name) => name === "type" || words.includes(name));
  });
  const types = own.map(({ type }) => type ?? "");
  const isEachOnce = new Set(types.map((type) => (type === "integer" ? "number" : type))).size === types.length;
  if (own.length < anyOf.length || !isEachOnce) return schema;
  return { ...rest, ...(Object.assign({}, ...own) as JsonObject), type: types };
}

/** `{ anyOf: [X, { type: null }] }` → X or null; `{ type: [string, null] }` and the like in one order. */
function withNullApart(schema: JsonObject): JsonObject {
  const { anyOf, type, ...rest } = schema;
  if (Array.isArray(anyOf)) {
    const others = anyOf.filter((each: Json) => !isNull(each));
    if (others.length < anyOf.length) {
      const inner = others.length === 1 ? others[0] : { anyOf: others };
      if (isObject(inner)) return orNull({ ...(type !== undefined && { type }), ...rest, ...inner });
    }
  }
  if (!Array.isArray(type)) return schema;
  const types = type.filter((each: Json): each is string => typeof each === "string");
  const sorted = [...types.filter((each) => each !== "null").toSorted(), ...types.filter((each) => each === "null")];
  return { ...schema, type: sorted.length === 1 ? (sorted[0] ?? "") : sorted };
}

function isNull(value: Json): boolean {
  return isObject(value) && value["type"] === "null" && Object.keys(value).length === 1;
}

/** A schema that also lets null pass. */
function orNull(schema: JsonObject): JsonObject {
  const { type, enum: values } = schema;
  const types = (Array.isArray(type) ? type : [type]).filter((each): each is string => typeof each === "string");
  const nullable = types.includes("null") || types.length === 0 ? schema : { ...schema, type: [...types, "null"] };
  const all: JsonObject =
    Array.isArray(values) && !values.includes(null) ? { ...nullable, enum: [...values, null] } : nullable;
  // Without a type anything fits one of several forms; null is one more of them.
  if (types.length > 0 || !Array.isArray(all["anyOf"])) return types.length > 0 ? all : { ...all, "x-or-null": true };
  return { ...all, anyOf: [...all["anyOf"], { type: "null" }] };
}

/** Lists whose order says nothing. */
function sortedLists(schema: JsonObject): JsonObject {
  const { required, enum: values } = schema;
  return {
    ...schema,
    ...(Array.isArray(required) && { required: inOrder(required) }),
    ...(Array.isArray(values) && { enum: inOrder(values) }),
  };
}

function inOrder(list: readonly Json[]): readonly Json[] {
  const key = (value: Json): string => JSON.stringify(value);
  return list.toSorted((a, b) => (key(a) < key(b) ? -1 : Number(key(a) > key(b))));
}

function without(schema: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(schema).filter(([each]) => each !== name));
}

/** The value at a JSON pointer (RFC 6901). */
function atPointer(document: Json, pointer: string): Json | undefined {
  let value: Json | undefined = document;
  for (const key of fragmentNames(pointer)) {
    if (Array.isArray(value)) value = value[Number(key)];
    else value = isObject(value) ? value[key] : undefined;
  }
  return value;
}

function isObject(value: Json | undefined): value is JsonObject {
  return isRecord(value);
}
