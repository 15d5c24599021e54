import type { CargoFacts, RustFacts, RustFunction, RustItem } from "#core/model/sources/rust-facts.ts";
import type { LinkInput } from "#core/model/sources/source-language.ts";
import { parentOf, resolvePath } from "../../relative-paths.ts";
import { crateName } from "../read/read-cargo.ts";
import { createMoments, type Moments } from "./moments.ts";
import type { Crate, Module } from "./module.ts";
import type { Resolved } from "./resolved.ts";
import type { Vocabulary } from "../values/vocabulary.ts";

/** The crates of a folder with their module trees. */
export interface Crates {
  /** Words of the frameworks. */
  readonly vocabulary: Vocabulary;
  readonly all: readonly Crate[];
  /** Libraries that code names by their crate name. */
  readonly libraries: ReadonlyMap<string, Crate>;
  /** Module files whose facts are not there. */
  readonly wanted: ReadonlySet<string>;
  /** Reads the body that the outline of a file left out of a function; false where the file is wanted as a whole. */
  readonly readBody: (file: string, declaration: RustFunction) => boolean;
  /** Names that were looked up: modules that take all names of one another would be searched again and again. */
  readonly lookups: Map<Module, Map<string, Lookup<Resolved | undefined>>>;
  /** Paths of globs of other crates, by whether only a framework's counts. */
  readonly outsideGlobs: Map<Module, Map<boolean, Lookup<readonly string[] | undefined>>>;
  /** The modules that `use x::*` leads to. */
  readonly globTargets: Map<Module, Lookup<readonly Module[]>>;
  /** Is told each file whose items had a part in where a path leads, and the name for which its names were searched. */
  note: (file: string, name?: string) => void;
  readonly moments: Moments;
}

/** What was looked up, and the files that had a part in it, each with the names that were searched there. */
export interface Lookup<T> {
  readonly found: T;
  readonly files: ReadonlyMap<string, ReadonlySet<string>>;
  readonly moment: number;
}

/** Adds a file and a name for which its names were searched; empty where an item of it was taken without a search. */
export function addNote(notes: Map<string, Set<string>>, file: string, name = ""): void {
  const known = notes.get(file);
  if (known) known.add(name);
  else notes.set(file, new Set([name]));
}

interface RootFile {
  readonly file: string;
  readonly crate: Omit<Crate, "modules" | "methods" | "routerMethods" | "constants" | "traits" | "blankets">;
}

/** Builds the module trees from each crate's root (Rust reference, "Modules"). */
export function buildCrates(
  files: readonly string[],
  facts: ReadonlyMap<string, RustFacts | CargoFacts>,
  vocabulary: Vocabulary,
  { read, readBody }: Pick<LinkInput, "read" | "readBody"> = {},
): Crates {
  const known = new Set(files);
  const wanted = new Set<string>();
  const all: Crate[] = [];
  const libraries = new Map<string, Crate>();

  for (const { file, crate: given } of findRoots(files, known, facts)) {
    const crate: Crate = {
      ...given,
      modules: [],
      methods: new Map(),
      routerMethods: new Map(),
      constants: new Map(),
      traits: new Map(),
      blankets: [],
    };
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
      (module) =>
        module.file === file && module.name === name && module.parent === parent && module.condition === condition,
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
    const own = facts.get(file) ?? read?.(file);
    if (own?.language === "rust") addItems(module, own.items);
    else wanted.add(file);
  }

  function newModule(given: Pick<Module, "crate" | "file" | "folder" | "name" | "parent" | "condition">): Module {
    const module: Module = {
      ...given,
      modules: new Map(),
      functions: new Map(),
      twinFunctions: new Map(),
      twins: [],
      constants: new Map(),
      types: new Map(),
      aliases: new Map(),
      uses: new Map(),
      twinUses: new Map(),
      globs: [],
      macros: new Map(),
      macroCalls: [],
    };
    given.crate.modules.push(module);
    const taken = given.parent?.modules.get(given.name);
    if (taken) taken.twins.push(module);
    else given.parent?.modules.set(given.name, module);
    return module;
  }

  function addItems(module: Module, items: readonly RustItem[]): void {
    for (const item of items) {
      addName(module, item);
      switch (item.kind) {
        case "use":
          if (item.as === "*") module.globs.push(item.path);
          break;
        case "type":
          addMembers(module, item.name, item.items);
          break;
        case "impl":
          addImpl(module, item);
          break;
        case "module":
          addModule(module, item);
          break;
        case "function":
        case "constant":
        case "alias":
        case "macro-rules":
        case "macro-call":
      }
    }
  }

  function addImpl(module: Module, { type, trait, blanket, items }: Extract<RustItem, { kind: "impl" }>): void {
    const { traits, blankets } = module.crate;
    // A parameter may be called as a type is: its functions stand apart under a name that no type has.
    const owner = blanket ? `${trait} for ${blanket.join(" + ")}` : type;
    if (blanket && trait !== undefined) blankets.push({ bounds: blanket, trait, type: owner });
    else if (trait !== undefined) {
      const had = traits.get(type) ?? new Set();
      traits.set(type, had.add(trait));
    }
    addMembers(module, owner, items, trait);
  }

  function addMembers(module: Module, type: string, items: readonly RustItem[], trait?: string): void {
    const { methods, constants } = module.crate;
    for (const item of items) {
      if (item.kind === "constant") constants.set(`${type}::${item.name}`, { item, module });
      if (item.kind !== "function") continue;
      if (item.isMethod && [item.returns, ...item.parameters.map((each) => each.type)].some(namesRouter)) {
        const { routerMethods } = module.crate;
        const method = { declaration: item, module, type, ...(trait !== undefined && { trait }) };
        routerMethods.set(item.name, [...(routerMethods.get(item.name) ?? []), method]);
      }
      const list = methods.get(type) ?? [];
      list.push({ declaration: item, module, ...(trait !== undefined && { trait }) });
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

  return {
    vocabulary,
    all,
    libraries,
    wanted,
    readBody: (file, declaration) => readBody?.(file, declaration) === true,
    lookups: new Map(),
    outsideGlobs: new Map(),
    globTargets: new Map(),
    note: () => {},
    moments: createMoments(),
  };
}

function addUse({ uses, twinUses }: Module, as: string, path: readonly string[]): void {
  const before = uses.get(as);
  uses.set(as, path);
  if (before && as !== "_") twinUses.set(as, [...(twinUses.get(as) ?? []), before]);
}

/** Adds what a module has under a name of its own, or imports by it. */
export function addName(module: Module, item: RustItem): void {
  switch (item.kind) {
    case "function":
      if (!module.functions.has(item.name)) module.functions.set(item.name, item);
      else module.twinFunctions.set(item.name, [...(module.twinFunctions.get(item.name) ?? []), item]);
      break;
    case "constant":
      module.constants.set(item.name, item);
      break;
    case "alias":
      module.aliases.set(item.name, item);
      break;
    case "macro-rules":
      module.macros.set(item.name, item);
      break;
    case "macro-call":
      module.macroCalls.push(item);
      break;
    case "type":
      module.types.set(item.name, item);
      break;
    case "use":
      if (item.as !== "*") addUse(module, item.as, item.path);
      break;
    case "impl":
    case "module":
  }
}

function namesRouter(type: string): boolean {
  return /Router\b/.test(type);
}

function depthOf(module: Module | undefined): number {
  let depth = 0;
  for (let current = module; current; current = current.parent) depth += 1;
  return depth;
}

/** Names of packages that, as mere libraries, help the tests of others. */
const TESTS = /(?:^|[-_])(?:tests?|testing|testutils?|testkit)(?:$|[-_])/;

/** The root file of each crate: as the manifests say, else where cargo looks by itself. */
function findRoots(
  files: readonly string[],
  known: ReadonlySet<string>,
  facts: ReadonlyMap<string, RustFacts | CargoFacts>,
): readonly RootFile[] {
  const roots: RootFile[] = [];
  const isKnown = (file: string): boolean => known.has(file);
  const manifests = [...facts.values()].filter((each) => each.language === "cargo");
  // A renamed dependency of the workspace holds for its members.
  const shared = Object.fromEntries(
    manifests.filter(({ name }) => name === undefined).flatMap(({ renames }) => Object.entries(renames)),
  );
  const sharedVersions = Object.fromEntries(
    manifests.flatMap((manifest) => Object.entries(manifest.sharedVersions)).toReversed(),
  );
  for (const manifest of manifests.filter(({ name }) => name !== undefined)) {
    const folder = parentOf(manifest.file);
    const name = crateName(manifest.libraryName ?? manifest.name ?? "");
    const renames: Record<string, string> = { ...shared, ...manifest.renames };
    const common = { folder, renames, versions: { ...sharedVersions, ...manifest.versions } };
    const library = resolvePath(folder, manifest.library ?? "src/lib.rs");
    const binaries = new Set([
      join(folder, "src/main.rs"),
      ...manifest.binaries.map((path) => resolvePath(folder, path)),
      ...files.filter((file) => isBinary(file, join(folder, "src/bin"))),
    ]);
    const isForTests = TESTS.test(manifest.name ?? "") && manifests.length > 1 && !binaries.values().some(isKnown);
    if (known.has(library) && !isForTests) roots.push({ file: library, crate: { name, isLibrary: true, ...common } });
    for (const file of binaries) {
      if (known.has(file)) roots.push({ file, crate: { name: `bin ${file}`, isLibrary: false, ...common } });
    }
  }
  if (roots.length > 0 || manifests.length > 0) return roots;
  // Without a manifest, as in a snippet: what looks like a root is one.
  const guessed = files.filter((file) => /(?:^|\/)(?:main|lib)\.rs$/.test(file));
  return (guessed.length > 0 ? guessed : files.filter((file) => file.endsWith(".rs"))).map((file) => ({
    file,
    crate: {
      name: "crate",
      folder: parentOf(file),
      isLibrary: file.endsWith("lib.rs"),
      isGuessed: true,
      renames: {},
      versions: {},
    },
  }));
}

function isBinary(file: string, folder: string): boolean {
  if (!file.startsWith(`${folder}/`)) return false;
  const rest = file.slice(folder.length + 1);
  return /^[^/]+\.rs$/.test(rest) || /^[^/]+\/main\.rs$/.test(rest);
}

function join(folder: string, name: string): string {
  return folder === "" ? name : `${folder}/${name}`;
}
