import { SIDES } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Project } from "#core/model/project.ts";
import type { Files } from "#core/ports.ts";
import { inFolder } from "#core/text/in-folder.ts";

/**
 * Migrations that lie in a server's own folder, where the project's lie elsewhere: whoever puts one there has the other server in
 * mind no more. Looked for in the folder `migrations` of each server's folder, as files in SQL; none where the project names no
 * folder of migrations.
 */
export async function ownMigrations(
  files: Pick<Files, "list">,
  { servers, database: { migrations } }: Project,
): Promise<readonly Finding[]> {
  if (migrations === undefined) return [];
  const folders = SIDES.map((side) => ({ side, folder: inFolder(servers[side].folder, "migrations") }));
  const own = folders.filter(({ folder }) => folder !== migrations && !`${migrations}/`.startsWith(`${folder}/`));
  const found = await Promise.all(
    own.map(async ({ side, folder }) => {
      const listed = await files.list(folder, [".sql"]);
      return listed.map((file): Finding => {
        const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
        return { code: "schema-own-migration", severity: "error", place: { file, range }, facts: { side, migrations } };
      });
    }),
  );
  return found.flat();
}
