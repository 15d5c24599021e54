import type { PythonSetUp } from "#core/model/sources/framework-set-up.ts";
import type { Files, PythonOnPath } from "#core/ports.ts";
import { at, readToml } from "./manifest.ts";
import { inFolder } from "#core/text/in-folder.ts";
import { folderOf } from "./paths.ts";

/** How a Python server gets its packages. */
export interface PythonInstall {
  /** The interpreter that has them, as it is called in the server's folder. */
  readonly python: string;
  /** What makes it, where it is not there yet. Does nothing as long as the manifest has not changed. */
  readonly build?: string;
  readonly notes: readonly string[];
}

/**
 * The environment of a Python server: the `.venv` that is there, else what its lock file or its manifest would make,
 * with a Python of the PATH that the manifest allows. `from` is the manifest that asks for `framework`.
 */
export async function pythonInstall(
  folder: string,
  from: string,
  {
    files,
    framework,
    pythons,
  }: {
    readonly files: Files;
    readonly framework: PythonSetUp;
    readonly pythons: readonly PythonOnPath[];
  },
): Promise<PythonInstall> {
  const isThere = async (file: string): Promise<boolean> => (await files.stamp(file)) !== undefined;
  const manifest = (await files.read(inFolder(folder, "pyproject.toml"))) ?? "";
  const required = requiredPython(manifest);
  for (const above of foldersFrom(folder)) {
    const environment = await files.read(inFolder(above.path, ".venv/pyvenv.cfg"));
    const python = `${above.way}.venv/bin/python`;
    if (environment !== undefined) return { python, notes: tooOld(folder, environment, required) };
    // A workspace's lock file and environment stand at its root.
    if (await isThere(inFolder(above.path, "uv.lock"))) return { python, build: "uv sync", notes: [] };
  }
  const python = ".venv/bin/python";
  if (await isThere(inFolder(folder, "poetry.lock"))) {
    return { python, build: "POETRY_VIRTUALENVS_IN_PROJECT=true poetry install", notes: [] };
  }
  if (await isThere(inFolder(folder, "Pipfile"))) {
    return { python, build: "PIPENV_VENV_IN_PROJECT=1 pipenv install", notes: [] };
  }
  const requirements = from.endsWith(".txt") ? from : inFolder(folder, "requirements.txt");
  const isProject = manifest !== "" && !from.endsWith(".txt");
  const named = isProject ? "pyproject.toml" : within(requirements, folder);
  const asked = isProject ? manifest : await files.read(requirements);
  if (asked === undefined) return { python: "python3", notes: [] };
  // Who starts the server in an image may install what serves it there alone.
  const server =
    framework.server === undefined || framework.server.isAskedFor.test(asked) ? "" : ` ${framework.server.package}`;
  const packages = `${isProject ? "-e ." : `-r ${named}`}${server}`;
  const fitting = pythons.find(({ version }) => fitsPython(version, required));
  const made = fitting?.command ?? "python3";
  return {
    python,
    build: `[ .venv/installed -nt ${named} ] || { ${made} -m venv .venv && .venv/bin/pip install ${packages} && touch .venv/installed; }`,
    notes: fitting || pythons.length === 0 ? [] : [noneFits(folder, required, pythons)],
  };
}

/** `.` with no way, then each folder above it, with the way there: `../`. */
function foldersFrom(folder: string): readonly { readonly path: string; readonly way: string }[] {
  const found = [{ path: folder, way: "" }];
  for (let path = folder, way = ""; path !== ".";) {
    path = folderOf(path);
    way += "../";
    found.push({ path, way });
  }
  return found;
}

function within(file: string, folder: string): string {
  return folder === "." ? file : file.slice(folder.length + 1);
}

/** `project.requires-python` (PEP 621), or Poetry's `python`. */
function requiredPython(manifest: string): string | undefined {
  const table = readToml(manifest);
  const required =
    at(table, "project", "requires-python") ?? at(table, "tool", "poetry", "dependencies", "python") ?? undefined;
  return typeof required === "string" ? required : undefined;
}

function tooOld(folder: string, environment: string, required: string | undefined): readonly string[] {
  const version = /^version(?:_info)?\s*=\s*(\d+\.\d+(?:\.\d+)?)/m.exec(environment)?.[1];
  if (version === undefined || fitsPython(version, required)) return [];
  return [
    `The .venv that ${folder} would run in has Python ${version}, and its manifest asks for ${required}; make it anew with one that fits.`,
  ];
}

function noneFits(folder: string, required: string | undefined, pythons: readonly PythonOnPath[]): string {
  const there = pythons.map(({ command, version }) => `${command} is ${version}`).join(", ");
  return `${folder} asks for Python ${required}, and the PATH has none that fits (${there}). Install one, and name it in the \`build\` line of the Python server in place of python3.`;
}

/**
 * Whether a version fits a specifier: `>=3.11,<3.14`, `~=3.12`, `==3.12.*`, and Poetry's `^3.11`. What cannot be read is
 * taken to fit. https://packaging.python.org/en/latest/specifications/version-specifiers/
 */
export function fitsPython(version: string, specifier: string | undefined): boolean {
  const have = numbers(version);
  return (specifier ?? "").split(",").every((each) => {
    const [, operator = "", text = ""] = /^\s*(===?|!=|~=|>=|<=|>|<|\^|~)?\s*(\d+(?:\.\d+)*)/.exec(each) ?? [];
    const wanted = numbers(text);
    const order = compare(have, wanted);
    const isWithin = (length: number): boolean => compare(have.slice(0, length), wanted.slice(0, length)) === 0;
    switch (operator) {
      case ">=":
        return order >= 0;
      case ">":
        return order > 0;
      case "<=":
        return order <= 0 || isWithin(wanted.length);
      case "<":
        return order < 0;
      case "!=":
        return !isWithin(wanted.length);
      case "==":
        return isWithin(wanted.length);
      case "^":
        return order >= 0 && isWithin(1);
      case "~=":
        return order >= 0 && isWithin(Math.max(1, wanted.length - 1));
      case "~":
        return order >= 0 && isWithin(Math.min(2, wanted.length));
      default:
        return true;
    }
  });
}

function numbers(text: string): readonly number[] {
  return text === "" ? [] : text.split(".").map(Number);
}

/** Below 0, 0 or above 0; what is missing at the end counts as 0. */
function compare(one: readonly number[], other: readonly number[]): number {
  for (let index = 0; index < Math.max(one.length, other.length); index += 1) {
    const difference = (one[index] ?? 0) - (other[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
