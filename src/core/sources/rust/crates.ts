import type { CargoFacts, RustFacts, RustFunction, RustItem } from "#core/model/rust-facts.ts";
import { crateName } from "./read-cargo.ts";

/** A module of a crate. */
export interface Module {
  readonly crate: Crate;
  readonly parent?: Module;
  readonly name: string;
  readonly file: string;
  /** The folder in which `mod x;` looks for `x.rs`. */
  readonly folder: string;
  readonly modules: Map<string, Module>;
  readonly functions: Map<string, RustFunction>;
  readonly constants: Map<string, Extract<RustItem, { kind: "constant" }>>;
  readonly types: Set<string>;
  readonly aliases: Map<string, readonly string[]>;
  readonly uses: Map<string, readonly string[]>;
  /** `use x::*` */
  readonly globs: (readonly string[])[];
  readonly macros: Set<string>;
  /** Under which `cfg` the module is compiled. */
  readonly condition?: string;
}

/** A crate: a library or a binary. */
export interface Crate {
  readonly name: string;
  /** The package's folder; what serves in one crate of a package serves for all of them. */
  readonly folder: string;
  readonly isLibrary: boolean;
  readonly renames: Readonly<Record<string, string>>;
  readonly modules: Module[];
  /** Functions by the type in whose `impl` they stand. */
  readonly methods: Map<string, { readonly declaration: RustFunction; readonly module: Module }[]>;
  readonly constants: Map<string, { readonly item: Extract<RustItem, { kind: "constant" }>; readonly module: Module }>;
}

/** The crates of a folder with their module trees. */
export interface Crates {
  readonly all: readonly Crate[];
  /** Libraries that code names by their crate name. */
  readonly libraries: ReadonlyMap<string, Crate>;
  /** Module files whose facts are not there. */
  readonly wanted: ReadonlySet<string>;
}

interface RootFile {
  readonly file: string;
  readonly crate: Omit<Crate, "modules" | "methods" | "constants">;
}

/** Builds the module trees from each crate's root (Rust reference, "Modules"). */
export function buildCrates(files: readonly string[], facts: ReadonlyMap<string, RustFacts | CargoFacts>): Crates {
  const known = new Set(files);
  const wanted = new Set<string>();
  const all: Crate[] = [];
  const libraries = new Map<string, Crate>();

  for (const { file, crate: given } of findRoots(files, known, facts)) {
    const crate: Crate = { ...given, modules: [], methods: new Map(), constants: new Map() };
    all.push(crate);
    if (crate.isLibrary) libraries.set(crate.name, crate);
    addFile(crate, file, parentOf(file), "crate", undefined, undefined);
  }

  function addFile(
    crate: Crate,
    file: string,
    folder: string,
    name: string,
    parent: Module | undefined,
    condition: string | undefined,
  ): void {
    const isRepeated = crate.modules.some(
      (module) => module.file === file && module.name === name && module.parent === parent,
    );
    // A file that names itself as its module would never end.
    if (isRepeated || crate.modules.length > 50_000 || depthOf(parent) > 60) return;
    const module = newModule({
      crate,
      file,
      folder,
      name,
      ...(parent && { parent }),
      ...(condition !== undefined && { condition }),
    });
    const own = facts.get(file);
    if (own?.language === "rust") addItems(module, own.items);
    else wanted.add(file);
  }

  function newModule(given: Pick<Module, "crate" | "file" | "folder" | "name" | "parent" | "condition">): Module {
    const module: Module = {
      ...given,
      modules: new Map(),
      functions: new Map(),
      constants: new Map(),
      types: new Set(),
      aliases: new Map(),
      uses: new Map(),
      globs: [],
      macros: new Set(),
    };
    given.crate.modules.push(module);
    given.parent?.modules.set(given.name, module);
    return module;
  }

  function addItems(module: Module, items: readonly RustItem[]): void {
    for (const item of items) {
      switch (item.kind) {
        case "function":
          module.functions.set(item.name, item);
          break;
        case "constant":
          module.constants.set(item.name, item);
          break;
        case "use":
          if (item.as === "*") module.globs.push(item.path);
          else module.uses.set(item.as, item.path);
          break;
        case "alias":
          module.aliases.set(item.name, item.path);
          break;
        case "macro-rules":
          module.macros.add(item.name);
          break;
        case "type":
          module.types.add(item.name);
          addMembers(module, item.name, item.items);
          break;
        case "impl":
          addMembers(module, item.type, item.items);
          break;
        case "module":
          addModule(module, item);
          break;
      }
    }
  }

  function addMembers(module: Module, type: string, items: readonly RustItem[]): void {
    const { methods, constants } = module.crate;
    for (const item of items) {
      if (item.kind === "constant") constants.set(`${type}::${item.name}`, { item, module });
      if (item.kind !== "function") continue;
      const list = methods.get(type) ?? [];
      list.push({ declaration: item, module });
      methods.set(type, list);
    }
  }

  function addModule(parent: Module, item: Extract<RustItem, { kind: "module" }>): void {
    const { crate, file, folder } = parent;
    if (item.items) {
      const inner = newModule({
        crate,
        parent,
        file,
        folder: join(folder, item.name),
        name: item.name,
        ...(item.condition !== undefined && { condition: item.condition }),
      });
      addItems(inner, item.items);
      return;
    }
    const path = item.path === undefined ? undefined : resolvePath(parentOf(file), item.path);
    const candidates =
      path === undefined ? [join(folder, `${item.name}.rs`), join(folder, `${item.name}/mod.rs`)] : [path];
    const found = candidates.find((candidate) => known.has(candidate));
    if (found === undefined) return;
    const isFolderFile = path !== undefined || found.endsWith("/mod.rs");
    addFile(crate, found, isFolderFile ? parentOf(found) : join(folder, item.name), item.name, parent, item.condition);
  }

  return { all, libraries, wanted };
}

function depthOf(module: Module | undefined): number {
  let depth = 0;
  for (let current = module; current; current = current.parent) depth += 1;
  return depth;
}

/** The root file of each crate: as the manifests say, else where cargo looks by itself. */
function findRoots(
  files: readonly string[],
  known: ReadonlySet<string>,
  facts: ReadonlyMap<string, RustFacts | CargoFacts>,
): readonly RootFile[] {
  const roots: RootFile[] = [];
  const manifests = [...facts.values()].filter((each) => each.language === "cargo");
  // A renamed dependency of the workspace holds for its members.
  const shared = Object.assign({}, ...manifests.filter(({ name }) => name === undefined).map(({ renames }) => renames));
  for (const manifest of manifests.filter(({ name }) => name !== undefined)) {
    const folder = parentOf(manifest.file);
    const name = crateName(manifest.libraryName ?? manifest.name ?? "");
    const renames: Record<string, string> = { ...shared, ...manifest.renames };
    const library = resolvePath(folder, manifest.library ?? "src/lib.rs");
    if (known.has(library)) roots.push({ file: library, crate: { name, folder, isLibrary: true, renames } });
    const binaries = new Set([
      join(folder, "src/main.rs"),
      ...manifest.binaries.map((path) => resolvePath(folder, path)),
      ...files.filter((file) => isBinary(file, join(folder, "src/bin"))),
    ]);
    for (const file of binaries) {
      if (known.has(file)) roots.push({ file, crate: { name: `bin ${file}`, folder, isLibrary: false, renames } });
    }
  }
  if (roots.length > 0 || manifests.length > 0) return roots;
  // Without a manifest, as in a snippet: what looks like a root is one.
  const guessed = files.filter((file) => /(?:^|\/)(?:main|lib)\.rs$/.test(file));
  return (guessed.length > 0 ? guessed : files.filter((file) => file.endsWith(".rs"))).map((file) => ({
    file,
    crate: { name: "crate", folder: parentOf(file), isLibrary: file.endsWith("lib.rs"), renames: {} },
  }));
}

function isBinary(file: string, folder: string): boolean {
  if (!file.startsWith(`${folder}/`)) return false;
  const rest = file.slice(folder.length + 1);
  return /^[^/]+\.rs$/.test(rest) || /^[^/]+\/main\.rs$/.test(rest);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}

/** `("a/b", "../c.rs")` → `a/c.rs` */
function resolvePath(folder: string, path: string): string {
  const parts: string[] = folder === "" ? [] : folder.split("/");
  for (const part of path.split("/")) {
    if (part === "..") {
      if (parts.length > 0 && parts.at(-1) !== "..") parts.pop();
      else parts.push("..");
    } else if (part !== "." && part !== "") parts.push(part);
  }
  return parts.join("/");
}
