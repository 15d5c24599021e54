import type { Finding } from "./finding.ts";
import type { Range } from "./place.ts";

/** A Rust expression, cut down to what can make up a route; the rest is `unknown`, with its kind as the grammar names it. */
export type RustExpression =
  | { readonly kind: "text"; readonly value: string; readonly at: Range }
  | { readonly kind: "number"; readonly value: number; readonly at: Range }
  /** `x`, `a::b::c`; without generics. */
  | { readonly kind: "path"; readonly segments: readonly string[]; readonly at: Range }
  | {
      readonly kind: "call";
      readonly callee: RustExpression;
      readonly args: readonly RustExpression[];
      readonly at: Range;
    }
  | {
      readonly kind: "method";
      readonly of: RustExpression;
      readonly name: string;
      readonly args: readonly RustExpression[];
      /** From the name to the closing parenthesis: links of a long chain are told apart. */
      readonly at: Range;
    }
  | { readonly kind: "field"; readonly of: RustExpression; readonly name: string; readonly at: Range }
  | {
      readonly kind: "macro";
      readonly name: string;
      readonly args: readonly RustExpression[];
      readonly at: Range;
    }
  | {
      readonly kind: "closure";
      readonly parameters: readonly RustPattern[];
      readonly body: RustExpression;
      readonly hash: string;
      readonly isStub: boolean;
      readonly at: Range;
    }
  | { readonly kind: "block"; readonly body: readonly RustStatement[]; readonly at: Range }
  | {
      readonly kind: "branches";
      /** One of them is taken: `if` and `else`, the arms of a `match`. */
      readonly options: readonly { readonly condition: string; readonly body: RustExpression }[];
      /** Some option is always taken. */
      readonly isComplete: boolean;
      readonly at: Range;
    }
  | {
      readonly kind: "for";
      readonly pattern: RustPattern;
      readonly over: RustExpression;
      readonly body: RustExpression;
      readonly at: Range;
    }
  /** Arrays, tuples, `vec!`. */
  | { readonly kind: "list"; readonly items: readonly RustExpression[]; readonly at: Range }
  | {
      readonly kind: "struct";
      readonly name: readonly string[];
      readonly fields: readonly (readonly [name: string, value: RustExpression])[];
      readonly at: Range;
    }
  | { readonly kind: "assign"; readonly target: RustExpression; readonly value: RustExpression; readonly at: Range }
  | { readonly kind: "return"; readonly value?: RustExpression; readonly at: Range }
  | { readonly kind: "unknown"; readonly what: string; readonly at: Range };

export type RustPattern =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "list"; readonly items: readonly RustPattern[] }
  | { readonly kind: "other" };

export type RustStatement =
  | {
      readonly kind: "let";
      readonly pattern: RustPattern;
      readonly value?: RustExpression;
      readonly condition?: string;
    }
  /** The last one without a semicolon is what the block comes to. */
  | { readonly kind: "evaluate"; readonly value: RustExpression; readonly isTail: boolean; readonly condition?: string }
  | { readonly kind: "item"; readonly item: RustItem };

/** `#[utoipa::path(get, path = "/x")]` */
export interface UtoipaPath {
  readonly methods: readonly string[];
  readonly path?: RustExpression;
  readonly contextPath?: RustExpression;
  readonly operationId?: string;
  readonly at: Range;
}

export interface RustFunction {
  readonly kind: "function";
  readonly name: string;
  readonly parameters: readonly { readonly pattern: RustPattern; readonly type: string }[];
  /** Takes `self`. */
  readonly isMethod: boolean;
  /** The type that it returns, as written; empty where it returns none. */
  readonly returns: string;
  /** Absent where the body cannot make up a route and was not taken over. */
  readonly body?: RustExpression;
  readonly utoipa?: UtoipaPath;
  /** Of `#[cfg(…)]`. */
  readonly condition?: string;
  /** The body names what serves an app. */
  readonly mentionsServing: boolean;
  /** The body or the type that it returns names a router. */
  readonly mentionsRouter: boolean;
  readonly isStub: boolean;
  /** Of the name. */
  readonly at: Range;
  /** From its visibility to its closing brace, attributes left out. */
  readonly whole: Range;
  readonly hash: string;
}

export type RustItem =
  | RustFunction
  | {
      readonly kind: "module";
      readonly name: string;
      /** Absent for `mod x;`, which stands in a file of its own. */
      readonly items?: readonly RustItem[];
      /** Of `#[path = "…"]`. */
      readonly path?: string;
      readonly condition?: string;
    }
  /** `use a::b as c`; `*` takes all names. */
  | { readonly kind: "use"; readonly path: readonly string[]; readonly as: string }
  | { readonly kind: "constant"; readonly name: string; readonly value: RustExpression }
  | {
      readonly kind: "impl";
      /** The last part of the type's path. */
      readonly type: string;
      readonly items: readonly RustItem[];
    }
  /** A struct, an enum or a trait. */
  | { readonly kind: "type"; readonly name: string; readonly items: readonly RustItem[] }
  /** `type X = a::b<C>` */
  | { readonly kind: "alias"; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: "macro-rules"; readonly name: string };

/** What a Rust file says, without looking at any other. */
export interface RustFacts {
  readonly language: "rust";
  readonly file: string;
  readonly items: readonly RustItem[];
  readonly findings: readonly Finding[];
}

/** What a `Cargo.toml` says about where crates begin. */
export interface CargoFacts {
  readonly language: "cargo";
  readonly file: string;
  /** The package's name; absent in a workspace's own manifest. */
  readonly name?: string;
  /** The library crate's name, where it is not the package's. */
  readonly libraryName?: string;
  /** Root files other than the usual ones, relative to the manifest's folder. */
  readonly library?: string;
  readonly binaries: readonly string[];
  /** Names under which packages are known in the code: `web = { package = "axum" }`. */
  readonly renames: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
}
