import { escapePattern } from "#core/text/escape-pattern.ts";
import type { ImportSource } from "../values/values.ts";
import type { Vocabulary } from "../values/vocabulary.ts";

/** Finds the modules of a project as the interpreter would, wherever its source roots lie. */
export interface Modules {
  /** All Python files of the project. */
  readonly files: readonly string[];
  /** `import a.b` in `file`: the module, or what is outside of the project. */
  absolute(name: string, file: string): ImportSource;
  /** `from ..a import` in `file`: two dots and `a`. */
  relative(dots: number, name: string, file: string): ImportSource;
  /** Modules whose dotted names fit, from any root; undefined stands for letters without a dot that are not known. */
  matching(parts: readonly (string | undefined)[]): readonly ImportSource[];
  /** Folders from which a file's own imports are looked up, most likely first. */
  roots(file: string): readonly string[];
  /** The dotted name of a file's module; of a package that its folder has. */
  nameOf(file: string): string;
  /** A module directly below a package. */
  below(source: Extract<ImportSource, { kind: "project" }>, name: string): ImportSource | undefined;
}

/** Packages whose names mean something to us; a module that is called so deep inside a project is not them. */
const MEANINGFUL =
  /^(?:pydantic|os|http|enum|typing|functools|itertools|importlib|dataclasses|attrs?|decouple)(?:\.|$)/;

/**
 * `files` are all Python files of the project. What a framework's packages have is never a part of it, whatever folder of
 * examples is called so.
 */
export function createModules(files: readonly string[], { isOfFramework }: Pick<Vocabulary, "isOfFramework">): Modules {
  const known = new Set(files);
  const folders = new Set<string>([""]);
  for (const file of files) {
    for (let folder = parentOf(file); folder !== ""; folder = parentOf(folder)) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  const sources = files.filter((file) => !isNamedAsTest(file));
  const roots = new Set([...new Set(sources.map((file) => packageRoot(file, known)))].toSorted());
  const rootsByTop = rootsByTopOf(roots, [...folders, ...files.map((file) => file.replace(/\.py$/, ""))]);
  const found = new Map<string, ImportSource | undefined>();
  const rootByFile = new Map<string, string>();

  function at(path: string): Extract<ImportSource, { kind: "project" }> | undefined {
    if (known.has(`${path}.py`)) return { kind: "project", file: `${path}.py` };
    if (known.has(join(path, "__init__.py"))) return { kind: "project", file: join(path, "__init__.py"), folder: path };
    return folders.has(path) && path !== "" ? { kind: "project", folder: path } : undefined;
  }

  /** The module below one of several roots. A folder alone is a package only where none has a real one (PEP 420). */
  function search(below: readonly string[], path: string): ImportSource | undefined {
    let folderOnly: ImportSource | undefined;
    for (const root of below) {
      const source = at(join(root, path));
      if (source?.file !== undefined) return source;
      folderOnly ??= source;
    }
    return folderOnly;
  }

  function find(name: string, root: string, file: string): ImportSource {
    if (isOfFramework(name)) return { kind: "external", name };
    const path = name.replaceAll(".", "/");
    const near = remember(`near\0${root}\0${name}`, () => search(rootsFrom(root), path));
    if (near && isFile(near)) return near;
    const inside = MEANINGFUL.test(name)
      ? undefined
      : remember(`inside\0${parentOf(file)}\0${name}`, () => search(insideOf(root, file, known), path));
    // `import redis` in `redis.py` means the other one; a package may import itself by its whole name.
    if (inside && isFile(inside) && (inside.file !== file || name.includes("."))) return inside;
    // A package without `__init__.py` beside the file itself is nearer than one of another project.
    if (near?.kind === "project" && near.folder === join(root, path)) return near;
    const far = remember(`far\0${root}\0${name}`, () => search(rootsByTop.get(topOf(name)) ?? [], path));
    if (far && isFile(far)) return far;
    return near ?? far ?? findInner(name.split(".")) ?? { kind: "external", name };
  }

  function remember(key: string, body: () => ImportSource | undefined): ImportSource | undefined {
    if (!found.has(key)) found.set(key, body());
    return found.get(key);
  }

  /** The folder at hand may be a package within others that lie above it: `outer.app.x` is `app.x`. */
  function findInner(names: readonly string[]): ImportSource | undefined {
    for (let index = 1; index < names.length; index += 1) {
      const name = names[index] ?? "";
      const top = (rootsByTop.get(name) ?? [])
        .map((root) => join(root, name))
        .find((folder) => known.has(join(folder, "__init__.py")));
      const source = top === undefined ? undefined : at([top, ...names.slice(index + 1)].join("/"));
      if (source) return source;
    }
    return undefined;
  }

  return {
    files,
    roots: (file) => [...new Set(rootsFrom(packageRoot(file, known)))],
    nameOf(file) {
      const root = packageRoot(file, known);
      // Without a package its name is that from the project's folder, which finds it too.
      const path = root === parentOf(file) || root === "" ? file : file.slice(root.length + 1);
      return path.replace(/(?:\/?__init__)?\.py$/, "").replaceAll("/", ".");
    },
    absolute(name, file) {
      const root = rootByFile.get(file) ?? packageRoot(file, known);
      rootByFile.set(file, root);
      return find(name, root, file);
    },
    relative(dots, name, file) {
      let folder = parentOf(file);
      for (let step = 1; step < dots; step += 1) folder = parentOf(folder);
      const path = name === "" ? folder : join(folder, name.replaceAll(".", "/"));
      return at(path) ?? { kind: "external", name: `${".".repeat(dots)}${name}` };
    },
    matching(parts) {
      // Of a name of which nothing is known, all would fit.
      if (!parts.some((part) => part !== undefined && /\w\w/.test(part))) return [];
      const pattern = parts
        .map((part) => (part === undefined ? "[^/]+" : escapePattern(part.replaceAll(".", "/"))))
        .join("");
      const fits = new RegExp(`(?:^|/)${pattern}(?:/__init__)?\\.py$`);
      return sources.filter((file) => fits.test(file)).map((file) => ({ kind: "project", file }));
    },
    below(source, name) {
      return source.folder === undefined ? undefined : at(join(source.folder, name));
    },
  };
}

/** By the first part of a name the roots below which it stands, in their order: a project may have thousands of roots. */
function rootsByTopOf(roots: ReadonlySet<string>, paths: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const byTop = new Map<string, Set<string>>();
  for (const path of paths) {
    const root = parentOf(path);
    if (path === "" || !roots.has(root)) continue;
    const top = path.slice(root === "" ? 0 : root.length + 1);
    byTop.set(top, (byTop.get(top) ?? new Set()).add(root));
  }
  return new Map([...byTop].map(([top, below]) => [top, [...below].toSorted()]));
}

function topOf(name: string): string {
  return name.split(".", 1)[0] ?? name;
}

/** By their names tests, which are not read but where the server imports them: then they only test something. */
export function isNamedAsTest(file: string): boolean {
  return /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/.test(file);
}

/** The folder from which the module's package is imported: above the outermost `__init__.py`. */
function packageRoot(file: string, known: ReadonlySet<string>): string {
  let folder = parentOf(file);
  while (folder !== "" && known.has(join(folder, "__init__.py"))) folder = parentOf(folder);
  return folder;
}

/** The root itself, then each folder above it with its `src`. */
function rootsFrom(root: string): readonly string[] {
  const found = [root];
  for (let folder = root; folder !== ""; folder = parentOf(folder)) {
    found.push(parentOf(folder), join(parentOf(folder), "src"));
  }
  return found;
}

/**
 * The packages around a file, one of which may be where the server is started, and so a root as well: the nearest that has
 * a `main.py`, then the others, outermost first.
 */
function insideOf(root: string, file: string, known: ReadonlySet<string>): readonly string[] {
  const found: string[] = [];
  for (let folder = parentOf(file); folder.length > root.length; folder = parentOf(folder)) found.unshift(folder);
  const start = found.findLast((folder) => known.has(join(folder, "main.py")));
  return start === undefined ? found : [start, ...found.filter((folder) => folder !== start)];
}

function isFile(source: ImportSource): source is ImportSource & { readonly file: string } {
  return source.kind === "project" && source.file !== undefined;
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
