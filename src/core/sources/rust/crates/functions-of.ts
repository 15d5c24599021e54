import type { RustFunction, RustType } from "#core/model/sources/rust-facts.ts";
import type { Crate, Method, Module } from "./module.ts";
import type { Moments } from "./moments.ts";
import { mentionsRouter } from "../read/outline.ts";
import { hasBody } from "./resolve.ts";
import type { FunctionValue } from "../values/values.ts";

/** Functions of a module, or of a type, as linking goes through them. */
interface FunctionList {
  /** Where programs start, and what serves. */
  readonly entries: readonly FunctionValue[];
  /** Those with a body that give something, and among them those that speak of a router. */
  readonly giving: readonly FunctionValue[];
  readonly routing: readonly FunctionValue[];
}

/** What linking looks for in all crates, kept from one linking to the next for the modules that did not change. */
export interface ProjectFunctions {
  of(crate: Crate): readonly FunctionList[];
  /** Names of structs that keep a router in a field: who returns one may have put it together by their methods alone. */
  typesWithRouter(crate: Crate): readonly string[];
}

interface ModuleFunctions extends FunctionList {
  readonly holders: readonly string[];
  readonly moment: number;
}

export function createProjectFunctions(moments: Moments): ProjectFunctions {
  const free = new WeakMap<Module, ModuleFunctions>();
  // A list of methods is replaced when one of them changes.
  const bound = new WeakMap<readonly Method[], FunctionList>();

  function ofModule(module: Module): ModuleFunctions {
    const known = free.get(module);
    if (known && moments.isCurrent([module.file], known.moment)) return known;
    const made = { ...listOf(freeFunctions(module)), holders: holdersOf(module), moment: moments.now() };
    free.set(module, made);
    return made;
  }

  function ofType(type: string, methods: readonly Method[]): FunctionList {
    const known = bound.get(methods);
    if (known) return known;
    const made = listOf(methods.map((method) => ({ kind: "function", ...method, type })));
    bound.set(methods, made);
    return made;
  }

  return {
    of: ({ modules, methods }) => [...modules.map(ofModule), ...[...methods].map(([type, each]) => ofType(type, each))],
    typesWithRouter: ({ modules }) => modules.flatMap((module) => ofModule(module).holders),
  };
}

function freeFunctions(module: Module): readonly FunctionValue[] {
  return [...module.functions.values(), ...[...module.twinFunctions.values()].flat()].map((declaration) => ({
    kind: "function",
    declaration,
    module,
  }));
}

function holdersOf({ types }: Module): readonly string[] {
  return [...types.values()].filter(keepsRouter).map(({ name }) => name);
}

/** A struct with a router in a field. */
export function keepsRouter({ shape }: RustType): boolean {
  return shape?.kind !== "enum" && shape?.members.some(({ type = "" }) => mentionsRouter(type)) === true;
}

/** What decides whether linking starts from a function; nothing where it surely does not. */
export function rolesOf(declaration: RustFunction, holders: ReadonlySet<string>): readonly unknown[] {
  const { name, returns, mentionsServing, isLaunched, body } = declaration;
  const isGiving = hasBody(declaration) && returns !== "" && mayGiveRouter(declaration, holders);
  const isStart = mentionsServing || isLaunched === true;
  return isGiving || isStart || name === "main" ? [name, isGiving, isStart, isLaunched, body !== undefined] : [];
}

function mayGiveRouter({ mentionsRouter: isNamed, returns }: RustFunction, holders: ReadonlySet<string>): boolean {
  return isNamed || (holders.size > 0 && (returns.match(/\w+/g) ?? []).some((word) => holders.has(word)));
}

function listOf(functions: readonly FunctionValue[]): FunctionList {
  const giving = functions.filter(({ declaration }) => hasBody(declaration) && declaration.returns !== "");
  return {
    entries: functions.filter(isEntry),
    giving,
    routing: giving.filter(({ declaration }) => declaration.mentionsRouter),
  };
}

function isEntry({ declaration, module }: FunctionValue): boolean {
  if (declaration.isLaunched) return hasBody(declaration);
  if (!declaration.body) return false;
  return (declaration.name === "main" && module.parent === undefined) || declaration.mentionsServing;
}

/** The functions whose result may have a router in it; `holders`: types that keep one. */
export function mayGiveRouters(
  { giving, routing }: FunctionList,
  holders: ReadonlySet<string>,
): readonly FunctionValue[] {
  if (holders.size === 0) return routing;
  return giving.filter(({ declaration }) => mayGiveRouter(declaration, holders));
}
