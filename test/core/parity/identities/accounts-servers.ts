import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Case } from "#core/model/run/case.ts";
import type { Project } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import { readProject } from "#core/project/read-project.ts";

import { openCase } from "../case-of.ts";
import type { Harness } from "../harness.ts";

const SERVER = join(import.meta.dirname, "../../../servers/accounts.py");

/** A project whose servers are both test/servers/accounts.py, or `program`; `settings` are more of its project file. */
export async function accountsProject(
  harness: Harness,
  settings: string,
  program = `python3 ${SERVER}`,
): Promise<Project> {
  await writeFile(
    join(harness.root, "migrations/0001_nodes.sql"),
    "CREATE TABLE accounts (name TEXT PRIMARY KEY, password TEXT); CREATE TABLE sessions (token TEXT PRIMARY KEY, name TEXT); CREATE TABLE notes (owner TEXT);",
  );
  await writeFile(join(harness.root, "seed.sql"), "INSERT INTO accounts VALUES ('ada', 'pass-of-ada');");
  const server = (side: string): string =>
    `  ${side}: { folder: ${side}, start: '${program} \${port} "$DATABASE"', ready: /ready, environment: { DATABASE: "\${database}" } }`;
  const { project, findings } = readProject(
    "portolan.yaml",
    `version: 1\ncontract: openapi.json\nservers:\n${server("python")}\n${server("rust")}\ndatabase: { engine: sqlite, migrations: migrations, seed: seed.sql }\n${settings}`,
  );
  if (project === undefined || findings.length > 0) throw new Error(JSON.stringify(findings));
  return project;
}

/** A case that an identity sends: `asCase("ada", openCase("GET", "/me"))` */
export function asCase(identity: string, given: Case): Case {
  return { ...given, identity, id: `${given.id} as ${identity}` };
}

/** Asks who each of them is. */
export function whoAmI(...identities: readonly string[]): readonly Case[] {
  return identities.map((identity) => asCase(identity, openCase("GET", "/me")));
}

/** A line a case: its verdict and what Python answered; then why the run stopped, where it did. */
export function linesOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => {
    if (event.kind === "ended") return event.outcome.kind === "failed" ? [event.outcome.reason] : [];
    if (event.kind !== "case-ended") return [];
    const { case: given, verdict, reason, exchanges } = event.result;
    if (reason !== undefined) return [`${given.id}: ${reason}`];
    const outcome = exchanges.python?.outcome;
    const body = outcome?.kind === "answer" && outcome.body.kind === "text" ? outcome.body.text : "";
    return [`${given.id}: ${verdict} ${body}`];
  });
}
