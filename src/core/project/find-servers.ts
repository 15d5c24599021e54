import type { Files } from "#core/ports.ts";
import { at, readToml, type Table } from "./set-up/manifest.ts";
import { byDepth, folderOf, isAside, join, within } from "./set-up/paths.ts";
import { pythonStart } from "./set-up/python-start.ts";
import { type PythonText, pythonVariables } from "./set-up/python-variables.ts";
import { chooseRustServers } from "./set-up/rust-server.ts";
import { exampleVariables } from "./set-up/example-variables.ts";
import { engineOf, type FoundServer, placeOf, sqliteSchemeIn } from "./set-up/found-server.ts";

/** Folders whose manifest asks for FastAPI, or whose code makes such an app, those that seem to be the server first. */
export async function findPythonServers(files: Files): Promise<readonly FoundServer[]> {
  const manifests = await files.list(".", ["pyproject.toml", ".txt", "Pipfile", "setup.py"]);
  const fromByFolder = new Map<string, string>();
  for (const file of manifests.filter((each) =>
    /(?:^|\/)(?:pyproject\.toml|[\w-]*requirements[\w-]*\.txt|Pipfile|setup\.py)$/.test(each),
  )) {
    const folder = folderOf(file).replace(/\/?requirements$/, "") || ".";
    if (asksFor("fastapi", file, (await files.read(file)) ?? ""))
      fromByFolder.set(folder, fromByFolder.get(folder) ?? file);
  }
  if (fromByFolder.size === 0) {
    const sources = (await files.list(".", [".py"])).filter((file) => !isAside(file)).toSorted(byDepth);
    for (const file of sources) {
      if (!/\bFastAPI\(/.test((await files.read(file)) ?? "")) continue;
      fromByFolder.set(folderOf(file), file);
      break;
    }
  }
  const servers = [...fromByFolder].map(([folder, from]) => pythonServer(folder, from, files));
  return (await Promise.all(servers)).toSorted(
    (one, other) =>
      Number(isAside(`${one.folder}/x`)) - Number(isAside(`${other.folder}/x`)) ||
      Number(!one.start) - Number(!other.start) ||
      byDepth(one.folder, other.folder),
  );
}

/** Folders whose `Cargo.toml` asks for axum, those first that seem to be the server. */
export function findRustServers(files: Files): Promise<readonly FoundServer[]> {
  return chooseRustServers(files);
}

/** Other frameworks that manifests ask for, where there is no FastAPI: `Flask (api/requirements.txt)`. */
export async function findOtherFrameworks(files: Files): Promise<readonly string[]> {
  const manifests = await files.list(".", ["pyproject.toml", "requirements.txt"]);
  const found = await Promise.all(
    manifests.map(async (file) => {
      const text = (await files.read(file)) ?? "";
      return OTHER_FRAMEWORKS.filter((name) => asksFor(name.toLowerCase(), file, text)).map(
        (name) => `${name} (${file})`,
      );
    }),
  );
  return found.flat();
}

const OTHER_FRAMEWORKS = ["Flask", "Django", "aiohttp", "Sanic", "Litestar", "Tornado", "Quart", "Bottle", "Falcon"];

async function pythonServer(folder: string, from: string, files: Files): Promise<FoundServer> {
  const sources = (await files.list(folder, [".py"])).toSorted(byDepth);
  const texts = await Promise.all(
    sources.map(async (file): Promise<PythonText> => ({ file, text: (await files.read(file)) ?? "" })),
  );
  const start = pythonStart(texts, folder);
  const hasVenv = (await files.stamp(join(folder, ".venv/pyvenv.cfg"))) !== undefined;
  const manifest = (await files.read(join(folder, "pyproject.toml"))) ?? "";
  const required = at(readToml(manifest), "project", "requires-python");
  const isUv = (await files.stamp(join(folder, "uv.lock"))) !== undefined;
  const install = isUv
    ? "uv sync"
    : `python3 -m venv .venv && .venv/bin/pip install ${manifest === "" ? "-r requirements.txt" : "-e ."}`;
  const python = hasVenv ? ".venv/bin/python" : "python3";
  const version = typeof required === "string" ? ` It asks for Python ${required}.` : "";
  const own = texts.filter(({ file }) => !isAside(within(file, folder)));
  const { sqliteScheme } = sqliteSchemeIn(own);
  const told = engineOf([manifest, (await files.read(from)) ?? ""].join("\n"), PYTHON_DRIVERS);
  // SQLite comes with Python, so that no manifest asks for it.
  const engine = told === "postgresql" && sqliteScheme !== undefined ? undefined : told;
  return {
    folder,
    from,
    ...(start && { start: { ...start, line: `${python} ${start.line}` } }),
    ...(start?.export && { export: `${start.export.before}${python} ${start.export.line}` }),
    python,
    ...placeOf(own, MIGRATES),
    variables: pythonVariables(own),
    examples: await exampleVariables(folder, files),
    ...(engine && { engine }),
    ...(sqliteScheme !== undefined && { sqliteScheme }),
    notes: hasVenv
      ? []
      : [
          `${folder} has no .venv, so that python3 of your PATH would run the Python server.${version} To give it its own packages, run \`${install}\` there and start it with .venv/bin/python.`,
        ],
  };
}

/** SQLAlchemy's and Alembic's own calls; whoever calls them does so at the start, or in a script, which is left out. */
const MIGRATES = /\bcreate_all\(|\bcommand\.upgrade\(|\bcreate_db_and_tables\(/;

const PYTHON_DRIVERS = { postgresql: /\b(?:psycopg2?|asyncpg|aiopg|pg8000)\b/i, sqlite: /\b(?:aiosqlite)\b/i };

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
