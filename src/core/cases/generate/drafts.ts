import type { Operation, OperationParameter } from "#core/model/operation.ts";
import type { JsonNode } from "#core/text/json/json-node.ts";
import { jsonTextOf, membersOf, parseJsonTree } from "#core/text/json/json-tree.ts";
import { readSchema, type Schema, type SchemaField } from "./schema.ts";
import { membersFor, valueOf, type Extent } from "./values.ts";

/** A request in the making: the value of each parameter that is sent, and the body, all as JSON text. */
export interface Draft {
  readonly values: ReadonlyMap<Parameter, string>;
  /** An object by its members, so that one of them can be changed. */
  readonly body?: ReadonlyMap<string, string> | string;
}

/** A parameter with what it may be. */
export interface Parameter extends Pick<OperationParameter, "name" | "in" | "isRequired"> {
  readonly schema: Schema;
  /** What the contract shows, as JSON text. */
  readonly example?: string;
}

/** What an operation takes. */
export interface Taken {
  readonly parameters: readonly Parameter[];
  readonly body?: {
    readonly isRequired: boolean;
    readonly schema: Schema;
    readonly fields: readonly SchemaField[];
    readonly example?: ReadonlyMap<string, string> | string;
  };
}

export function takenBy({ parameters, body, definitions = {} }: Operation): Taken {
  const schema = readSchema(body?.schema, definitions);
  const example = body?.exampleText === undefined ? undefined : bodyFrom(body.exampleText);
  return {
    parameters: parameters.map(({ name, in: location, isRequired, schema: given, exampleText }) => ({
      name,
      in: location,
      isRequired: isRequired || location === "path",
      schema: readSchema(given, definitions),
      ...(exampleText !== undefined && { example: exampleText }),
    })),
    ...(body && {
      body: {
        isRequired: body.isRequired,
        schema,
        fields: schema.kind === "object" ? schema.fields : [],
        ...(example !== undefined && { example }),
      },
    }),
  };
}

/**
 * The request in which all goes well. What is named in a path is what the contract's example names, in each extent: it is
 * there. Undefined where something that must be sent cannot be made up.
 */
export function validDraft(taken: Taken, extent: Extent, which: "required" | "all"): Draft | undefined {
  const values = new Map<Parameter, string>();
  for (const parameter of taken.parameters) {
    if (which === "required" && !parameter.isRequired) continue;
    const value = parameterValue(parameter, extent);
    if (value !== undefined) values.set(parameter, value);
    else if (parameter.isRequired) return undefined;
  }
  const { body } = taken;
  if (body === undefined || (which === "required" && !body.isRequired)) return { values };
  const made = bodyValue(body, extent, which);
  if (made === undefined) return body.isRequired ? undefined : { values };
  return { values, body: made };
}

function parameterValue({ in: location, schema, example }: Parameter, extent: Extent): string | undefined {
  if (location === "path") return example ?? madeUpId(schema);
  return extent === "plain" ? (example ?? valueOf(schema, extent)) : valueOf(schema, extent);
}

/** What most probably names something: the first of what is numbered. */
function madeUpId(schema: Schema): string {
  if (schema.kind === "integer" && schema.shown === undefined) return String(Math.max(1, schema.least ?? 1));
  return valueOf(schema, "plain") ?? '"1"';
}

function bodyValue({ schema, example }: NonNullable<Taken["body"]>, extent: Extent, which: "required" | "all") {
  if (schema.kind !== "object")
    return extent === "plain" ? (example ?? valueOf(schema, extent)) : valueOf(schema, extent);
  const made = membersFor(schema, which === "required" ? "least" : extent);
  const isShown = extent === "plain" && typeof example === "object";
  if (which === "required")
    return requiredMembers(schema.fields, isShown ? example : (membersFor(schema, extent) ?? made));
  // What the example shows goes together; the others are made up.
  return isShown ? new Map([...(made ?? []), ...example]) : made;
}

function requiredMembers(
  fields: readonly SchemaField[],
  members: ReadonlyMap<string, string> | undefined,
): ReadonlyMap<string, string> | undefined {
  const required = new Set(fields.filter(({ isRequired }) => isRequired).map(({ name }) => name));
  return members && new Map([...members].filter(([name]) => required.has(name)));
}

function bodyFrom(text: string): ReadonlyMap<string, string> | string {
  const node: JsonNode | undefined = parseJsonTree("example.json", text).root;
  if (node?.kind !== "object") return text;
  return new Map(membersOf(node).map(([name, value]) => [name, jsonTextOf(value) ?? "null"]));
}
