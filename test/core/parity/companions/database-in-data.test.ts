import { execFileSync } from "node:child_process";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { DatabaseSettings, DataSettings } from "#core/model/project.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";

import { openCase } from "../case-of.ts";
import { effectLines } from "../state/effect-lines.ts";
import { createHarness } from "../harness.ts";
import { endText, notesProject } from "../notes-servers.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const WRITE = openCase("POST", "/notes");
const READ = openCase("GET", "/notes");

const compare: CompareCase = (_, { exchanges, effects, renaming }) =>
  compareExchanges({ ...exchanges, rules: [], renaming, ...(effects && { effects }) });

/** Runs two servers that keep a database and files in one folder. `base` is the folder that both begin with. */
async function checkFolders(
  database: Partial<DatabaseSettings>,
  habits: Readonly<Record<string, string>> = {},
  base: readonly string[] = [],
): Promise<string> {
  await using harness = await createHarness();
  await mkdir(join(harness.root, "seed/db"), { recursive: true });
  await writeFile(join(harness.root, "seed/old.txt"), "old");
  for (const sql of base) execFileSync("python3", ["-c", SQL, join(harness.root, "seed/db/app.db"), sql]);
  const habit = { FOLDER: "${data}", ...habits };
  const project = await notesProject(harness, { python: habit, rust: habit });
  const { identities: _, ...open } = project;
  const data: DataSettings = { base: "seed" };
  const cases = [READ, WRITE, WRITE, READ];
  const events = await harness.run({
    cases,
    compare,
    project: { ...open, data, database: { engine: "sqlite", inData: "db/app.db", ...database } },
  });
  expect(harness.errors).toEqual([]);
  const left = await readdir(join(harness.root, "seed"));
  expect(left.toSorted()).toEqual(["db", "old.txt"]);
  return [...effectLines(events), endText(events)].join("\n");
}

const SQL = "import sqlite3, sys; sqlite3.connect(sys.argv[1], isolation_level=None).executescript(sys.argv[2])";

test("a database in the folder for files is compared by rows, the rest by files, and both are put back", async () => {
  const shown = await checkFolders({ migrations: "migrations", seed: "seed.sql" });
  expect(shown).toMatchInlineSnapshot(`
    "GET /notes: match
    GET /notes: match
    POST /notes: match
      python {"notes":{"key":["id"],"inserted":[{"id":2,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-1.txt","content":"new"}]}}
      rust   {"notes":{"key":["id"],"inserted":[{"id":2,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-1.txt","content":"new"}]}}
    POST /notes: match
      python {"notes":{"key":["id"],"inserted":[{"id":2,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-2.txt","content":"new"}]}}
      rust   {"notes":{"key":["id"],"inserted":[{"id":2,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-2.txt","content":"new"}]}}
    completed, 4 match, 0 differ, 0 failed"
  `);
});

test("a server that makes its tables at its start begins the base, in that folder", async () => {
  const shown = await checkFolders({ madeBy: "python" }, { MIGRATE: "own" });
  expect(shown).toMatchInlineSnapshot(`
    "GET /notes: match
    GET /notes: match
    POST /notes: match
      python {"notes":{"key":["id"],"inserted":[{"id":1,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-1.txt","content":"new"}]}}
      rust   {"notes":{"key":["id"],"inserted":[{"id":1,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-1.txt","content":"new"}]}}
    POST /notes: match
      python {"notes":{"key":["id"],"inserted":[{"id":1,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-2.txt","content":"new"}]}}
      rust   {"notes":{"key":["id"],"inserted":[{"id":1,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-2.txt","content":"new"}]}}
    completed, 4 match, 0 differ, 0 failed"
  `);
});

test("a database that lies in the folder that files begin with is what both begin with", async () => {
  const shown = await checkFolders({}, {}, [
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO notes (text) VALUES ('was there');",
  ]);
  expect(shown).toMatchInlineSnapshot(`
    "GET /notes: match
    GET /notes: match
    POST /notes: match
      python {"notes":{"key":["id"],"inserted":[{"id":2,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-1.txt","content":"new"}]}}
      rust   {"notes":{"key":["id"],"inserted":[{"id":2,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-1.txt","content":"new"}]}}
    POST /notes: match
      python {"notes":{"key":["id"],"inserted":[{"id":2,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-2.txt","content":"new"}]}}
      rust   {"notes":{"key":["id"],"inserted":[{"id":2,"text":"new"}]},"\${data}":{"key":["path"],"inserted":[{"path":"note-2.txt","content":"new"}]}}
    completed, 4 match, 0 differ, 0 failed"
  `);
});
