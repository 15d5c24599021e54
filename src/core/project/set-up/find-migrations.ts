import type { Files } from "#core/ports.ts";
import { alembicSteps } from "./alembic-steps.ts";
import { baseName, byDepth, folderOf, isAside } from "./paths.ts";

/** A folder that makes the schema. */
export interface FoundMigrations {
  readonly folder: string;
  readonly kind: "sql" | "diesel" | "alembic" | "django";
  readonly from: string;
  /** Where the command that applies them has to run. */
  readonly home?: string;
  /** The revisions to stop at on the way, so that what they did is committed. */
  readonly steps?: readonly string[];
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
      const first = scripts.find((file) => folderOf(file) === folder) ?? "";
      return {
        folder,
        kind: "sql",
        from: `SQL files, ${baseName(first)} first`,
      };
    }),
    ...[...new Set(nested)].map((folder): FoundMigrations => ({
      folder,
      kind: "diesel",
      from: "Diesel's up.sql and down.sql",
    })),
    ...(await Promise.all(configurations.map((file) => alembic(file, files)))),
    ...django(modules),
  ];
  const rank = ({ folder, kind }: FoundMigrations): number =>
    (kind === "sql" ? 0 : 1) + (isAside(`${folder.replace(/\/?(?:migrations?|alembic)$/, "")}/x`) ? 2 : 0);
  return found.toSorted((one, other) => rank(one) - rank(other));
}

async function alembic(file: string, files: Files): Promise<FoundMigrations> {
  const text = (await files.read(file)) ?? "";
  const written = /^\s*script_location\s*=\s*(\S+)/m.exec(text)?.[1] ?? "";
  const location =
    written
      .replace(/^%\(here\)s\/?/, "")
      .replaceAll(":", "/")
      .replace(/^\.\//, "") || ".";
  const home = folderOf(file);
  const folder = location === "." ? home : home === "." ? location : `${home}/${location}`;
  return { folder, kind: "alembic", from: file, home, steps: await alembicSteps(folder, files) };
}

/** `shop/migrations/0001_initial.py` */
function django(modules: readonly string[]): readonly FoundMigrations[] {
  const first = modules.filter((file) => /(?:^|\/)migrations\/0001_\w+\.py$/.test(file)).toSorted(byDepth)[0];
  return first === undefined
    ? []
    : [{ folder: folderOf(first), kind: "django", from: first, home: folderOf(folderOf(folderOf(first))) }];
}

/** How the project file has migrations applied: `database.migrations`, or `database.prepare` with the server's Python. */
export function migrationLine(
  { folder, kind, from, home, steps = [] }: FoundMigrations,
  server: { readonly folder: string; readonly python: string } | undefined,
): { readonly key: "migrations" | "prepare"; readonly value: string; readonly from: string } | undefined {
  if (kind === "sql") return { key: "migrations", value: folder, from };
  // The command runs in the Python server's folder.
  if (kind === "diesel" || server === undefined || home !== server.folder) return undefined;
  const commands =
    kind === "alembic" ? [...steps, "head"].map((revision) => `-m alembic upgrade ${revision}`) : ["manage.py migrate"];
  return { key: "prepare", value: commands.map((command) => `${server.python} ${command}`).join(" && "), from };
}

/** What to do about migrations that have no line. */
export function whyNotRun({ folder, kind, from }: FoundMigrations): string {
  if (kind === "diesel") {
    return `${folder} is Diesel's, with steps down beside those up. Name a file of SQL that has the schema as \`database.base\`, or a command that applies them as \`database.prepare\`.`;
  }
  return `${folder} (${from}) is not applied from the Python server's folder, where \`database.prepare\` runs: write a command that goes there, \`cd ../api && alembic upgrade head\`.`;
}
