import type { RustFunction } from "#core/model/sources/rust-facts.ts";
import { addNote, type Crates, type Lookup } from "./crates.ts";
import type { Crate, Method, Module } from "./module.ts";
import type { Resolved } from "./resolved.ts";

/** Follows `use` within `use` no further than any code goes; ends circles. */
const MAX_DEPTH = 24;

/**
 * What a path stands for in a module (Rust reference, "Paths", "Use declarations"). `self` type is what `Self` means.
 * A name that nothing declares is undefined; one of a crate outside of the project is `external`.
 */
export function resolve(
  crates: Crates,
  module: Module,
  segments: readonly string[],
  selfType: string | undefined,
  depth = 0,
): Resolved | undefined {
  const [first, ...rest] = segments;
  if (first === undefined || depth > MAX_DEPTH) return undefined;
  if (first === "crate" || first === "$crate") return within(crates, rootOf(module), rest, depth);
  if (first === "self") return within(crates, module, rest, depth);
  if (first === "super") return module.parent ? within(crates, module.parent, rest, depth, true) : undefined;
  if (first === "Self" && selfType !== undefined)
    return memberOf(crates, { kind: "type", name: selfType, module }, rest, depth);
  const local = inModule(crates, module, first, depth, rest.length > 0);
  if (local) return follow(crates, local, rest, depth);
  const library = crates.libraries.get(module.crate.renames[first] ?? first);
  if (library && library !== module.crate) {
    const [root] = library.modules;
    return root && within(crates, root, rest, depth);
  }
  const sibling = rest.length > 0 ? siblingOf(crates, module.crate, first, rest, depth) : undefined;
  if (sibling) return sibling;
  // A path's first name that nothing here declares is a crate; a lone one may come from a glob of another crate.
  const isCrate = rest.length > 0 && !crates.vocabulary.globNames.has(first);
  const glob = isCrate ? undefined : outsideGlob(crates, module, rest.length > 0, depth);
  if (glob) return outside(crates, [...glob, ...segments]);
  return rest.length > 0 ? outside(crates, [module.crate.renames[first] ?? first, ...rest]) : undefined;
}

/** Crates of Rust itself, and those whose names stand for themselves in nearly every program. */
const NEVER_SIBLING: ReadonlySet<string> = new Set(["std", "core", "alloc", "tokio", "tower"]);

/**
 * Without a manifest the name of the library that lies beside a program is not known: a crate that is not known, and has
 * what that library declares, is taken for it.
 */
function siblingOf(
  crates: Crates,
  crate: Crate,
  first: string,
  rest: readonly string[],
  depth: number,
): Resolved | undefined {
  if (!crate.isGuessed || crate.isLibrary || NEVER_SIBLING.has(first) || crates.vocabulary.crates.has(first))
    return undefined;
  const library = crates.all.find((each) => each.isLibrary && each.folder === crate.folder);
  const [root] = library?.modules ?? [];
  return root && within(crates, root, rest, depth + 1);
}

/** A crate may hand on a framework as a whole: `pub use framework;` makes `other::framework::Router` the framework's. */
function outside({ vocabulary }: Crates, path: readonly string[]): Resolved {
  const framework = path.findIndex((name) => vocabulary.crates.has(name));
  return { kind: "external", path: framework > 0 ? path.slice(framework) : path };
}

/** The path of a glob of another crate: a framework's where there is one, since its names are those that matter. */
function outsideGlob(
  crates: Crates,
  module: Module,
  isOfFramework: boolean,
  depth: number,
): readonly string[] | undefined {
  const table = crates.outsideGlobs.get(module) ?? new Map<boolean, Lookup<readonly string[] | undefined>>();
  crates.outsideGlobs.set(module, table);
  const known = table.get(isOfFramework);
  if (known && crates.moments.isCurrent(known.files.keys(), known.moment)) return again(crates, known);
  const lookup = noting(crates, () => searchGlobs(crates, module, isOfFramework, depth));
  // Further down the limit may cut the search short.
  if (depth === 0) table.set(isOfFramework, lookup);
  return lookup.found;
}

function searchGlobs(
  crates: Crates,
  module: Module,
  isOfFramework: boolean,
  depth: number,
): readonly string[] | undefined {
  const own = outsideGlobs(crates, module, depth);
  // `use crate::prelude::*` of a prelude that says `pub use framework::*`.
  const handedOn = depth < MAX_DEPTH / 2 ? globTargets(crates, module, depth) : [];
  const others = [...own, ...handedOn.flatMap((target) => outsideGlobs(crates, target, depth + 1))];
  const ofFramework = others.find(([top = ""]) => crates.vocabulary.crates.has(top));
  return ofFramework ?? (isOfFramework ? undefined : own[0]);
}

function outsideGlobs(crates: Crates, module: Module, depth: number): readonly (readonly string[])[] {
  crates.note(module.file);
  return module.globs.flatMap((path) => {
    const [top = ""] = path;
    // A lone name that nothing here declares is a crate: its own globs have nothing to say of it.
    if (path.length === 1) {
      const isOurs = !isOutside(crates, module, top) || inModule(crates, module, top, depth + 1, true);
      return isOurs ? [] : [path];
    }
    const found = resolve(crates, module, path, undefined, depth + 1);
    return found?.kind === "external" ? [found.path] : [];
  });
}

function rootOf(module: Module): Module {
  let current = module;
  while (current.parent) current = current.parent;
  return current;
}

function within(
  crates: Crates,
  module: Module,
  rest: readonly string[],
  depth: number,
  isSuper = false,
): Resolved | undefined {
  const [first, ...others] = rest;
  if (first === undefined) return { kind: "module", module };
  if (isSuper && first === "super")
    return module.parent ? within(crates, module.parent, others, depth, true) : undefined;
  const found = inModule(crates, module, first, depth, others.length > 0);
  return found && follow(crates, found, others, depth);
}

function follow(crates: Crates, found: Resolved, rest: readonly string[], depth: number): Resolved | undefined {
  if (rest.length === 0) return found;
  switch (found.kind) {
    case "module": {
      const own = within(crates, found.module, rest, depth + 1);
      const others = found.module.twins.map((twin) => within(crates, twin, rest, depth + 1));
      if (own?.kind !== "function") return own ?? others.find(Boolean);
      const twins = others.filter((other) => other?.kind === "function");
      return twins.length > 0 ? { ...own, twins: [...(own.twins ?? []), ...twins] } : own;
    }
    case "type":
      return memberOf(crates, found, rest, depth);
    case "external":
      return outside(crates, [...found.path, ...rest]);
    case "function":
    case "constant":
    case "variant":
    case "macro":
  }
  return undefined;
}

/** `Type::function`, `Type::CONSTANT` */
function memberOf(
  crates: Crates,
  type: Extract<Resolved, { kind: "type" }>,
  rest: readonly string[],
  depth: number,
): Resolved | undefined {
  const [name, ...others] = rest;
  if (name === undefined) return type;
  if (others.length > 0 || depth > MAX_DEPTH) return undefined;
  const { crate } = type.module;
  const method = findMethod(crate, type.name, name);
  if (method) {
    crates.note(method.module.file);
    return { kind: "function", ...method, type: type.name };
  }
  const constant = constantOf(crate, type.name, name);
  if (constant) crates.note(constant.module.file);
  return constant ? { kind: "constant", ...constant } : variantOf(crates, type, name, depth);
}

/** Of a type, or of a trait that it has. */
function constantOf(crate: Crate, type: string, name: string): ReturnType<Crate["constants"]["get"]> {
  const owners = [type, ...(crate.traits.get(type) ?? [])];
  return owners.map((owner) => crate.constants.get(`${owner}::${name}`)).find((each) => each !== undefined);
}

function variantOf(
  crates: Crates,
  { name: type, module }: Extract<Resolved, { kind: "type" }>,
  name: string,
  depth: number,
): Resolved | undefined {
  const own = module.types.get(type);
  // `Self` in an `impl` that stands in another module than the type.
  const found = own ? { kind: "type" as const, name: type, module } : inModule(crates, module, type, depth + 1, false);
  const { shape } = (found?.kind === "type" && found.module.types.get(found.name)) || {};
  if (found?.kind !== "type" || shape?.kind !== "enum" || !shape.members.some((each) => each.name === name))
    return undefined;
  crates.note(found.module.file);
  return { kind: "variant", type: found.name, name, module: found.module };
}

/** A function of a type: its own, one that a trait has for it, or one for all types that have certain traits. */
export function findMethod(crate: Crate, type: string, name: string): Method | undefined {
  const find = (owner: string): Method | undefined =>
    crate.methods.get(owner)?.find(({ declaration }) => declaration.name === name);
  const own = find(type);
  if (own) return own;
  const traits = new Set(crate.traits.get(type));
  const general = crate.blankets.filter(({ bounds }) => bounds.every((bound) => traits.has(bound)));
  for (const each of general) {
    const found = find(each.type);
    if (found) return found;
  }
  for (const trait of [...traits, ...general.map((each) => each.trait)]) {
    const found = find(trait);
    if (found && hasBody(found.declaration)) return found;
  }
  return undefined;
}

/** A function of a trait may have none, but not because an outline leaves it out. */
export function hasBody({ body, isBodyLeftOut }: RustFunction): boolean {
  return body !== undefined || isBodyLeftOut === true;
}

/** A name that a module declares, imports or takes over by a glob. */
function inModule(
  crates: Crates,
  module: Module,
  name: string,
  depth: number,
  isPrefix: boolean,
): Resolved | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const table = crates.lookups.get(module) ?? new Map<string, Lookup<Resolved | undefined>>();
  crates.lookups.set(module, table);
  const key = isPrefix ? `${name}::` : name;
  const known = table.get(key);
  if (known && crates.moments.isCurrent(known.files.keys(), known.moment)) return again(crates, known);
  const lookup = noting(crates, () => search(crates, module, name, depth, isPrefix, new Set()));
  // Far down the limit may have cut the search short, which says nothing to those who ask from elsewhere.
  if (lookup.found || depth < MAX_DEPTH / 2) table.set(key, lookup);
  return lookup.found;
}

function search(
  crates: Crates,
  module: Module,
  name: string,
  depth: number,
  isPrefix: boolean,
  seen: Set<Module>,
): Resolved | undefined {
  seen.add(module);
  crates.note(module.file, name);
  const own = declaredIn(crates, module, name, depth, isPrefix);
  // A module that a path only leads through says no more than what the name stands for.
  if (own && own.kind !== "module" && own.kind !== "external" && own.module === module) crates.note(module.file);
  if (own) return own;
  for (const target of globTargets(crates, module, depth)) {
    const found = seen.has(target) ? undefined : search(crates, target, name, depth + 1, isPrefix, seen);
    if (found) return found;
  }
  return undefined;
}

/** The modules whose names a module takes over. One glob may lead through another that stands before it. */
function globTargets(crates: Crates, module: Module, depth: number): readonly Module[] {
  const known = crates.globTargets.get(module);
  if (known && crates.moments.isCurrent(known.files.keys(), known.moment)) return again(crates, known);
  const targets: Module[] = [];
  crates.globTargets.set(module, { found: targets, files: new Map(), moment: crates.moments.now() });
  const lookup = noting(crates, () => {
    for (const path of module.globs) {
      const found = resolveModule(crates, module, path, depth + 1);
      if (found && found !== module) targets.push(found);
    }
    return targets;
  });
  crates.globTargets.set(module, lookup);
  return targets;
}

/** The module of a path, also where a function has its name. */
function resolveModule(crates: Crates, module: Module, path: readonly string[], depth: number): Module | undefined {
  const last = path.at(-1) ?? "";
  const outer = path.length === 1 ? undefined : resolve(crates, module, path.slice(0, -1), undefined, depth);
  const parent = path.length === 1 ? module : outer?.kind === "module" ? outer.module : undefined;
  const inner = parent && inModule(crates, parent, last, depth, true);
  if (inner?.kind === "module") return inner.module;
  const found = resolve(crates, module, path, undefined, depth);
  return found?.kind === "module" ? found.module : undefined;
}

/** What was looked up before, and the files that had a part in it once more. */
function again<T>(crates: Crates, { found, files }: Lookup<T>): T {
  for (const [file, names] of files) for (const name of names) crates.note(file, name);
  return found;
}

function noting<T>(crates: Crates, body: () => T): Lookup<T> {
  const outer = crates.note;
  const files = new Map<string, Set<string>>();
  crates.note = (file, name) => {
    addNote(files, file, name);
    outer(file, name);
  };
  const found = body();
  crates.note = outer;
  return { found, files, moment: crates.moments.now() };
}

function declaredIn(
  crates: Crates,
  module: Module,
  name: string,
  depth: number,
  isPrefix: boolean,
): Resolved | undefined {
  const inner = module.modules.get(name);
  const declaration = module.functions.get(name);
  // A module and a function may share a name: values and modules live apart.
  if (inner && isPrefix) return { kind: "module", module: inner };
  if (declaration && !isPrefix) {
    const twins = module.twinFunctions
      .get(name)
      ?.map((each) => ({ kind: "function" as const, declaration: each, module }));
    return { kind: "function", declaration, module, ...(twins && { twins }) };
  }
  const item = module.constants.get(name);
  if (item) return { kind: "constant", item, module };
  const alias = module.aliases.get(name);
  if (alias) return resolve(crates, module, alias.path, undefined, depth + 1);
  if (module.types.has(name)) return { kind: "type", name, module };
  if (module.macros.has(name)) return { kind: "macro", name, module };
  // `mod list; pub use self::list::handler as list;`, `mod post; use framework::post;`
  const used = usedAs(crates, module, name, depth, isPrefix);
  return used ?? (inner && { kind: "module", module: inner });
}

/** A name may be imported twice, as a module and as a value: `use framework::post; use crate::handlers::post;` */
function usedAs(crates: Crates, module: Module, name: string, depth: number, isPrefix: boolean): Resolved | undefined {
  const last = module.uses.get(name);
  if (!last) return undefined;
  const all = [last, ...(module.twinUses.get(name) ?? [])].filter((used) => used.length > 1 || used[0] !== name);
  // `use serde;` names the crate that the name stands for anyway.
  if (all.length === 0) return outside(crates, last);
  for (const used of isPrefix ? all : []) {
    const found = resolveModule(crates, module, used, depth + 1);
    if (found) return { kind: "module", module: found };
  }
  const found = all.map((used) => importedBy(crates, module, used, depth)).filter((each) => each !== undefined);
  return found.find(({ kind }) => kind !== "module") ?? found[0];
}

function importedBy(crates: Crates, module: Module, used: readonly string[], depth: number): Resolved | undefined {
  const [top = ""] = used;
  const found = resolve(crates, module, used, undefined, depth + 1);
  return found ?? (isOutside(crates, module, top) ? outside(crates, used) : undefined);
}

function isOutside(crates: Crates, module: Module, top: string): boolean {
  return !["crate", "self", "super"].includes(top) && !crates.libraries.has(top) && !module.modules.has(top);
}
