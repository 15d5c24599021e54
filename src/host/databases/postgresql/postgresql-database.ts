import { setTimeout as delay } from "node:timers/promises";

import { DatabaseFault } from "#core/model/databases/database-fault.ts";
import type { DatabaseChanges } from "#core/model/run/table-change.ts";
import type { Database, Snapshot } from "#core/ports.ts";

import { PIN_VALUES } from "./change-log.ts";
import type { Connection } from "./connection.ts";
import { lockedText, orFault } from "./database-faults.ts";
import { emptiedTables } from "./emptied-tables.ts";
import { createHashTurns } from "./full-hash.ts";
import { rowChanges } from "./logged-changes.ts";
import { readPostgresqlSchema } from "./postgresql-schema.ts";
import { databaseUrl } from "./server/server-address.ts";
import type { PostgresqlServer } from "./server/server.ts";
import {
  type InstalledLog,
  isAsMarked,
  holdToTruth,
  isCurrent,
  lookAgain,
  makeBaseMark,
  makeMark,
  type Mark,
  NO_LOOK,
  type StateSince,
  stateSince,
  undo,
  unwatchedTables,
  watchRows,
} from "./watched-state.ts";

/** A server that holds a row or a table locked longer than this will not let go. */
const LOCK_LIMIT_MS = 5_000;

const RETRY_MS = 10;

/** After so many restores the space of rows that are gone is given back, which nobody else does in a cluster of ours. */
const RESTORES_A_VACUUM = 500;

/**
 * The database `name` of a server, which exists. One connection stays open. From the first snapshot on, triggers note the
 * rows that anybody changes; the one log is both the effect and what undoes it, under a server that goes on running.
 * Disposing drops the database, whoever is connected.
 */
export function createPostgresqlDatabase(
  server: PostgresqlServer,
  name: string,
  lockLimitMs: number = LOCK_LIMIT_MS,
  looksAHash?: number,
): Database {
  const marks = new WeakMap<Snapshot, Mark>();
  const version = { text: "", number: 0 };
  let opened: Promise<Connection> | undefined;
  let log: InstalledLog | undefined;
  /** What came after a mark when it was last read: most times what is to be undone next. */
  let seen: { readonly mark: Mark; readonly state: StateSince } | undefined;
  let look = NO_LOOK;
  /** What was put back or kept last as what is put back. */
  let base: Mark | undefined;
  const turns = createHashTurns(looksAHash);
  let restores = 0;
  /** How many we have opened. */
  let connections = 0;
  let isSeenUsed = false;
  let last: Promise<unknown> = Promise.resolve();

  /** One question after the other: between two statements of one, no other may come. */
  const inTurn = <T>(purpose: string, work: (connection: Connection) => Promise<T>): Promise<T> => {
    const turn = last.then(() =>
      orFault(purpose, { server, lockLimitMs }, async () => {
        if (opened === undefined) connections += 1;
        opened ??= openConnection(server, name, lockLimitMs);
        return work(await opened);
      }),
    );
    last = turn.catch(() => undefined);
    return turn;
  };
  const close = async (): Promise<void> => {
    await last;
    const connection = await opened?.catch(() => undefined);
    opened = undefined;
    await connection?.close();
  };
  const markOf = (snapshot: Snapshot): Mark => {
    const mark = marks.get(snapshot);
    if (mark === undefined) throw new Error(`The snapshot is not one of ${name}.`);
    return mark;
  };
  const readSince = async (connection: Connection, mark: Mark): Promise<StateSince> => {
    const state = await stateSince(connection, mark);
    seen = { mark, state };
    return state;
  };
  /** Gives the state after it, or undefined where it cannot be undone. */
  const putBack = async (connection: Connection, mark: Mark): Promise<StateSince | undefined> => {
    const known = seen?.mark === mark && !isAsMarked(seen.state) && server.canUndo ? seen.state : undefined;
    seen = undefined;
    // The undo itself finds out whether that is still all.
    const after = known && (await undo(connection, mark, known));
    if (after !== undefined && isAsMarked(after)) return after;
    const now = await stateSince(connection, mark);
    if (isAsMarked(now)) return now;
    return server.canUndo ? undo(connection, mark, now) : undefined;
  };

  const snapshotWith = (make: typeof makeMark, onMade: (mark: Mark) => void = () => undefined): Promise<Snapshot> =>
    inTurn("watched", async (connection) => {
      if (log === undefined || !(await isCurrent(connection, log)))
        log = await watchRows(connection, server.isSuperuser);
      const snapshot = { location: name, dispose: () => Promise.resolve() };
      const mark = await make(connection, log);
      marks.set(snapshot, mark);
      onMade(mark);
      return snapshot;
    });

  return {
    location: name,
    ...(server.grant !== undefined && { missingRight: server.grant }),
    notTold: () => (log === undefined ? [] : unwatchedTables(log)),
    address: { url: databaseUrl(server.address, name), server: server.address },

    snapshot: () => snapshotWith(makeBaseMark, (mark) => (base = mark)),

    mark: () => snapshotWith(makeMark),

    restore: (snapshot) =>
      inTurn("put back to its base", async (connection) => {
        const mark = markOf(snapshot);
        const state = mark.log === log ? await putBack(connection, mark) : undefined;
        if (state === undefined) return undefined;
        restores += 1;
        if (restores % RESTORES_A_VACUUM === 0) await connection.query("VACUUM");
        version.number += 1;
        version.text = state.written;
        base = mark;
        await holdToTruth(connection, mark, turns);
        return version.number;
      }),

    requireFree: () =>
      inTurn("checked after the case", async (connection) => {
        const limit = performance.now() + lockLimitMs;
        while ((await textOf(connection, OTHERS_WRITING)) === "t") {
          if (performance.now() > limit) throw new DatabaseFault(lockedText("checked after the case", lockLimitMs));
          await delay(RETRY_MS);
        }
      }),

    version: () =>
      inTurn("read", async (connection) => {
        if (log !== undefined) look = await lookAgain(connection, look);
        const text = log === undefined ? await textOf(connection, CLUSTER_STATE) : look.written;
        if (base?.written === text) await holdToTruth(connection, base, turns);
        if (text !== version.text) version.number += 1;
        version.text = text;
        return version.number;
      }),

    changesSince: (snapshot) =>
      inTurn("read", async (connection): Promise<DatabaseChanges> => {
        const mark = markOf(snapshot);
        const { logged } = await readSince(connection, mark);
        return logged.kind === "changes" ? rowChanges(logged.changes) : logged;
      }),

    schema: () => inTurn("read", readPostgresqlSchema),

    emptiedSince: (snapshot) =>
      inTurn("read", async (connection) => {
        const mark = markOf(snapshot);
        return emptiedTables(connection, mark, await stateSince(connection, mark));
      }),

    isUsedBy: () =>
      inTurn("looked at", async (connection) => {
        if (isSeenUsed) return true;
        const { rows } = await connection.query(OTHERS_CONNECTED, [connections]);
        isSeenUsed = rows[0]?.[0] === "t";
        return isSeenUsed;
      }),

    toBase: async () => {
      await close();
      return { location: name, dispose: () => server.drop(name) };
    },

    dispose: async () => {
      await close();
      await server.drop(name);
    },
  };
}

/** Moves as soon as anybody begins to write anything in the whole cluster. */
const CLUSTER_STATE = "SELECT pg_snapshot_xmax(pg_current_snapshot()) || ' ' || pg_current_wal_insert_lsn()";

/** A transaction that has written and was neither committed nor rolled back. What `pg_stat_activity` reads, without its joins. */
const OTHERS_WRITING = `
  SELECT EXISTS (SELECT FROM pg_stat_get_activity(NULL)
    WHERE datid = (SELECT oid FROM pg_database WHERE datname = current_database())
      AND pid <> pg_backend_pid() AND backend_xid IS NOT NULL)`;

/**
 * Somebody else is connected, or was: a session is counted at the latest when it ends, so that there are more than ours.
 * PostgreSQL 13 does not count them.
 */
const OTHERS_CONNECTED = `
  SELECT EXISTS (SELECT FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend')
  OR coalesce((SELECT (to_jsonb(d) ->> 'sessions')::bigint FROM pg_stat_database d WHERE datname = current_database()), 0) > $1`;

async function openConnection(server: PostgresqlServer, name: string, lockLimitMs: number): Promise<Connection> {
  const connection = await server.connectTo(name);
  await connection.queryAll(
    `${PIN_VALUES}; SET standard_conforming_strings = on; SET jit = off; SET lock_timeout = ${lockLimitMs}`,
  );
  return connection;
}

async function textOf(connection: Connection, sql: string): Promise<string> {
  const { rows } = await connection.query(sql);
  return rows[0]?.[0] ?? "";
}
