import { readTables, SCHEMA_STATE, type StoredTable } from "./catalogue.ts";
import { installLog, OTHER_ROWS, SCHEMA_LINE, UNDOING } from "./change-log.ts";
import { type FullHash, type HashTurns, hashStatement, readWithHash } from "./full-hash.ts";
import { LOG_SCHEMA } from "./log-schema.ts";
import { type Connection, isDatabaseError, type TextRow } from "./connection.ts";
import { type LoggedChanges, MOST_LINES, netChanges } from "./logged-changes.ts";
import { resetSequences, sequencesStatement } from "./sequences.ts";
import { literal, requiringRows, undoStatements } from "./undo-changes.ts";

/** The log of a database, and what was there to be watched when it was made. */
export interface InstalledLog {
  readonly tablesByOid: ReadonlyMap<string, StoredTable>;
  /** The schema just after, where the log does not tell of its changes. */
  readonly schema: string;
  /** See `hashStatement`. */
  readonly hash: string;
}

/** A state to go back to: a place in the log, and what the log does not have. */
export interface Mark {
  readonly log: InstalledLog;
  /** Place in the write-ahead log from which on changes came after it. */
  readonly place: string;
  readonly sequences: readonly TextRow[];
  /** What tells of changes in rows that no trigger watches. */
  readonly unwatched: string;
  /** See `Look`; what is said whenever all is as it was. */
  readonly written: string;
  /** Of all rows; undefined for a state that is not put back. */
  readonly rows?: FullHash;
}

/** When it was looked whether anybody has written. */
export interface Look {
  /** The transactions that could be seen: where they are the same, nothing was committed in between in the whole cluster. */
  readonly visible: string;
  /** Another text as soon as anybody has committed a row or changed the schema, or an undo has taken lines of the log away. */
  readonly written: string;
}

/** Nobody has looked yet. */
export const NO_LOOK: Look = { visible: "", written: "" };

/** What came after a mark. */
export interface StateSince {
  readonly logged: LoggedChanges;
  /** How many lines the log has of it. */
  readonly lines: number;
  /** Calls that put back the sequences that stand elsewhere. */
  readonly resets: readonly string[];
  /** Rows of a table that has no trigger are others. */
  readonly isUnwatchedChanged: boolean;
  /** See `Look`; of the same moment. */
  readonly written: string;
}

/** Planned once for the connection: planning costs more than running them. */
const READ_SCHEMA = "EXECUTE portolan_schema";
const readSince = (place: string): string => `EXECUTE portolan_since(${literal(place)})`;

const LAST_WRITTEN = `SELECT count(*) || ' ' || coalesce(max(at)::text, '') FROM ${LOG_SCHEMA}.log`;

/** Makes the log anew and notes what is there. */
export async function watchRows(connection: Connection, isSuperuser: boolean): Promise<InstalledLog> {
  const tables = await readTables(connection);
  await installLog(connection, tables, isSuperuser);
  const sequences = await sequencesStatement(connection);
  const unwatched = unwatchedStatement(tables.filter(({ notWatched }) => notWatched !== undefined));
  const schema = isSuperuser ? "SELECT ''" : SCHEMA_STATE;
  const results = await connection.queryAll(
    [
      "DEALLOCATE ALL",
      `PREPARE portolan_schema AS ${schema}`,
      `PREPARE portolan_look(text) AS ${lookStatement({ schema, unwatched })}`,
      `PREPARE portolan_since(pg_lsn) AS ${sinceStatement({ schema, sequences, unwatched })}`,
      READ_SCHEMA,
    ].join(";"),
  );
  return {
    tablesByOid: new Map(tables.map((table) => [table.oid, table])),
    schema: onlyText(results.at(-1)?.rows),
    hash: hashStatement(tables),
  };
}

/** No write-ahead log ever comes to it. */
const NO_PLACE_YET = "FFFFFFFF/FFFFFFFF";

/** Those of whose rows the log does not tell, by name, each with why. */
export function unwatchedTables({ tablesByOid }: InstalledLog): readonly string[] {
  const tables = [...tablesByOid.values()].filter(({ notWatched }) => notWatched !== undefined);
  return [...new Set(tables.map(({ shownName, notWatched }) => `${shownName} (${notWatched})`))].toSorted();
}

/** One statement, so that it reads one state of the database; its rows are `[kind, …]`. */
function sinceStatement(parts: { readonly schema: string; readonly sequences: string; readonly unwatched: string }) {
  return [
    `(SELECT 'line', leaf::text, removed, added FROM ${LOG_SCHEMA}.log WHERE at >= $1 ORDER BY at LIMIT ${MOST_LINES + 1})`,
    `SELECT 'sequence', * FROM (${parts.sequences}) sequences`,
    `SELECT 'place', pg_current_wal_insert_lsn()::text, NULL, NULL`,
    `SELECT 'unwatched', (${parts.unwatched})::text, NULL, NULL`,
    `SELECT 'schema', (${parts.schema})::text, NULL, NULL`,
    `SELECT 'last written', (${LAST_WRITTEN}), NULL, NULL`,
  ].join(" UNION ALL ");
}

/** All but the visible transactions is null where these are the ones of the last look, and is not read then. */
function lookStatement({ schema, unwatched }: { readonly schema: string; readonly unwatched: string }): string {
  const parts = [LAST_WRITTEN, schema, unwatched].map((part) => `CASE WHEN visible <> $1 THEN (${part})::text END`);
  return `SELECT visible, ${parts.join(", ")} FROM (SELECT pg_current_snapshot()::text AS visible) now`;
}

/** Whether the log was made for the schema as it stands now. */
export async function isCurrent(connection: Connection, log: InstalledLog): Promise<boolean> {
  const [schema, changed] = await connection.queryAll(
    `${READ_SCHEMA}; SELECT FROM ${LOG_SCHEMA}.log WHERE leaf = ${SCHEMA_LINE} LIMIT 1`,
  );
  return onlyText(schema?.rows) === log.schema && changed?.rows.length === 0;
}

/** The state as it is now, to tell against what comes after it. */
export async function makeMark(connection: Connection, log: InstalledLog): Promise<Mark> {
  return markOf((await connection.query(readSince(NO_PLACE_YET))).rows, log);
}

/** The same, to be put back: with a hash of all rows. */
export async function makeBaseMark(connection: Connection, log: InstalledLog): Promise<Mark> {
  const { result, hash } = await readWithHash(connection, readSince(NO_PLACE_YET), log.hash);
  return { ...markOf(result.rows, log), rows: hash };
}

function markOf(rows: readonly TextRow[], log: InstalledLog): Mark {
  return {
    log,
    place: textOf(rows, "place"),
    sequences: rowsOf(rows, "sequence"),
    unwatched: textOf(rows, "unwatched"),
    written: writtenOf(rows),
  };
}

/** Looks whether anybody has written since the last look; costs next to nothing where nobody did. */
export async function lookAgain(connection: Connection, last: Look): Promise<Look> {
  const { rows } = await connection.query(`EXECUTE portolan_look(${literal(last.visible)})`);
  const [visible, ...parts] = rows[0] ?? [];
  return visible === last.visible ? last : { visible: String(visible), written: parts.join(" ") };
}

/** Throws a DatabaseFault where all is as at the mark by what the log tells, and rows are others all the same. */
export async function holdToTruth(connection: Connection, mark: Mark, turns: HashTurns): Promise<void> {
  if (mark.rows === undefined || !turns.isDue()) return;
  const start = performance.now();
  const { result, hash } = await readWithHash(connection, readSince(mark.place), mark.log.hash);
  // Somebody may have begun to write meanwhile, which the next look tells.
  if (isAsMarked(stateOf(result.rows, mark))) turns.hold(mark.rows, hash, performance.now() - start);
}

/** What came after a mark. Reads one state of the database. */
export async function stateSince(connection: Connection, mark: Mark): Promise<StateSince> {
  const { rows } = await connection.query(readSince(mark.place));
  return stateOf(rows, mark);
}

function stateOf(rows: readonly TextRow[], { log, sequences, unwatched }: Mark): StateSince {
  const lines = rowsOf(rows, "line");
  const isSameSchema = textOf(rows, "schema") === log.schema;
  return {
    logged: isSameSchema ? netChanges(lines, log.tablesByOid) : { kind: "schema changed" },
    lines: lines.length,
    resets: resetSequences(sequences, rowsOf(rows, "sequence")),
    isUnwatchedChanged: textOf(rows, "unwatched") !== unwatched,
    written: writtenOf(rows),
  };
}

/** All is as it was at the mark. */
export function isAsMarked({ logged, resets, isUnwatchedChanged }: StateSince): boolean {
  return logged.kind === "changes" && logged.changes.length + resets.length === 0 && !isUnwatchedChanged;
}

/**
 * Puts back rows and sequences as `seen` tells of them, in one transaction that fires no trigger, and one message with
 * the look after it. Gives the state after it; undefined, with nothing done, where rows are not what was seen, as where
 * somebody has written since, or where what was seen cannot be undone.
 */
export async function undo(connection: Connection, mark: Mark, seen: StateSince): Promise<StateSince | undefined> {
  const { logged, lines, resets, isUnwatchedChanged } = seen;
  const statements = logged.kind === "changes" && !isUnwatchedChanged ? undoStatements(logged.changes) : undefined;
  if (statements === undefined) return undefined;
  try {
    const results = await connection.queryAll(
      [
        "BEGIN",
        `SELECT set_config('session_replication_role', 'replica', true), set_config('${UNDOING}', 'on', true)`,
        "SET CONSTRAINTS ALL DEFERRED",
        ...statements,
        ...(resets.length > 0 ? [`SELECT ${resets.join(", ")}`] : []),
        requiringRows(`DELETE FROM ${LOG_SCHEMA}.log WHERE at >= ${literal(mark.place)}`, lines),
        "COMMIT",
        readSince(mark.place),
      ].join(";"),
    );
    return stateOf(results.at(-1)?.rows ?? [], mark);
  } catch (error) {
    await connection.query("ROLLBACK");
    if (isDatabaseError(error) && (error.code === OTHER_ROWS || error.code?.startsWith(BREAKS_A_CONSTRAINT) === true))
      return undefined;
    throw error;
  }
}

/** The class of `integrity_constraint_violation`: a row is there that the log does not tell of. */
const BREAKS_A_CONSTRAINT = "23";

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

/** As `lookAgain` gives it. */
function writtenOf(rows: readonly TextRow[]): string {
  return ["last written", "schema", "unwatched"].map((kind) => textOf(rows, kind)).join(" ");
}

function rowsOf(rows: readonly TextRow[] = [], kind: string): readonly TextRow[] {
  return rows.filter(([own]) => own === kind).map(([, ...fields]) => fields);
}

function textOf(rows: readonly TextRow[] = [], kind: string): string {
  return onlyText(rowsOf(rows, kind));
}

function onlyText(rows: readonly TextRow[] = []): string {
  return String(rows[0]?.[0]);
}
