import { beforeAll, describe, expect, test, vi } from "vitest";

import { effectTexts } from "#core/compare/effects/effect-documents.ts";
import type { Connection } from "#host/databases/postgresql/connection.ts";

import { type OwnPostgresql, startOwnPostgresql } from "./own-postgresql.ts";

// A real server on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let own: OwnPostgresql;
beforeAll(async () => {
  own = await startOwnPostgresql();
  return () => own[Symbol.asyncDispose]();
});

/** All rows of all tables and all sequences, exactly as they are printed. */
async function everything(application: Connection): Promise<readonly string[]> {
  const { rows } = await application.query(`
    SELECT format('%I.%I', n.nspname, c.relname), c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'S') AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'portolan_log') AND n.nspname !~ '^pg_' ORDER BY 1`);
  const lines: string[] = [];
  for (const [name, kind] of rows) {
    const what = kind === "S" ? "last_value || ' ' || is_called" : '"portolan row"::text';
    const found = await application.query(
      `SELECT ${what} FROM ${kind === "S" ? "" : "ONLY "}${name} "portolan row" ORDER BY 1`,
    );
    lines.push(...found.rows.map(([line]) => `${name} ${line}`));
  }
  return lines;
}

/** What the statements of a server changed, as the text that is compared; expects that a restore leaves nothing of it. */
async function checkUndone(schema: string, statements: string): Promise<string> {
  const { database, application } = await own.open(schema);
  const before = await everything(application);
  const base = await database.snapshot();
  await application.queryAll(statements);
  const changed = await everything(application);
  expect(changed).not.toEqual(before);
  const changes = await database.changesSince(base);
  expect(await database.restore(base)).toBeDefined();
  expect(await everything(application)).toEqual(before);
  expect(await database.changesSince(base)).toEqual({ kind: "changes", tables: [] });
  // What was put back is a base like the first.
  await application.queryAll(statements);
  expect(await everything(application)).toEqual(changed);
  expect(await database.restore(base)).toBeDefined();
  expect(await everything(application)).toEqual(before);
  return changes.kind === "changes" ? effectTexts({ python: changes.tables, rust: [] }).python : changes.kind;
}

describe("values come back exactly", () => {
  test("JSON with spaces and duplicate keys", async () => {
    const schema = `CREATE TABLE t (id int PRIMARY KEY, j json, b jsonb);
      INSERT INTO t VALUES (1, '{"a":1,  "a": 2}', '{"b":1.50}'), (2, '[1, {"x":null}]', 'null')`;
    expect(await checkUndone(schema, "UPDATE t SET j = '{}', b = '[]'; DELETE FROM t WHERE id = 2")).toBe(
      '{"t":{"key":["id"],"updated":[{"id":1,"j":"{}","b":"[]"}],"deleted":[{"id":2}]}}',
    );
  });

  test("NaN, infinities, minus zero, and floats to the last digit, whatever the session prints", async () => {
    const schema = `CREATE TABLE t (id int PRIMARY KEY, f float8, r float4, n numeric);
      INSERT INTO t VALUES (1, 'NaN', '-0', 'NaN'), (2, '-0', 'Infinity', 1.500), (3, 0.1::float8 + 0.2, 1.1, 'Infinity')`;
    expect(
      await checkUndone(
        schema,
        "SET extra_float_digits = -10; UPDATE t SET f = 1; DELETE FROM t WHERE id = 3; RESET ALL",
      ),
    ).toBe('{"t":{"key":["id"],"updated":[{"id":1,"f":1.0},{"id":2,"f":1.0}],"deleted":[{"id":3}]}}');
  });

  test("times, intervals, bytes, money and XML, with every setting of the session another", async () => {
    const schema = `CREATE TABLE t (id int PRIMARY KEY, z timestamptz, d date, i interval, b bytea, m money, x xml, r tstzrange);
      INSERT INTO t VALUES (1, '2026-03-29 01:30:00.123456+00', '0044-03-15 BC', '1 mon -2 days +03:04:05.6', '\\x00ff5c27', 1234.56, '<a/>text', '[2026-01-01 00:00+00,)'),
        (2, 'infinity', '-infinity', '-1 year', '', -0.01, NULL, 'empty')`;
    const settings = `SET timezone = 'America/New_York'; SET datestyle = 'German'; SET intervalstyle = 'sql_standard';
      SET bytea_output = 'escape'; SET xmloption = document; SET search_path = pg_catalog`;
    expect(await checkUndone(schema, `${settings}; DELETE FROM public.t; RESET ALL`)).toBe(
      '{"t":{"key":["id"],"deleted":[{"id":1},{"id":2}]}}',
    );
  });

  test("arrays with bounds, composites, enums, domains with a check, texts that look like rows", async () => {
    const schema = `CREATE TYPE mood AS ENUM ('ok', 'not ok'); CREATE TYPE point2 AS (x int, y text);
      CREATE FUNCTION is_short(t text) RETURNS boolean LANGUAGE sql AS 'SELECT length(t) < 9';
      CREATE DOMAIN short AS text CHECK (is_short(VALUE));
      CREATE TABLE t (id int PRIMARY KEY, a int[], p point2[], m mood, s short, w text);
      INSERT INTO t VALUES (1, '[0:1]={7,NULL}', ARRAY[(1, 'a"b,\\')::point2], 'not ok', 'x', '(,"a",)'), (2, '{}', '{}', NULL, '', E'a\\\\b''"\\n')`;
    expect(await checkUndone(schema, "UPDATE t SET w = 'é' WHERE id = 2; DELETE FROM t WHERE id = 1")).toBe(
      '{"t":{"key":["id"],"updated":[{"id":2,"w":"é"}],"deleted":[{"id":1}]}}',
    );
  });
});

describe("tables of every sort", () => {
  test("generated columns and identity columns", async () => {
    const schema = `CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED, b int GENERATED BY DEFAULT AS IDENTITY);
      INSERT INTO t (a) VALUES (1), (2)`;
    expect(
      await checkUndone(
        schema,
        "INSERT INTO t (a) VALUES (3); UPDATE t SET a = 9 WHERE id = 1; DELETE FROM t WHERE id = 2",
      ),
    ).toBe('{"t":{"key":["id"],"inserted":[{"id":3,"a":3,"b":3}],"updated":[{"id":1,"a":9}],"deleted":[{"id":2}]}}');
  });

  test("partitions with their columns in another order, and rows that move between them", async () => {
    const schema = `CREATE TABLE t (id int, region text, v int, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
      CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
      CREATE TABLE t_b (v int, gone int, region text NOT NULL, id int NOT NULL); ALTER TABLE t_b DROP COLUMN gone;
      ALTER TABLE t ATTACH PARTITION t_b FOR VALUES IN ('b');
      INSERT INTO t VALUES (1, 'a', 10), (2, 'b', 20)`;
    expect(
      await checkUndone(
        schema,
        "UPDATE t SET region = 'b' WHERE id = 1; UPDATE t SET v = 21 WHERE id = 2; INSERT INTO t_a VALUES (3, 'a', 30)",
      ),
    ).toBe(
      '{"t":{"key":["id","region"],"inserted":[{"id":3,"region":"a","v":30},{"id":1,"region":"b","v":10}],"updated":[{"id":2,"region":"b","v":21}],"deleted":[{"id":1,"region":"a"}]}}',
    );
  });

  test("tables that inherit from each other, each with its own rows", async () => {
    const schema = `CREATE TABLE p (id int PRIMARY KEY, a text); CREATE TABLE c (b text) INHERITS (p);
      INSERT INTO p VALUES (1, 'p'); INSERT INTO c VALUES (1, 'c', 'x')`;
    expect(await checkUndone(schema, "UPDATE p SET a = 'new'; DELETE FROM ONLY p")).toBe(
      '{"c":{"key":[],"inserted":[{"id":1,"a":"new","b":"x"}],"deleted":[{"id":1,"a":"c","b":"x"}]},"p":{"key":["id"],"deleted":[{"id":1}]}}',
    );
  });

  test("a table without a key, with rows that are alike", async () => {
    const schema = "CREATE TABLE t (a text, t int); INSERT INTO t VALUES ('x', 1), ('x', 1), ('y', NULL)";
    expect(
      await checkUndone(
        schema,
        "DELETE FROM t WHERE ctid = (SELECT min(ctid) FROM t WHERE a = 'x'); INSERT INTO t VALUES ('y', NULL), ('z', 1)",
      ),
    ).toBe('{"t":{"key":[],"inserted":[{"a":"y","t":null},{"a":"z","t":1}],"deleted":[{"a":"x","t":1}]}}');
  });

  test("dropped columns, names that need quotes, another schema", async () => {
    const schema = `CREATE SCHEMA "My Schema"; CREATE TABLE "My Schema"."select" (gone int, "Id" int PRIMARY KEY, "a""b" text, gone2 text);
      ALTER TABLE "My Schema"."select" DROP COLUMN gone, DROP COLUMN gone2; INSERT INTO "My Schema"."select" VALUES (1, 'x'), (2, NULL)`;
    expect(
      await checkUndone(
        schema,
        `UPDATE "My Schema"."select" SET "a""b" = 'y'; DELETE FROM "My Schema"."select" WHERE "Id" = 2`,
      ),
    ).toBe('{"My Schema.select":{"key":["Id"],"updated":[{"Id":1,"a\\"b":"y"}],"deleted":[{"Id":2}]}}');
  });

  test("row security and rules stay out of the way", async () => {
    const schema = `CREATE TABLE t (id int PRIMARY KEY); ALTER TABLE t ENABLE ROW LEVEL SECURITY; ALTER TABLE t FORCE ROW LEVEL SECURITY;
      CREATE TABLE kept (id int PRIMARY KEY); CREATE RULE keep AS ON DELETE TO kept WHERE OLD.id = 1 DO INSTEAD NOTHING;
      INSERT INTO t VALUES (1); INSERT INTO kept VALUES (1), (2)`;
    expect(await checkUndone(schema, "DELETE FROM t; DELETE FROM kept; INSERT INTO kept VALUES (3)")).toBe(
      '{"kept":{"key":["id"],"inserted":[{"id":3}],"deleted":[{"id":2}]},"t":{"key":["id"],"deleted":[{"id":1}]}}',
    );
  });
});

describe("statements of every sort", () => {
  test("cascades, and triggers of the project that write on", async () => {
    const schema = `CREATE TABLE a (id int PRIMARY KEY, n int); CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a ON DELETE CASCADE ON UPDATE CASCADE);
      CREATE TABLE history (what text);
      CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO history VALUES (TG_OP); UPDATE a SET n = n + 1 WHERE id = NEW.id AND n < 5; RETURN NULL; END $$;
      CREATE TRIGGER "0 first" AFTER INSERT OR UPDATE ON a FOR EACH ROW EXECUTE FUNCTION note();
      INSERT INTO a VALUES (1, 5), (2, 5); INSERT INTO b VALUES (10, 1), (20, 2)`;
    expect(
      await checkUndone(
        schema,
        "DELETE FROM a WHERE id = 1; UPDATE a SET id = 3 WHERE id = 2; INSERT INTO a VALUES (4, 3)",
      ),
    ).toBe(
      '{"a":{"key":["id"],"inserted":[{"id":3,"n":5},{"id":4,"n":5}],"deleted":[{"id":1},{"id":2}]},"b":{"key":["id"],"updated":[{"id":20,"a":3}],"deleted":[{"id":10}]},"history":{"key":[],"inserted":[{"what":"UPDATE"},{"what":"INSERT"},{"what":"UPDATE"},{"what":"UPDATE"}]}}',
    );
  });

  test("two rows that swap a unique value", async () => {
    const schema = `CREATE TABLE t (id int PRIMARY KEY, place int UNIQUE DEFERRABLE); CREATE TABLE s (id int PRIMARY KEY, place int UNIQUE);
      INSERT INTO t VALUES (1, 1), (2, 2); INSERT INTO s VALUES (1, 1), (2, 2)`;
    expect(
      await checkUndone(
        schema,
        "UPDATE t SET place = 3 - place; UPDATE s SET place = 9 WHERE id = 1; UPDATE s SET place = 1 WHERE id = 2; UPDATE s SET place = 2 WHERE id = 1",
      ),
    ).toBe(
      '{"s":{"key":["id"],"updated":[{"id":2,"place":1},{"id":1,"place":2}]},"t":{"key":["id"],"updated":[{"id":1,"place":2},{"id":2,"place":1}]}}',
    );
  });

  test("MERGE, ON CONFLICT, COPY-like inserts and keys that are given again", async () => {
    const schema = "CREATE TABLE t (id int PRIMARY KEY, v text); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')";
    const statements = `MERGE INTO t USING (VALUES (1, 'A'), (4, 'd')) AS s (id, v) ON t.id = s.id
        WHEN MATCHED THEN UPDATE SET v = s.v WHEN NOT MATCHED THEN INSERT VALUES (s.id, s.v);
      INSERT INTO t VALUES (2, 'B') ON CONFLICT (id) DO UPDATE SET v = excluded.v; INSERT INTO t VALUES (2, '-') ON CONFLICT DO NOTHING;
      DELETE FROM t WHERE id = 3; INSERT INTO t VALUES (3, 'c')`;
    expect(await checkUndone(schema, statements)).toBe(
      '{"t":{"key":["id"],"inserted":[{"id":4,"v":"d"}],"updated":[{"id":1,"v":"A"},{"id":2,"v":"B"}]}}',
    );
  });

  test("TRUNCATE, with what refers to it and with its sequence, and what is written after it", async () => {
    const schema = `CREATE TABLE a (id serial PRIMARY KEY, n int); CREATE TABLE b (a int REFERENCES a);
      INSERT INTO a (n) VALUES (1), (2), (3); INSERT INTO b VALUES (1), (1)`;
    expect(await checkUndone(schema, "TRUNCATE a RESTART IDENTITY CASCADE; INSERT INTO a (n) VALUES (1), (8)")).toBe(
      '{"a":{"key":["id"],"updated":[{"id":2,"n":8}],"deleted":[{"id":3}]},"b":{"key":[],"deleted":[{"a":1},{"a":1}]}}',
    );
  });

  test("sequences, also where the transaction that used them failed", async () => {
    const schema =
      "CREATE SEQUENCE s START 5; CREATE TABLE t (id serial PRIMARY KEY, v int UNIQUE); INSERT INTO t (v) VALUES (1)";
    expect(
      await checkUndone(schema, "SELECT nextval('s'), nextval('s'); BEGIN; INSERT INTO t (v) VALUES (2); ROLLBACK"),
    ).toBe("{}");
  });

  test("savepoints that are rolled back, in one transaction with what stays", async () => {
    const schema = "CREATE TABLE t (id int PRIMARY KEY)";
    expect(
      await checkUndone(
        schema,
        "BEGIN; INSERT INTO t VALUES (1); SAVEPOINT s; INSERT INTO t VALUES (2); ROLLBACK TO s; INSERT INTO t VALUES (3); COMMIT",
      ),
    ).toBe('{"t":{"key":["id"],"inserted":[{"id":1},{"id":3}]}}');
  });

  test("a session that has switched triggers off", async () => {
    const schema = "CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1)";
    expect(await checkUndone(schema, "SET session_replication_role = replica; DELETE FROM t; RESET ALL")).toBe(
      '{"t":{"key":["id"],"deleted":[{"id":1}]}}',
    );
  });
});
