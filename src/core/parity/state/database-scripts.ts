import type { DatabaseSettings } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";

import type { ParityPorts } from "../preparation.ts";

/** A script that helps to make the database, and where it stands. */
export interface DatabaseScript {
  readonly file: string;
  readonly text: string;
}

/** What makes the database: the migrations in the order of their names, then the seed. Throws a UserError where something is missing. */
export async function readDatabaseScripts(
  { migrations, seed }: DatabaseSettings,
  { files }: Pick<ParityPorts, "files">,
): Promise<readonly DatabaseScript[]> {
  const names = migrations === undefined ? [] : await files.list(migrations, [".sql"]);
  if (migrations !== undefined && names.length === 0) {
    throw new UserError(`No .sql file lies in ${migrations}; correct \`database.migrations\` in portolan.yaml.`);
  }
  const all = seed === undefined ? names : [...names, seed];
  return Promise.all(
    all.map(async (file) => {
      const text = await files.read(file);
      if (text === undefined) throw new UserError(`${file} does not exist; correct \`database\` in portolan.yaml.`);
      const nul = text.indexOf("\0");
      if (nul >= 0) {
        const line = text.slice(0, nul).split("\n").length;
        throw new UserError(
          `${file} has a NUL character in line ${line}, where the script would end unseen; remove it.`,
        );
      }
      return { file, text };
    }),
  );
}
