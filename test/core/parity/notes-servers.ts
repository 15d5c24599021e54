import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Side } from "#core/model/endpoint.ts";
import type { DatabaseSettings, Project } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";

import type { Harness } from "./harness.ts";

const SERVER = join(import.meta.dirname, "../../servers/notes.py");

/** How test/servers/notes.py behaves on a side, as its environment says it. */
export type Habits = Partial<Record<Side, Readonly<Record<string, string>>>>;

/** A project whose servers are both test/servers/notes.py, on `${database}` where its habits do not say otherwise. */
export async function notesProject(
  harness: Harness,
  habits: Habits = {},
  database: Partial<DatabaseSettings> = {},
): Promise<Project> {
  await writeFile(
    join(harness.root, "migrations/0001_nodes.sql"),
    "CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT); CREATE TABLE sessions (token TEXT PRIMARY KEY, at INTEGER, used INTEGER);",
  );
  await writeFile(join(harness.root, "seed.sql"), "INSERT INTO notes (text) VALUES ('north');");
  const settings = (side: Side) => ({
    start: `python3 ${SERVER} \${port}`,
    environment: { NOTES_DATABASE: "${database}", ...habits[side] },
  });
  const project = harness.project({ python: settings("python"), rust: settings("rust") });
  return {
    ...project,
    database: { ...project.database, ...database },
  };
}

/** How a run ended, in a line: the cases, and why it was stopped where it was. */
export function endText(events: readonly RunEvent[]): string {
  const ended = events.at(-1);
  if (ended?.kind !== "ended") return "it did not end";
  const { match, differs, failed } = ended.totals.cases;
  const reason = ended.outcome.kind === "failed" ? `: ${ended.outcome.reason}` : "";
  return `${ended.outcome.kind}, ${match} match, ${differs} differ, ${failed} failed${reason}`;
}
