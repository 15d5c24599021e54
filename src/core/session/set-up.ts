import type { Files, Processes } from "#core/ports.ts";
import { type ProjectProposal, proposeProject } from "#core/project/propose-project.ts";

/** What a project file could say for a folder that has none; see `proposeProject`. */
export function proposeProjectFor(files: Files, system: Pick<Processes, "whyNoLoopback">): Promise<ProjectProposal> {
  return proposeProject(files, system);
}
