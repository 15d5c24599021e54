import { readTables, SCHEMA_STATE, type StoredTable } from "./catalogue.ts";
import { installLog, SCHEMA_LINE, UNDOING } from "./change-log.ts";
import { LOG_SCHEMA } from "./log-schema.ts";
import type { Connection, TextRow } from "./connection.ts";
import { type LoggedChanges, MOST_LINES, netChanges, type NetChange } from "./logged-changes.ts";
import { resetSequences, sequencesStatement } from "./sequences.ts";
import { literal, undoStatements } from "./undo-changes.ts";

/** The log of a database, and what was there to be watched when it was made. */
export interface InstalledLog {
  readonly tablesByOid: ReadonlyMap<string, StoredTable>;
  /** The schema just after, where the log does not tell of its changes. */
  readonly schema: string;
}

/** A state to go back to: a place in the log, and what the log does not have. */
export interface Mark {
  readonly log: InstalledLog;
  /** Place in the write-ahead log from which on changes came after it. */
  readonly place: string;
  readonly sequences: readonly TextRow[];
  /** What tells of changes in rows that no trigger watches. */
  readonly unwatched: string;
}

/** What came after a mark. */
export interface StateSince {
  readonly logged: LoggedChanges;
  /** Statements for the sequences that stand elsewhere. */
  readonly resets: readonly string[];
  /** Rows of a table that has no trigger are others. */
  readonly isUnwatchedChanged: boolean;
}

/** Planned once for the connection: planning costs more than running them. */
const READ_SCHEMA = "EXECUTE portolan_schema";
const READ_SEQUENCES = "EXECUTE portolan_sequences";
const READ_UNWATCHED = "EXECUTE portolan_unwatched";

/** Makes the log anew and notes what is there. */
export async function watchRows(connection: Connection, isSuperuser: boolean): Promise<InstalledLog> {
  const tables = await readTables(connection);
  await installLog(connection, tables, isSuperuser);
  const sequences = await sequencesStatement(connection);
  const unwatched = unwatchedStatement(tables.filter(({ notWatched }) => notWatched !== undefined));
  const [schema] = await connection
    .queryAll(
      [
        "DEALLOCATE ALL",
        `PREPARE portolan_schema AS ${isSuperuser ? "SELECT ''" : SCHEMA_STATE}`,
        `PREPARE portolan_sequences AS ${sequences}`,
        `PREPARE portolan_unwatched AS ${unwatched}`,
        READ_SCHEMA,
      ].join(";"),
    )
    .then((results) => results.slice(-1));
  return { tablesByOid: new Map(tables.map((table) => [table.oid, table])), schema: String(schema?.rows[0]?.[0]) };
}

/** Whether the log was made for the schema as it stands now. */
export async function isCurrent(connection: Connection, log: InstalledLog): Promise<boolean> {
  const [schema, changed] = await connection.queryAll(
    `${READ_SCHEMA}; SELECT FROM ${LOG_SCHEMA}.log WHERE leaf = ${SCHEMA_LINE} LIMIT 1`,
  );
  return schema?.rows[0]?.[0] === log.schema && changed?.rows.length === 0;
}

/** The state as it is now. */
export async function makeMark(connection: Connection, log: InstalledLog): Promise<Mark> {
  const [place, sequences, unwatched] = await connection.queryAll(
    ["SELECT pg_current_wal_insert_lsn()", READ_SEQUENCES, READ_UNWATCHED].join(";"),
  );
  return {
    log,
    place: String(place?.rows[0]?.[0]),
    sequences: sequences?.rows ?? [],
    unwatched: String(unwatched?.rows[0]?.[0]),
  };
}

/** What came after a mark. Reads one state of the database. */
export async function stateSince(connection: Connection, mark: Mark): Promise<StateSince> {
  const { log, place, sequences, unwatched } = mark;
  const [, schema, lines, sequencesNow, unwatchedNow] = await connection.queryAll(
    [
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
      READ_SCHEMA,
      `SELECT leaf, removed, added FROM ${LOG_SCHEMA}.log WHERE at >= ${literal(place)} ORDER BY at LIMIT ${MOST_LINES + 1}`,
      READ_SEQUENCES,
      READ_UNWATCHED,
      "COMMIT",
    ].join(";"),
  );
  const isSameSchema = schema?.rows[0]?.[0] === log.schema;
  return {
    logged: isSameSchema ? netChanges(lines?.rows ?? [], log.tablesByOid) : { kind: "schema changed" },
    resets: resetSequences(sequences, sequencesNow?.rows ?? []),
    isUnwatchedChanged: unwatchedNow?.rows[0]?.[0] !== unwatched,
  };
}

/**
 * Puts rows and sequences back, in one transaction that fires no trigger. False, with nothing done, where a statement
 * touches another number of rows than the log says.
 */
export async function undo(
  connection: Connection,
  { place }: Mark,
  changes: readonly NetChange[],
  resets: readonly string[],
): Promise<boolean> {
  const statements = undoStatements(changes);
  if (statements === undefined) return false;
  const before = [
    "BEGIN",
    "SET LOCAL session_replication_role = replica",
    `SET LOCAL ${UNDOING} = 'on'`,
    "SET CONSTRAINTS ALL DEFERRED",
  ];
  const after = [...resets, `DELETE FROM ${LOG_SCHEMA}.log WHERE at >= ${literal(place)}`];
  try {
    const results = await connection.queryAll([...before, ...statements.map(({ sql }) => sql), ...after].join(";"));
    const isAsLogged = statements.every(({ count }, at) => results[before.length + at]?.count === count);
    await connection.query(isAsLogged ? "COMMIT" : "ROLLBACK");
    return isAsLogged;
  } catch (error) {
    await connection.query("ROLLBACK");
    throw error;
  }
}

/**
 * The newest transaction that wrote a row, and how many rows there are: any change moves one of the two. What a foreign
 * table shows lies elsewhere, and large objects are rows of the catalogue.
 */
function unwatchedStatement(tables: readonly StoredTable[]): string {
  const own = tables.filter(({ isForeign }) => !isForeign).map(({ sqlName }) => sqlName);
  const states = [...own, "pg_largeobject_metadata"].map(
    (table) => `SELECT count(*) || ':' || coalesce(max(xmin::text::bigint), 0) AS state FROM ${table}`,
  );
  return `SELECT string_agg(state, ' ') FROM (${states.join(" UNION ALL ")}) states`;
}
