import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import { expect, onTestFinished, test, vi } from "vitest";

import { createDatabases } from "#host/databases/databases.ts";
import { createSqliteDatabase } from "#host/databases/sqlite/sqlite-database.ts";
import { loadSqlite } from "#host/databases/sqlite/sqlite.ts";

import type { Database, Databases } from "#core/ports.ts";
import { ownWatchdog } from "../own-watchdog.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const OTHER = join(import.meta.dirname, "../other-process/holds-database.ts");

const SQLITE = { engine: "sqlite" } as const;

const BASE_MAKER = join(import.meta.dirname, "../../../src/host/databases/sqlite/base-maker-main.ts");

/** A database that these statements have made. */
async function databaseOf(databases: Databases, ...scripts: readonly string[]): Promise<Database> {
  const files = scripts.map((text, at) => ({ file: `migrations/000${at + 1}.sql`, text }));
  const options = { signal: new AbortController().signal, onSlow: () => undefined };
  return databases.create(SQLITE, "rust", await databases.makeBase(SQLITE, files, options));
}

async function withDatabases(use: (databases: ReturnType<typeof createDatabases>) => Promise<void>): Promise<void> {
  await using watchdog = ownWatchdog();
  const databases = createDatabases(import.meta.dirname, { watchdog, file: BASE_MAKER });
  try {
    await use(databases);
  } finally {
    await databases.dispose();
  }
}

/** Another process that keeps the database open, as a server does, and runs statements when asked. */
async function openElsewhere(file: string): Promise<{
  run: (sql: string) => Promise<unknown>;
  close: () => Promise<void>;
}> {
  const child = fork(OTHER, [file], { execArgv: ["--no-warnings"] });
  await once(child, "message");
  return {
    run: async (sql) => {
      child.send(sql);
      const [rows] = (await once(child, "message")) as [unknown];
      return rows;
    },
    close: async () => {
      child.disconnect();
      await once(child, "exit");
    },
  };
}

/** What the other process reads after it has changed rows and we have put the snapshot back. */
async function checkRestore(journalMode: "delete" | "wal"): Promise<unknown> {
  const seen: unknown[] = [];
  await withDatabases(async (databases) => {
    const seed = "INSERT INTO nodes VALUES ('north-gate'), ('港')";
    const database = await databaseOf(databases, "CREATE TABLE nodes (name TEXT)", seed);
    const other = await openElsewhere(database.location);
    try {
      seen.push(await other.run(`PRAGMA journal_mode = ${journalMode}`));
      const base = await database.snapshot();
      for (let round = 0; round < 2; round += 1) {
        await other.run("DELETE FROM nodes WHERE name = 'north-gate'");
        await other.run("CREATE TABLE more (id INTEGER)");
        seen.push(await other.run("SELECT name FROM nodes"));
        await database.restore(base);
        seen.push(await other.run("SELECT name FROM nodes"));
      }
      seen.push(await other.run("SELECT name FROM sqlite_schema"), await other.run("PRAGMA journal_mode"));
      seen.push(await other.run("PRAGMA integrity_check"));
    } finally {
      await other.close();
    }
  });
  return seen.map((rows) => JSON.stringify(rows)).join("\n");
}

test("a restore is seen by a process that has the database open, in journal mode", async () => {
  expect(await checkRestore("delete")).toMatchInlineSnapshot(`
    "[{"journal_mode":"delete"}]
    [{"name":"港"}]
    [{"name":"north-gate"},{"name":"港"}]
    [{"name":"港"}]
    [{"name":"north-gate"},{"name":"港"}]
    [{"name":"nodes"}]
    [{"journal_mode":"delete"}]
    [{"integrity_check":"ok"}]"
  `);
});

test("a restore is seen by a process that has the database open, in WAL mode", async () => {
  expect(await checkRestore("wal")).toMatchInlineSnapshot(`
    "[{"journal_mode":"wal"}]
    [{"name":"港"}]
    [{"name":"north-gate"},{"name":"港"}]
    [{"name":"港"}]
    [{"name":"north-gate"},{"name":"港"}]
    [{"name":"nodes"}]
    [{"journal_mode":"wal"}]
    [{"integrity_check":"ok"}]"
  `);
});

test("a snapshot from before WAL mode can be put back after it", async () => {
  await withDatabases(async (databases) => {
    const database = await databaseOf(databases, "CREATE TABLE nodes (name TEXT)");
    const base = await database.snapshot();
    const other = await openElsewhere(database.location);
    await other.run("PRAGMA journal_mode = wal");
    await other.run("INSERT INTO nodes VALUES ('new')");
    await database.restore(base);
    expect(await other.run("SELECT name FROM nodes")).toEqual([]);
    expect(await other.run("PRAGMA integrity_check")).toEqual([{ integrity_check: "ok" }]);
    await other.run("INSERT INTO nodes VALUES ('newer')");
    expect(await other.run("SELECT name FROM nodes")).toEqual([{ name: "newer" }]);
    await other.close();
  });
});

test("a server that leaves its transaction open is named instead of waited for", async () => {
  await withDatabases(async (databases) => {
    const { location } = await databaseOf(databases, "CREATE TABLE nodes (name TEXT)");
    const database = createSqliteDatabase(loadSqlite(), location, dirname(location), 100);
    const base = await database.snapshot();
    const other = await openElsewhere(location);
    await other.run("BEGIN");
    await other.run("INSERT INTO nodes VALUES ('half')");
    await expect(database.restore(base)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[UserError: The database could not be put back to its base: it stayed locked for more than 0.1 s after the answer. Look for a transaction that the handler leaves open, or a task that writes in the background.]`,
    );
    await other.run("ROLLBACK");
    await database.restore(base);
    await other.close();
  });
});

test("a broken script is named with what the engine said", async () => {
  await withDatabases(async (databases) => {
    await expect(
      databaseOf(databases, "CREATE TABLE x (y)", "CREATE TABEL x (y)"),
    ).rejects.toThrowErrorMatchingInlineSnapshot(
      `[UserError: migrations/0002.sql cannot be run: SQLite says "near "TABEL": syntax error". Correct the statement there.]`,
    );
  });
});

test("a database goes with its folder", async () => {
  await withDatabases(async (databases) => {
    const database = await databases.create(SQLITE, "python");
    await database.dispose();
    await expect(stat(dirname(database.location))).rejects.toThrow("ENOENT");
  });
});

test("a script that takes too long is broken off and named with the limit, and its process is ended", async () => {
  await using watchdog = ownWatchdog();
  const databases = createDatabases(import.meta.dirname, { watchdog, file: BASE_MAKER, limitMs: 1200 });
  const slow: string[] = [];
  const text = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n";
  const options = { signal: new AbortController().signal, onSlow: (file: string) => slow.push(file) };
  await expect(
    databases.makeBase(SQLITE, [{ file: "seed.sql", text }], options),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[UserError: seed.sql was not done within 0.02 minutes and was broken off. Let the seed and the migrations do less.]`,
  );
});

test("a base goes with its folder, and what was copied from it stays", async () => {
  await withDatabases(async (databases) => {
    const options = { signal: new AbortController().signal, onSlow: () => undefined };
    const scripts = [{ file: "seed.sql", text: "CREATE TABLE nodes (name TEXT)" }];
    const base = await databases.makeBase(SQLITE, scripts, options);
    const database = await databases.create(SQLITE, "rust", base);
    await base.dispose();
    await expect(stat(dirname(base.location))).rejects.toThrow("ENOENT");
    expect(await database.changesSince(await database.snapshot())).toEqual({ kind: "changes", tables: [] });
  });
});

test("a base begins with a database file, with what stands in its write-ahead log, and leaves the file as it is", async () => {
  const folder = await mkdtemp(join(tmpdir(), "portolan-base-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { DatabaseSync } = loadSqlite();
  const application = new DatabaseSync(join(folder, "app.db"));
  onTestFinished(() => application.close());
  application.exec("PRAGMA journal_mode = wal; CREATE TABLE nodes (name TEXT); PRAGMA wal_checkpoint");
  application.exec("INSERT INTO nodes VALUES ('in the log')");
  const before = await Promise.all(["", "-wal"].map((ending) => readFile(join(folder, `app.db${ending}`))));
  await using watchdog = ownWatchdog();
  const databases = createDatabases(folder, { watchdog, file: BASE_MAKER });
  const options = { signal: new AbortController().signal, onSlow: () => undefined, file: "app.db" };
  const database = await databases.create(SQLITE, "rust", await databases.makeBase(SQLITE, [], options));
  const copy = new DatabaseSync(database.location);
  expect(copy.prepare("SELECT name FROM nodes").all()).toEqual([{ name: "in the log" }]);
  copy.close();
  await databases.dispose();
  const after = await Promise.all(["", "-wal"].map((ending) => readFile(join(folder, `app.db${ending}`))));
  expect(after.map((bytes) => bytes.toString("hex"))).toEqual(before.map((bytes) => bytes.toString("hex")));
});
