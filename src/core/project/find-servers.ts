import type { PythonSetUp } from "#core/model/sources/framework-set-up.ts";
import type { Files, PythonOnPath } from "#core/ports.ts";
import { CHECKS_TOKENS } from "./set-up/choose-tokens.ts";
import { pythonGuard } from "./set-up/python-guard.ts";
import { pythonInstall } from "./set-up/python-install.ts";
import { pythonPath } from "./set-up/python-path.ts";
import type { ChosenVariable } from "./set-up/choose-variables.ts";
import { at, readToml, type Table } from "./set-up/manifest.ts";
import { inFolder } from "#core/text/in-folder.ts";
import { byDepth, folderOf, isAside, within } from "./set-up/paths.ts";
import { makesApp, pythonStart } from "./set-up/python-start.ts";
import { type PythonText, pythonVariables } from "./set-up/python-variables.ts";
import { exampleVariables } from "./set-up/example-variables.ts";
import { engineOf, type FoundServer, libraryIn, placeOf, sqliteSchemeIn } from "./set-up/found-server.ts";

/** Folders whose manifest asks for one of the frameworks, or whose code makes such an app, those that seem to be the server first. */
export async function findPythonServers(
  files: Files,
  frameworks: readonly PythonSetUp[],
  pythons: readonly PythonOnPath[],
): Promise<readonly FoundServer[]> {
  const manifests = await files.list(".", ["pyproject.toml", ".txt", "Pipfile", "setup.py"]);
  const foundByFolder = new Map<string, FoundFramework>();
  for (const file of manifests.filter((each) =>
    /(?:^|\/)(?:pyproject\.toml|[\w-]*requirements[\w-]*\.txt|Pipfile|setup\.py)$/.test(each),
  )) {
    const folder = folderOf(file).replace(/\/?requirements$/, "") || ".";
    const text = (await files.read(file)) ?? "";
    const framework = frameworks.find((each) => asksFor(each.package, file, text));
    if (framework) foundByFolder.set(folder, foundByFolder.get(folder) ?? { from: file, framework });
  }
  if (foundByFolder.size === 0) {
    const sources = (await files.list(".", [".py"])).filter((file) => !isAside(file)).toSorted(byDepth);
    for (const file of sources) {
      const text = (await files.read(file)) ?? "";
      const framework = frameworks.find((each) => makesApp(each, text));
      if (!framework) continue;
      foundByFolder.set(folderOf(file), { from: file, framework });
      break;
    }
  }
  const servers = [...foundByFolder].map(([folder, found]) =>
    pythonServer(folder, found, { files, frameworks, pythons }),
  );
  return (await Promise.all(servers)).toSorted(
    (one, other) =>
      Number(isAside(`${one.folder}/x`)) - Number(isAside(`${other.folder}/x`)) ||
      Number(!one.start) - Number(!other.start) ||
      byDepth(one.folder, other.folder),
  );
}

/** Frameworks that are known by name alone and that manifests ask for: `Django (api/requirements.txt)`. */
export async function findOtherFrameworks(files: Files, unread: readonly string[]): Promise<readonly string[]> {
  const manifests = await files.list(".", ["pyproject.toml", "requirements.txt"]);
  const found = await Promise.all(
    manifests.map(async (file) => {
      const text = (await files.read(file)) ?? "";
      return unread.filter((name) => asksFor(name.toLowerCase(), file, text)).map((name) => `${name} (${file})`);
    }),
  );
  return found.flat();
}

/** A framework, and the file that tells that it is used. */
interface FoundFramework {
  readonly from: string;
  readonly framework: PythonSetUp;
}

async function pythonServer(
  folder: string,
  { from, framework }: FoundFramework,
  {
    files,
    frameworks,
    pythons,
  }: {
    readonly files: Files;
    readonly frameworks: readonly PythonSetUp[];
    readonly pythons: readonly PythonOnPath[];
  },
): Promise<FoundServer> {
  const sources = (await files.list(folder, [".py"])).toSorted(byDepth);
  const texts = await Promise.all(
    sources.map(async (file): Promise<PythonText> => ({ file, text: (await files.read(file)) ?? "" })),
  );
  const start = pythonStart(texts, folder, frameworks);
  const { python, build, notes } = await pythonInstall(folder, from, { files, framework, pythons });
  const own = texts.filter(({ file }) => !isAside(within(file, folder)));
  const { sqliteScheme } = sqliteSchemeIn(own);
  const variables = pythonVariables(own);
  const guard = pythonGuard(own, variables);
  const manifests = [(await files.read(inFolder(folder, "pyproject.toml"))) ?? "", (await files.read(from)) ?? ""].join(
    "\n",
  );
  const library =
    libraryIn(manifests, PYTHON_LIBRARIES, from) ??
    libraryIn(own.map(({ text }) => text).join("\n"), /^\s*(?:import|from) (sqlite3)\b/m, folder);
  const path = await pythonPath(folder, own, { files, manifests });
  const told = engineOf(manifests, PYTHON_DRIVERS);
  // SQLite comes with Python, so that no manifest asks for it.
  const engine = told === "postgresql" && sqliteScheme !== undefined ? undefined : told;
  const [migratesAt, checksTokens] = [placeOf(own, MIGRATES), placeOf(own, CHECKS_TOKENS)];
  return {
    folder,
    from,
    ...(build !== undefined && { build }),
    ...(start && { start: { ...start, line: `${python} ${start.line}` } }),
    ...(start?.export && { export: `${beforeExport(start.export.before, path)}${python} ${start.export.line}` }),
    python,
    ...(migratesAt !== undefined && { migratesAt }),
    ...(checksTokens !== undefined && { checksTokens }),
    ...(path && { path }),
    variables,
    ...(guard && { guard }),
    examples: await exampleVariables(folder, files),
    ...(engine && { engine }),
    ...(library !== undefined && { library }),
    ...(sqliteScheme !== undefined && { sqliteScheme }),
    notes,
  };
}

/** What the environment says of the path is kept beside what stands on the line. */
function beforeExport(before: string, path: ChosenVariable | undefined): string {
  return path === undefined || before === "" ? before : before.replace(/ $/, ":$PYTHONPATH ");
}

/** SQLAlchemy's and Alembic's own calls, and SQL; whoever has them does so at the start, or in a script, which is left out. */
const MIGRATES =
  /\bcreate_all\(|\bcommand\.upgrade\(|\bcreate_db_and_tables\(|\bCREATE TABLE (?:IF NOT EXISTS )?["`\w.]+\s*\(/i;

const PYTHON_DRIVERS = { postgresql: /\b(?:psycopg2?|asyncpg|aiopg|pg8000)\b/i, sqlite: /\b(?:aiosqlite)\b/i };

const PYTHON_LIBRARIES =
  /\b(sqlalchemy|sqlmodel|tortoise-orm|peewee|pony|databases|psycopg\w*|asyncpg|aiosqlite|duckdb|\w*mysql\w*|pymongo|motor|beanie|mongoengine|neo4j|cassandra-driver)\b/i;

/** Whether a manifest asks for a package: `project.dependencies` (PEP 621), Poetry's table, lines of requirements. */
function asksFor(name: string, file: string, text: string): boolean {
  if (!file.endsWith(".toml")) return new RegExp(`(?:^|["'])\\s*${name}\\b(?!-)`, "im").test(text);
  const manifest: Table = readToml(text);
  const listed = at(manifest, "project", "dependencies");
  const isListed =
    Array.isArray(listed) && listed.some((each) => new RegExp(`^${name}\\b(?!-)`, "i").test(String(each)));
  const poetry = at(manifest, "tool", "poetry", "dependencies");
  return (
    isListed ||
    Object.keys(typeof poetry === "object" && poetry ? poetry : {}).some((key) => key.toLowerCase() === name)
  );
}
