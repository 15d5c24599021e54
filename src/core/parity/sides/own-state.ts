import type { Project } from "#core/model/project.ts";
import type { Database, Disposable, Snapshot } from "#core/ports.ts";
import type { FolderBase } from "#core/ports/owned-folder.ts";

import type { Companion } from "../companions/companion.ts";
import { type CompanionSurroundings, createCompanions } from "../companions/companions.ts";
import { createDataFolder } from "../companions/data-folder.ts";
import type { Base } from "./base.ts";

/** A database of a side's own and what stands beside it. Disposing removes all. */
export interface OwnState extends Disposable {
  readonly database: Database;
  readonly companions: readonly Companion[];
  /** What both hold now, for others to begin with. Nobody may use them any more; the rest of it is still to be disposed of. */
  toBase(): Promise<{ readonly database: Snapshot; readonly data: FolderBase | undefined }>;
}

/** What SQLite keeps beside a database. https://www.sqlite.org/tempfiles.html */
const JOURNALS = ["", "-wal", "-shm", "-journal"];

/** Makes them as copies of a base. A database may lie in the folder for files, and is no file of it then. */
export async function createOwnState(
  project: Project,
  base: Pick<Base, "database" | "data">,
  surroundings: Omit<CompanionSurroundings, "database">,
): Promise<OwnState> {
  const { ports, owner } = surroundings;
  const { inData } = project.database;
  const acquired: Disposable[] = [];
  const acquire = <T extends Disposable>(made: T): T => {
    acquired.push(made);
    return made;
  };
  const dispose = async (): Promise<void> => {
    for (const each of acquired.splice(0).toReversed()) await each.dispose();
  };
  try {
    const without = inData === undefined ? [] : JOURNALS.map((ending) => inData + ending);
    const folder =
      project.data && acquire(await createDataFolder(project.data, base.data, { folders: ports.folders, without }));
    const place = folder === undefined || inData === undefined ? undefined : `${folder.values["data"]}/${inData}`;
    const database = acquire(await ports.databases.create(project.database, owner, base.database, place));
    const beside = acquire(await createCompanions(project, folder, { ...surroundings, database }));
    return {
      database,
      companions: beside.all,
      toBase: async () => {
        await beside.dispose();
        return { database: await database.toBase(), data: await folder?.toBase() };
      },
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}
