import type { Connection } from "./connection.ts";
import type { StoredTable } from "./catalogue.ts";
import { LOG_SCHEMA } from "./log-schema.ts";

/** A setting of the one transaction whose changes are not noted: our own undo. */
export const UNDOING = "portolan.undoing";

/** What an undo fails with that comes upon other rows than the log told of; a code of our own. */
export const OTHER_ROWS = "PT001";

/** Nobody reads so many rows; a case that writes more is told as such. */
export const MOST_ROWS = 20_000;

/**
 * Sorts before every other trigger's name: a row is logged before other triggers and cascades go on from it. Undoing
 * does not depend on it.
 */
const ROW_TRIGGER = '" portolan row"';
const TRUNCATE_TRIGGER = '" portolan truncate"';

/**
 * What a value is printed with and read back by; whatever a server has set for itself, the same row is the same text.
 * Without digits lost, and with each name of a table in full.
 */
const PINNED: readonly (readonly [name: string, value: string])[] = [
  ["timezone", "UTC"],
  ["datestyle", "ISO, MDY"],
  ["intervalstyle", "postgres"],
  ["extra_float_digits", "1"],
  ["bytea_output", "hex"],
  ["lc_monetary", "C"],
  ["xmloption", "content"],
];

/** Statements that give the connection of an undo what values were printed with. */
export const PIN_VALUES = PINNED.map(([name, value]) => `SET ${name} = '${value}'`).join("; ");

const FUNCTION_SETTINGS = [...PINNED, ["search_path", "pg_catalog, pg_temp"] as const]
  .map(([name, value]) => `SET ${name} = ${name === "search_path" ? value : `'${value}'`}`)
  .join(" ");

/**
 * Row images are texts of whole rows, which PostgreSQL reads back as exactly what they were: JSON with its spaces and
 * duplicate keys, NaN, minus zero, bounds of arrays. The place in the write-ahead log tells what came after a snapshot;
 * a sequence would change what the server's own `lastval()` says.
 */
const INSTALL = `
  DROP SCHEMA IF EXISTS ${LOG_SCHEMA} CASCADE;
  CREATE SCHEMA ${LOG_SCHEMA};
  CREATE TABLE ${LOG_SCHEMA}.log (at pg_lsn NOT NULL, leaf oid NOT NULL, removed text, added text);
  CREATE FUNCTION ${LOG_SCHEMA}.require_rows(written bigint, expected bigint) RETURNS void LANGUAGE plpgsql AS $$
  BEGIN
    IF written <> expected THEN RAISE EXCEPTION USING ERRCODE = '${OTHER_ROWS}', MESSAGE = 'other rows than the log says'; END IF;
  END $$;
  CREATE FUNCTION ${LOG_SCHEMA}.note_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${FUNCTION_SETTINGS} AS $$
  BEGIN
    IF current_setting('${UNDOING}', true) = 'on' THEN RETURN NULL; END IF;
    INSERT INTO ${LOG_SCHEMA}.log VALUES (pg_current_wal_insert_lsn(), TG_RELID,
      CASE WHEN TG_OP <> 'INSERT' THEN OLD::text END, CASE WHEN TG_OP <> 'DELETE' THEN NEW::text END);
    RETURN NULL;
  END $$;
  CREATE FUNCTION ${LOG_SCHEMA}.note_truncate() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER ${FUNCTION_SETTINGS} AS $$
  DECLARE many boolean;
  BEGIN
    EXECUTE format('SELECT count(*) > ${MOST_ROWS} FROM (SELECT FROM ONLY %s LIMIT ${MOST_ROWS + 1}) few', TG_RELID::regclass) INTO many;
    IF many THEN
      INSERT INTO ${LOG_SCHEMA}.log VALUES (pg_current_wal_insert_lsn(), TG_RELID, NULL, NULL);
    ELSE
      EXECUTE format('INSERT INTO ${LOG_SCHEMA}.log SELECT pg_current_wal_insert_lsn(), %s, "portolan row"::text, NULL FROM ONLY %s "portolan row"',
        TG_RELID, TG_RELID::regclass);
    END IF;
    RETURN NULL;
  END $$;`;

/** What a line of the log has in place of a table where the schema was changed. */
export const SCHEMA_LINE = "0";

/** A line for each command that changes the schema for others than the connection that runs it. Only a superuser may have it noted. */
const NOTE_SCHEMA = `
  CREATE FUNCTION ${LOG_SCHEMA}.note_command() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER ${FUNCTION_SETTINGS} AS $$
  BEGIN
    IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE schema_name IS DISTINCT FROM 'pg_temp') THEN
      INSERT INTO ${LOG_SCHEMA}.log VALUES (pg_current_wal_insert_lsn(), ${SCHEMA_LINE}, NULL, NULL);
    END IF;
  END $$;
  CREATE FUNCTION ${LOG_SCHEMA}.note_drop() RETURNS event_trigger LANGUAGE plpgsql SECURITY DEFINER ${FUNCTION_SETTINGS} AS $$
  BEGIN
    IF EXISTS (SELECT FROM pg_event_trigger_dropped_objects() WHERE NOT is_temporary) THEN
      INSERT INTO ${LOG_SCHEMA}.log VALUES (pg_current_wal_insert_lsn(), ${SCHEMA_LINE}, NULL, NULL);
    END IF;
  END $$;
  CREATE EVENT TRIGGER ${LOG_SCHEMA}_command ON ddl_command_end EXECUTE FUNCTION ${LOG_SCHEMA}.note_command();
  CREATE EVENT TRIGGER ${LOG_SCHEMA}_drop ON sql_drop EXECUTE FUNCTION ${LOG_SCHEMA}.note_drop();
  ALTER EVENT TRIGGER ${LOG_SCHEMA}_command ENABLE ALWAYS;
  ALTER EVENT TRIGGER ${LOG_SCHEMA}_drop ENABLE ALWAYS`;

/**
 * Makes the log and the triggers of the tables, from which on every committed row is noted. Where we are a superuser,
 * what changes the schema is noted too.
 */
export async function installLog(
  connection: Connection,
  tables: readonly StoredTable[],
  isSuperuser: boolean,
): Promise<void> {
  const watched = tables.filter(({ notWatched }) => notWatched === undefined).map(({ sqlName }) => sqlName);
  const { rows } = await connection.query(PARTITIONED_TABLES);
  const partitioned = rows.map(([name]) => String(name));
  const isPartOfOne = new Set(tables.filter(({ isPartition }) => isPartition).map(({ sqlName }) => sqlName));
  const statements = [
    ...[...partitioned, ...watched.filter((table) => !isPartOfOne.has(table))].map(
      (table) =>
        `CREATE TRIGGER ${ROW_TRIGGER} AFTER INSERT OR UPDATE OR DELETE ON ${table} FOR EACH ROW EXECUTE FUNCTION ${LOG_SCHEMA}.note_row()`,
    ),
    // A statement's trigger is not handed on to partitions, and TRUNCATE has no other.
    ...watched.map(
      (table) =>
        `CREATE TRIGGER ${TRUNCATE_TRIGGER} BEFORE TRUNCATE ON ${table} FOR EACH STATEMENT EXECUTE FUNCTION ${LOG_SCHEMA}.note_truncate()`,
    ),
    // They also fire where the server's session has switched triggers off.
    ...watched.flatMap((table) =>
      [ROW_TRIGGER, TRUNCATE_TRIGGER].map((trigger) => `ALTER TABLE ${table} ENABLE ALWAYS TRIGGER ${trigger}`),
    ),
    ...(isSuperuser ? [NOTE_SCHEMA] : []),
  ];
  await connection.queryAll(["BEGIN", INSTALL, ...statements, "COMMIT"].join(";\n"));
}

/** The topmost ones; their partitions get the trigger from them. */
const PARTITIONED_TABLES = `
  SELECT format('%I.%I', n.nspname, c.relname) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind = 'p' AND NOT c.relispartition ORDER BY c.oid`;
