import { attachedSides } from "./attached.ts";
import type { Project } from "./project.ts";

/** Whether what the two servers write is compared: in the database, or in what stands beside it. */
export function areEffectsCompared(project: Project): boolean {
  // What happens on one side alone cannot be held against anything.
  if (attachedSides(project).length > 0) return false;
  const { database, data, stubs = [], services = [] } = project;
  const isDatabaseCompared = database.engine !== "none" && database.effectsNotCompared === undefined;
  const isDataCompared = data !== undefined && data.notCompared === undefined;
  return (
    isDatabaseCompared ||
    isDataCompared ||
    stubs.length > 0 ||
    services.some(({ effects }) => effects.kind === "content")
  );
}
