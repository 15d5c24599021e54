import { basename, join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { Client } from "pg";
import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";

import { effectTexts } from "#core/compare/effects/effect-documents.ts";
import type { EngineSettings } from "#core/model/project.ts";
import type { Database, Databases, Disposable, Snapshot } from "#core/ports.ts";
import { createDatabases } from "#host/databases/databases.ts";

import { ownWatchdog } from "../own-watchdog.ts";
import { startOwnPostgresql } from "./own-postgresql.ts";

// Real databases on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

/** Another connection to a database, as a server has one. */
interface OtherConnection {
  run(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  close(): Promise<void>;
}

interface EngineUnderTest {
  readonly name: string;
  readonly engine: "sqlite" | "postgresql";
  /** Rows are put back under a running server; else only a new copy of the base does it. */
  readonly canRestore: boolean;
  /** A server of somebody else's, at which we have only this role. */
  readonly role?: string;
  readonly connect: (database: Database) => Promise<OtherConnection>;
}

async function connectToPostgresql(database: Database): Promise<OtherConnection> {
  const client = new Client({ connectionString: database.address.url });
  client.on("error", () => undefined);
  await client.connect();
  return {
    run: async (sql) => {
      const results: unknown = await client.query(sql);
      const last: unknown = Array.isArray(results) ? results.at(-1) : results;
      return (last as { rows: Record<string, unknown>[] }).rows;
    },
    close: () => client.end(),
  };
}

const ENGINES: readonly EngineUnderTest[] = [
  {
    name: "sqlite",
    engine: "sqlite",
    canRestore: true,
    connect: async (database) => {
      const connection = await Promise.try(() => new DatabaseSync(database.location));
      return {
        run: async (sql) => {
          const last = sql.split(";").findLast((statement) => statement.trim() !== "") ?? "";
          const before = sql.slice(0, sql.lastIndexOf(last));
          if (before.trim() !== "") connection.exec(before);
          return Promise.resolve(connection.prepare(last).all());
        },
        close: () => Promise.resolve(connection.close()),
      };
    },
  },
  { name: "postgresql", engine: "postgresql", canRestore: true, connect: connectToPostgresql },
  {
    name: "postgresql, as a role that may only make databases",
    engine: "postgresql",
    canRestore: false,
    role: "CREATE ROLE plain LOGIN CREATEDB PASSWORD 'p'",
    connect: connectToPostgresql,
  },
  {
    name: "postgresql, as such a role with the grant that an undo needs",
    engine: "postgresql",
    canRestore: true,
    role: "CREATE ROLE plain LOGIN CREATEDB PASSWORD 'p'; GRANT SET ON PARAMETER session_replication_role TO plain",
    connect: connectToPostgresql,
  },
];

const BASE_MAKER = join(import.meta.dirname, "../../../src/host/databases/sqlite/base-maker-main.ts");

const NODES = `
  CREATE TABLE nodes (id INTEGER PRIMARY KEY, name TEXT UNIQUE, load DOUBLE PRECISION);
  CREATE TABLE notes (node INTEGER REFERENCES nodes ON DELETE CASCADE, line TEXT);
  INSERT INTO nodes VALUES (1, 'north', 1.5), (2, 'west', NULL);
  INSERT INTO notes VALUES (1, 'a'), (1, 'a'), (2, 'b')`;

describe.each(ENGINES)("$name", ({ engine, canRestore, role, connect }) => {
  let databases: Databases & Disposable;
  let settings: EngineSettings = { engine };
  beforeAll(async () => {
    const watchdog = ownWatchdog();
    const foreign = role === undefined ? undefined : await startOwnPostgresql();
    if (foreign !== undefined && role !== undefined) {
      const admin = await foreign.server.connectTo("postgres");
      await admin.queryAll(role);
      await admin.close();
      const { host, port } = foreign.server.address;
      settings = { engine, url: `postgresql://plain:p@${host}:${port}/postgres` };
    }
    databases = createDatabases(import.meta.dirname, { watchdog, file: BASE_MAKER });
    return async () => {
      await databases.dispose();
      await foreign?.[Symbol.asyncDispose]();
      await watchdog.dispose();
    };
  });

  /** Puts the base back, where that can be done under a running server. */
  async function isPutBack(database: Database, base: Snapshot): Promise<boolean> {
    const version = await database.restore(base);
    expect(version !== undefined).toBe(canRestore);
    return canRestore;
  }

  function make(...scripts: readonly string[]): Promise<Snapshot> {
    const files = scripts.map((text, at) => ({ file: `migrations/000${at + 1}.sql`, text }));
    return databases.makeBase(settings, files, { signal: AbortSignal.timeout(60_000), onSlow: () => undefined });
  }

  async function copy(base: Snapshot): Promise<Database> {
    const database = await databases.create(settings, "rust", base);
    onTestFinished(() => database.dispose());
    return database;
  }

  /** A database with nodes and notes, and a server that is connected to it. */
  async function nodes(): Promise<{ database: Database; server: OtherConnection }> {
    const database = await copy(await make(NODES));
    const server = await connect(database);
    onTestFinished(() => server.close());
    return { database, server };
  }

  async function effect(database: Database, base: Snapshot): Promise<string> {
    const changes = await database.changesSince(base);
    return changes.kind === "changes" ? effectTexts({ python: changes.tables, rust: [] }).python : changes.kind;
  }

  test("a restore is seen by a server that stays connected, as often as one likes", async () => {
    const { database, server } = await nodes();
    const before = await everything(server);
    const base = await database.snapshot();
    for (let round = 0; round < 3; round += 1) {
      await server.run(
        "DELETE FROM nodes WHERE id = 1; UPDATE nodes SET name = 'West'; INSERT INTO nodes VALUES (3, 'north', 2)",
      );
      expect(await server.run("SELECT name FROM nodes ORDER BY id")).toEqual([{ name: "West" }, { name: "north" }]);
      if (!(await isPutBack(database, base))) return;
      expect(await everything(server)).toEqual(before);
    }
  });

  test("what a server wrote is told by row, whatever statements led to it", async () => {
    const { database, server } = await nodes();
    const base = await database.snapshot();
    await server.run(`
      INSERT INTO nodes VALUES (3, 'lock', 3), (4, 'gone', 4); DELETE FROM nodes WHERE id = 4;
      UPDATE nodes SET load = 2.5 WHERE id = 1; UPDATE nodes SET load = 7 WHERE id = 1;
      UPDATE notes SET line = line; DELETE FROM nodes WHERE id = 2`);
    expect(await effect(database, base)).toBe(
      '{"nodes":{"key":["id"],"inserted":[{"id":3,"name":"lock","load":3.0}],"updated":[{"id":1,"load":7.0}],"deleted":[{"id":2}]},"notes":{"key":[],"deleted":[{"node":2,"line":"b"}]}}',
    );
    if (!(await isPutBack(database, base))) return;
    expect(await effect(database, base)).toBe("{}");
  });

  test("of rows without a key that are alike, as many come and go as were written", async () => {
    const { database, server } = await nodes();
    const base = await database.snapshot();
    await server.run("INSERT INTO notes VALUES (1, 'a'), (1, 'a'); DELETE FROM notes WHERE line = 'b'");
    expect(await effect(database, base)).toBe(
      '{"notes":{"key":[],"inserted":[{"node":1,"line":"a"},{"node":1,"line":"a"}],"deleted":[{"node":2,"line":"b"}]}}',
    );
    if (!(await isPutBack(database, base))) return;
    expect(await server.run("SELECT count(*) AS n FROM notes WHERE line = 'a'")).toMatchObject([
      { n: number(engine, 2) },
    ]);
  });

  test("the version moves with what is committed and with a restore, and only then", async () => {
    const { database, server } = await nodes();
    const base = await database.snapshot();
    const versions = [await database.version()];
    await server.run("SELECT * FROM nodes");
    versions.push(await database.version());
    await server.run("BEGIN; DELETE FROM nodes; ROLLBACK; SELECT 1");
    versions.push(await database.version());
    expect(new Set(versions).size).toBe(1);
    await server.run("UPDATE nodes SET load = 9 WHERE id = 1");
    versions.push(await database.version());
    expect(new Set(versions).size).toBe(2);
    if (!(await isPutBack(database, base))) return;
    versions.push(await database.version());
    expect(new Set(versions).size).toBe(3);
    expect(await database.version()).toBe(versions.at(-1));
  });

  test("a change of the schema alone moves the version and is told before anything is put back", async () => {
    const { database, server } = await nodes();
    const base = await database.snapshot();
    const version = await database.version();
    await server.run("ALTER TABLE nodes ADD COLUMN more INTEGER");
    expect(await database.version()).not.toBe(version);
    // SQLite tells of a new column by its rows.
    expect(await effect(database, base)).not.toBe("{}");
  });

  test("what another database is written to does not show", async () => {
    const { database } = await nodes();
    const base = await database.snapshot();
    const version = await database.version();
    const other = await nodes();
    await other.server.run("DELETE FROM nodes");
    expect(await database.version()).toBe(version);
    expect(await effect(database, base)).toBe("{}");
  });

  test("a transaction that fails leaves nothing, and an uncommitted one does not show", async () => {
    const { database, server } = await nodes();
    const base = await database.snapshot();
    await server.run("INSERT INTO nodes VALUES (9, 'north', 1)").catch(() => undefined);
    await server.run("BEGIN; DELETE FROM notes; SELECT 1");
    expect(await effect(database, base)).toBe("{}");
    await server.run("ROLLBACK; SELECT 1");
  });

  test("a later snapshot is a base of its own: what a login wrote before it stays", async () => {
    const { database, server } = await nodes();
    const first = await database.snapshot();
    await server.run("INSERT INTO nodes VALUES (7, 'session', 0)");
    expect(await effect(database, first)).toContain('"session"');
    const base = await database.snapshot();
    const before = await everything(server);
    await server.run("UPDATE nodes SET name = 'other' WHERE id = 7; DELETE FROM notes");
    expect(await effect(database, base)).toBe(
      '{"nodes":{"key":["id"],"updated":[{"id":7,"name":"other"}]},"notes":{"key":[],"deleted":[{"node":1,"line":"a"},{"node":1,"line":"a"},{"node":2,"line":"b"}]}}',
    );
    if (!(await isPutBack(database, base))) return;
    expect(await everything(server)).toEqual(before);
    expect(await effect(database, first)).toContain('"session"');
  });

  test("a script that fails is named, with what the engine said", async () => {
    await expect(make(NODES, "CREATE TABEL x (y int)")).rejects.toThrow(
      /^migrations\/0002\.sql.* cannot be run: \w+ says ".*"TABEL".*"\. Correct the statement there\.$/,
    );
  });

  test("copies of one base begin alike, whatever its scripts drew by chance, and each goes its own way", async () => {
    const base = await make(NODES, "INSERT INTO nodes SELECT 99, 'by chance', random()");
    const [first, second] = [await copy(base), await copy(base)];
    const [one, other] = [await connect(first), await connect(second)];
    const before = await everything(one);
    expect(await everything(other)).toEqual(before);
    await one.run("DELETE FROM nodes");
    expect(await everything(other)).toEqual(before);
    await one.close();
    await other.close();
    const third = await connect(await copy(base));
    expect(await everything(third)).toEqual(before);
    await third.close();
    await base.dispose();
    expect(await effect(second, await second.snapshot())).toBe("{}");
  });

  test("a server is seen to use it, also one that connects for a moment only, and nobody where there is none", async () => {
    const database = await copy(await make(NODES));
    const process = { openFiles: () => Promise.resolve(undefined) };
    await database.snapshot();
    await database.version();
    expect(await database.isUsedBy(process)).toBe(false);
    const server = await connect(database);
    await server.run("UPDATE nodes SET load = 1");
    await server.close();
    await expect.poll(() => database.isUsedBy(process), { timeout: 10_000 }).toBe(true);
  });

  test("a table that loses all its rows is told, and one that loses a single one is not", async () => {
    const { database, server } = await nodes();
    const base = await database.snapshot();
    await server.run("DELETE FROM nodes WHERE id = 1; INSERT INTO nodes VALUES (1, 'north', 0)");
    expect(await database.emptiedSince(base)).toEqual([]);
    await server.run("DELETE FROM nodes");
    expect([...(await database.emptiedSince(base))].toSorted()).toEqual(["nodes", "notes"]);
    if (!(await isPutBack(database, base))) return;
    await server.run("DELETE FROM nodes WHERE id = 2; UPDATE nodes SET load = 5");
    expect(await database.emptiedSince(base)).toEqual([]);
    await server.run("DROP TABLE notes");
    expect(await database.emptiedSince(base)).toEqual(["notes"]);
  });

  test("what somebody wrote into a copy is a base for others, and scripts go on from there", async () => {
    const written = await databases.create(settings, "base", await make(NODES));
    const server = await connect(written);
    await server.run("INSERT INTO nodes VALUES (3, 'lock', 3)");
    await server.close();
    const first = await written.toBase();
    const seed = [{ file: "seed.sql", text: "UPDATE nodes SET load = 0 WHERE id = 3" }];
    const options = { signal: AbortSignal.timeout(60_000), onSlow: () => undefined };
    const base = await databases.makeBase(settings, seed, { ...options, from: first });
    await first.dispose();
    const other = await connect(await copy(base));
    expect(await other.run("SELECT id, load FROM nodes WHERE id > 1 ORDER BY id")).toEqual([
      { id: 2, load: null },
      { id: 3, load: 0 },
    ]);
    await other.close();
  });

  test("a file that is no database and no script is refused as a base", async () => {
    const file = basename(import.meta.filename);
    const options = { signal: AbortSignal.timeout(60_000), onSlow: () => undefined, file };
    await expect(databases.makeBase(settings, [], options)).rejects.toThrow(
      /^database-contract\.test\.ts, which `database\.base` names, is neither a \.sql file nor a /,
    );
  });

  test("a database is removed under a server that is still connected", async () => {
    const { database } = await nodes();
    await database.dispose();
    await expect(connect(database).then((server) => server.run("SELECT * FROM nodes"))).rejects.toThrow();
    await database.dispose();
  });
});

async function everything(server: OtherConnection): Promise<unknown> {
  return [
    await server.run("SELECT * FROM nodes ORDER BY id"),
    await server.run("SELECT node, line, count(*) AS n FROM notes GROUP BY node, line ORDER BY node, line"),
  ];
}

/** A count is a bigint of PostgreSQL, which its driver hands out as a text. */
function number(engine: EngineUnderTest["engine"], value: number): unknown {
  return engine === "sqlite" ? value : String(value);
}
