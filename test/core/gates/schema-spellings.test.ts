import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { Client } from "pg";
import { beforeAll, describe, expect, test, vi } from "vitest";

import { compareSchemas } from "#core/gates/schema/compare-schemas.ts";
import { plainSchema } from "#core/gates/schema/plain-schema.ts";
import type { DatabaseSchema } from "#core/model/databases/database-schema.ts";
import type { Database, Databases, Disposable } from "#core/ports.ts";
import { createDatabases } from "#host/databases/databases.ts";

import { ownWatchdog } from "../../host/own-watchdog.ts";

// Real databases on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const BASE_MAKER = join(import.meta.dirname, "../../../src/host/databases/sqlite/base-maker-main.ts");

type Pair = readonly [what: string, python: string, rust: string];

interface EngineUnderTest {
  readonly engine: "sqlite" | "postgresql";
  readonly run: (database: Database, sql: string) => Promise<void>;
  /** Two spellings of the same table. */
  readonly equal: readonly Pair[];
  /** What servers see a difference in, and the difference that is told. */
  readonly different: readonly (readonly [...Pair, told: string])[];
}

const SQLITE: EngineUnderTest = {
  engine: "sqlite",
  run: async (database, sql) => {
    const connection = await Promise.try(() => new DatabaseSync(database.location));
    connection.exec(sql);
    connection.close();
  },
  equal: [
    [
      "names in quotes",
      'CREATE TABLE "a" ("id" INTEGER NOT NULL, PRIMARY KEY ("id"))',
      "CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY)",
    ],
    ["a type of the same affinity", "CREATE TABLE a (n VARCHAR(40))", "CREATE TABLE a (n TEXT)"],
    ["truth values and moments", "CREATE TABLE a (b BOOLEAN, t DATETIME)", "CREATE TABLE a (b INTEGER, t TEXT)"],
    [
      "a default in parentheses",
      "CREATE TABLE a (t TEXT DEFAULT CURRENT_TIMESTAMP, n INTEGER DEFAULT 0)",
      "CREATE TABLE a (t TEXT DEFAULT (datetime('now')), n INTEGER DEFAULT (0))",
    ],
    ["a default of null", "CREATE TABLE a (t TEXT DEFAULT NULL)", "CREATE TABLE a (t TEXT)"],
    [
      "a constraint of the table",
      "CREATE TABLE a (n INTEGER, CONSTRAINT positive CHECK (n > 0), CONSTRAINT one UNIQUE (n))",
      "CREATE TABLE a (n INTEGER UNIQUE CHECK ((n>0)))",
    ],
    [
      "a unique index",
      "CREATE TABLE a (n INTEGER, UNIQUE (n))",
      "CREATE TABLE a (n INTEGER); CREATE UNIQUE INDEX a_n ON a (n)",
    ],
    [
      "the name of an index",
      "CREATE TABLE a (n INTEGER); CREATE INDEX ix_a_n ON a (n)",
      "CREATE TABLE a (n INTEGER); CREATE INDEX a_by_n ON a (n)",
    ],
    [
      "a key that is named, and one that is not",
      "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER REFERENCES a)",
      "CREATE TABLE a (id INTEGER PRIMARY KEY); CREATE TABLE b (a INTEGER, FOREIGN KEY (a) REFERENCES a (id) ON UPDATE NO ACTION)",
    ],
    [
      "a table of a migration tool",
      "CREATE TABLE a (n INTEGER); CREATE TABLE alembic_version (version_num TEXT)",
      "CREATE TABLE a (n INTEGER); CREATE TABLE _sqlx_migrations (version INTEGER)",
    ],
  ],
  different: [
    [
      "a table",
      "CREATE TABLE a (n INTEGER); CREATE TABLE b (n INTEGER)",
      "CREATE TABLE a (n INTEGER)",
      "rust lacks table b",
    ],
    ["a column", "CREATE TABLE a (n INTEGER)", "CREATE TABLE a (n INTEGER, m TEXT)", "python lacks column a.m"],
    ["a type", "CREATE TABLE a (n INTEGER)", "CREATE TABLE a (n TEXT)", "a.n type: integer, text"],
    [
      "null",
      "CREATE TABLE a (n INTEGER NOT NULL)",
      "CREATE TABLE a (n INTEGER)",
      "a.n null: may not be null, may be null",
    ],
    ["a default", "CREATE TABLE a (n INTEGER DEFAULT 1)", "CREATE TABLE a (n INTEGER DEFAULT 2)", "a.n default: 1, 2"],
    [
      "a foreign key's action",
      "CREATE TABLE a (id INTEGER PRIMARY KEY, p INTEGER REFERENCES a ON DELETE CASCADE)",
      "CREATE TABLE a (id INTEGER PRIMARY KEY, p INTEGER REFERENCES a)",
      "rust lacks foreign key ( p ) references a ( id ) on delete cascade of a; python lacks foreign key ( p ) references a ( id ) of a",
    ],
    [
      "a check",
      "CREATE TABLE a (n INTEGER CHECK (n > 0))",
      "CREATE TABLE a (n INTEGER CHECK (n >= 0))",
      "rust lacks check ( n > 0 ) of a; python lacks check ( n >= 0 ) of a",
    ],
    [
      "an index that is partial",
      "CREATE TABLE a (n INTEGER); CREATE INDEX i ON a (n) WHERE n > 1",
      "CREATE TABLE a (n INTEGER); CREATE INDEX i ON a (n)",
      "rust lacks index ( n ) where n > 1 of a; python lacks index ( n ) of a",
    ],
    [
      "rows that end",
      "CREATE TABLE a (id INTEGER PRIMARY KEY AUTOINCREMENT)",
      "CREATE TABLE a (id INTEGER PRIMARY KEY)",
      "rust lacks autoincrement of a",
    ],
    ["the order", "CREATE TABLE a (n INTEGER, m INTEGER)", "CREATE TABLE a (m INTEGER, n INTEGER)", "order of a"],
    [
      "a trigger",
      "CREATE TABLE a (n INTEGER); CREATE TRIGGER t AFTER INSERT ON a BEGIN DELETE FROM a; END",
      "CREATE TABLE a (n INTEGER)",
      "rust lacks trigger t",
    ],
    [
      "a migration",
      "CREATE TABLE a (n INTEGER); CREATE TABLE schema_migrations (version TEXT); INSERT INTO schema_migrations VALUES ('0001'), ('0002')",
      "CREATE TABLE a (n INTEGER); CREATE TABLE schema_migrations (version TEXT); INSERT INTO schema_migrations VALUES ('0001')",
      "rust lacks migration 0002",
    ],
  ],
};

const POSTGRESQL: EngineUnderTest = {
  engine: "postgresql",
  run: async (database, sql) => {
    const client = new Client({ connectionString: database.address.url });
    await client.connect();
    await client.query(sql);
    await client.end();
  },
  equal: [
    [
      "serial against identity",
      "CREATE TABLE a (id serial PRIMARY KEY)",
      "CREATE TABLE a (id integer GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY)",
    ],
    [
      "names of types",
      "CREATE TABLE a (n int8, t timestamptz, v varchar(9))",
      "CREATE TABLE a (n bigint, t timestamp with time zone, v character varying(9))",
    ],
    ["now", "CREATE TABLE a (t timestamptz DEFAULT now())", "CREATE TABLE a (t timestamptz DEFAULT CURRENT_TIMESTAMP)"],
    [
      "a literal with its type",
      "CREATE TABLE a (t text DEFAULT 'x', b boolean DEFAULT false)",
      "CREATE TABLE a (t text DEFAULT 'x'::text, b boolean DEFAULT 'f')",
    ],
    [
      "IN against ANY",
      "CREATE TABLE a (t text CHECK (t IN ('a', 'b')))",
      "CREATE TABLE a (t text, CONSTRAINT c CHECK (t = ANY (ARRAY['a', 'b'])))",
    ],
    [
      "a unique index",
      "CREATE TABLE a (n int UNIQUE)",
      "CREATE TABLE a (n int); CREATE UNIQUE INDEX a_n ON public.a USING btree (n)",
    ],
    [
      "another search path",
      "SET search_path = public; CREATE TABLE a (n int); CREATE INDEX one ON a (n)",
      "CREATE TABLE public.a (n int); CREATE INDEX two ON public.a (n)",
    ],
    [
      "the same view",
      "CREATE TABLE a (n int); CREATE VIEW v AS SELECT n FROM a",
      "CREATE TABLE a (n int); CREATE VIEW v AS SELECT a.n FROM public.a",
    ],
  ],
  different: [
    [
      "a length",
      "CREATE TABLE a (v varchar(9))",
      "CREATE TABLE a (v varchar(8))",
      "a.v type: character varying(9), character varying(8)",
    ],
    [
      "a time zone",
      "CREATE TABLE a (t timestamptz)",
      "CREATE TABLE a (t timestamp)",
      "a.t type: timestamp with time zone, timestamp without time zone",
    ],
    ["the values of a type", "CREATE TYPE k AS ENUM ('a', 'b')", "CREATE TYPE k AS ENUM ('a')", "type k"],
    [
      "an index's method",
      "CREATE TABLE a (n int); CREATE INDEX i ON a USING hash (n)",
      "CREATE TABLE a (n int); CREATE INDEX i ON a (n)",
      "rust lacks index using hash ( n ) of a; python lacks index ( n ) of a",
    ],
    [
      "a key that waits",
      "CREATE TABLE a (id int PRIMARY KEY, p int REFERENCES a DEFERRABLE INITIALLY DEFERRED)",
      "CREATE TABLE a (id int PRIMARY KEY, p int REFERENCES a)",
      "rust lacks foreign key ( p ) references a ( id ) deferrable initially deferred of a; python lacks foreign key ( p ) references a ( id ) of a",
    ],
  ],
};

describe.each([SQLITE, POSTGRESQL])("$engine", ({ engine, run, equal, different }) => {
  let databases: Databases & Disposable;
  beforeAll(() => {
    const watchdog = ownWatchdog();
    databases = createDatabases(import.meta.dirname, { watchdog, file: BASE_MAKER });
    return async () => {
      await databases.dispose();
      await watchdog.dispose();
    };
  });

  async function schemaOf(sql: string): Promise<DatabaseSchema> {
    const database = await databases.create({ engine }, "gate");
    try {
      await run(database, sql);
      return plainSchema(await database.schema(), engine);
    } finally {
      await database.dispose();
    }
  }

  async function differences(python: string, rust: string): Promise<string> {
    const found = compareSchemas(await schemaOf(python), await schemaOf(rust));
    return found
      .map((each) => {
        switch (each.kind) {
          case "missing":
            return `${each.lacking} lacks ${each.what}`;
          case "column":
            return `${each.table}.${each.column} ${each.what}: ${each.python}, ${each.rust}`;
          case "order":
            return `order of ${each.table}`;
          case "definition":
            return each.what;
          case "migration":
            return `${each.lacking} lacks migration ${each.name}`;
        }
      })
      .join("; ");
  }

  test.each(equal)("%s: the same", async (_, python, rust) => {
    expect(await differences(python, rust)).toBe("");
  });

  test.each(different)("%s: a difference", async (_, python, rust, told) => {
    expect(await differences(python, rust)).toBe(told);
  });
});
