import { isRecord } from "#core/model/is-record.ts";
import type { LedgerRow } from "#core/model/ledger.ts";
import type { Json } from "#core/model/operation.ts";
import type { TakenParameters } from "#core/model/route.ts";
import type { AnswerModel, RequestModel } from "#core/model/sources/sources.ts";

import type { CrateAbilities } from "./crate-abilities.ts";
import type { StubModel, StubType, StubTypes } from "./stub-types.ts";
import { typesOfPython } from "./types-of-python.ts";
import { typesOfSchema } from "./types-of-schema.ts";
import type { HandlerParts } from "./write-handler.ts";
import { areWritable, writeModel } from "./write-models.ts";

/** What tells the types of an endpoint. */
export interface TypeSources {
  readonly row: LedgerRow;
  /** The contract's document. */
  readonly contract?: Json;
  /** What the Python handler answers with and takes, as its source declares it. */
  readonly answer?: AnswerModel;
  readonly request?: RequestModel;
  readonly taken?: TakenParameters;
}

/**
 * The types of what a handler takes and answers, by the contract, else by the Python source, and the text of their models.
 * None where the crate lacks what they need, or has types of those names in the file (`code`) already.
 */
export function stubContents(
  sources: TypeSources,
  abilities: CrateAbilities,
  code: string,
): { readonly parts: Omit<HandlerParts, "name" | "attributePath">; readonly models: string } {
  const { row } = sources;
  const written = writtenTypes(sources);
  const read = abilities.hasJson ? readTypes(sources) : undefined;
  const good = goodStatus(row);
  const status = good === undefined ? (row.python[0]?.statusCode ?? 200) : Number(good);
  const parts = { status, path: pathTypes(sources), descriptions: descriptionsOf(sources) };
  const own = [written, read].filter((types) => types !== undefined);
  const models = own.flatMap((types) => types.models);
  const isFree = models.every(({ name }) => !new RegExp(String.raw`\b${name}\b`).test(code));
  const types = own.map(({ type }) => type);
  if (!isFree || !abilities.hasJson || !areWritable(types, models, abilities)) return { parts, models: "" };
  return {
    parts: {
      ...parts,
      ...(written !== undefined && { answer: written.type }),
      ...(read !== undefined && { body: read.type }),
    },
    models: modelTexts(written, read, abilities),
  };
}

function writtenTypes({ row, contract, answer }: TypeSources): StubTypes | undefined {
  const { answer: schema } = operationSchemas(row, contract);
  if (schema !== undefined && contract !== undefined) return typesOfSchema(schema, contract, "Answer");
  const text = row.python[0]?.responseModel?.text;
  return text === undefined || answer === undefined ? undefined : typesOfPython(text, answer, "written");
}

function readTypes({ row, contract, request }: TypeSources): StubTypes | undefined {
  const { body: schema } = operationSchemas(row, contract);
  if (schema !== undefined && contract !== undefined) return typesOfSchema(schema, contract, "Input");
  return request && typesOfPython(request.ref.text, request, "read");
}

function goodStatus({ operation }: LedgerRow): string | undefined {
  return operation?.statuses.find((each) => /^2\d\d$/.test(each));
}

/** A model that is both written and read is made once. */
function modelTexts(written: StubTypes | undefined, read: StubTypes | undefined, abilities: CrateAbilities): string {
  const names = (types: StubTypes | undefined): ReadonlySet<string> => new Set(types?.models.map(({ name }) => name));
  const readNames = names(read);
  const writtenNames = names(written);
  const all: readonly StubModel[] = [
    ...(written?.models ?? []),
    ...(read?.models ?? []).filter(({ name }) => !writtenNames.has(name)),
  ];
  return all
    .map((model) => {
      const isRead = readNames.has(model.name);
      const use = isRead ? (writtenNames.has(model.name) ? "both" : "read") : "written";
      return writeModel(model, all, use, abilities);
    })
    .join("\n");
}

/** The schemas of the first good answer and of the body, where they are JSON. */
function operationSchemas(
  row: LedgerRow,
  contract: Json | undefined,
): { readonly answer?: Json; readonly body?: Json } {
  const { method, operation } = row;
  const node = operation && at(contract, ["paths", operation.path, method.toLowerCase()]);
  const good = operation && goodStatus(row);
  const answer = good === undefined ? undefined : jsonSchema(at(node, ["responses", good]), contract);
  const body = jsonSchema(at(node, ["requestBody"]), contract);
  return { ...(answer !== undefined && { answer }), ...(body !== undefined && { body }) };
}

function jsonSchema(holder: Json | undefined, contract: Json | undefined): Json | undefined {
  const reference = at(holder, ["$ref"]);
  const target = typeof reference === "string" ? at(contract, reference.replace(/^#\//, "").split("/")) : holder;
  return at(target, ["content", "application/json", "schema"]);
}

function at(json: Json | undefined, names: readonly string[]): Json | undefined {
  let value = json;
  for (const name of names) {
    value = isMembers(value) ? value[name] : undefined;
  }
  return value;
}

function descriptionsOf({ row, contract }: TypeSources): HandlerParts["descriptions"] {
  const node = row.operation && at(contract, ["paths", row.operation.path, row.method.toLowerCase(), "responses"]);
  const texts = (row.operation?.statuses ?? []).flatMap((status) => {
    const text = at(node, [status, "description"]);
    return typeof text === "string" ? [[status, text] as const] : [];
  });
  return Object.fromEntries(texts);
}

function pathTypes({ row: { path, operation, python }, taken }: TypeSources): HandlerParts["path"] {
  const names = [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
  return names.map((name, index) => {
    const schema = operation?.parameters.find((each) => each.in === "path" && each.name === name)?.schema;
    const ofHandler = taken?.parameters.find((each) => each.in === "path" && (each.by === name || each.by === index));
    const ofRoute = python[0]?.parameters.find((each) => each.name === name)?.types?.[0];
    const declared = at(schema, ["format"]) === "uuid" ? "uuid" : at(schema, ["type"]);
    return { name, type: parameterType(typeof declared === "string" ? declared : (ofHandler?.kind ?? ofRoute)) };
  });
}

function parameterType(type = "string"): StubType {
  return PARAMETER_TYPES[type] ?? { kind: "text" };
}

const PARAMETER_TYPES: Readonly<Record<string, StubType>> = {
  integer: { kind: "integer", bits: 64 },
  number: { kind: "number" },
  boolean: { kind: "boolean" },
  uuid: { kind: "uuid" },
};

function isMembers(value: Json | undefined): value is { readonly [name: string]: Json } {
  return isRecord(value);
}
