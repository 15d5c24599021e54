import type { Project } from "#core/model/project.ts";
import type { Disposable } from "#core/ports.ts";
import type { FolderBase } from "#core/ports/owned-folder.ts";

import type { ParityPorts } from "../preparation.ts";
import type { Companion } from "./companion.ts";
import { createDataFolder } from "./data-folder.ts";

/** What a side has beside its database. */
export interface Companions extends Disposable {
  readonly all: readonly Companion[];
  /** What the folder for files holds now, for others to begin with; it is given up. Undefined where there is none. */
  dataToBase(): Promise<FolderBase | undefined>;
}

/** Makes them for a side. `data` is what its folder for files begins with. */
export async function createCompanions(
  project: Project,
  data: FolderBase | undefined,
  { folders }: ParityPorts,
): Promise<Companions> {
  const folder = project.data === undefined ? undefined : await createDataFolder(project.data, data, folders);
  const all: readonly Companion[] = folder === undefined ? [] : [folder];
  return {
    all,
    dataToBase: async () => folder?.toBase(),
    dispose: async () => {
      for (const each of all.toReversed()) await each.dispose();
    },
  };
}
