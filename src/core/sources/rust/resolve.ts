import type { RustItem } from "#core/model/rust-facts.ts";
import type { Crates, Module } from "./crates.ts";
import type { FunctionValue } from "./values.ts";

/** What a path stands for. */
export type Resolved =
  | FunctionValue
  | { readonly kind: "constant"; readonly item: Extract<RustItem, { kind: "constant" }>; readonly module: Module }
  | { readonly kind: "type"; readonly name: string; readonly module: Module }
  | { readonly kind: "module"; readonly module: Module }
  | { readonly kind: "macro"; readonly name: string; readonly module: Module }
  | { readonly kind: "external"; readonly path: readonly string[] };

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
    return memberOf({ kind: "type", name: selfType, module }, rest, depth);
  const local = inModule(crates, module, first, depth, rest.length > 0);
  if (local) return follow(crates, local, rest, depth);
  const library = crates.libraries.get(module.crate.renames[first] ?? first);
  if (library && library !== module.crate) {
    const [root] = library.modules;
    return root && within(crates, root, rest, depth);
  }
  // A path's first name that nothing here declares is a crate; a lone one may come from a glob of another crate.
  if (rest.length > 0) return { kind: "external", path: [module.crate.renames[first] ?? first, ...rest] };
  const glob = module.globs
    .map((path) => resolve(crates, module, path, undefined, depth + 1))
    .find((each) => each?.kind === "external");
  return glob?.kind === "external" ? { kind: "external", path: [...glob.path, first] } : undefined;
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
    case "module":
      return within(crates, found.module, rest, depth + 1);
    case "type":
      return memberOf(found, rest, depth);
    case "external":
      return { kind: "external", path: [...found.path, ...rest] };
    case "function":
    case "constant":
    case "macro":
  }
  return undefined;
}

/** `Type::function`, `Type::CONSTANT` */
function memberOf(
  type: Extract<Resolved, { kind: "type" }>,
  rest: readonly string[],
  depth: number,
): Resolved | undefined {
  const [name, ...others] = rest;
  if (name === undefined) return type;
  if (others.length > 0 || depth > MAX_DEPTH) return undefined;
  const { crate } = type.module;
  const method = crate.methods.get(type.name)?.find(({ declaration }) => declaration.name === name);
  if (method) return { kind: "function", ...method, type: type.name };
  const constant = crate.constants.get(`${type.name}::${name}`);
  return constant && { kind: "constant", ...constant };
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
  const inner = module.modules.get(name);
  const declaration = module.functions.get(name);
  // A module and a function may share a name: values and modules live apart.
  if (inner && isPrefix) return { kind: "module", module: inner };
  if (declaration) return { kind: "function", declaration, module };
  if (inner) return { kind: "module", module: inner };
  const item = module.constants.get(name);
  if (item) return { kind: "constant", item, module };
  const alias = module.aliases.get(name);
  if (alias) return resolve(crates, module, alias, undefined, depth + 1);
  if (module.types.has(name)) return { kind: "type", name, module };
  if (module.macros.has(name)) return { kind: "macro", name, module };
  const used = module.uses.get(name);
  if (used && !(used.length === 1 && used[0] === name)) {
    const [top = ""] = used;
    const found = resolve(crates, module, used, undefined, depth + 1);
    return found ?? (isOutside(crates, module, top) ? { kind: "external", path: used } : undefined);
  }
  if (used) return { kind: "external", path: used };
  for (const path of module.globs) {
    const from = resolve(crates, module, path, undefined, depth + 1);
    const found =
      from?.kind === "module" && from.module !== module
        ? inModule(crates, from.module, name, depth + 1, isPrefix)
        : undefined;
    if (found) return found;
  }
  return undefined;
}

function isOutside(crates: Crates, module: Module, top: string): boolean {
  return !["crate", "self", "super"].includes(top) && !crates.libraries.has(top) && !module.modules.has(top);
}
