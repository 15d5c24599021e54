import { endpointKey } from "#core/model/endpoint.ts";
import type { Json, Operation, OperationParameter } from "#core/model/operation.ts";
import type { Route, TakenKind, TakenParameters } from "#core/model/route.ts";
import type { RequestModel } from "#core/model/sources/sources.ts";
import type { Models, WireField, WireModel, WireType } from "#core/model/sources/wire-model.ts";

/**
 * What an endpoint takes as its handler's source says it, in the form of a contract's operation; limits of values do not
 * stand there. `model` is its body, where it has one, `taken` its parameters where a handler's signature tells. Nothing is known of who may send it.
 */
export function operationOfRoute(
  route: Route,
  model: RequestModel | undefined,
  taken: TakenParameters | undefined,
): Operation {
  const { method, path, tags = [], handler, place } = route;
  return {
    key: endpointKey(method, path),
    method,
    path,
    tags,
    parameters: parametersOf(route, taken),
    ...(model && {
      body: { mediaType: "application/json", isRequired: true, schema: schemaOf(model.type) },
      definitions: definitionsOf(model.models),
    }),
    statuses: [],
    isSecured: false,
    isDeprecated: route.isDeprecated === true,
    place: handler?.place ?? place,
  };
}

const BY_TAKEN: Readonly<Record<TakenKind, Json>> = {
  integer: { type: "integer" },
  number: { type: "number" },
  boolean: { type: "boolean" },
  string: { type: "string" },
  uuid: { type: "string", format: "uuid" },
};

const BY_CONVERTER: Readonly<Record<string, Json>> = {
  int: { type: "integer" },
  float: { type: "number" },
  uuid: { type: "string", format: "uuid" },
};

function parametersOf({ parameters, place }: Route, taken: TakenParameters | undefined): readonly OperationParameter[] {
  const inQuery = (taken?.parameters ?? []).filter((each) => each.in === "query");
  return [
    ...parameters.map(({ name, converter = "" }, at): OperationParameter => {
      const own = taken?.parameters.find((each) => each.in === "path" && (each.by === name || each.by === at));
      const schema = own ? BY_TAKEN[own.kind] : (BY_CONVERTER[converter] ?? { type: "string" });
      return { name, in: "path", isRequired: true, schema, place };
    }),
    ...inQuery.flatMap(({ by, kind, isRequired = false }): readonly OperationParameter[] =>
      typeof by === "string" ? [{ name: by, in: "query", isRequired, schema: BY_TAKEN[kind], place }] : [],
    ),
  ];
}

function definitionsOf(models: Models): Readonly<Record<string, Json>> {
  return Object.fromEntries([...models].map(([id, model]) => [referenceTo(id), schemaOfModel(model)]));
}

function referenceTo(id: string): string {
  return `model ${id}`;
}

function schemaOfModel({ fields, root }: WireModel): Json {
  if (root) return schemaOf(root);
  // Of a class without fields nothing is known: it may be an enumeration.
  if (fields.length === 0) return {};
  return {
    type: "object",
    required: fields.filter(({ isDefaulted }) => !isDefaulted).map((field) => nameIn(field)),
    properties: Object.fromEntries(fields.map((field) => [nameIn(field), schemaOfField(field)])),
  };
}

/** As a request spells it. */
function nameIn({ wireName, readNames }: WireField): string {
  return readNames?.[0] ?? wireName;
}

function schemaOfField({ type, typeText, isOptional }: WireField): Json {
  const isPlain = type.kind === "other" || (type.kind === "list" && type.of.kind === "other");
  const schema = isPlain ? schemaOfText(typeText) : schemaOf(type);
  return isOptional ? { anyOf: [schema, { type: "null" }] } : schema;
}

function schemaOf(type: WireType): Json {
  switch (type.kind) {
    case "model":
      return { $ref: referenceTo(type.id) };
    case "list":
      return { type: "array", items: schemaOf(type.of) };
    case "dictionary":
      return { type: "object" };
    case "union":
      return { anyOf: type.options.map(schemaOf) };
    case "tuple":
    case "other":
      return {};
  }
}

/** The types of Python's library and of pydantic that are one in JSON, by the first of their names in a type's text. */
const BY_NAME: Readonly<Record<string, Json>> = {
  int: { type: "integer" },
  PositiveInt: { type: "integer", minimum: 1 },
  NonNegativeInt: { type: "integer", minimum: 0 },
  float: { type: "number" },
  Decimal: { type: "number" },
  bool: { type: "boolean" },
  str: { type: "string" },
  UUID: { type: "string", format: "uuid" },
  UUID4: { type: "string", format: "uuid" },
  datetime: { type: "string", format: "date-time" },
  date: { type: "string", format: "date" },
  time: { type: "string", format: "time" },
  EmailStr: { type: "string", format: "email" },
  HttpUrl: { type: "string", format: "uri" },
  AnyUrl: { type: "string", format: "uri" },
};

/** `Optional[datetime.datetime]` → a time; lists of such are lists. */
function schemaOfText(text: string): Json {
  const names = text.match(/\w+/g) ?? [];
  const literals = /\bLiteral\[([^\]]*)\]/.exec(text)?.[1];
  if (literals !== undefined)
    return { enum: [...literals.matchAll(/"([^"]*)"|'([^']*)'/g)].map((each) => each[1] ?? each[2] ?? "") };
  // The last part of a dotted name is the type's: `datetime.date`.
  const dotted = [...text.matchAll(/[\w.]+/g)].map(([name]) => name.split(".").at(-1) ?? "");
  const schema = dotted.map((name) => BY_NAME[name]).find((each) => each !== undefined);
  if (schema === undefined) return {};
  return names.some((name) => /^(?:list|List|set|Set|Sequence)$/.test(name))
    ? { type: "array", items: schema }
    : schema;
}
