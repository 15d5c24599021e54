import type { Place, Range } from "#core/model/place.ts";
import type { CargoFacts, RustFacts, RustFunction, RustItem } from "#core/model/sources/rust-facts.ts";
import type { Sources } from "#core/model/sources/sources.ts";
import { createLines, withoutByteOrderMark, type Lines } from "#core/text/lines.ts";
import { RUST_VOCABULARY } from "../frameworks/registry.ts";
import { buildCrates, type Crates } from "../crates/crates.ts";
import type { Module } from "../crates/module.ts";
import { hashSource } from "../../source-text.ts";
import { resolve } from "../crates/resolve.ts";
import { usedNames, type UsedNames } from "./used-names.ts";

export type Alias = Extract<RustItem, { kind: "alias" }>;

/** What all questions to the same sources share. */
export interface RustSources {
  readonly crates: Crates;
  /** A function by the place of its name, and where it stands. */
  functionAt(place: Place): FoundFunction | undefined;
  /** The `type X = …` that a path stands for. */
  aliasAt(module: Module, segments: readonly string[]): { readonly alias: Alias; readonly module: Module } | undefined;
  /** A piece of a file's text. */
  sliceOf(file: string, range: Range): string;
  /** Hash of a piece and the names that it uses; handlers share most of what they use. */
  pieceOf(file: string, range: Range): { readonly hash: string; readonly names: UsedNames };
}

export interface FoundFunction {
  readonly declaration: RustFunction;
  readonly module: Module;
  /** The type in whose `impl` it stands. */
  readonly type?: string;
}

/** Names imported under names, further than any crate re-exports. */
const MAX_HOPS = 20;

/** Puts the crates of the sources together. */
export function createRustSources(sources: Sources): RustSources {
  const rust = new Map<string, RustFacts | CargoFacts>();
  for (const [file, each] of sources.facts) {
    if (each.language === "rust" || each.language === "cargo") rust.set(file, each);
  }
  const crates = buildCrates(sources.files, rust, RUST_VOCABULARY);
  const linesByFile = new Map<string, { readonly text: string; readonly lines: Lines }>();
  let functions: ReadonlyMap<string, FoundFunction> | undefined;

  const pieces = new Map<string, { readonly hash: string; readonly names: UsedNames }>();

  function sliceOf(file: string, { start, end }: Range): string {
    let known = linesByFile.get(file);
    if (!known) {
      const text = withoutByteOrderMark(sources.textOf(file) ?? "");
      known = { text, lines: createLines(text) };
      linesByFile.set(file, known);
    }
    return known.text.slice(known.lines.offsetAt(start), known.lines.offsetAt(end));
  }

  return {
    crates,
    sliceOf,
    pieceOf: (file, range) => {
      const key = keyOf({ file, range });
      const known = pieces.get(key);
      if (known) return known;
      const text = sliceOf(file, range);
      const piece = { hash: hashSource(text), names: usedNames(text) };
      pieces.set(key, piece);
      return piece;
    },
    functionAt: (place) => {
      functions ??= collectFunctions(crates);
      return functions.get(keyOf(place));
    },
    aliasAt: (module, segments) => aliasAt(crates, module, segments, 0),
  };
}

function collectFunctions(crates: Crates): ReadonlyMap<string, FoundFunction> {
  const found = new Map<string, FoundFunction>();
  for (const crate of crates.all) {
    for (const module of crate.modules) {
      for (const declaration of [...module.functions.values(), ...[...module.twinFunctions.values()].flat()]) {
        found.set(keyOf({ file: module.file, range: declaration.at }), { declaration, module });
      }
    }
    for (const [type, methods] of crate.methods) {
      for (const { declaration, module } of methods) {
        found.set(keyOf({ file: module.file, range: declaration.at }), { declaration, module, type });
      }
    }
  }
  return found;
}

function aliasAt(
  crates: Crates,
  module: Module,
  segments: readonly string[],
  hops: number,
): { readonly alias: Alias; readonly module: Module } | undefined {
  const name = segments.at(-1) ?? "";
  if (hops > MAX_HOPS) return undefined;
  if (segments.length > 1) {
    const found = resolve(crates, module, segments.slice(0, -1), undefined);
    return found?.kind === "module" ? aliasAt(crates, found.module, [name], hops + 1) : undefined;
  }
  const alias = module.aliases.get(name);
  if (alias) return { alias, module };
  const used = module.uses.get(name);
  if (used) return used.length > 1 ? aliasAt(crates, module, used, hops + 1) : undefined;
  for (const path of module.globs) {
    const from = resolve(crates, module, path, undefined);
    const found = from?.kind === "module" && from.module !== module ? from.module.aliases.get(name) : undefined;
    if (found && from?.kind === "module") return { alias: found, module: from.module };
  }
  return undefined;
}

function keyOf({ file, range }: Place): string {
  return `${file}:${range.start.line}:${range.start.character}`;
}
