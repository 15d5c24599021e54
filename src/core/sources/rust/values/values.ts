import type { Method } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import type { RouteKind, Unresolved } from "#core/model/route.ts";
import type { RustExpression, RustFunction } from "#core/model/sources/rust-facts.ts";
import type { Module } from "../crates/module.ts";

/** A known piece of a text, or why a piece is not known. */
export type TextPart = string | Unresolved;

interface MaybeSetting {
  /** The default of a setting or an environment variable, which may be otherwise where the server runs. */
  readonly isSetting?: true;
}

/** What an expression comes to, as far as source tells. Values never change: a method gives a new one. */
export type Value =
  | (MaybeSetting & { readonly kind: "text"; readonly parts: readonly TextPart[] })
  | (MaybeSetting & { readonly kind: "number"; readonly value: number })
  | { readonly kind: "list"; readonly items: readonly Value[] }
  | { readonly kind: "router"; readonly router: Router }
  | { readonly kind: "method-router"; readonly framework: string; readonly answers: readonly Answer[] }
  /** `routes!(a, b)` */
  | { readonly kind: "routes"; readonly handlers: readonly { readonly value: Value; readonly place: Place }[] }
  | FunctionValue
  | ClosureValue
  | {
      readonly kind: "instance";
      readonly type: string;
      /** Which one of an enum it is, where that is known. */
      readonly variant?: string;
      readonly module: Module;
      readonly fields: ReadonlyMap<string, Value>;
      /** Settings that are read from elsewhere: a field that is not there has its default. */
      readonly isSettings?: boolean;
    }
  /** Something of a crate that is not part of the project: `tower::service_fn`. */
  | { readonly kind: "external"; readonly path: readonly string[] }
  /**
   * `isUnset`: an environment variable, so that a default may take its place. `makesRoutes`: what it is made by, e.g. a
   * macro, visibly declares routes. `isForeign`: it is made by code that is not part of the project.
   */
  | {
      readonly kind: "unknown";
      readonly why: Unresolved;
      readonly isUnset?: boolean;
      readonly makesRoutes?: boolean;
      readonly isForeign?: boolean;
    };

/** The same value, marked as the default of a setting. */
export function asSetting(value: Value): Value {
  return value.kind === "text" || value.kind === "number" ? { ...value, isSetting: true } : value;
}

/** The text or number that a value surely is, wherever the server runs. */
export function decidingValue(value: Value): string | number | undefined {
  if (value.kind === "number") return value.isSetting ? undefined : value.value;
  return value.kind === "text" && !value.isSetting ? knownText(value) : undefined;
}

export interface FunctionValue {
  readonly kind: "function";
  readonly declaration: RustFunction;
  readonly module: Module;
  /** The type in whose `impl` it stands. */
  readonly type?: string;
  /** Its type parameters as it was named with: `f::<A>`. */
  readonly typeArguments?: { readonly types: readonly string[]; readonly module: Module };
  /** Functions of the same name under other conditions, as `#[cfg(…)]` has them. */
  readonly twins?: readonly FunctionValue[];
}

export interface ClosureValue {
  readonly kind: "closure";
  readonly expression: Extract<RustExpression, { kind: "closure" }>;
  readonly module: Module;
  readonly names: Names;
  /** Of the macro call that it came from. */
  readonly at?: Place;
}

/** Names of a block and of those around it. */
export interface Names {
  readonly values: Map<string, Value>;
  /** Paths by the names that a `use` in the block gives them. */
  readonly uses?: Map<string, readonly string[]>;
  readonly parent?: Names;
}

/** What a method router does for one request method. */
export interface Answer {
  readonly method: Method;
  readonly handler: Value;
  readonly place: Place;
  /** Why the method is not known; it is any one then. */
  readonly unresolved?: Unresolved;
}

export interface Router {
  readonly framework: string;
  readonly place: Place;
  readonly entries: readonly Entry[];
  /** What its framework keeps of it beside that: the prefixes of a builder, the name of a resource. */
  readonly kept?: readonly Argument[];
}

interface EntryBase {
  readonly place: Place;
  readonly by: string;
  /** Under which it is added, outermost first. */
  readonly conditions: readonly string[];
}

export interface Argument {
  readonly value: Value;
  readonly place: Place;
}

export type Entry =
  | (EntryBase & {
      readonly kind: "route";
      readonly routeKind: RouteKind;
      readonly path: Argument;
      readonly answers: readonly Answer[];
      /** Added by a crate by itself, as pages of documentation are. */
      readonly isImplicit?: true;
    })
  | (EntryBase & { readonly kind: "nest"; readonly path: Argument; readonly router: Router })
  | (EntryBase & { readonly kind: "merge"; readonly router: Router })
  | (EntryBase & { readonly kind: "fallback"; readonly handler: Value });

export function unknown(reason: string, place: Place): Value {
  return { kind: "unknown", why: { reason, place } };
}

export function textOf(value: string): Value {
  return { kind: "text", parts: [value] };
}

/** The text if all of it is known. */
export function knownText(value: Value | undefined): string | undefined {
  if (value?.kind !== "text") return undefined;
  let text = "";
  for (const part of value.parts) {
    if (typeof part !== "string") return undefined;
    text += part;
  }
  return text;
}

/** The pieces that a value adds to a text. */
export function textParts(value: Value, place: Place): readonly TextPart[] {
  if (value.kind === "text") return value.parts;
  if (value.kind === "number") return [String(value.value)];
  if (value.kind === "unknown") return [value.why];
  return [{ reason: `a ${value.kind} where a text was expected`, place }];
}
