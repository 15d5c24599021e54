import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import { join } from "node:path";

import { createSqliteDatabase } from "#host/databases/sqlite/sqlite-database.ts";
import { loadSqlite } from "#host/databases/sqlite/sqlite.ts";
import { printResults } from "../index/print-results.ts";

/**
 * `npm run bench effects`: what it costs to find one inserted row in a large database that a server has open in WAL
 * mode, as a ratio to putting the database back to its base, which a case that writes costs anyway, and beside what SQL
 * has for it, `EXCEPT` both ways.
 */
const ROWS = 200_000;
const TRIES = 5;

console.log(`${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}; times are the best of ${TRIES} tries.`);
const sqlite = loadSqlite();
const folder = mkdtempSync(join(tmpdir(), "portolan-bench-"));
const file = join(folder, "rust.sqlite");
const server = new sqlite.DatabaseSync(file);
const database = createSqliteDatabase(sqlite, file, folder);
try {
  server.exec(`PRAGMA journal_mode = WAL;
    CREATE TABLE nodes (id TEXT PRIMARY KEY, name TEXT, port INTEGER, load REAL, seen TEXT, config TEXT);
    WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < ${ROWS})
      INSERT INTO nodes SELECT 'id-' || (x * 7919 % 1000003), 'node ' || x, x, x / 3.0, '2026-01-01T00:00:00Z', '{"a":"0123456789012345678901"}' FROM n`);
  await measure();
} finally {
  server.close();
  await database.dispose();
  rmSync(folder, { recursive: true });
}

async function measure(): Promise<void> {
  const base = await database.snapshot();
  const times = { version: Infinity, changes: Infinity, restore: Infinity, except: Infinity };
  const timed = async (name: keyof typeof times, work: () => unknown): Promise<void> => {
    const start = performance.now();
    await work();
    times[name] = Math.min(times[name], performance.now() - start);
  };
  await database.version();
  for (let turn = 0; turn < TRIES; turn++) {
    server.exec("INSERT INTO nodes VALUES ('new', 'node', 1, 0.5, NULL, '{}')");
    await timed("version", () => database.version());
    await timed("changes", async () => {
      const found = await database.changesSince(base);
      if (found.kind !== "changes" || found.tables[0]?.inserted.length !== 1) throw new Error("The row was not found.");
    });
    await timed("except", () => exceptBothWays(base.location));
    await timed("restore", () => database.restore(base));
  }
  printResults(`${ROWS.toLocaleString("en")} rows, one inserted`, [
    { what: "put the database back to its base", value: times.restore, unit: "ms" },
    { what: "see that nobody wrote", value: times.version / times.restore, unit: "×", target: 0.05 },
    { what: "find the row", value: times.changes / times.restore, unit: "×", target: 4 },
    { what: "EXCEPT both ways", value: times.except / times.restore, unit: "×", note: "takes 1 for 1.0" },
  ]);
}

function exceptBothWays(base: string): void {
  const connection = new sqlite.DatabaseSync(file);
  try {
    connection.prepare("ATTACH ? AS base").run(base);
    for (const [left, right] of [
      ["main", "base"],
      ["base", "main"],
    ]) {
      connection.prepare(`SELECT * FROM ${left}.nodes EXCEPT SELECT * FROM ${right}.nodes`).all();
    }
  } finally {
    connection.close();
  }
}
