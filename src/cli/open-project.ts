import type { ServersState, Session } from "#core/model/session.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Disposable } from "#core/ports.ts";
import { createSession } from "#core/session.ts";
import { findProject, type FoundProject } from "#host/files/find-project.ts";

import { commandPorts } from "./command-ports.ts";

export interface ProjectOptions {
  /** A project file or its folder; else the nearest above the current folder. */
  readonly project?: string;
  readonly savesVerdicts?: boolean;
  readonly keepsWholeAnswers?: boolean;
  readonly isGeneratingCases?: boolean;
  readonly onDidChangeServers?: (state: ServersState) => void;
  /** The caller's secrets that are not in the environment, by name. */
  readonly secrets?: ReadonlyMap<string, string>;
}

/** A session on a project file; `folder` is the project's, absolute. */
export interface OpenProject extends Disposable {
  readonly session: Session;
  readonly folder: string;
}

/** A session on the project file that the command means; to be disposed. Throws a UserError where there is none. */
export function openProject(options: ProjectOptions): OpenProject {
  const found = requireProject(options.project);
  const ports = commandPorts({
    root: found.folder,
    reach: { around: [process.cwd()] },
    ...(options.secrets !== undefined && { secrets: options.secrets }),
  });
  const session = createSession(ports, {
    projectFile: found.file,
    environment: process.env,
    ...(options.savesVerdicts !== undefined && { savesVerdicts: options.savesVerdicts }),
    ...(options.keepsWholeAnswers !== undefined && { keepsWholeAnswers: options.keepsWholeAnswers }),
    ...(options.isGeneratingCases !== undefined && { isGeneratingCases: options.isGeneratingCases }),
    ...(options.onDidChangeServers !== undefined && { onDidChangeServers: options.onDidChangeServers }),
  });
  return {
    session,
    folder: found.folder,
    dispose: async () => {
      await session.dispose();
      await ports.dispose();
    },
  };
}

/** The project file that a command means: the one named, else the nearest above the current folder. Throws a UserError where there is none. */
export function requireProject(project: string | undefined): FoundProject {
  const found = findProject(process.cwd(), project);
  if (found !== undefined) return found;
  throw new UserError(
    project === undefined
      ? "There is no portolan.yaml here or in a folder above; go to the project's folder, or name the file with --project."
      : `There is no project file at ${project}; name a portolan.yaml, or the folder that holds it.`,
  );
}
