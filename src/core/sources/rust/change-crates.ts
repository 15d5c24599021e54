import type { RustFunction, RustItem } from "#core/model/rust-facts.ts";
import type { Crates, Method, Module } from "./crates.ts";
import { hasBody } from "./resolve.ts";

/**
 * Puts the items of a file in the place of older ones, if all that other files can name is the same as before: modules,
 * imports, and the names of functions, types and constants. Then no path leads elsewhere, and only what is written in the
 * file's functions, values and types is other. False where more changed; then nothing was done.
 */
export function changeItems(
  crates: Crates,
  file: string,
  before: readonly RustItem[],
  after: readonly RustItem[],
): boolean {
  const replaced = new Map<RustItem, RustItem>();
  if (!pairItems(before, after, replaced)) return false;
  // Items are paired with such of their own kind.
  const now = <T extends RustItem>(item: T): T => (replaced.get(item) as T | undefined) ?? item;
  const nowOf = <T extends Method>(method: T): T => ({ ...method, declaration: now(method.declaration) });
  const isHere = ({ module }: { readonly module: Module }): boolean => module.file === file;
  crates.lookups.clear();
  for (const crate of crates.all) {
    for (const module of crate.modules) {
      if (module.file !== file) continue;
      replaceValues(module.functions, now);
      replaceValues(module.constants, now);
      replaceValues(module.types, now);
      replaceValues(module.aliases, now);
      replaceValues(module.macros, now);
      replaceValues(module.twinFunctions, (twins) => twins.map(now));
    }
    replaceValues(crate.methods, (methods) => (methods.some(isHere) ? methods.map(nowOf) : methods));
    replaceValues(crate.routerMethods, (methods) => (methods.some(isHere) ? methods.map(nowOf) : methods));
    replaceValues(crate.constants, (each) => (isHere(each) ? { ...each, item: now(each.item) } : each));
  }
  return true;
}

function replaceValues<T>(table: Map<string, T>, replace: (value: T) => T): void {
  for (const [name, value] of table) {
    const next = replace(value);
    if (next !== value) table.set(name, next);
  }
}

/** Pairs items with those that take their place; false where they are not the same to other files. */
function pairItems(before: readonly RustItem[], after: readonly RustItem[], pairs: Map<RustItem, RustItem>): boolean {
  return (
    before.length === after.length &&
    before.every((one, index) => {
      const other = after[index];
      return other !== undefined && pairItem(one, other, pairs);
    })
  );
}

function pairItem(one: RustItem, other: RustItem, pairs: Map<RustItem, RustItem>): boolean {
  pairs.set(one, other);
  switch (one.kind) {
    case "function":
      return other.kind === "function" && isSame(outsideOf(one), outsideOf(other));
    case "module":
      if (
        other.kind !== "module" ||
        !isSame([one.name, one.path, one.condition], [other.name, other.path, other.condition])
      )
        return false;
      if (!one.items || !other.items) return one.items === other.items;
      return pairItems(one.items, other.items, pairs);
    case "use":
      return other.kind === "use" && isSame([one.as, one.path], [other.as, other.path]);
    case "constant":
    case "macro-rules":
      return other.kind === one.kind && one.name === other.name;
    case "impl":
      return (
        other.kind === "impl" &&
        isSame([one.type, one.trait, one.blanket], [other.type, other.trait, other.blanket]) &&
        pairItems(one.items, other.items, pairs)
      );
    case "type":
      return other.kind === "type" && one.name === other.name && pairItems(one.items, other.items, pairs);
    case "alias":
      return (
        other.kind === "alias" &&
        isSame([one.name, one.path, one.parameters], [other.name, other.path, other.parameters])
      );
  }
}

/** What others see of a function, and choose it by. */
function outsideOf(item: RustFunction): readonly unknown[] {
  const { name, isMethod, returns, condition, parameters } = item;
  return [name, isMethod, returns, condition, hasBody(item), parameters.map(({ type }) => type)];
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
