import { parse, TomlError } from "smol-toml";
import type { Files } from "#core/ports.ts";

/** A folder that seems to hold a server, and how it seems to be built and started. */
export interface FoundServer {
  readonly folder: string;
  readonly build?: string;
  /** Absent where the source does not tell. */
  readonly start?: string;
}

/** Folders whose `pyproject.toml` or `requirements.txt` asks for FastAPI, nearest to the root first. */
export async function findPythonServers(files: Files): Promise<readonly FoundServer[]> {
  const manifests = await files.list(".", ["pyproject.toml", "requirements.txt"]);
  const folders = new Set<string>();
  for (const file of manifests) {
    const text = (await files.read(file)) ?? "";
    const isPython = file.endsWith(".toml") ? asksForFastapi(text) : /^\s*fastapi\b/im.test(text);
    if (isPython) folders.add(folderOf(file));
  }
  return Promise.all([...folders].toSorted(byDepth).map((folder) => pythonServer(folder, files)));
}

/** Folders whose `Cargo.toml` asks for axum, nearest to the root first. */
export async function findRustServers(files: Files): Promise<readonly FoundServer[]> {
  const manifests = (await files.list(".", ["Cargo.toml"])).filter((file) => baseName(file) === "Cargo.toml");
  const tables = new Map<string, Table>();
  for (const file of manifests) tables.set(folderOf(file), readToml((await files.read(file)) ?? ""));
  return [...tables]
    .filter(([, manifest]) => at(manifest, "dependencies", "axum") !== undefined)
    .toSorted(([a], [b]) => byDepth(a, b))
    .map(([folder, manifest]) => rustServer(folder, manifest, tables));
}

async function pythonServer(folder: string, files: Files): Promise<FoundServer> {
  const python = (await files.stamp(join(folder, ".venv/pyvenv.cfg"))) === undefined ? "python3" : ".venv/bin/python";
  const sources = (await files.list(folder, [".py"])).toSorted(byDepth);
  const main = sources.find((file) => baseName(file) === "__main__.py");
  if (main !== undefined) return { folder, start: `${python} -m ${moduleOf(folderOf(main), folder)} --port \${port}` };
  for (const file of sources) {
    const app = /^(\w+)\s*(?::[^=\n]*)?=\s*(?:\w+\.)?FastAPI\(/m.exec((await files.read(file)) ?? "")?.[1];
    if (app !== undefined) {
      const target = `${moduleOf(file.replace(/\.py$/, ""), folder)}:${app}`;
      return { folder, start: `${python} -m uvicorn ${target} --port \${port}` };
    }
  }
  return { folder };
}

function rustServer(folder: string, manifest: Table, tables: ReadonlyMap<string, Table>): FoundServer {
  const name = at(manifest, "bin", "0", "name") ?? at(manifest, "package", "name");
  // The members of a workspace are built into the workspace's own folder.
  const workspace = ancestorsOf(folder).find((each) => at(tables.get(each), "workspace") !== undefined);
  const up = workspace === undefined ? "" : "../".repeat(depth(folder) - depth(workspace));
  if (typeof name !== "string") return { folder, build: "cargo build" };
  return { folder, build: "cargo build", start: `${up}target/debug/${name} --port \${port}` };
}

/** `project.dependencies` (PEP 621) or Poetry's table. */
function asksForFastapi(text: string): boolean {
  const manifest = readToml(text);
  const listed = at(manifest, "project", "dependencies");
  const isListed = Array.isArray(listed) && listed.some((each) => /^fastapi\b/i.test(String(each)));
  return isListed || at(manifest, "tool", "poetry", "dependencies", "fastapi") !== undefined;
}

type Table = Readonly<Record<string, unknown>>;

/** A manifest that cannot be read belongs to no server that could be started. */
function readToml(text: string): Table {
  try {
    return parse(text);
  } catch (error) {
    if (error instanceof TomlError) return {};
    throw error;
  }
}

function at(value: unknown, ...keys: readonly string[]): unknown {
  let inside = value;
  for (const key of keys) {
    if (typeof inside !== "object" || inside === null || !Object.hasOwn(inside, key)) return undefined;
    inside = Reflect.get(inside, key);
  }
  return inside;
}

function folderOf(file: string): string {
  return file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : ".";
}

function baseName(file: string): string {
  return file.slice(file.lastIndexOf("/") + 1);
}

function join(folder: string, file: string): string {
  return folder === "." ? file : `${folder}/${file}`;
}

function moduleOf(path: string, folder: string): string {
  return (folder === "." ? path : path.slice(folder.length + 1)).replace(/^src\//, "").replaceAll("/", ".");
}

function ancestorsOf(folder: string): readonly string[] {
  if (folder === ".") return [];
  const parent = folderOf(folder);
  return [parent, ...ancestorsOf(parent)];
}

function depth(path: string): number {
  return path === "." ? 0 : path.split("/").length;
}

function byDepth(a: string, b: string): number {
  return depth(a) - depth(b) || (a < b ? -1 : 1);
}
