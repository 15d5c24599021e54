import type { PythonSetUp } from "#core/model/sources/framework-set-up.ts";
import { placeIn } from "./found-variable.ts";
import { baseName, byDepth, folderOf, isAside, within } from "./paths.ts";
import type { PythonText } from "./python-variables.ts";

/** How a Python server is started, and how that is known. */
export interface PythonStart {
  /** Without the interpreter: `-m uvicorn src.main:app --port ${port}`. */
  readonly line: string;
  readonly from: string;
  /** It takes its port from the environment alone. */
  readonly needsPortVariable?: true;
  /** What makes Python print the app's contract: `-c "import json; …"`, and what has to stand before the interpreter. */
  readonly export?: { readonly before: string; readonly line: string };
}

interface FoundApp {
  readonly file: string;
  /** `app`, `create_app`, `api.app` has no place here. */
  readonly name: string;
  readonly kind: "value" | "factory" | "needs arguments";
  readonly framework: PythonSetUp;
  readonly index: number;
}

/**
 * How the server below `folder` is started: as its framework serves the app or its factory, else the package's own `__main__`.
 * Undefined where neither is found.
 */
export function pythonStart(
  files: readonly PythonText[],
  folder: string,
  frameworks: readonly PythonSetUp[],
): PythonStart | undefined {
  const inFolder = files.filter(({ file }) => !isAside(within(file, folder)));
  const byFile = new Map(inFolder.map((each) => [each.file, each.text]));
  const used = frameworks.find((framework) => inFolder.some(({ text }) => makesApp(framework, text)));
  const apps = inFolder
    .flatMap((each) => {
      const framework = frameworks.find((one) => makesApp(one, each.text)) ?? used;
      return framework ? appsIn(each, framework) : [];
    })
    .toSorted((one, other) => rank(one) - rank(other) || byDepth(one.file, other.file));
  const best = apps.find(({ kind }) => kind !== "needs arguments");
  const own = ownMain(inFolder, folder);
  if (best && !(own && best.kind === "factory" && apps.length > 1)) {
    const { root, module } = moduleOf(best.file, folder, byFile);
    const from = placeIn(best.file, byFile.get(best.file) ?? "", best.index);
    const app = { root, module, name: best.name, isFactory: best.kind === "factory" };
    const script = best.framework.export?.(app);
    return {
      line: best.framework.start(app),
      from,
      ...(script !== undefined && {
        export: { before: root === "" ? "" : `PYTHONPATH=${root} `, line: `-c "${script}"` },
      }),
    };
  }
  return own;
}

/** Names of modules in which the app that is served usually stands. */
function rank({ file, kind }: FoundApp): number {
  const isUsual = /^(?:main|app|asgi|wsgi|server|api|__init__)\.py$/.test(baseName(file));
  return (kind === "value" ? 0 : kind === "factory" ? 2 : 4) + (isUsual ? 0 : 1);
}

/** Whether source makes an app of a framework. */
export function makesApp({ appClass }: PythonSetUp, text: string): boolean {
  return new RegExp(String.raw`\b${appClass}\(`).test(text);
}

/** The values of the module that hold an app, and the functions that make one. */
function appsIn({ file, text }: PythonText, framework: PythonSetUp): readonly FoundApp[] {
  if (!makesApp(framework, text) && !/\bcreate_app\(/.test(text)) return [];
  const functions = [...text.matchAll(/^(?:async )?def (\w+)\(([^)]*)\)[^\n]*:\n((?:[ \t]+[^\n]*\n?|\s*\n)*)/gm)];
  const factories = functions
    .filter(([, , , body = ""]) => makesApp(framework, body))
    .map((match): FoundApp => {
      const [, name = "", parameters = ""] = match;
      const needed = parameters
        .split(",")
        .some((each) => /\w/.test(each) && !each.includes("=") && !each.includes("*"));
      return { file, name, kind: needed ? "needs arguments" : "factory", framework, index: match.index };
    });
  const makers = [framework.appClass, "create_app", ...factories.map(({ name }) => name)].join("|");
  const values = [...text.matchAll(new RegExp(`^(\\w+)\\s*(?::[^=\\n]*)?=\\s*(?:\\w+\\.)?(?:${makers})\\(`, "gm"))];
  return [
    ...values.map((match): FoundApp => ({
      file,
      name: match[1] ?? "app",
      kind: "value",
      framework,
      index: match.index,
    })),
    ...factories,
  ];
}

/**
 * The module's name as the code itself names modules, and the folder that has to be on the path for it: of `.`, `src` and
 * deeper ones, the one from which most of the file's imports are found.
 */
function moduleOf(
  file: string,
  folder: string,
  texts: ReadonlyMap<string, string>,
): { readonly root: string; readonly module: string } {
  const parts = within(file, folder).replace(/\.py$/, "").split("/");
  const names = new Set([...texts.keys()].map((each) => within(each, folder)));
  const imports = [...(texts.get(file) ?? "").matchAll(/^\s*(?:from\s+([\w.]+)\s+import|import\s+([\w.]+))/gm)]
    .map(([, from, plain]) => (from ?? plain ?? "").split(".")[0] ?? "")
    .filter((name) => name !== "");
  const has = (path: string): boolean =>
    names.has(`${path}.py`) || names.values().some((name) => name.startsWith(`${path}/`));
  const roots = parts.slice(0, -1).map((_, index) => parts.slice(0, index + 1).join("/"));
  const candidates = ["", ...roots].map((root) => ({
    root,
    count: imports.filter((name) => has(root === "" ? name : `${root}/${name}`)).length,
  }));
  const most = Math.max(...candidates.map(({ count }) => count));
  const isLooseSource = parts[0] === "src" && parts.length > 2 && !names.has("src/__init__.py");
  const root = most > 0 ? (candidates.find(({ count }) => count === most)?.root ?? "") : isLooseSource ? "src" : "";
  const module = parts
    .slice(root === "" ? 0 : root.split("/").length)
    .filter((part, at, all) => !(part === "__init__" && at === all.length - 1));
  return { root, module: module.join(".") };
}

/** `python -m package`, with the subcommand that serves and the option for the port, as its `__main__` declares them. */
function ownMain(files: readonly PythonText[], folder: string): PythonStart | undefined {
  const main = files
    .filter(({ file }) => baseName(file) === "__main__.py")
    .toSorted((one, other) => byDepth(one.file, other.file))[0];
  if (!main) return undefined;
  const { file, text } = main;
  const module = within(folderOf(file), folder)
    .replace(/^src\//, "")
    .replaceAll("/", ".");
  const subcommand = /add_parser\(\s*["'](serve|server|run|start|api)["']/.exec(text)?.[1];
  const hasOption = /["']--port["']/.test(text);
  const words = [
    "-m",
    module,
    ...(subcommand === undefined ? [] : [subcommand]),
    ...(hasOption ? ["--port ${port}"] : []),
  ];
  return { line: words.join(" "), from: file, ...(!hasOption && { needsPortVariable: true as const }) };
}
