import type { RustFunction, RustItem } from "#core/model/sources/rust-facts.ts";
import { addName, type Crates } from "./crates.ts";
import type { Method, Module } from "./module.ts";
import { keepsRouter, rolesOf } from "./functions-of.ts";
import { hasBody } from "./resolve.ts";

/**
 * Puts the items of a file in the place of older ones, if they have the same modules, globs, macros and functions of
 * types: then a path may lead elsewhere only where the file's names are searched for it. False where more changed; then
 * nothing was done.
 */
export function changeItems(
  crates: Crates,
  file: string,
  before: readonly RustItem[],
  after: readonly RustItem[],
): boolean {
  const replaced = new Map<RustItem, RustItem>();
  if (!pairItems(before, after, replaced)) return false;
  const modules = crates.all.flatMap((crate) => crate.modules).filter((module) => module.file === file);
  // Which of several modules of one name has which items is not told.
  if (modules.some(({ twins }) => twins.length > 0)) return false;
  for (const module of modules) {
    if (module.parent?.file !== file) changeNames(module, after);
  }
  // Items are paired with such of their own kind.
  const now = <T extends RustItem>(item: T): T => (replaced.get(item) as T | undefined) ?? item;
  const nowOf = <T extends Method>(method: T): T => ({ ...method, declaration: now(method.declaration) });
  const isHere = ({ module }: { readonly module: Module }): boolean => module.file === file;
  for (const { methods, routerMethods, constants } of crates.all) {
    replaceValues(methods, (all) => (all.some(isHere) ? all.map(nowOf) : all));
    replaceValues(routerMethods, (all) => (all.some(isHere) ? all.map(nowOf) : all));
    replaceValues(constants, (each) => (isHere(each) ? { ...each, item: now(each.item) } : each));
  }
  return true;
}

/**
 * The names in a file that stand for something else now, in one of its modules; what the bodies of functions and the
 * values of constants say makes no difference. Undefined where linking goes through the file in another way; `holders`:
 * types that keep a router.
 */
export function changedNames(
  before: readonly RustItem[],
  after: readonly RustItem[],
  holders: ReadonlySet<string>,
): ReadonlySet<string> | undefined {
  if (!isSame(rolesIn(before, holders), rolesIn(after, holders))) return undefined;
  const [one, other] = [namesIn(before, new Map()), namesIn(after, new Map())];
  return new Set([...one.keys(), ...other.keys()].filter((name) => one.get(name) !== other.get(name)));
}

/** What each name stands for, as a text. */
function namesIn(items: readonly RustItem[], names: Map<string, string>): ReadonlyMap<string, string> {
  for (const item of items) {
    const [name, ...facts] = nameOf(item);
    if (name === undefined) continue;
    names.set(name, (names.get(name) ?? "") + JSON.stringify(facts));
    if (item.kind === "module" && item.items) namesIn(item.items, names);
  }
  return names;
}

function nameOf(item: RustItem): readonly [string?, ...unknown[]] {
  switch (item.kind) {
    case "function":
      return [item.name, item.kind, item.condition, item.parameters.length, item.isMethod, hasBody(item)];
    case "alias":
      return [item.name, item.kind, item.path];
    case "constant":
    case "type":
    case "module":
    case "macro-rules":
    case "macro-call":
      return [item.name, item.kind];
    case "use":
      return [item.as, item.kind, item.path];
    case "impl":
  }
  return [];
}

/** Functions that linking starts from, and types that keep a router. */
function rolesIn(items: readonly RustItem[], holders: ReadonlySet<string>): readonly unknown[] {
  return items.flatMap((item): readonly unknown[] => {
    switch (item.kind) {
      case "function":
        return rolesOf(item, holders);
      case "type":
        return [...(keepsRouter(item) ? [item.name] : []), ...rolesIn(item.items, holders)];
      case "impl":
      case "module":
        return rolesIn(item.items ?? [], holders);
      case "use":
      case "constant":
      case "alias":
      case "macro-rules":
      case "macro-call":
    }
    return [];
  });
}

function changeNames(module: Module, items: readonly RustItem[]): void {
  const { functions, twinFunctions, constants, types, aliases, macros, uses, twinUses } = module;
  module.macroCalls.length = 0;
  for (const table of [functions, twinFunctions, constants, types, aliases, macros, uses, twinUses]) table.clear();
  for (const item of items) {
    addName(module, item);
    const inner = item.kind === "module" && item.items ? module.modules.get(item.name) : undefined;
    if (inner && item.kind === "module") changeNames(inner, item.items ?? []);
  }
}

function replaceValues<T>(table: Map<string, T>, replace: (value: T) => T): void {
  for (const [name, value] of table) {
    const next = replace(value);
    if (next !== value) table.set(name, next);
  }
}

/** Pairs what may not come and go with what takes its place; false where something of it did, or stands elsewhere. */
function pairItems(before: readonly RustItem[], after: readonly RustItem[], pairs: Map<RustItem, RustItem>): boolean {
  const fixed = before.filter(isFixed);
  const others = after.filter(isFixed);
  return (
    fixed.length === others.length &&
    fixed.every((one, index) => {
      const other = others[index];
      return other !== undefined && pairItem(one, other, pairs);
    })
  );
}

/** What acts beyond its own name: by leading elsewhere, for all code of the crate, or for a type. */
function isFixed(item: RustItem): boolean {
  if (item.kind === "use") return item.as === "*";
  return !["function", "constant", "alias"].includes(item.kind) && !(item.kind === "type" && item.items.length === 0);
}

function pairItem(one: RustItem, other: RustItem, pairs: Map<RustItem, RustItem>): boolean {
  pairs.set(one, other);
  switch (one.kind) {
    case "module":
      if (other.kind !== "module" || !isSame(outsideOfModule(one), outsideOfModule(other))) return false;
      if (!one.items || !other.items) return one.items === other.items;
      return pairItems(one.items, other.items, pairs);
    case "use":
      return other.kind === "use" && isSame([one.as, one.path], [other.as, other.path]);
    case "macro-rules":
    case "macro-call":
      return other.kind === one.kind && one.name === other.name;
    case "impl":
      return (
        other.kind === "impl" &&
        isSame([one.type, one.trait, one.blanket], [other.type, other.trait, other.blanket]) &&
        pairMembers(one.items, other.items, pairs)
      );
    case "type":
      return other.kind === "type" && one.name === other.name && pairMembers(one.items, other.items, pairs);
    case "function":
    case "constant":
    case "alias":
  }
  return false;
}

/** The functions and constants of a type: all of them, in their order. */
function pairMembers(before: readonly RustItem[], after: readonly RustItem[], pairs: Map<RustItem, RustItem>): boolean {
  return (
    before.length === after.length &&
    before.every((one, index) => {
      const other = after[index];
      if (other) pairs.set(one, other);
      if (one.kind === "function") return other?.kind === "function" && isSame(outsideOf(one), outsideOf(other));
      return one.kind === "constant" ? other?.kind === "constant" && one.name === other.name : one.kind === other?.kind;
    })
  );
}

function outsideOfModule({ name, path, condition }: Extract<RustItem, { kind: "module" }>): readonly unknown[] {
  return [name, path, condition];
}

/** What others see of a function of a type, and choose it by. */
function outsideOf(item: RustFunction): readonly unknown[] {
  const { name, isMethod, returns, condition, parameters } = item;
  return [name, isMethod, returns, condition, hasBody(item), parameters.map(({ type }) => type)];
}

function isSame(one: readonly unknown[], other: readonly unknown[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
