import type { StoredValue } from "#core/model/run/table-change.ts";

import { storedBytes } from "../stored-bytes.ts";

/**
 * The fields of a row as PostgreSQL prints it: `(7,"a ""b""",,"")` → `["7", "a \"b\"", null, ""]`. A table without
 * columns prints `()`, as does one whose only field is NULL.
 * https://www.postgresql.org/docs/current/rowtypes.html#ROWTYPES-IO-SYNTAX
 */
export function rowFields(text: string): readonly (string | null)[] {
  const fields: (string | null)[] = [];
  const pattern = /[(,](?:"((?:[^"\\]|""|\\.)*)"|([^,)"\\]*(?:\\.[^,)"\\]*)*))/gsy;
  while (pattern.lastIndex < text.length - 1) {
    const match = pattern.exec(text);
    if (match === null) throw new Error(`PostgreSQL printed a row that is none: ${text.slice(0, 100)}`);
    const [, quoted, bare = ""] = match;
    if (quoted !== undefined) fields.push(quoted.replaceAll(/""|\\(.)/gs, (_, escaped?: string) => escaped ?? '"'));
    else fields.push(bare === "" ? null : bare);
  }
  return fields;
}

/** A field as the value of its type, `pg_type.typname`. What is neither number, truth nor bytes stays its text. */
export function fieldValue(field: string | null, type: string): StoredValue {
  if (field === null) return null;
  switch (type) {
    case "int2":
    case "int4":
    case "int8":
    case "oid":
      return BigInt(field);
    case "float4":
    case "float8":
      return Number(field);
    case "bool":
      return field === "t";
    case "bytea":
      return storedBytes(Buffer.from(field.slice("\\x".length), "hex"));
    // As JSON has it, and row_to_json too.
    case "timestamp":
    case "timestamptz":
      return field.replace(
        /^(\d{4,6}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00)?$/,
        type === "timestamptz" ? "$1T$2Z" : "$1T$2",
      );
    default:
      return field;
  }
}
