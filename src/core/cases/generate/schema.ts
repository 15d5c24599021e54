import { isRecord } from "#core/model/is-record.ts";
import type { Json } from "#core/model/operation.ts";

/** What a value may be, as far as requests are made from it. */
export type Schema = SchemaKind & {
  readonly isNullable: boolean;
  /** A value that the schema shows, as JSON text: its example or its default. */
  readonly shown?: string;
};

type SchemaKind =
  | { readonly kind: "object"; readonly fields: readonly SchemaField[] }
  | { readonly kind: "list"; readonly items: Schema; readonly least: number; readonly most?: number }
  /** Lengths count characters. */
  | {
      readonly kind: "text";
      readonly least: number;
      readonly most?: number;
      readonly format?: string;
      readonly pattern?: string;
    }
  | { readonly kind: "integer" | "number"; readonly least?: number; readonly most?: number; readonly format?: string }
  | { readonly kind: "boolean" }
  /** One of these values, as JSON text. */
  | { readonly kind: "choice"; readonly values: readonly string[] }
  /** What the schema does not tell, or what would have no end. */
  | { readonly kind: "unknown" };

export interface SchemaField {
  readonly name: string;
  readonly schema: Schema;
  readonly isRequired: boolean;
}

type Members = { readonly [name: string]: Json };
type Definitions = Readonly<Record<string, Json>>;

/** Schemas within one another, as deep as they are followed. */
const MAX_DEPTH = 8;

/** Schemas that refer to many others each become more than any request has. */
const MOST_SCHEMAS = 2000;

const UNKNOWN: Schema = { kind: "unknown", isNullable: false };

/**
 * Reads a JSON Schema (OpenAPI 3.0 and 3.1, section 4.8.24): of `oneOf` and `anyOf` the first that is neither null nor anything, `allOf`
 * put together. `definitions` has what its references lead to. A schema within itself is `unknown` there, and so is all beyond
 * 2,000 schemas.
 */
export function readSchema(json: Json | undefined, definitions: Definitions = {}): Schema {
  return schemaFrom(json, { definitions, within: [], budget: { left: MOST_SCHEMAS } });
}

interface Reading {
  readonly definitions: Definitions;
  /** The schemas around. */
  readonly within: readonly Members[];
  /** How many more are read. */
  readonly budget: { left: number };
}

function schemaFrom(json: Json | undefined, reading: Reading): Schema {
  const { budget, within } = reading;
  const members = followed(json, reading.definitions);
  if (members === undefined || within.includes(members) || within.length > MAX_DEPTH || budget.left <= 0)
    return UNKNOWN;
  budget.left -= 1;
  const inside = { ...reading, within: [...within, members] };
  const shown = members["example"] ?? listIn(members, "examples")[0] ?? members["default"];
  const { isNullable, ...kind } = kindOf(members, inside);
  const mayBeNull = isNullable || members["nullable"] === true;
  return { ...kind, isNullable: mayBeNull, ...(shown !== undefined && { shown: JSON.stringify(shown) }) };
}

function kindOf(members: Members, inside: Reading): Schema {
  if (members["const"] !== undefined) return choiceOf([members["const"]]);
  const values = listIn(members, "enum");
  if (values.length > 0) return choiceOf(values);
  const parts = listIn(members, "allOf");
  if (parts.length > 0) return together([ownPart(members), ...parts], inside);
  const options = [...listIn(members, "oneOf"), ...listIn(members, "anyOf")];
  if (options.length > 0) return firstOption(options, inside);
  return typed(members, inside);
}

function choiceOf(values: readonly Json[]): Schema {
  const texts = values.filter((value) => value !== null).map((value) => JSON.stringify(value));
  return { kind: "choice", values: texts, isNullable: texts.length < values.length };
}

function firstOption(options: readonly Json[], inside: Reading): Schema {
  const usable = options.filter((option) => !isNull(option));
  const schemas = usable.map((option) => schemaFrom(option, inside));
  // A schema that allows anything tells less than the one beside it.
  const first = schemas.find(({ kind }) => kind !== "unknown") ?? UNKNOWN;
  return { ...first, isNullable: first.isNullable || usable.length < options.length };
}

/** What stands beside `allOf`. */
function ownPart({ allOf: _allOf, ...own }: Members): Json {
  return own;
}

function together(parts: readonly Json[], inside: Reading): Schema {
  const schemas = parts.map((part) => schemaFrom(part, inside)).filter(({ kind }) => kind !== "unknown");
  const objects = schemas.filter((schema) => schema.kind === "object");
  const [first = UNKNOWN] = schemas;
  if (objects.length === 0) return first;
  const fields = new Map(objects.flatMap((object) => object.fields.map((field) => [field.name, field] as const)));
  return { kind: "object", fields: [...fields.values()], isNullable: false };
}

function typed(members: Members, inside: Reading): Schema {
  const types = [members["type"] ?? []].flat().filter((type) => typeof type === "string");
  const isNullable = types.includes("null");
  const type = types.find((each) => each !== "null") ?? impliedType(members);
  switch (type) {
    case "object":
      return { kind: "object", fields: fieldsOf(members, inside), isNullable };
    case "array": {
      const most = numberIn(members, "maxItems");
      return {
        kind: "list",
        items: schemaFrom(members["items"], inside),
        least: numberIn(members, "minItems") ?? 0,
        ...(most !== undefined && { most }),
        isNullable,
      };
    }
    case "string": {
      const most = numberIn(members, "maxLength");
      const { format, pattern } = members;
      return {
        kind: "text",
        least: numberIn(members, "minLength") ?? 0,
        ...(most !== undefined && { most }),
        ...(typeof format === "string" && { format }),
        ...(typeof pattern === "string" && { pattern }),
        isNullable,
      };
    }
    case "integer":
    case "number":
      return { kind: type, ...limitsOf(members, type), isNullable };
    case "boolean":
      return { kind: "boolean", isNullable };
    case undefined:
    default:
      return { ...UNKNOWN, isNullable };
  }
}

function impliedType(members: Members): string | undefined {
  if (members["properties"] !== undefined) return "object";
  return members["items"] === undefined ? undefined : "array";
}

function fieldsOf(members: Members, inside: Reading): readonly SchemaField[] {
  const required = new Set(listIn(members, "required"));
  const properties = isMembers(members["properties"]) ? members["properties"] : {};
  return Object.entries(properties)
    .filter(([, property]) => !(isMembers(property) && property["readOnly"] === true))
    .map(([name, property]) => ({ name, schema: schemaFrom(property, inside), isRequired: required.has(name) }));
}

/** Limits that are included; those of 3.0 that exclude their value are booleans beside it. */
function limitsOf(members: Members, type: "integer" | "number") {
  const { format, exclusiveMinimum: above, exclusiveMaximum: below } = members;
  const step = type === "integer" ? 1 : 0.5;
  const minimum = numberIn(members, "minimum");
  const maximum = numberIn(members, "maximum");
  const least =
    typeof above === "number" ? above + step : minimum === undefined ? minimum : minimum + (above === true ? step : 0);
  const most =
    typeof below === "number" ? below - step : maximum === undefined ? maximum : maximum - (below === true ? step : 0);
  return {
    ...(least !== undefined && { least }),
    ...(most !== undefined && { most }),
    ...(typeof format === "string" && { format }),
  };
}

/** The schema that a reference leads to, with what stands beside the reference. */
function followed(json: Json | undefined, definitions: Definitions): Members | undefined {
  let current = isMembers(json) ? json : undefined;
  for (let step = 0; step < MAX_DEPTH; step += 1) {
    const reference = current?.["$ref"];
    if (typeof reference !== "string") return current;
    const target = definitions[reference];
    current = isMembers(target) ? target : undefined;
  }
  return undefined;
}

function isNull(json: Json): boolean {
  return isMembers(json) && json["type"] === "null";
}

function isMembers(json: Json | undefined): json is Members {
  return isRecord(json) && !Array.isArray(json);
}

function listIn(members: Members, name: string): readonly Json[] {
  const list = members[name];
  return Array.isArray(list) ? list : [];
}

function numberIn(members: Members, name: string): number | undefined {
  const value = members[name];
  return typeof value === "number" ? value : undefined;
}
