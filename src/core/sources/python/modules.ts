import type { ImportSource } from "./values.ts";

/** Finds the modules of a project as the interpreter would, wherever its source roots lie. */
export interface Modules {
  /** `import a.b` in `file`: the module, or what is outside of the project. */
  absolute(name: string, file: string): ImportSource;
  /** `from ..a import` in `file`: two dots and `a`. */
  relative(dots: number, name: string, file: string): ImportSource;
  /** Modules whose dotted names fit, from any root; undefined stands for letters without a dot that are not known. */
  matching(parts: readonly (string | undefined)[]): readonly ImportSource[];
  /** A module directly below a package. */
  below(source: Extract<ImportSource, { kind: "project" }>, name: string): ImportSource | undefined;
}

/** `files` are all Python files of the project. */
export function createModules(files: readonly string[]): Modules {
  const known = new Set(files);
  const folders = new Set<string>([""]);
  for (const file of files) {
    for (let folder = parentOf(file); folder !== ""; folder = parentOf(folder)) {
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  }
  const roots = [...new Set(files.map((file) => packageRoot(file, known)))].toSorted();
  const found = new Map<string, ImportSource>();
  const rootByFile = new Map<string, string>();

  function at(path: string): Extract<ImportSource, { kind: "project" }> | undefined {
    if (known.has(`${path}.py`)) return { kind: "project", file: `${path}.py` };
    if (known.has(join(path, "__init__.py"))) return { kind: "project", file: join(path, "__init__.py"), folder: path };
    return folders.has(path) && path !== "" ? { kind: "project", folder: path } : undefined;
  }

  function find(name: string, file: string): ImportSource {
    const path = name.replaceAll(".", "/");
    let folderOnly: ImportSource | undefined;
    for (const root of [...rootsFrom(packageRoot(file, known)), ...roots]) {
      const source = at(join(root, path));
      if (source?.file !== undefined) return source;
      // A folder without `__init__.py` is a package only where no root has a real one (PEP 420).
      folderOnly ??= source;
    }
    return folderOnly ?? findInner(name.split(".")) ?? { kind: "external", name };
  }

  /** The folder at hand may be a package within others that lie above it: `outer.app.x` is `app.x`. */
  function findInner(names: readonly string[]): ImportSource | undefined {
    for (let index = 1; index < names.length; index += 1) {
      const top = roots
        .map((root) => join(root, names[index] ?? ""))
        .find((folder) => known.has(join(folder, "__init__.py")));
      const source = top === undefined ? undefined : at([top, ...names.slice(index + 1)].join("/"));
      if (source) return source;
    }
    return undefined;
  }

  return {
    absolute(name, file) {
      const root = rootByFile.get(file) ?? packageRoot(file, known);
      rootByFile.set(file, root);
      const key = `${root}\0${name}`;
      const source = found.get(key) ?? find(name, file);
      found.set(key, source);
      return source;
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
        .map((part) => (part === undefined ? "[^/]+" : escapeText(part.replaceAll(".", "/"))))
        .join("");
      const fits = new RegExp(`(?:^|/)${pattern}(?:/__init__)?\\.py$`);
      return files.filter((file) => fits.test(file)).map((file) => ({ kind: "project", file }));
    },
    below(source, name) {
      return source.folder === undefined ? undefined : at(join(source.folder, name));
    },
  };
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

function escapeText(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
