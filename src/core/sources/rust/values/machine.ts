import type { Finding } from "#core/model/finding.ts";
import type { Place, Range } from "#core/model/place.ts";
import type { RustExpression } from "#core/model/sources/rust-facts.ts";
import type { Crates } from "../crates/crates.ts";
import type { Module } from "../crates/module.ts";
import type { Argument, FunctionValue, Names, Router, Value } from "./values.ts";

/** A type by its path, and the module in which that is written. */
export interface TypeArgument {
  readonly path: readonly string[];
  readonly module: Module;
}

/** Where expressions are evaluated: a function's body. */
export interface Frame {
  readonly module: Module;
  /** What `Self` means. */
  readonly type?: string;
  readonly names: Names;
  /** What the function's type parameters stand for in this call. */
  readonly typeArguments?: ReadonlyMap<string, TypeArgument>;
  /** Of the macro call that the code at hand came from. */
  readonly at?: Place;
  /** What the function came to, one a `return` that was met. */
  readonly returns: Value[];
}

/** A router that is served: where, and under which conditions it comes to that. */
export interface Served {
  readonly router: Router;
  readonly folder: string;
  readonly conditions: readonly string[];
}

/** What the crates of a framework do where code calls them, as far as routes depend on it. */
export interface CrateModel {
  /** The names, as `Router.framework` has them, of the routers that it answers for. */
  readonly routers: readonly string[];
  /** The framework of the routers that a type of its crates is, by the type's path. */
  routerType(path: readonly string[]): string | undefined;
  /** Methods of its routers by which they are served. */
  readonly serving?: ReadonlySet<string>;
  /** Calling something of its crates; undefined where it is none of its own. */
  call(machine: Machine, path: readonly string[], args: readonly Argument[], place: Place): Value | undefined;
  /** A method of a router of its own; one that only wraps the router leaves it as it is. */
  method(machine: Machine, of: RouterValue, name: string, args: readonly Argument[], place: Place): Value;
  /** A method of a method router of its own. */
  methodOfMethodRouter?(of: MethodRouterValue, name: string, args: readonly Argument[], place: Place): Value;
  /** A macro of its crates. */
  macro?(name: string, args: readonly Argument[]): Value | undefined;
}

type RouterValue = Extract<Value, { kind: "router" }>;
type MethodRouterValue = Extract<Value, { kind: "method-router" }>;

/** Follows functions on values of which parts may be unknown. */
export interface Machine {
  readonly crates: Crates;
  readonly models: readonly CrateModel[];
  /** The model that answers for a router. */
  modelOf(router: Pick<Router, "framework">): CrateModel | undefined;
  /** The framework of the routers that a type of a crate is. */
  routerType(path: readonly string[]): string | undefined;
  readonly findings: Finding[];
  /** Conditions under which the expression at hand stands, outermost first. */
  readonly conditions: string[];
  /** Routers that were handed to something that serves them. */
  readonly served: Served[];
  /** Routers that were given a name, in their order. */
  readonly named: Served[];
  /** What the last call left in `self` and in its `&mut` parameters, by the place of the argument; asked once. */
  takeLeft(): ReadonlyMap<number, Value>;
  evaluate(expression: RustExpression, frame: Frame): Value;
  /** Evaluates what is called with these arguments. */
  evaluateCallee(expression: RustExpression, frame: Frame, args: readonly Value[]): Value;
  call(callee: Value, args: readonly Value[], place: Place): Value;
  callFunction(callee: FunctionValue, args: readonly Value[], place: Place): Value;
  /** Counts a step; false once the project took so many that it must be stopped. */
  step(): boolean;
}

/** More than a program names; their entries together are looked through when linking ends. */
const MAX_NAMED = 20_000;
const MAX_LARGE_NAMED = 1000;
const LARGE = 1000;

/** Notes that a router was given a name. A loop that names one again and again is not noted for ever. */
export function noteNamed(machine: Machine, router: Router, { module }: Frame): void {
  const most = router.entries.length > LARGE ? MAX_LARGE_NAMED : MAX_NAMED;
  if (machine.named.length >= most) return;
  machine.named.push({ router, folder: module.crate.folder, conditions: [...machine.conditions] });
}

export function placeOf(frame: Frame, at: Range): Place {
  return frame.at ?? { file: frame.module.file, range: at };
}

/** A place as a key. */
export function keyOf({ file, range }: Place): string {
  return `${file}:${range.start.line}:${range.start.character}`;
}

/** Evaluates `body` while `condition` is noted. */
export function underCondition<T>(machine: Machine, condition: string | undefined, body: () => T): T {
  if (condition === undefined) return body();
  machine.conditions.push(condition);
  try {
    return body();
  } finally {
    machine.conditions.pop();
  }
}
