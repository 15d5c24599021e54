import { type Side, SIDES } from "../endpoint.ts";
import type { DatabaseSettings, Project } from "../project.ts";

/** What keeps the state of one side. */
export function databaseOf({ database, databases }: Project, side: Side): DatabaseSettings {
  return databases?.[side] ?? database;
}

/** The project as one side has it: with its own database as the only one. */
export function withOwnDatabase(project: Project, side: Side): Project {
  const { databases: _, ...rest } = project;
  return { ...rest, database: databaseOf(project, side) };
}

/** The settings of all databases, each once. */
export function allDatabases(project: Project): readonly DatabaseSettings[] {
  return [...new Set(SIDES.map((side) => databaseOf(project, side)))];
}
