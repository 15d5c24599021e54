import type { Range } from "#core/model/place.ts";
import type { Handler } from "#core/model/route.ts";
import type { SourceAnswer } from "#core/model/sources/sources.ts";
import { hashSource } from "../../source-text.ts";
import type { Crate, Method, Module } from "../crates/module.ts";
import { resolve } from "../crates/resolve.ts";
import type { Resolved } from "../crates/resolved.ts";
import type { RustSources } from "./rust-sources.ts";

/** More declarations than any handler uses; ends the walk in a project that is one knot. */
const MAX_PIECES = 5000;

/** A piece of source that the handler uses. */
interface Piece {
  readonly module: Module;
  readonly range: Range;
  /** What `Self` means in it. */
  readonly type?: string;
}

/** A function of a type, and the crate in which the type has it. */
interface Owned {
  readonly crate: Crate;
  readonly type: string;
  readonly method: Method;
}

/**
 * Hash of all project code that a handler uses: its own source, then the functions, types, values and macros that it
 * names, and what those name. Of a type that is used, what traits have for it counts too: nobody names it where it
 * runs. A method counts where its type is used, or where only one type of the project has a method of that name.
 */
export function handlerHash(rust: RustSources, handler: Handler): SourceAnswer<string | undefined> {
  const found = rust.functionAt(handler.place);
  const { file } = handler.place;
  const module = found?.module ?? moduleOf(rust, file);
  const used = new Set([file]);
  const wanted = [...rust.crates.wanted];
  if (!module) return { value: undefined, wanted, used: [...used] };

  const methodsByName = collectMethods(rust);
  const hashes = new Map<string, string>();
  const calledMethods = new Set<string>();
  const usedTypes = new Set<string>();
  const queue: Piece[] = [
    {
      module,
      range: found?.declaration.whole ?? handler.body.range,
      ...(found?.type !== undefined && { type: found.type }),
    },
  ];

  for (let piece = queue.pop(); piece && hashes.size < MAX_PIECES; piece = queue.pop()) {
    const key = keyOf(piece);
    if (hashes.has(key)) continue;
    for (let around: Module | undefined = piece.module; around; around = around.parent) used.add(around.file);
    const { hash, names } = rust.pieceOf(piece.module.file, piece.range);
    hashes.set(key, hash);
    for (const path of names.paths) follow(path, piece);
    for (const name of names.methods) addMethod(name);
  }
  const [only, ...others] = [...hashes.values()].toSorted();
  const value = others.length === 0 ? only : hashSource([only, ...others].join("\n"));
  return { value, wanted, used: [...used].toSorted() };

  function follow(path: readonly string[], piece: Piece): void {
    add(resolve(rust.crates, piece.module, path, piece.type));
    const alias = rust.aliasAt(piece.module, path);
    if (alias) queue.push({ module: alias.module, range: alias.alias.whole });
    // Of `Node::new` the type counts as well.
    if (path.length > 1) add(resolve(rust.crates, piece.module, path.slice(0, -1), piece.type));
  }

  function add(meant: Resolved | undefined): void {
    switch (meant?.kind) {
      case "function": {
        const { module: at, declaration, type } = meant;
        queue.push({ module: at, range: declaration.whole, ...(type !== undefined && { type }) });
        for (const twin of meant.twins ?? []) add(twin);
        break;
      }
      case "constant":
        queue.push({ module: meant.module, range: meant.item.whole });
        break;
      case "macro": {
        const macro = meant.module.macros.get(meant.name);
        if (macro) queue.push({ module: meant.module, range: macro.whole });
        break;
      }
      case "type":
        addType(meant.name, meant.module);
        break;
      case "variant":
        addType(meant.type, meant.module);
        break;
      case "module":
      case "external":
      case undefined:
    }
  }

  function addType(name: string, at: Module): void {
    const key = typeKey(at.crate, name);
    if (usedTypes.has(key)) return;
    usedTypes.add(key);
    const item = at.types.get(name);
    if (item) queue.push({ module: at, range: item.whole, type: name });
    for (const method of at.crate.methods.get(name) ?? []) {
      if (method.trait !== undefined || calledMethods.has(method.declaration.name)) pushMethod(method, name);
    }
  }

  function addMethod(name: string): void {
    if (calledMethods.has(name)) return;
    calledMethods.add(name);
    const all = methodsByName.get(name) ?? [];
    for (const { crate, type, method } of all) {
      if (all.length === 1 || usedTypes.has(typeKey(crate, type))) pushMethod(method, type);
    }
  }

  function pushMethod({ declaration, module: at }: Method, type: string): void {
    queue.push({ module: at, range: declaration.whole, type });
  }
}

function collectMethods({ crates }: RustSources): ReadonlyMap<string, readonly Owned[]> {
  const byName = new Map<string, Owned[]>();
  for (const crate of crates.all) {
    for (const [type, methods] of crate.methods) {
      for (const method of methods) {
        const { name, isMethod } = method.declaration;
        if (!isMethod) continue;
        const known = byName.get(name) ?? [];
        known.push({ crate, type, method });
        byName.set(name, known);
      }
    }
  }
  return byName;
}

/** The module that a file is; of closures, which have no name. */
function moduleOf({ crates }: RustSources, file: string): Module | undefined {
  return crates.all.flatMap(({ modules }) => modules).find((module) => module.file === file);
}

function typeKey(crate: Crate, name: string): string {
  return `${crate.folder} ${crate.name} ${name}`;
}

function keyOf({ module, range: { start } }: Piece): string {
  return `${module.file}:${start.line}:${start.character}`;
}
