import type { Connection, TextRow } from "./connection.ts";
import { LOG_SCHEMA } from "./log-schema.ts";

/** A table or a partition that holds rows of its own. */
export interface StoredTable {
  readonly oid: string;
  /** Quoted and with its schema, as SQL writes it. */
  readonly sqlName: string;
  /** As it is shown: without the schema where that is `public`; of a partition the name of the table that it is part of. */
  readonly shownName: string;
  readonly isPartition: boolean;
  /** In their order; without generated ones, which follow from the others. */
  readonly columns: readonly TableColumn[];
  /** How many fields a row of it has as a text, with generated ones. */
  readonly width: number;
  /** Names of the primary key's columns, in its order. */
  readonly key: readonly string[];
  /** Why no trigger can watch it; undefined where one does. */
  readonly notWatched: string | undefined;
  /** Its rows lie on another server. */
  readonly isForeign: boolean;
}

export interface TableColumn {
  readonly name: string;
  /** Where it stands in a row's text. */
  readonly at: number;
  /** The base type behind domains, as `pg_type.typname` has it: `int8`. */
  readonly type: string;
}

/** What belongs to PostgreSQL, to us, or to one connection alone. */
const FOREIGN_SCHEMAS = `n.nspname NOT IN ('pg_catalog', 'information_schema', '${LOG_SCHEMA}') AND n.nspname !~ '^pg_(toast|temp)'`;

/** All tables with rows of their own, by name. */
export async function readTables(connection: Connection): Promise<readonly StoredTable[]> {
  const { rows } = await connection.query(TABLES);
  const byOid = Map.groupBy(rows, ([oid]) => oid ?? "");
  return [...byOid.values()].map((fields) => tableOf(fields)).toSorted((a, b) => (a.sqlName < b.sqlName ? -1 : 1));
}

/** Field by field; a table without columns has one line in which the column is null. */
const TABLES = `
  SELECT c.oid, format('%I.%I', n.nspname, c.relname),
    CASE WHEN rn.nspname = 'public' THEN r.relname ELSE rn.nspname || '.' || r.relname END,
    CASE WHEN c.relkind = 'f' THEN 'it is a foreign table'
      WHEN c.relkind = 'm' THEN 'it is a materialized view'
      WHEN EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
      THEN 'it belongs to an extension'
      WHEN n.nspname ~ '^_timescaledb' OR EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = c.oid AND t.tgname = 'ts_insert_blocker')
      THEN 'it is a hypertable' END,
    a.attname, a.attgenerated::text,
    (WITH RECURSIVE base AS (
      SELECT t.oid, t.typname, t.typtype, t.typbasetype FROM pg_type t WHERE t.oid = a.atttypid
      UNION ALL SELECT t.oid, t.typname, t.typtype, t.typbasetype FROM pg_type t JOIN base ON t.oid = base.typbasetype AND base.typtype = 'd'
    ) SELECT typname FROM base WHERE typtype <> 'd'),
    array_position(i.indkey::int2[], a.attnum), c.relispartition, c.relkind = 'f'
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  JOIN LATERAL (SELECT CASE WHEN c.relispartition THEN pg_partition_root(c.oid) ELSE c.oid END AS oid) root ON true
  JOIN pg_class r ON r.oid = root.oid
  JOIN pg_namespace rn ON rn.oid = r.relnamespace
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  WHERE c.relkind IN ('r', 'f', 'm') AND c.relpersistence <> 't' AND ${FOREIGN_SCHEMAS}
  ORDER BY c.oid, a.attnum`;

function tableOf(fields: readonly TextRow[]): StoredTable {
  const [oid, sqlName, shownName, notWatched] = fields[0] ?? [];
  const present = fields.filter(([, , , , name]) => name !== null);
  const columns = present.flatMap(([, , , , name, generated, type], at) =>
    generated === "" ? [{ name: name ?? "", at, type: type ?? "" }] : [],
  );
  const key = present
    .flatMap(([, , , , name, , , rank]) => (rank === null || rank === undefined ? [] : [{ name, rank: Number(rank) }]))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ name }) => name ?? "");
  return {
    oid: oid ?? "",
    isPartition: fields[0]?.[8] === "t",
    sqlName: sqlName ?? "",
    shownName: shownName ?? "",
    columns,
    width: present.length,
    key,
    notWatched: notWatched ?? undefined,
    isForeign: fields[0]?.[9] === "t",
  };
}

/** What is made by anybody but PostgreSQL itself has a number from here on. */
const FIRST_OWN_OID = 16_384;

/**
 * A text that changes when anybody makes, alters or drops something that has a part in what the tables hold, and with
 * large objects, which no trigger sees. It does not change with rows, with `TRUNCATE`, with `ANALYZE`, nor with tables
 * of one connection alone.
 */
export const SCHEMA_STATE = `
  SELECT sum(hashtextextended(line, 0)) FROM (
    SELECT concat_ws(' ', 'c', c.oid, c.relname, c.relnamespace, c.relkind, c.relpersistence, c.relispartition, c.relrowsecurity) AS line
    FROM pg_class c WHERE c.oid >= ${FIRST_OWN_OID} AND c.relpersistence <> 't' AND c.relkind <> 't'
    UNION ALL
    SELECT concat_ws(' ', 'a', a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod, a.attnotnull, a.attisdropped, a.attidentity, a.attgenerated, a.attcollation, a.atthasdef)
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.oid >= ${FIRST_OWN_OID} AND c.relpersistence <> 't' AND c.relkind IN ('r', 'p', 'f', 'v', 'm', 'c')
    WHERE a.attnum > 0 AND a.attrelid >= ${FIRST_OWN_OID}
    UNION ALL
    SELECT concat_ws(' ', 'd', d.oid) FROM pg_attrdef d JOIN pg_class c ON c.oid = d.adrelid AND c.relpersistence <> 't'
    UNION ALL
    SELECT concat_ws(' ', 'k', o.oid, o.convalidated) FROM pg_constraint o LEFT JOIN pg_class c ON c.oid = o.conrelid
    WHERE o.oid >= ${FIRST_OWN_OID} AND c.relpersistence IS DISTINCT FROM 't'
    UNION ALL
    SELECT concat_ws(' ', 't', t.oid, t.tgenabled) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid AND c.relpersistence <> 't'
    UNION ALL
    SELECT concat_ws(' ', 'p', p.oid, p.xmin) FROM pg_proc p WHERE p.oid >= ${FIRST_OWN_OID}
    UNION ALL
    SELECT concat_ws(' ', 'e', e.oid, e.enumlabel) FROM pg_enum e
    UNION ALL
    SELECT concat_ws(' ', 'w', w.oid) FROM pg_rewrite w WHERE w.oid >= ${FIRST_OWN_OID}
    UNION ALL
    SELECT concat_ws(' ', 'l', l.oid, l.xmin) FROM pg_largeobject_metadata l
  ) AS lines`;
