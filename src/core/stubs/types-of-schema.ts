import { isRecord } from "#core/model/is-record.ts";
import type { Json } from "#core/model/operation.ts";
import { fragmentNames } from "#core/text/json/json-pointer.ts";

import { typeName } from "./rust-names.ts";
import { NOTES, type StubField, type StubModel, type StubType, type StubTypes } from "./stub-types.ts";

type Members = { readonly [name: string]: Json };

interface Found {
  readonly type: StubType;
  readonly note?: string;
}

/** Schemas within one another, as deep as they are followed. */
const MAX_DEPTH = 16;

const ANY: Found = { type: { kind: "any" } };

/**
 * The types of a JSON Schema (OpenAPI 3.0 and 3.1, section 4.8.24) within a contract. What no Rust type of its own stands
 * for (several types, conditions, references to other files) may be anything. `name` is for an object without one.
 */
export function typesOfSchema(schema: Json, contract: Json, name: string): StubTypes {
  const reading = new SchemaReading(contract);
  const { type } = reading.typeOf(schema, name, 0);
  return { type, models: reading.models() };
}

class SchemaReading {
  readonly #contract: Json;
  /** By name, in the order in which they were met; undefined while it is read. */
  readonly #models = new Map<string, StubModel | undefined>();
  readonly #namesByReference = new Map<string, string>();

  constructor(contract: Json) {
    this.#contract = contract;
  }

  models(): readonly StubModel[] {
    return [...this.#models.values()].filter((model) => model !== undefined);
  }

  typeOf(schema: Json | undefined, name: string, depth: number): Found {
    if (!isMembers(schema) || depth > MAX_DEPTH) return ANY;
    const { $ref: reference } = schema;
    if (typeof reference === "string") return this.#referred(reference, depth);
    const options = [...listIn(schema, "oneOf"), ...listIn(schema, "anyOf")];
    const isNullable = schema["nullable"] === true || typesIn(schema).includes("null") || options.some(isNull);
    const found = this.#plain(schema, options, name, depth);
    return isNullable ? { ...found, type: nullable(found.type) } : found;
  }

  #plain(schema: Members, options: readonly Json[], name: string, depth: number): Found {
    const values = listIn(schema, "enum");
    const texts = values.filter((value) => typeof value === "string");
    if (values.length > 0 && texts.length === values.filter((value) => value !== null).length) {
      return this.#model(name, (own) => ({ kind: "enum", name: own, values: texts }));
    }
    const others = options.filter((option) => !isNull(option));
    if (options.length > 0) return this.#oneOf(others, name, depth);
    const parts = listIn(schema, "allOf");
    if (parts.length === 1) return this.typeOf(parts[0], name, depth + 1);
    if (parts.length > 1) return this.#together([...parts, schema], name, depth);
    const types = typesIn(schema).filter((type) => type !== "null");
    if (types.length > 1) return ANY;
    return this.#typed(types[0] ?? (schema["properties"] === undefined ? "" : "object"), schema, name, depth);
  }

  #typed(type: string, schema: Members, name: string, depth: number): Found {
    switch (type) {
      case "string":
        return textOf(schema["format"], schema["pattern"]);
      case "integer":
        return { type: { kind: "integer", bits: schema["format"] === "int32" ? 32 : 64 } };
      case "number":
        return { type: { kind: "number" } };
      case "boolean":
        return { type: { kind: "boolean" } };
      case "array":
        return this.#holding("list", this.typeOf(schema["items"], `${name} item`, depth + 1));
      case "object":
        return this.#object(schema, name, depth);
      default:
        return ANY;
    }
  }

  #object(schema: Members, name: string, depth: number): Found {
    const { properties, additionalProperties: others } = schema;
    if (isMembers(properties) && Object.keys(properties).length > 0) {
      return this.#model(name, (own) => ({
        kind: "struct",
        name: own,
        fields: this.#fields(properties, listIn(schema, "required"), own, depth),
      }));
    }
    return this.#holding("map", isMembers(others) ? this.typeOf(others, `${name} value`, depth + 1) : ANY);
  }

  #fields(properties: Members, required: readonly Json[], owner: string, depth: number): readonly StubField[] {
    return Object.entries(properties).map(([wireName, schema]) => {
      const { type, note } = this.typeOf(schema, `${owner} ${wireName}`, depth + 1);
      return { wireName, type, isRequired: required.includes(wireName), ...(note !== undefined && { note }) };
    });
  }

  #oneOf(options: readonly Json[], name: string, depth: number): Found {
    const [only] = options;
    return options.length === 1 ? this.typeOf(only, name, depth + 1) : decimalOf(options);
  }

  /** Objects put together are one with the fields of all. */
  #together(parts: readonly Json[], name: string, depth: number): Found {
    const objects = parts.map((part) => this.#resolved(part)).filter((part) => isMembers(part));
    const properties = Object.fromEntries(
      objects.flatMap(({ properties: own }) => (isMembers(own) ? Object.entries(own) : [])),
    );
    const required = objects.flatMap((object) => listIn(object, "required"));
    return this.#object({ type: "object", properties, required }, name, depth);
  }

  #referred(reference: string, depth: number): Found {
    const known = this.#namesByReference.get(reference);
    if (known !== undefined) return { type: { kind: "model", name: known } };
    const target = this.#resolved({ $ref: reference });
    if (target === undefined) return ANY;
    const name = fragmentNames(reference.split("#")[1] ?? "").at(-1) ?? "";
    return this.typeOf(target, name, depth + 1);
  }

  #resolved(schema: Json): Json | undefined {
    if (!isMembers(schema) || typeof schema["$ref"] !== "string") return schema;
    const [file, pointer = ""] = schema["$ref"].split("#");
    if (file !== "") return undefined;
    let value: Json | undefined = this.#contract;
    for (const name of fragmentNames(pointer)) value = isMembers(value) ? value[name] : undefined;
    return value;
  }

  /** Two schemas of one name are one model; a model within itself is known by then. */
  #model(name: string, make: (own: string) => StubModel): Found {
    const own = typeName(name);
    if (!this.#models.has(own)) {
      this.#models.set(own, undefined);
      this.#models.set(own, make(own));
    }
    return { type: { kind: "model", name: own } };
  }

  #holding(kind: "list" | "map", { type, note }: Found): Found {
    return { type: { kind, of: type }, ...(note !== undefined && { note }) };
  }
}

function textOf(format: Json | undefined, pattern: Json | undefined): Found {
  const known = typeof format === "string" ? FORMATS[format] : undefined;
  // What pydantic says of a Decimal.
  return known ?? { type: { kind: "text" }, ...(isDecimalPattern(pattern) && { note: NOTES.decimal }) };
}

const FORMATS: Readonly<Record<string, Found>> = {
  uuid: { type: { kind: "uuid" } },
  "date-time": { type: { kind: "text" }, note: NOTES.time },
  time: { type: { kind: "text" }, note: NOTES.time },
  date: { type: { kind: "text" }, note: NOTES.date },
  duration: { type: { kind: "text" }, note: NOTES.duration },
};

/** pydantic takes a Decimal as a number or a text. */
function decimalOf(options: readonly Json[]): Found {
  const types = options.flatMap((option) => (isMembers(option) ? typesIn(option) : []));
  const isDecimal = types.length === 2 && types.includes("number") && types.includes("string");
  return isDecimal ? { type: { kind: "any" }, note: NOTES.decimal } : ANY;
}

function isDecimalPattern(pattern: Json | undefined): boolean {
  return typeof pattern === "string" && pattern.includes(String.raw`\d*\.?\d*`);
}

function nullable(type: StubType): StubType {
  return type.kind === "nullable" || type.kind === "any" ? type : { kind: "nullable", of: type };
}

function isNull(schema: Json): boolean {
  return isMembers(schema) && schema["type"] === "null";
}

function typesIn({ type }: Members): readonly string[] {
  return [type ?? []].flat().filter((each) => typeof each === "string");
}

function listIn(members: Members, name: string): readonly Json[] {
  const value = members[name];
  return Array.isArray(value) ? value : [];
}

function isMembers(value: Json | undefined): value is Members {
  return isRecord(value);
}
