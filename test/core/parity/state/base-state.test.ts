import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { expect, test, vi } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { CompareCase } from "#core/parity/run/settle-case.ts";

import { caseOf, openCase } from "../case-of.ts";
import { createHarness } from "../harness.ts";
import { endText, notesProject } from "../notes-servers.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const READ = caseOf("GET", "/notes");

/** Counts for ever. */
const ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n;";

const compare: CompareCase = (_, { exchanges, effects, renaming }) =>
  compareExchanges({ ...exchanges, rules: [], renaming, ...(effects && { effects }) });

function answersOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.kind !== "case-ended") return [];
    return Object.values(event.result.exchanges).map(({ outcome }) =>
      outcome.kind === "answer" && outcome.body.kind === "text" ? outcome.body.text : outcome.kind,
    );
  });
}

test("what a seed draws by chance is the same on both sides, and again after a side was started anew", async () => {
  await using harness = await createHarness();
  const project = await notesProject(harness, {}, {});
  await writeFile(join(harness.root, "seed.sql"), "INSERT INTO notes (text) VALUES (hex(randomblob(8)));");
  const first = await harness.run({ cases: [READ], project });
  await writeFile(join(harness.root, "rust/changed.py"), "x = 1");
  const second = await harness.run({ cases: [READ], project });
  const restarted = second.filter((event) => event.kind === "preparing" && event.step === "start");
  expect(restarted).toMatchObject([{ side: "rust" }]);
  const answers = [...answersOf(first), ...answersOf(second)];
  expect(answers).toHaveLength(4);
  expect(new Set(answers).size).toBe(1);
});

const MIGRATE = `
import { DatabaseSync } from "node:sqlite";
const database = new DatabaseSync(process.argv[2]);
database.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO notes (text) VALUES ('migrated')");
`;

test.each([
  ["a file", { base: "base.sqlite" }, '[{"id": 1, "text": "migrated"}]'],
  [
    "a command, run once",
    { prepare: `${process.execPath} migrate.mjs "$NOTES_DATABASE"` },
    '[{"id": 1, "text": "migrated"}]',
  ],
  ["the first start of a server", { madeBy: "python" }, "[]"],
] as const)("both sides begin with what %s made, and a write is put back to it", async (_, recipe, rows) => {
  await using harness = await createHarness();
  const habits = "madeBy" in recipe ? { python: { MIGRATE: "own" }, rust: { MIGRATE: "own" } } : {};
  const project = await notesProject(harness, habits);
  const { migrations: _migrations, seed: _seed, ...database } = project.database;
  await writeFile(join(harness.root, "python/migrate.mjs"), MIGRATE);
  if ("base" in recipe) {
    const base = new DatabaseSync(join(harness.root, recipe.base));
    base.exec("CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); INSERT INTO notes (text) VALUES ('migrated')");
    base.close();
  }
  const { identities: __, ...open } = project;
  const cases = [openCase("POST", "/notes"), openCase("GET", "/notes")];
  const events = await harness.run({ cases, project: { ...open, database: { ...database, ...recipe } }, compare });
  expect(endText(events)).toBe("completed, 2 match, 0 differ, 0 failed");
  expect(answersOf(events).slice(2)).toEqual([rows, rows]);
});

test("an effect does not differ by the rows that the two logins wrote", async () => {
  await using harness = await createHarness();
  const project = await notesProject(harness, { python: { SESSIONS: "rows" }, rust: { SESSIONS: "rows" } });
  const cases = [caseOf("POST", "/notes"), caseOf("POST", "/logout"), openCase("POST", "/login")];
  const events = await harness.run({ cases, project, compare });
  const effects = events.flatMap((event) => (event.kind === "case-ended" ? [event.result.effects] : []));
  // What the case itself draws by chance is a difference; what the side's login drew is none.
  expect(events.flatMap((event) => (event.kind === "case-ended" ? [event.result.verdict] : []))).toEqual([
    "match",
    "match",
    "differs",
  ]);
  expect(effects[0]?.rust).toContain('"updated":[{"token":"•••","used":1}]');
  expect(effects[1]?.rust).toContain('"deleted":[{"token":"•••"}]');
});

test("a slow seed says where it is, is cancelled at once, and nothing of it is left", async () => {
  await using harness = await createHarness();
  const project = await notesProject(harness);
  await writeFile(join(harness.root, "seed.sql"), ENDLESS);
  const cancel = new AbortController();
  const events = await harness.run({
    cases: [READ],
    project,
    signal: cancel.signal,
    onEvent: (event) => event.kind === "preparing" && event.file === "seed.sql" && cancel.abort(),
  });
  expect(endText(events)).toBe("cancelled, 0 match, 0 differ, 0 failed");
  expect(await harness.leftovers()).toEqual([]);
});

test("a NUL character in a script is named with its line", async () => {
  await using harness = await createHarness();
  const project = await notesProject(harness);
  await writeFile(
    join(harness.root, "seed.sql"),
    "INSERT INTO notes (text) VALUES ('a');\n\0INSERT INTO no_table VALUES (1);",
  );
  expect(endText(await harness.run({ cases: [READ], project }))).toMatchInlineSnapshot(
    `"failed, 0 match, 0 differ, 0 failed: seed.sql has a NUL character in line 2, where the script would end unseen; remove it."`,
  );
});
