import { isRecord } from "#core/model/is-record.ts";
import type { Json } from "#core/model/operation.ts";

type Members = { readonly [name: string]: Json };

/** The schemas (JSON Schema draft-07) that a value at a path may follow; `[]` in the path is an item of a list. */
export function schemasAt(schema: Json, path: readonly string[]): readonly Members[] {
  return path.reduce<readonly Members[]>((found, name) => found.flatMap((each) => below(each, name)), spread(schema));
}

function below(schema: Members, name: string): readonly Members[] {
  if (name === "[]") return [schema["items"] ?? []].flat().flatMap((item) => spread(item));
  const { properties, additionalProperties: others } = schema;
  const own = isMembers(properties) ? properties[name] : undefined;
  return spread(own ?? (isMembers(others) ? others : undefined));
}

/** A schema and those that it is put together from. */
function spread(schema: Json | undefined): readonly Members[] {
  if (!isMembers(schema)) return [];
  const parts = PARTS.flatMap((name) => [schema[name] ?? []].flat());
  return [schema, ...parts.flatMap((part) => spread(part))];
}

const PARTS = ["allOf", "anyOf", "oneOf", "then", "else"] as const;

function isMembers(value: Json | undefined): value is Members {
  return isRecord(value);
}
