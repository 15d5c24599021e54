import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { describe, expect, onTestFinished, test } from "vitest";

import { effectTexts } from "#core/compare/effects/effect-documents.ts";
import { createSqliteDatabase } from "#host/databases/sqlite/sqlite-database.ts";
import { loadSqlite } from "#host/databases/sqlite/sqlite.ts";

const sqlite = loadSqlite();

/** A database with a schema, and a second connection to it, as a server has one. */
async function openBoth(schema: string, mode: "delete" | "wal" = "wal") {
  const folder = await mkdtemp(join(tmpdir(), "portolan-changes-"));
  const file = join(folder, "rust.sqlite");
  const server = new sqlite.DatabaseSync(file);
  server.exec(`PRAGMA journal_mode = ${mode}; ${schema}`);
  const database = createSqliteDatabase(sqlite, file, dirname(file), 100);
  onTestFinished(async () => {
    server.close();
    await database.dispose();
    rmSync(folder, { recursive: true });
  });
  return { server, database };
}

/** What the statements of a server changed, as the text that is compared. */
async function checkChanges(schema: string, statements: string, mode: "delete" | "wal" = "wal"): Promise<string> {
  const { server, database } = await openBoth(schema, mode);
  const base = await database.snapshot();
  server.exec(statements);
  const changes = await database.changesSince(base);
  if (changes.kind === "too many") return `too many rows of ${changes.table}`;
  if (changes.kind === "schema changed") return changes.kind;
  return effectTexts({ python: changes.tables, rust: [] }).python;
}

const NODES =
  "CREATE TABLE nodes (id TEXT PRIMARY KEY, name TEXT, load REAL); INSERT INTO nodes VALUES ('a', 'north', 1.0), ('b', 'west', NULL);";

describe("what another connection wrote is seen", () => {
  test.each(["delete", "wal"] as const)("in the mode %s: rows inserted, updated and deleted", async (mode) => {
    const statements = `INSERT INTO nodes VALUES ('c', 'lock', 9007199254740993);
      UPDATE nodes SET name = 'North' WHERE id = 'a'; DELETE FROM nodes WHERE id = 'b'`;
    expect(await checkChanges(NODES, statements, mode)).toBe(
      '{"nodes":{"key":["id"],"inserted":[{"id":"c","name":"lock","load":9007199254740992.0}],"updated":[{"id":"a","name":"North"}],"deleted":[{"id":"b"}]}}',
    );
  });

  test("and nothing, where it wrote what was there", async () => {
    expect(await checkChanges(NODES, "UPDATE nodes SET name = name; CREATE TABLE more (id)")).toBe("{}");
  });

  test("and a row that was replaced is one that was updated, whatever the statement", async () => {
    expect(await checkChanges(NODES, "REPLACE INTO nodes VALUES ('a', 'south', 1.0)")).toBe(
      '{"nodes":{"key":["id"],"updated":[{"id":"a","name":"south"}]}}',
    );
    expect(
      await checkChanges(NODES, "DELETE FROM nodes WHERE id = 'a'; INSERT INTO nodes VALUES ('a', 'north', 1.0)"),
    ).toBe("{}");
  });

  test("not what is rolled back, nor what is not committed", async () => {
    expect(await checkChanges(NODES, "BEGIN; DELETE FROM nodes; ROLLBACK")).toBe("{}");
    expect(await checkChanges(NODES, "BEGIN; DELETE FROM nodes")).toBe("{}");
  });
});

describe("values keep what SQLite stores", () => {
  test("an integer of 64 bits, a float with a whole value, infinity, minus zero, bytes, and NULL", async () => {
    const insert = "INSERT INTO v VALUES (1, 9223372036854775807, 1.0, 9e999, -0.0, x'00ff', NULL)";
    expect(await checkChanges("CREATE TABLE v (id INTEGER PRIMARY KEY, a, b, c, d, e, f)", insert)).toBe(
      '{"v":{"key":["id"],"inserted":[{"id":1,"a":9223372036854775807,"b":1.0,"c":9e999,"d":-0.0,"e":{"bytes":2,"hex":"00ff"},"f":null}]}}',
    );
  });

  test.each([
    ["a float for an integer", "1", "1.0"],
    ["another case in a column that ignores it", "'a'", "'A'"],
    ["bytes for a text", "'a'", "x'61'"],
  ])("%s is a change", async (_, before, after) => {
    const schema = `CREATE TABLE v (id INTEGER PRIMARY KEY, a BLOB COLLATE NOCASE); INSERT INTO v VALUES (1, ${before})`;
    expect(await checkChanges(schema, `UPDATE v SET a = ${after}`)).toContain('"updated"');
  });

  test("many bytes are told by their hash", async () => {
    expect(await checkChanges("CREATE TABLE v (a)", "INSERT INTO v VALUES (zeroblob(1000))")).toMatch(
      /"a":\{"bytes":1000,"sha256":"541b3e9d/,
    );
  });
});

describe("tables of every sort", () => {
  test("a key of several columns, in a table without row ids", async () => {
    const schema =
      "CREATE TABLE tags (node TEXT, tag TEXT, weight INT, PRIMARY KEY (tag, node)) WITHOUT ROWID; INSERT INTO tags VALUES ('a', 'x', 1), ('a', 'y', 1)";
    expect(
      await checkChanges(schema, "UPDATE tags SET weight = 2 WHERE tag = 'y'; DELETE FROM tags WHERE tag = 'x'"),
    ).toBe(
      '{"tags":{"key":["tag","node"],"updated":[{"node":"a","tag":"y","weight":2}],"deleted":[{"tag":"x","node":"a"}]}}',
    );
  });

  test("without a key, every row is told whole, also twice", async () => {
    const schema = "CREATE TABLE log (line TEXT); INSERT INTO log VALUES ('one'), ('two')";
    expect(
      await checkChanges(
        schema,
        "INSERT INTO log VALUES ('one'), ('one'); UPDATE log SET line = 'Two' WHERE line = 'two'",
      ),
    ).toBe('{"log":{"key":[],"inserted":[{"line":"Two"},{"line":"one"},{"line":"one"}],"deleted":[{"line":"two"}]}}');
  });

  test("a key that is null, which may stand there twice", async () => {
    const schema = "CREATE TABLE n (id TEXT PRIMARY KEY, a); INSERT INTO n VALUES (NULL, 1), (NULL, 1)";
    expect(await checkChanges(schema, "INSERT INTO n VALUES (NULL, 1); DELETE FROM n WHERE rowid = 1")).toBe("{}");
  });

  test("columns that are called like the row id, generated columns, a name that needs quotes", async () => {
    const schema = `CREATE TABLE "a ""b" (rowid TEXT, oid TEXT, twice INT AS (length(oid) * 2) STORED); INSERT INTO "a ""b" VALUES ('x', 'y')`;
    expect(await checkChanges(schema, `UPDATE "a ""b" SET oid = 'long'`)).toBe(
      '{"a \\"b":{"key":[],"inserted":[{"rowid":"x","oid":"long"}],"deleted":[{"rowid":"x","oid":"y"}]}}',
    );
  });

  test("SQLite's own tables are left out; of a full-text table its content and what is indexed is not", async () => {
    const schema = "CREATE VIRTUAL TABLE words USING fts5(text); CREATE TABLE n (id INTEGER PRIMARY KEY AUTOINCREMENT)";
    const text = await checkChanges(schema, "INSERT INTO words VALUES ('north gate'); INSERT INTO n DEFAULT VALUES");
    expect(Object.keys(JSON.parse(text))).toEqual(["n", "words_content", "words_docsize"]);
  });

  test("a table that the case makes, drops or alters", async () => {
    expect(await checkChanges(NODES, "CREATE TABLE made (id INT); INSERT INTO made VALUES (1)")).toBe(
      '{"made":{"key":[],"inserted":[{"id":1}]}}',
    );
    expect(await checkChanges(NODES, "DROP TABLE nodes")).toBe(
      '{"nodes":{"key":["id"],"deleted":[{"id":"a"},{"id":"b"}]}}',
    );
    expect(await checkChanges(NODES, "ALTER TABLE nodes ADD COLUMN place TEXT")).toContain('"updated"');
  });
});

test("rows of which only the row ids moved have not changed", async () => {
  const schema = `${NODES} INSERT INTO nodes VALUES ('c', 'lock', 2.0)`;
  expect(await checkChanges(schema, "DELETE FROM nodes WHERE id = 'a'; VACUUM")).toBe(
    '{"nodes":{"key":["id"],"deleted":[{"id":"a"}]}}',
  );
  const again =
    "CREATE TEMP TABLE kept AS SELECT * FROM nodes; DELETE FROM nodes; INSERT INTO nodes SELECT * FROM kept ORDER BY id DESC";
  expect(await checkChanges(schema, again)).toBe("{}");
});

test("more rows than anybody reads are told as such", async () => {
  const insert =
    "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 20001) INSERT INTO nodes SELECT x, 'n', 1 FROM n";
  expect(await checkChanges(NODES, insert)).toBe("too many rows of nodes");
});

test.each(["delete", "wal"] as const)(
  "in the mode %s the version changes with each commit and with a restore only",
  async (mode) => {
    const { server, database } = await openBoth(NODES, mode);
    const base = await database.snapshot();
    const versions = [await database.version(), await database.version()];
    server.exec("UPDATE nodes SET name = 'x'");
    versions.push(await database.version(), await database.version());
    await database.restore(base);
    versions.push(await database.version(), await database.version());
    expect(versions.map((version) => versions.indexOf(version))).toEqual([0, 0, 2, 2, 4, 4]);
  },
);

test("a server that keeps the database locked is told, and what it does is not", async () => {
  const { server, database } = await openBoth(NODES, "delete");
  const base = await database.snapshot();
  server.exec("BEGIN EXCLUSIVE");
  await expect(database.changesSince(base)).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UserError: The database could not be read: it stayed locked for more than 0.1 s after the answer. Look for a transaction that the handler leaves open, or a task that writes in the background.]`,
  );
  server.exec("ROLLBACK");
  await expect(database.changesSince(base)).resolves.toMatchObject({ tables: [] });
});
