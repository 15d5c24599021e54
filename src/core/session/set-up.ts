import type { Files } from "#core/ports.ts";
import { type ProjectProposal, proposeProject } from "#core/project/propose-project.ts";

/** What a project file could say for a folder that has none; see `proposeProject`. */
export function proposeProjectFor(files: Files): Promise<ProjectProposal> {
  return proposeProject(files);
}
