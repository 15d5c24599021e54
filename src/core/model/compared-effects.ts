import { attachedSides } from "./attached.ts";
import type { Project } from "./project.ts";
import { allDatabases } from "./databases/side-database.ts";

/** Whether what the two servers write is compared: in the database, or in what stands beside it. */
export function areEffectsCompared(project: Project): boolean {
  // What happens on one side alone cannot be held against anything.
  if (attachedSides(project).length > 0) return false;
  const areRowsCompared = allDatabases(project).every(
    ({ engine, effectsNotCompared }) => engine !== "none" && effectsNotCompared === undefined,
  );
  return areRowsCompared || isAnythingBesideCompared(project);
}

/** Files, services or stubs. */
export function isAnythingBesideCompared({ data, stubs = [], services = [] }: Project): boolean {
  const isDataCompared = data !== undefined && data.notCompared === undefined;
  return isDataCompared || stubs.length > 0 || services.some(({ effects }) => effects.kind === "content");
}
