import { beforeAll, describe, expect, onTestFinished, test, vi } from "vitest";

import { DatabaseFault } from "#core/model/databases/database-fault.ts";
import { connect } from "#host/databases/postgresql/connection.ts";
import { createPostgresqlDatabase } from "#host/databases/postgresql/postgresql-database.ts";
import { runScripts } from "#host/databases/postgresql/make-base.ts";
import { openServer } from "#host/databases/postgresql/server/server.ts";

import { type OwnPostgresql, startOwnPostgresql } from "./own-postgresql.ts";
import { ownWatchdog } from "../own-watchdog.ts";

// A real server on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let own: OwnPostgresql;
beforeAll(async () => {
  own = await startOwnPostgresql();
  return () => own[Symbol.asyncDispose]();
});

const ONE = "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)";

describe("what cannot be undone under a running server is told", () => {
  test.each([
    ["a new table", "CREATE TABLE more (id int)"],
    ["a new column", "ALTER TABLE t ADD COLUMN a int"],
    ["a table that is dropped", "DROP TABLE t"],
    ["an index that is dropped", "DROP INDEX i"],
    ["another function", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
    ["a new value of an enum", "ALTER TYPE mood ADD VALUE 'new'"],
  ])("%s", async (_, statement) => {
    const schema = `${ONE}; CREATE TYPE mood AS ENUM ('a'); CREATE INDEX i ON t ((id + 1))`;
    for (const { open } of [own, await plainServer()]) {
      const { database, application } = await open(schema);
      const base = await database.snapshot();
      await application.query(statement);
      expect(await database.changesSince(base)).toEqual({ kind: "schema changed" });
      expect(await database.restore(base)).toBeUndefined();
      // A new look at the schema is a new beginning, from which the old snapshot is not reached.
      const later = await database.snapshot();
      expect(await database.changesSince(later)).toEqual({ kind: "changes", tables: [] });
      expect(await database.restore(base)).toBeUndefined();
    }
  });

  test("not what belongs to one connection alone, and not what changes nothing", async () => {
    for (const { open } of [own, await plainServer()]) {
      const { database, application } = await open(ONE);
      const base = await database.snapshot();
      await application.queryAll(
        "CREATE TEMP TABLE scratch (id serial PRIMARY KEY); INSERT INTO scratch DEFAULT VALUES; DROP TABLE scratch; CREATE TEMP TABLE stays AS SELECT 1; CREATE TABLE IF NOT EXISTS t (x int); ANALYZE; NOTIFY n",
      );
      expect(await database.changesSince(base)).toEqual({ kind: "changes", tables: [] });
      expect(await database.restore(base)).toBeDefined();
    }
  });

  test("a command that changes the schema alone moves the version, whatever role we have", async () => {
    for (const { open } of [own, await plainServer()]) {
      const { database, application } = await open(ONE);
      await database.snapshot();
      const version = await database.version();
      await application.query("SELECT * FROM t");
      expect(await database.version()).toBe(version);
      await application.query("ALTER TABLE t ADD COLUMN a int DEFAULT 1");
      expect(await database.version()).not.toBe(version);
    }
  });

  test("large objects and materialized views, which have no triggers", async () => {
    const { database, application } = await own.open(`${ONE}; CREATE MATERIALIZED VIEW m AS SELECT * FROM t`);
    const base = await database.snapshot();
    expect(await database.restore(base)).toBeDefined();
    await application.query("SELECT lo_create(0)");
    expect(await database.restore(base)).toBeUndefined();
    const later = await database.snapshot();
    await application.query("REFRESH MATERIALIZED VIEW m");
    expect(await database.restore(later)).toBeUndefined();
  });

  test("more rows than anybody reads, written or truncated", async () => {
    const { database, application } = await own.open(
      "CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 20001)",
    );
    const base = await database.snapshot();
    await application.query("TRUNCATE t");
    expect(await database.changesSince(base)).toEqual({ kind: "too many", table: "t", limit: 20_000 });
    expect(await database.restore(base)).toBeUndefined();
  });
});

test("what is written after the effect was read is put back as well", async () => {
  const { database, application } = await own.open(
    "CREATE TABLE t (id int PRIMARY KEY, n serial); INSERT INTO t VALUES (1)",
  );
  const base = await database.snapshot();
  const before = (await application.query("SELECT id, n FROM t")).rows;
  for (const later of [
    "INSERT INTO t VALUES (3)",
    "DELETE FROM t WHERE id = 2",
    "DELETE FROM t",
    "SELECT nextval('t_n_seq')",
  ]) {
    await application.query("INSERT INTO t VALUES (2)");
    expect(await database.changesSince(base)).toMatchObject({ tables: [{ table: "t", inserted: [[2n, 2n]] }] });
    await application.query(later);
    expect(await database.restore(base)).toBeDefined();
    expect((await application.query("SELECT id, n FROM t")).rows).toEqual(before);
    expect((await application.query("SELECT last_value FROM t_n_seq")).rows).toEqual([["1"]]);
  }
});

test("a case that writes costs five messages, from its answer to the base", async () => {
  let messages = 0;
  const connectTo: typeof own.server.connectTo = async (name) => {
    const connection = await own.server.connectTo(name);
    return {
      ...connection,
      query: (sql, parameters) => {
        messages += 1;
        return connection.query(sql, parameters);
      },
      queryAll: (sql) => {
        messages += 1;
        return connection.queryAll(sql);
      },
    };
  };
  const name = await own.server.create("rust");
  const database = createPostgresqlDatabase({ ...own.server, connectTo }, name);
  onTestFinished(() => database.dispose());
  const application = await own.server.connectTo(name);
  onTestFinished(() => application.close());
  await application.queryAll(ONE);
  const base = await database.snapshot();
  await application.query("INSERT INTO t VALUES (2)");
  messages = 0;
  await database.version();
  await database.changesSince(base);
  await database.version();
  await database.requireFree();
  const version = await database.restore(base);
  expect(messages).toBe(5);
  expect(await database.version()).toBe(version);
  expect((await application.query("SELECT * FROM t")).rows).toEqual([["1"]]);
});

test("a server that leaves its transaction open is named instead of waited for", async () => {
  const { database, application } = await own.open(ONE, 100);
  const base = await database.snapshot();
  await application.query("DELETE FROM t");
  await application.queryAll("BEGIN; LOCK TABLE t IN EXCLUSIVE MODE");
  await expect(database.restore(base)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UserError: The database could not be put back to its base: it stayed locked for more than 0.1 s after the answer. Look for a transaction that the handler leaves open, or a task that writes in the background.]`,
  );
  await application.query("ROLLBACK");
  expect(await database.restore(base)).toBeDefined();
  expect((await application.query("SELECT * FROM t")).rows).toEqual([["1"]]);
});

test("a transaction that wrote and is left open is waited for after the case, and then told", async () => {
  const { database, application } = await own.open(ONE, 200);
  await database.snapshot();
  await database.requireFree();
  await application.queryAll("BEGIN; DELETE FROM t");
  const waiting = database.requireFree();
  await application.query("ROLLBACK");
  await waiting;
  await application.queryAll("BEGIN; DELETE FROM t");
  await expect(database.requireFree()).rejects.toThrow(
    /^The database could not be checked after the case: it stayed locked/,
  );
  await application.query("ROLLBACK");
});

test("a server that drops the log or ends our connection is told, and names what PostgreSQL said", async () => {
  const { database, application } = await own.open(ONE);
  const base = await database.snapshot();
  await application.query("DROP SCHEMA portolan_log CASCADE");
  await expect(database.restore(base)).rejects.toThrow(
    /^The database could not be put back to its base: PostgreSQL says "/,
  );
  await application.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()",
  );
  await expect(database.version()).rejects.toThrow(DatabaseFault);
});

test("what the server sees of its own session stays as it is", async () => {
  const { database, application } = await own.open(
    "CREATE TABLE t (id serial PRIMARY KEY, at timestamptz DEFAULT now())",
  );
  await database.snapshot();
  const { rows } = await application.query("INSERT INTO t DEFAULT VALUES RETURNING id, lastval(), at = now()");
  expect(rows).toEqual([["1", "1", "t"]]);
  expect(
    (await application.query("SELECT lastval(), current_setting('search_path'), current_setting('timezone') <> ''"))
      .rows,
  ).toEqual([["1", '"$user", public', "t"]]);
});

describe("a base", () => {
  const options = { signal: new AbortController().signal, onSlow: () => undefined };

  test("is refused with the line of the statement that fails", async () => {
    const name = await own.server.create("base");
    const script = { file: "m.sql", text: "SELECT 'é𝄞';\n\nCREATE TABEL x (y int)" };
    await expect(runScripts(own.server, name, [script], options)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[UserError: m.sql:3 cannot be run: PostgreSQL says "syntax error at or near "TABEL"". Correct the statement there.]`,
    );
  });

  test("is broken off where a script takes too long, and where the run is cancelled", async () => {
    const name = await own.server.create("base");
    const slow: string[] = [];
    const given = { signal: new AbortController().signal, onSlow: (file: string) => slow.push(file) };
    const script = { file: "seed.sql", text: "SELECT pg_sleep(600)" };
    await expect(runScripts(own.server, name, [script], given, 1200)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[UserError: seed.sql was not done within 0.02 minutes and was broken off. Let the seed and the migrations do less.]`,
    );
    expect(slow).toEqual(["seed.sql"]);
    const cancel = new AbortController();
    const cancelled = { signal: cancel.signal, onSlow: () => cancel.abort() };
    await expect(runScripts(own.server, name, [script], cancelled)).rejects.toThrow("aborted");
  });

  test("is made of what pg_dump writes as SQL, with rows that COPY reads", async () => {
    const name = await own.server.create("base");
    const text = [
      "\\restrict abc",
      "CREATE TABLE public.t (id int, a text);",
      "COPY public.t (id, a) FROM stdin;",
      "1\ttab\\tand \\\\",
      "2\t\\N",
      "\\.",
      "",
      "ALTER TABLE ONLY public.t ADD PRIMARY KEY (id);",
      "COPY public.t (id, a) FROM stdin;",
      "\\.",
      "\\unrestrict abc",
    ].join("\n");
    await runScripts(own.server, name, [{ file: "dump.sql", text }], options);
    const connection = await own.server.connectTo(name);
    onTestFinished(() => connection.close());
    expect((await connection.query("SELECT id, a FROM t ORDER BY id")).rows).toEqual([
      ["1", "tab\tand \\"],
      ["2", null],
    ]);
    const broken = { file: "dump.sql", text: text.replace("2\t", "x\t") };
    await expect(runScripts(own.server, await own.server.create("base"), [broken], options)).rejects.toThrow(
      /^dump\.sql:3 cannot be run: PostgreSQL says "invalid input syntax for type integer: "x""/,
    );
  });

  test("a script leaves its settings and its open transaction behind", async () => {
    const name = await own.server.create("base");
    const scripts = [
      "CREATE SCHEMA other; SET search_path = other; BEGIN; CREATE TABLE lost (id int)",
      "CREATE TABLE kept (id int)",
    ];
    await runScripts(
      own.server,
      name,
      scripts.map((text) => ({ file: "m.sql", text })),
      options,
    );
    const connection = await own.server.connectTo(name);
    onTestFinished(() => connection.close());
    const { rows } = await connection.query(
      "SELECT schemaname, tablename FROM pg_tables WHERE schemaname IN ('public', 'other')",
    );
    expect(rows).toEqual([["public", "kept"]]);
  });
});

describe("a server that somebody else runs", () => {
  test("with a role that may only make databases, effects are told, and putting back needs a new database", async () => {
    const { open, server } = await plainServer();
    const { database, application } = await open(ONE);
    const base = await database.snapshot();
    expect(await database.restore(base)).toBeDefined();
    await application.query("INSERT INTO t VALUES (2)");
    expect(await database.changesSince(base)).toMatchObject({ tables: [{ table: "t", inserted: [[2n]] }] });
    expect(await database.restore(base)).toBeUndefined();
    expect(database.missingRight).toBe(server.grant);
    expect(server.grant).toBe('GRANT SET ON PARAMETER session_replication_role TO "plain"');
  });

  test("with that role and the grant, rows are put back", async () => {
    const { open, server } = await openAs(
      "granted",
      "DROP ROLE IF EXISTS granted; CREATE ROLE granted LOGIN CREATEDB PASSWORD 'p'; GRANT SET ON PARAMETER session_replication_role TO granted",
    );
    const { database, application } = await open(ONE);
    const base = await database.snapshot();
    await application.queryAll("INSERT INTO t VALUES (2); TRUNCATE t");
    expect(await database.restore(base)).toBeDefined();
    expect((await application.query("SELECT * FROM t")).rows).toEqual([["1"]]);
    expect(server.grant).toBeUndefined();
  });

  test("with a role that may make none, the run is told what to run", async () => {
    const admin = await own.server.connectTo("postgres");
    await admin.queryAll("DROP ROLE IF EXISTS nobody; CREATE ROLE nobody LOGIN PASSWORD 'p'");
    await admin.close();
    await expect(openAs("nobody")).rejects.toThrow(/Run there as a superuser: ALTER ROLE "nobody" CREATEDB$/);
  });

  test("that does not answer, or not to this password", async () => {
    await using watchdog = ownWatchdog();
    await expect(openServer({ ...own.server.address, password: "other" }, watchdog)).rejects.toThrow(
      /^No connection to the PostgreSQL server at 127\.0\.0\.1:\d+: password authentication failed for user "portolan"\. Start it, or correct `database\.url`/,
    );
    await expect(openServer({ ...own.server.address, port: 1 }, watchdog)).rejects.toThrow(/ECONNREFUSED/);
  });

  test("databases of an owner that is no more are dropped, those of living ones and others' stay", async () => {
    const living = await openAs("plain", "DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN CREATEDB PASSWORD 'p'");
    const ours = await living.server.create("rust");
    const admin = await own.server.connectTo("postgres");
    onTestFinished(() => admin.close());
    await admin.query("CREATE DATABASE portolan_0badcafe_1_rust OWNER plain");
    await admin.query("CREATE DATABASE portolan_mine OWNER plain");
    await openAs("plain");
    const { rows } = await admin.query(
      "SELECT datname FROM pg_database WHERE datname LIKE 'portolan%' AND pg_get_userbyid(datdba) = 'plain' ORDER BY 1",
    );
    expect(rows.flat()).toEqual([ours, "portolan_mine"].toSorted());
    await admin.query("DROP DATABASE portolan_mine");
  });
});

/** The cluster as a role without rights but CREATEDB sees it. */
function plainServer(): ReturnType<typeof openAs> {
  return openAs("plain", "DROP ROLE IF EXISTS plain; CREATE ROLE plain LOGIN CREATEDB PASSWORD 'p'");
}

async function openAs(user: string, sql?: string): Promise<Pick<OwnPostgresql, "open" | "server">> {
  if (sql !== undefined) {
    const admin = await own.server.connectTo("postgres");
    await admin.queryAll(sql);
    await admin.close();
  }
  const watchdog = ownWatchdog();
  onTestFinished(() => watchdog[Symbol.asyncDispose]());
  const server = await openServer({ ...own.server.address, user, password: "p" }, watchdog);
  onTestFinished(() => server.dispose());
  return {
    server,
    open: async (schema) => {
      const name = await server.create("rust");
      const database = createPostgresqlDatabase(server, name);
      onTestFinished(() => database.dispose());
      const application = await connect(server.address, name);
      onTestFinished(() => application.close());
      await application.queryAll(schema);
      return { database, application };
    },
  };
}
