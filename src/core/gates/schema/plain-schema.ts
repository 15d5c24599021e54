import type { ColumnSchema, DatabaseSchema, SchemaPart, TableSchema } from "#core/model/databases/database-schema.ts";
import type { DatabaseEngine } from "#core/model/databases/database-engine.ts";
import { plainSql } from "./sql-text.ts";

/** The schema with one spelling for all that an engine takes alike, so that two are equal where servers see no difference. */
export function plainSchema({ tables, others, migrations }: DatabaseSchema, engine: DatabaseEngine): DatabaseSchema {
  return {
    tables: tables.map((table) => plainTable(table, engine)),
    others: others.map(plainPart),
    migrations,
  };
}

function plainTable({ name, columns, constraints }: TableSchema, engine: DatabaseEngine): TableSchema {
  return {
    name,
    columns: columns.map((column) => plainColumn(column, { engine, isStrict: constraints.includes("STRICT") })),
    constraints: [...new Set(constraints.map(plainConstraint))].toSorted(),
  };
}

function plainColumn(
  column: ColumnSchema,
  { engine, isStrict }: { readonly engine: DatabaseEngine; readonly isStrict: boolean },
): ColumnSchema {
  const { default: byDefault, generated, type, ...rest } = column;
  const written = byDefault === undefined ? undefined : plainDefault(byDefault);
  return {
    ...rest,
    type: engine === "sqlite" && !isStrict ? storageOf(type) : type.toLowerCase(),
    ...(written !== undefined && { default: written }),
    ...(generated !== undefined && { generated: plainSql(generated) }),
  };
}

/** What spellings of a default come to. */
const SAME_DEFAULTS: ReadonlyMap<string, string> = new Map([
  ["now ( )", "current_timestamp"],
  ["datetime ( 'now' )", "current_timestamp"],
  ["transaction_timestamp ( )", "current_timestamp"],
  ["true", "1"],
  ["false", "0"],
]);

/** Undefined for a default of null, which is none. */
function plainDefault(sql: string): string | undefined {
  const plain = plainSql(sql);
  if (plain === "null") return undefined;
  const number = /^[+-]?\d+(?:\.\d+)?$/.exec(plain.replaceAll(" ", ""));
  if (number) return String(Number(number[0]));
  return SAME_DEFAULTS.get(plain) ?? plain;
}

/**
 * How SQLite stores the values of a column: its affinity (https://www.sqlite.org/datatype3.html, section 3.1), but that truth
 * values are whole numbers and moments are texts, which is how both drivers write them whatever the column is called.
 */
function storageOf(type: string): string {
  const name = type.toUpperCase();
  if (name.includes("INT") || name.startsWith("BOOL")) return "integer";
  if (/CHAR|CLOB|TEXT|DATE|TIME|UUID|JSON/.test(name)) return "text";
  if (name === "" || name.includes("BLOB")) return "blob";
  return /REAL|FLOA|DOUB/.test(name) ? "real" : "numeric";
}

/** A unique index over plain columns is what a UNIQUE constraint makes. */
function plainConstraint(definition: string): string {
  return plainSql(definition)
    .replace(/^unique index using btree (\( [^()]* \))$/, "unique $1")
    .replace(/^index using btree /, "index ")
    .replace(/^check (.*)$/, (_, condition: string) => `check ( ${plainSql(condition)} )`)
    .replaceAll(/ (?:on update|on delete) no action/g, "");
}

function plainPart({ kind, name, definition }: SchemaPart): SchemaPart {
  return { kind, name, definition: plainSql(definition.replace(/;\s*$/, "")) };
}
