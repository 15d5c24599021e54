import type { AskedRoute } from "#core/ledger/compare-asked.ts";
import { asMethod } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import type { ServerSettings } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Command } from "#core/ports.ts";
import type { PythonApps } from "#core/session/asking/ask-python-apps.ts";
import { ANSWER_MARK, ASK_SCRIPT } from "#core/session/asking/ask-python-script.ts";
import { pythonFramework, PYTHON_FRAMEWORKS } from "#core/sources/python/frameworks/registry.ts";
import { inFolder } from "#core/text/in-folder.ts";

/** What a Python process told. */
export interface AskedPython {
  readonly routes: readonly AskedRoute[];
  /** What it could not tell (`asked-failed`). */
  readonly findings: readonly Finding[];
}

/** The command that asks, and how it is shown to the user. */
export function pythonCommand(given: {
  readonly apps: readonly PythonApps[];
  readonly folder: string;
  readonly server: ServerSettings | undefined;
  readonly python: string | undefined;
  readonly hasEnvironment: boolean;
}): { readonly command: Command; readonly shown: string } {
  const { apps, folder, server, hasEnvironment } = given;
  const python = given.python ?? pythonOf(server?.start) ?? (hasEnvironment ? ".venv/bin/python" : "python3");
  const named = appNamedIn(server?.start, apps);
  const asked = named ? { apps: [named.app], name: named.name } : { apps };
  const command: Command = {
    // The names of files are enough to find the apps: the script itself needs no file.
    line: `${python} -c 'import os; exec(os.environ["PORTOLAN_ASK_SCRIPT"])'`,
    folder,
    world: { kind: "caller" },
    environment: {
      ...server?.environment,
      PYTHONDONTWRITEBYTECODE: "1",
      PORTOLAN_ASK_SCRIPT: ASK_SCRIPT,
      PORTOLAN_ASK: JSON.stringify(asked),
    },
  };
  return { command, shown: `${python}: import ${asked.apps.map(({ file }) => file).join(", ")}` };
}

/** The interpreter of a start command: `.venv/bin/uvicorn app:app` → `.venv/bin/python`. */
function pythonOf(start = ""): string | undefined {
  const runner = /^\s*((?:uv|poetry|pipenv|pdm|hatch|rye)\s+run)\b/.exec(start)?.[1];
  if (runner !== undefined) return `${runner} python`;
  const python = /(?:^|[\s;&|])((?:[\w./~-]*\/)?python[\d.]*)(?=\s)/.exec(start)?.[1];
  if (python !== undefined) return python;
  const folder = SERVER.exec(start)?.[1];
  return folder === undefined ? undefined : `${folder}python`;
}

/** Programs that start servers, beside those of frameworks. */
const PROGRAMS = ["uvicorn", "gunicorn", "hypercorn", "granian", "daphne", "waitress-serve"];
const SERVER = new RegExp(
  String.raw`(?:^|[\s;&|])([\w./~-]*\/)(?:${[...PROGRAMS, ...PYTHON_FRAMEWORKS.flatMap(({ programs }) => programs)].join("|")})(?=\s)`,
);

/** The app that a start command names: `uvicorn shop.main:app` → `app` of `shop/main.py`. */
function appNamedIn(
  start = "",
  apps: readonly PythonApps[],
): { readonly app: PythonApps; readonly name: string } | undefined {
  const [, module, name] = /(?<=\s)["']?([A-Za-z_][\w.]*):([A-Za-z_]\w*)(?:\(\))?["']?(?=\s|$)/.exec(start) ?? [];
  if (module === undefined || name === undefined) return undefined;
  const path = module.replaceAll(".", "/");
  const app = apps.find(({ file }) =>
    [`${path}.py`, `${path}/__init__.py`].some((end) => `/${file}`.endsWith(`/${end}`)),
  );
  return app && { app, name };
}

/** Reads what the script printed. Throws a UserError where it found no app. */
export function askedPython(output: string, folder: string): AskedPython {
  const parts = output.split("\n").filter((line) => line.startsWith(ANSWER_MARK));
  const answer = recordOf(JSON.parse(parts.map((line) => line.slice(ANSWER_MARK.length)).join("") || "{}"));
  const errors = listIn(answer, "errors").map(String);
  const apps = listIn(answer, "apps").map(recordOf);
  if (apps.length === 0) {
    throw new UserError(
      errors.length > 0
        ? `The Python code told nothing. ${errors.join("; ")}`
        : "The Python code has no app that could be asked; name another interpreter with --python.",
    );
  }
  const routes = apps.flatMap((app) => {
    const told = listIn(app, "routes").flatMap((row) => askedRoute(recordOf(row), folder));
    const known = new Set(told.map(({ method, path }) => `${method} ${path}`));
    const described = listIn(app, "operations")
      .flatMap((row) => askedRoute({ ...recordOf(row), kind: "http" }, folder))
      .filter(({ method, path }) => !known.has(`${method} ${path}`));
    return [...told, ...described];
  });
  const findings = errors.map((message): Finding => ({
    code: "asked-failed",
    severity: "warning",
    facts: { message },
  }));
  return { routes, findings };
}

function askedRoute(row: Readonly<Record<string, unknown>>, folder: string): readonly AskedRoute[] {
  const { kind, path, handler, implicit, framework } = row;
  const dialect = pythonFramework(String(framework))?.dialect;
  const method = asMethod(String(row["method"]));
  if (method === undefined || typeof path !== "string") return [];
  const place = placeIn(row, folder);
  return [
    {
      kind: kind === "websocket" || kind === "mount" ? kind : "http",
      method,
      path: dialect?.readPath(path).path ?? path,
      isImplicit: implicit === true,
      ...(typeof handler === "string" && { handler }),
      ...(place && { place }),
    },
  ];
}

/** Only where the file lies in the project: not in a package that is installed. */
function placeIn({ file, line }: Readonly<Record<string, unknown>>, folder: string): Place | undefined {
  if (typeof file !== "string" || typeof line !== "number" || /^(?:\.\.|\/|.*site-packages)/.test(file))
    return undefined;
  const start = { line: Math.max(0, line - 1), character: 0 };
  return { file: inFolder(folder, file), range: { start, end: start } };
}

function listIn(record: Readonly<Record<string, unknown>>, name: string): readonly unknown[] {
  const value = record[name];
  return Array.isArray(value) ? value : [];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  // Any value but null can be asked for members.
  return typeof value === "object" && value !== null ? (value as Readonly<Record<string, unknown>>) : {};
}
