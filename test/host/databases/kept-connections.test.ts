import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type * as Sqlite from "node:sqlite";

import { afterEach, expect, test } from "vitest";

import { createSqliteDatabase } from "#host/databases/sqlite/sqlite-database.ts";
import { loadSqlite } from "#host/databases/sqlite/sqlite.ts";

const sqlite = loadSqlite();
const folder = mkdtempSync(join(tmpdir(), "portolan-kept-"));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** SQLite, and how many connections were opened and closed through it. */
function countingSqlite(): { readonly sqlite: typeof Sqlite; readonly counts: { opened: number; closed: number } } {
  const counts = { opened: 0, closed: 0 };
  class Counted extends sqlite.DatabaseSync {
    constructor(...given: ConstructorParameters<typeof Sqlite.DatabaseSync>) {
      super(...given);
      counts.opened += 1;
    }
    override close(): void {
      super.close();
      counts.closed += 1;
    }
  }
  return { sqlite: { ...sqlite, DatabaseSync: Counted }, counts };
}

test("cases that write open no connection after the first one, and disposing closes all", async () => {
  const file = join(folder, "a.sqlite");
  const server = new sqlite.DatabaseSync(file);
  server.exec("PRAGMA journal_mode = WAL; CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT)");
  const { sqlite: counting, counts } = countingSqlite();
  const database = createSqliteDatabase(counting, file, folder);
  const base = await database.snapshot();
  const runCase = async (): Promise<void> => {
    await database.restore(base);
    server.exec("INSERT INTO notes (text) VALUES ('one')");
    const changes = await database.changesSince(base);
    expect(changes.kind === "changes" && changes.tables.map(({ inserted }) => inserted)).toEqual([[[1n, "one"]]]);
    await database.requireFree();
  };
  await runCase();
  const after = counts.opened;
  for (let time = 0; time < 20; time += 1) await runCase();
  expect(counts.opened).toBe(after);

  // A table that the server makes meanwhile is seen too.
  server.exec("CREATE TABLE more (id INTEGER PRIMARY KEY); INSERT INTO more VALUES (7)");
  const changes = await database.changesSince(base);
  expect(changes.kind === "changes" && changes.tables.map(({ table }) => table)).toEqual(["more", "notes"]);
  await base.dispose();
  await database.dispose();
  expect(counts.closed).toBe(counts.opened);
  server.close();
});
