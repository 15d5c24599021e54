import type { Files } from "#core/ports.ts";
import { baseName, byDepth, folderOf, isAside } from "./paths.ts";

/** A folder that makes the schema. */
export interface FoundMigrations {
  readonly folder: string;
  readonly kind: "sql" | "reversible sql" | "alembic" | "django";
  readonly from: string;
}

/** All folders of migrations, those first that Portolan can run by itself: plain SQL files, applied in the order of their names. */
export async function findMigrations(files: Files): Promise<readonly FoundMigrations[]> {
  const [scripts, configurations, modules] = await Promise.all([
    files.list(".", [".sql"]),
    files.list(".", ["alembic.ini"]),
    files.list(".", [".py"]),
  ]);
  const sql = [...new Set(scripts.map(folderOf))].filter((folder) => /(?:^|\/)migrations?$/.test(folder));
  const nested = scripts
    .filter((file) => /(?:^|\/)migrations?\/[^/]+\/up\.sql$/.test(file))
    .map((file) => folderOf(folderOf(file)));
  const found: FoundMigrations[] = [
    ...sql.toSorted(byDepth).map((folder): FoundMigrations => {
      const own = scripts.filter((file) => folderOf(file) === folder);
      const isReversible = own.some((file) => /(?:\.|_)down\.sql$/.test(file));
      return {
        folder,
        kind: isReversible ? "reversible sql" : "sql",
        from: `SQL files, ${baseName(own[0] ?? "")} first`,
      };
    }),
    ...[...new Set(nested)].map((folder): FoundMigrations => ({
      folder,
      kind: "reversible sql",
      from: "Diesel's up.sql and down.sql",
    })),
    ...(await Promise.all(configurations.map(async (file) => alembic(file, (await files.read(file)) ?? "")))),
    ...django(modules),
  ];
  const rank = ({ folder, kind }: FoundMigrations): number =>
    (kind === "sql" ? 0 : 1) + (isAside(`${folder.replace(/\/?(?:migrations?|alembic)$/, "")}/x`) ? 2 : 0);
  return found.toSorted((one, other) => rank(one) - rank(other));
}

function alembic(file: string, text: string): FoundMigrations {
  const written = /^\s*script_location\s*=\s*(\S+)/m.exec(text)?.[1] ?? "";
  const location =
    written
      .replace(/^%\(here\)s\/?/, "")
      .replaceAll(":", "/")
      .replace(/^\.\//, "") || ".";
  const home = folderOf(file);
  const folder = location === "." ? home : home === "." ? location : `${home}/${location}`;
  return { folder, kind: "alembic", from: file };
}

/** `shop/migrations/0001_initial.py` */
function django(modules: readonly string[]): readonly FoundMigrations[] {
  const first = modules.filter((file) => /(?:^|\/)migrations\/0001_\w+\.py$/.test(file)).toSorted(byDepth)[0];
  return first === undefined ? [] : [{ folder: folderOf(first), kind: "django", from: first }];
}

/** What keeps Portolan from running them, as a sentence that says what to do; undefined where it runs them. */
export function whyNotRun({ folder, kind }: FoundMigrations): string | undefined {
  const instead = "Make a file of SQL that has the schema once, with the tool itself, and name it as `database.seed`";
  switch (kind) {
    case "sql":
      return undefined;
    case "reversible sql":
      return `${folder} has steps down beside those up, and Portolan would run all of them. ${instead}, or a folder with the steps up alone as \`database.migrations\`.`;
    case "alembic":
      return `${folder} is Alembic's, which Portolan does not run; \`alembic upgrade head --sql\` prints the schema. ${instead}. A server that migrates itself at its start needs neither.`;
    case "django":
      return `${folder} is Django's, which Portolan does not run. ${instead}.`;
  }
}
