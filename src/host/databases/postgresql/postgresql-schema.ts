import type { ColumnSchema, DatabaseSchema, TableSchema } from "#core/model/databases/database-schema.ts";

import { isOfMigrationTool, MIGRATION_TABLES } from "../migration-tables.ts";
import type { Connection } from "./connection.ts";
import { LOG_SCHEMA } from "./log-schema.ts";

/** What belongs to PostgreSQL, to us, to one connection alone, or to an extension. */
const OWN = `n.nspname NOT IN ('pg_catalog', 'information_schema', '${LOG_SCHEMA}') AND n.nspname !~ '^pg_(toast|temp)'`;
const NOT_OF_EXTENSION = (catalogue: string, oid: string): string =>
  `NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = '${catalogue}'::regclass AND d.objid = ${oid} AND d.deptype = 'e')`;
const NAME = (relation: string): string =>
  `CASE WHEN n.nspname = 'public' THEN ${relation} ELSE n.nspname || '.' || ${relation} END`;

/**
 * The schema of a PostgreSQL database, as its catalogue tells it. Expressions are printed by PostgreSQL itself, with
 * names as seen from the schema `public`, so that the search path does not show.
 */
export async function readPostgresqlSchema(connection: Connection): Promise<DatabaseSchema> {
  const { rows: path } = await connection.query("SHOW search_path");
  await connection.query("SET search_path = public");
  try {
    const columns = await rowsOf(connection, COLUMNS);
    const constraints = await rowsOf(connection, CONSTRAINTS);
    const indexes = await rowsOf(connection, INDEXES);
    const tables = await rowsOf(connection, TABLES);
    const names = tables.map(([name = ""]) => name);
    return {
      tables: names
        .filter((name) => !isOfMigrationTool(name))
        .map((name): TableSchema => {
          const own = (rows: readonly Fields[]): readonly Fields[] => rows.filter(([table]) => table === name);
          return {
            name,
            columns: own(columns).map(columnOf),
            constraints: [
              ...own(constraints).map(([, definition = ""]) => definition),
              ...own(indexes).map(([, definition = ""]) => indexText(definition)),
            ],
          };
        }),
      others: (await rowsOf(connection, OTHERS)).map(([kind = "", name = "", definition = ""]) => {
        return { kind, name, definition };
      }),
      migrations: await appliedMigrations(connection, names, columns),
    };
  } finally {
    await connection.query("SELECT set_config('search_path', $1, false)", [path[0]?.[0] ?? ""]);
  }
}

type Fields = readonly (string | undefined)[];

async function rowsOf(connection: Connection, sql: string): Promise<readonly Fields[]> {
  const { rows } = await connection.query(sql);
  return rows.map((row) => row.map((field) => field ?? undefined));
}

const TABLES = `
  SELECT ${NAME("c.relname")} FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND ${OWN} AND ${NOT_OF_EXTENSION("pg_class", "c.oid")} ORDER BY 1`;

/** A column that is numbered by a sequence is so by `serial` or by `identity`; both are told alike. */
const COLUMNS = `
  SELECT ${NAME("c.relname")}, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull::text,
    CASE WHEN a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%' THEN 'a sequence'
      WHEN a.attgenerated = '' THEN pg_get_expr(d.adbin, d.adrelid) END,
    CASE WHEN a.attgenerated <> '' THEN pg_get_expr(d.adbin, d.adrelid) END,
    CASE WHEN a.attcollation <> t.typcollation THEN (SELECT collname FROM pg_collation WHERE oid = a.attcollation) END
  FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND ${OWN} ORDER BY 1, a.attnum`;

/** From PostgreSQL 18 on, NOT NULL is a constraint as well; it is told with its column. */
const CONSTRAINTS = `
  SELECT ${NAME("c.relname")}, pg_get_constraintdef(k.oid, true)
  FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE k.contype <> 'n' AND ${OWN} ORDER BY 1, 2`;

/** Those that no constraint made. */
const INDEXES = `
  SELECT ${NAME("c.relname")}, pg_get_indexdef(i.indexrelid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE ${OWN} AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
  ORDER BY 1, 2`;

const OTHERS = `
  SELECT CASE c.relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END AS kind, ${NAME("c.relname")} AS name, pg_get_viewdef(c.oid, true)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('v', 'm') AND ${OWN} AND ${NOT_OF_EXTENSION("pg_class", "c.oid")}
  UNION ALL SELECT 'trigger', ${NAME("c.relname")} || '.' || g.tgname, pg_get_triggerdef(g.oid, true)
    FROM pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT g.tgisinternal AND ${OWN}
  UNION ALL SELECT 'type', ${NAME("t.typname")}, (SELECT string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) FROM pg_enum e WHERE e.enumtypid = t.oid)
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype = 'e' AND ${OWN} AND ${NOT_OF_EXTENSION("pg_type", "t.oid")}
  UNION ALL SELECT 'function', ${NAME("p.proname")}, pg_get_functiondef(p.oid)
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prokind IN ('f', 'p') AND ${OWN} AND ${NOT_OF_EXTENSION("pg_proc", "p.oid")}
  UNION ALL SELECT 'extension', e.extname, e.extversion FROM pg_extension e WHERE e.extname <> 'plpgsql'
  ORDER BY 1, 2`;

function columnOf([, name = "", type = "", isRequired, byDefault, generated, collation]: Fields): ColumnSchema {
  return {
    name,
    type,
    isNullable: isRequired !== "true",
    ...(byDefault !== undefined && { default: byDefault }),
    ...(generated !== undefined && { generated }),
    ...(collation !== undefined && { collation }),
  };
}

/** `CREATE UNIQUE INDEX name ON public.nodes USING btree (a)` → `UNIQUE INDEX USING btree (a)` */
function indexText(definition: string): string {
  return definition.replace(/^CREATE (UNIQUE )?INDEX .*? USING /, (_, unique: string = "") => `${unique}INDEX USING `);
}

async function appliedMigrations(
  connection: Connection,
  tables: readonly string[],
  columns: readonly Fields[],
): Promise<DatabaseSchema["migrations"]> {
  const found = [];
  for (const { table, columns: names } of MIGRATION_TABLES) {
    if (!tables.includes(table)) continue;
    const own = new Set(columns.filter(([each]) => each === table).map(([, name]) => name));
    const column = names.find((each) => own.has(each));
    if (column === undefined) continue;
    const { rows } = await connection.query(`SELECT "${column}"::text FROM "${table}" ORDER BY 1`);
    found.push({ table, names: rows.map(([name]) => name ?? "") });
  }
  return found;
}
