import type * as Sqlite from "node:sqlite";

import type { ColumnSchema, DatabaseSchema, TableSchema } from "#core/model/databases/database-schema.ts";

import { isOfMigrationTool, MIGRATION_TABLES } from "../migration-tables.ts";
import { quoted } from "./sqlite-columns.ts";
import { checksIn, generatedIn } from "./table-definition.ts";

/** The schema of an SQLite database, as its own pragmas tell it (https://www.sqlite.org/pragma.html). */
export function readSqliteSchema(connection: Sqlite.DatabaseSync): DatabaseSchema {
  const objects = connection
    .prepare("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name")
    .all()
    .map(({ type, name, tbl_name, sql }) => ({
      type: String(type),
      name: String(name),
      table: String(tbl_name),
      sql: String(sql ?? ""),
    }));
  const tables = objects.filter(({ type }) => type === "table");
  return {
    tables: tables
      .filter(({ name }) => !isOfMigrationTool(name))
      .map(({ name, sql }) => tableSchema(connection, name, sql)),
    others: objects
      .filter(({ type }) => type === "view" || type === "trigger")
      .map(({ type, name, sql }) => ({ kind: type, name, definition: sql })),
    migrations: MIGRATION_TABLES.flatMap(({ table, columns }) => {
      if (!tables.some(({ name }) => name === table)) return [];
      const known = new Set(columnsOf(connection, table).map(({ name }) => name));
      const column = columns.find((each) => known.has(each));
      if (column === undefined) return [];
      const rows = connection.prepare(`SELECT ${quoted(column)} AS name FROM ${quoted(table)} ORDER BY 1`).all();
      return [{ table, names: rows.map(({ name }) => String(name)) }];
    }),
  };
}

interface Column extends ColumnSchema {
  /** Its rank in the primary key; 0 where it is not part of it. */
  readonly rank: number;
}

function columnsOf(connection: Sqlite.DatabaseSync, table: string, sql = ""): readonly Column[] {
  return connection
    .prepare(`PRAGMA table_xinfo(${quoted(table)})`)
    .all()
    .filter(({ hidden }) => hidden !== 1)
    .map(({ name, type, notnull, dflt_value, pk, hidden }): Column => {
      const generated = Number(hidden) > 1 ? generatedIn(sql, String(name)) : undefined;
      return {
        name: String(name),
        type: String(type),
        isNullable: notnull === 0,
        ...(dflt_value !== null && { default: String(dflt_value) }),
        ...(generated !== undefined && { generated }),
        rank: Number(pk),
      };
    });
}

function tableSchema(connection: Sqlite.DatabaseSync, name: string, sql: string): TableSchema {
  const columns = columnsOf(connection, name, sql);
  const key = keyOf(connection, name);
  return {
    name,
    columns: columns.map(({ rank: _rank, ...column }) => column),
    constraints: [
      ...(key.length === 0 ? [] : [`PRIMARY KEY (${key.join(", ")})`]),
      ...foreignKeys(connection, name),
      ...indexes(connection, name),
      ...checksIn(sql).map((check) => `CHECK (${check})`),
      ...(/\)\s*(?:STRICT\s*,\s*)?WITHOUT\s+ROWID\b/i.test(sql) ? ["WITHOUT ROWID"] : []),
      ...(/\)[^)]*\bSTRICT\s*(?:,\s*WITHOUT\s+ROWID\s*)?$/i.test(sql) ? ["STRICT"] : []),
      ...(/\bAUTOINCREMENT\b/i.test(sql) ? ["AUTOINCREMENT"] : []),
    ],
  };
}

/** Names of the primary key's columns, in its order. */
function keyOf(connection: Sqlite.DatabaseSync, table: string): readonly string[] {
  return columnsOf(connection, table)
    .filter(({ rank }) => rank > 0)
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ name }) => name);
}

function foreignKeys(connection: Sqlite.DatabaseSync, table: string): readonly string[] {
  const rows = connection.prepare(`PRAGMA foreign_key_list(${quoted(table)})`).all();
  return [...Map.groupBy(rows, ({ id }) => Number(id)).values()].map((parts) => {
    const sorted = parts.toSorted((a, b) => Number(a["seq"]) - Number(b["seq"]));
    const [first] = sorted;
    // Without columns the primary key of the other table is meant.
    const named = sorted.map((part) => part["to"]).filter((column) => column !== null);
    const to = named.length > 0 ? named.map(String) : keyOf(connection, String(first?.["table"]));
    const actions = [
      ["ON UPDATE", first?.["on_update"]],
      ["ON DELETE", first?.["on_delete"]],
    ].flatMap(([when, action]) => (action === "NO ACTION" ? [] : [` ${String(when)} ${String(action)}`]));
    const target = `${String(first?.["table"])} (${to.join(", ")})`;
    return `FOREIGN KEY (${sorted.map((part) => String(part["from"])).join(", ")}) REFERENCES ${target}${actions.join("")}`;
  });
}

/** Those that were asked for, and the unique ones of constraints; the primary key's own is told as the key. */
function indexes(connection: Sqlite.DatabaseSync, table: string): readonly string[] {
  return connection
    .prepare(`PRAGMA index_list(${quoted(table)})`)
    .all()
    .filter(({ origin }) => origin !== "pk")
    .map(({ name, unique, partial }) => {
      const parts = connection
        .prepare(`PRAGMA index_xinfo(${quoted(String(name))})`)
        .all()
        .filter(({ key }) => key === 1);
      const definition = connection.prepare("SELECT sql FROM sqlite_master WHERE name = ?").get(String(name))?.["sql"];
      const shown = parts.map((part) => {
        const order = part["desc"] === 1 ? " DESC" : "";
        const collation = part["coll"] === "BINARY" ? "" : ` COLLATE ${String(part["coll"])}`;
        return `${part["name"] === null ? "an expression" : String(part["name"])}${collation}${order}`;
      });
      const isByExpression = parts.some((part) => part["name"] === null);
      const text = String(definition ?? "");
      const where = partial === 1 ? ` ${text.slice(text.search(/\bWHERE\b/i))}` : "";
      const list = isByExpression ? text.slice(text.indexOf("(") + 1, text.lastIndexOf(")")) : shown.join(", ");
      return `${unique === 1 ? "UNIQUE" : "INDEX"} (${list})${where}`;
    });
}
