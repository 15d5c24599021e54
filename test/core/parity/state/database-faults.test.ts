import { expect, test, vi } from "vitest";

import { caseOf } from "../case-of.ts";
import { createHarness } from "../harness.ts";
import { endText, type Habits, notesProject } from "../notes-servers.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const READ = caseOf("GET", "/notes");
const WRITE = caseOf("POST", "/notes");

/** The verdicts on a case that harms the database, on one that writes and on one that reads after it, and why the first failed. */
async function checkFault(target: string, habits: Habits = {}): Promise<string> {
  await using harness = await createHarness();
  const project = await notesProject(harness, habits);
  const events = await harness.run({ cases: [caseOf("POST", target), WRITE, READ], project });
  expect(harness.errors).toEqual([]);
  expect(await harness.leftovers()).toHaveLength(5);
  const results = events.flatMap((event) => (event.kind === "case-ended" ? [event.result] : []));
  return [
    endText(events),
    results.map(({ verdict }) => verdict).join(", "),
    ...results.flatMap(({ reason }) => (reason === undefined ? [] : [reason])),
  ]
    .join("\n")
    .replace(/(?:Python|Rust) server's/, "SIDE server's");
}

test("a transaction that a handler leaves open fails its case and no other", async () => {
  expect(await checkFault("/hold")).toMatchInlineSnapshot(`
    "completed, 2 match, 0 differ, 1 failed
    failed, match, match
    The SIDE server's database is at fault. The database could not be checked after the case: it stayed locked for more than 5 s after the answer. Look for a transaction that the handler leaves open, or a task that writes in the background. The case "/hold" proves nothing; the server is started again after it."
  `);
});

test("a database that its server deletes fails the case", async () => {
  expect(await checkFault("/delete")).toMatchInlineSnapshot(`
    "completed, 2 match, 0 differ, 1 failed
    failed, match, match
    The SIDE server's database is at fault. The database file was deleted or replaced while the server used it. The case "/delete" proves nothing; the server is started again after it."
  `);
});

test("a database that its server replaces by an equal one fails the case", async () => {
  expect(await checkFault("/replace")).toMatchInlineSnapshot(`
    "completed, 2 match, 0 differ, 1 failed
    failed, match, match
    The SIDE server's database is at fault. The database file was deleted or replaced while the server used it. The case "/replace" proves nothing; the server is started again after it."
  `);
});

test("a database that its server damages fails the case", async () => {
  expect(await checkFault("/damage")).toMatchInlineSnapshot(`
    "completed, 2 match, 0 differ, 1 failed
    failed, match, match
    The SIDE server's database is at fault. The database could not be checked after the case: SQLite says "file is not a database". Something overwrote, cut off or damaged its file. The case "/damage" proves nothing; the server is started again after it."
  `);
});

test("a server that writes in the background without a pause is compared", async () => {
  await using harness = await createHarness();
  const habits = { python: { FAULT: "background" }, rust: { FAULT: "background" } };
  const project = await notesProject(harness, habits, { effectsNotCompared: "A counter." });
  const cases = [WRITE, READ, { ...WRITE, id: "again" }, { ...READ, id: "again" }];
  const events = await harness.run({ cases, project });
  const reasons = events.flatMap((event) => (event.kind === "case-ended" ? (event.result.reason ?? []) : []));
  expect(reasons).toEqual([]);
  expect(endText(events)).toBe("completed, 4 match, 0 differ, 0 failed");
  expect(harness.errors).toEqual([]);
});
