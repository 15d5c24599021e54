import type { Finding } from "../finding.ts";
import type { Range } from "../place.ts";

/** A Rust expression, cut down to what can make up a route; the rest is `unknown`, with its kind as the grammar names it. */
export type RustExpression =
  | { readonly kind: "text"; readonly value: string; readonly at: Range }
  | { readonly kind: "number"; readonly value: number; readonly at: Range }
  /** `x`, `a::b::c`; `types` are those of `f::<A>` as written, all others are left out. */
  | {
      readonly kind: "path";
      readonly segments: readonly string[];
      readonly types?: readonly string[];
      readonly at: Range;
    }
  | {
      readonly kind: "call";
      readonly callee: RustExpression;
      readonly args: readonly RustExpression[];
      /** Which arguments are handed over as `&mut x`; absent where none is. */
      readonly mutable?: readonly number[];
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
      /** As written; empty where a parameter has none. */
      readonly parameterTypes: readonly string[];
      readonly body: RustExpression;
      readonly hash: string;
      readonly isStub: boolean;
      readonly at: Range;
    }
  | { readonly kind: "block"; readonly body: readonly RustStatement[]; readonly at: Range }
  | {
      readonly kind: "branches";
      /** What a `match` looks at. */
      readonly on?: RustExpression;
      /** One of them is taken: `if` and `else`, the arms of a `match`. */
      readonly options: readonly {
        readonly condition: string;
        /** `x.is_empty()`, `!x.is_empty()`, `x == "a"`, `x != 2` */
        readonly test?: RustTest;
        /** Of an arm of a `match`; what more it asks behind `if` is not known. */
        readonly pattern?: RustPattern;
        readonly isGuarded?: true;
        /** `if let pattern = value` */
        readonly binds?: { readonly pattern: RustPattern; readonly value: RustExpression };
        readonly body: RustExpression;
      }[];
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
      /** `..self` */
      readonly base?: RustExpression;
      readonly at: Range;
    }
  | { readonly kind: "assign"; readonly target: RustExpression; readonly value: RustExpression; readonly at: Range }
  | { readonly kind: "return"; readonly value?: RustExpression; readonly at: Range }
  | { readonly kind: "unknown"; readonly what: string; readonly at: Range };

/** A condition that may be decided: `x.is_empty()`, or a comparison; `isSo` is false where it is negated. */
export type RustTest =
  | { readonly kind: "empty"; readonly of: RustExpression; readonly isSo: boolean }
  | { readonly kind: "equal"; readonly of: RustExpression; readonly to: RustExpression; readonly isSo: boolean };

export type RustPattern =
  | { readonly kind: "name"; readonly name: string }
  /** `Parts { router, path: p, .. }`, `Parts(router, p)` with its fields by position. */
  | {
      readonly kind: "fields";
      readonly path: readonly string[];
      readonly fields: readonly (readonly [name: string, pattern: RustPattern])[];
    }
  /** A variant or a constant: `Mode::Off`. */
  | { readonly kind: "path"; readonly path: readonly string[] }
  /** `"users"`, `2` */
  | { readonly kind: "literal"; readonly value: string | number }
  | { readonly kind: "or"; readonly options: readonly RustPattern[] }
  /** `_` */
  | { readonly kind: "any" }
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
  readonly tags: readonly string[];
  /** In the order of the attribute. */
  readonly responses: readonly UtoipaResponse[];
  /** Names of the security schemes. */
  readonly security: readonly string[];
  /** The type of the body that it takes, as written. */
  readonly requestBody?: string;
  readonly at: Range;
}

/** One of `responses((status = 200, body = Node))`. */
export interface UtoipaResponse {
  /** As written: `200`, `NOT_FOUND`, `StatusCode::CREATED`, `"4XX"`. */
  readonly status: string;
  /** The type of its body, as written. */
  readonly body?: { readonly text: string; readonly at: Range };
}

/** `#[get("/x/<id>", data = "<form>")]`, `#[route(GET, uri = "/x")]`: an attribute that a crate gives a function its meaning by. */
export interface RustAttribute {
  /** `["get"]`, `["web", "get"]` */
  readonly path: readonly string[];
  /** In their order; one of `name = value` has a name. */
  readonly args: readonly { readonly name?: string; readonly value: RustExpression }[];
  readonly at: Range;
}

export interface RustFunction {
  readonly kind: "function";
  readonly name: string;
  readonly parameters: readonly { readonly pattern: RustPattern; readonly type: string }[];
  /** Names of its type parameters. */
  readonly typeParameters?: readonly string[];
  /** Takes `self`. */
  readonly isMethod: boolean;
  /** The type that it returns, as written; empty where it returns none. */
  readonly returns: string;
  readonly returnsAt?: Range;
  /** Absent where the body cannot make up a route and was not taken over. */
  readonly body?: RustExpression;
  /** The body was left out of the outline of a file; who calls the function needs the whole file. */
  readonly isBodyLeftOut?: true;
  readonly utoipa?: UtoipaPath;
  /** Those with arguments that are not the language's own; absent where there is none. */
  readonly attributes?: readonly RustAttribute[];
  /** `#[launch]`: a program starts here and serves what the function returns. */
  readonly isLaunched?: true;
  readonly isDeprecated?: true;
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
  | { readonly kind: "constant"; readonly name: string; readonly value: RustExpression; readonly whole: Range }
  | {
      readonly kind: "impl";
      /** The last part of the type's path; of `impl<T: A> B for T` it is `T`, and `blanket` is what `T` must have. */
      readonly type: string;
      /** The last part of the trait's path. */
      readonly trait?: string;
      readonly blanket?: readonly string[];
      readonly items: readonly RustItem[];
    }
  | RustType
  /** `type X<T> = a::b<C, T>` */
  | {
      readonly kind: "alias";
      readonly name: string;
      readonly path: readonly string[];
      readonly parameters: readonly string[];
      /** What it stands for, as written. */
      readonly text: string;
      readonly whole: Range;
    }
  /** A macro that stands among items and was not read as what it comes to. */
  | { readonly kind: "macro-call"; readonly name: string; readonly at: Range }
  | {
      readonly kind: "macro-rules";
      readonly name: string;
      readonly rules: readonly RustMacroRule[];
      readonly whole: Range;
    };

/** A rule of a `macro_rules!`. */
export interface RustMacroRule {
  /** It names routers, or what adds to them. */
  readonly makesRouter?: true;
  readonly mentionsRoutes: boolean;
  /** Absent where the rule takes more than variables with what separates them; so is `body`. */
  readonly variables?: { readonly fixed: readonly string[]; readonly repeated: readonly string[] };
  /** Read as a block in which `$` is another letter. */
  readonly body?: RustExpression;
}

/** A struct, an enum or a trait. */
export interface RustType {
  readonly kind: "type";
  readonly name: string;
  readonly items: readonly RustItem[];
  /** Names of its type parameters. */
  readonly parameters: readonly string[];
  readonly shape?: RustShape;
  /** Of `#[typed_path("/x/{id}")]`. */
  readonly typedPath?: RustExpression;
  /** Of the name. */
  readonly at: Range;
  /** From its attributes to its end. */
  readonly whole: Range;
}

/** What a type is made of, as serde sees it. */
export interface RustShape {
  readonly kind: "struct" | "tuple" | "enum";
  /** Fields of a struct, by position those of a tuple struct, variants of an enum. */
  readonly members: readonly RustMember[];
  readonly serde: SerdeAttributes;
}

/** A field or a variant. */
export interface RustMember {
  readonly name: string;
  /** The type of a field, as written. */
  readonly type?: string;
  /** What attributes give it where nothing else does: `default_value = "x"`, `default = "path"` of serde. */
  readonly default?: RustExpression;
  /** What a variant holds. */
  readonly shape?: RustShape;
  readonly serde: SerdeAttributes;
  readonly at: Range;
}

/** What `#[serde(…)]` says (serde.rs, "Attributes"); a rename is the one for writing. */
export interface SerdeAttributes {
  readonly rename?: string;
  readonly renameRead?: string;
  readonly renameAll?: string;
  readonly renameAllFields?: string;
  readonly aliases?: readonly string[];
  readonly tag?: string;
  readonly content?: string;
  readonly isUntagged?: true;
  readonly isTransparent?: true;
  readonly isFlattened?: true;
  /** Not written. */
  readonly isSkipped?: true;
  readonly isDefaulted?: true;
  /** Read by code of its own (`with`, `deserialize_with`, `from`, `try_from`): the type does not say what is taken. */
  readonly isReadOtherwise?: true;
}

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
  /** Names under which packages are known in the code: `web = { package = "tower-http" }`. */
  readonly renames: Readonly<Record<string, string>>;
  /** Where packages lie that the code depends on, relative to the manifest's folder, by the names of the dependencies. */
  readonly paths?: Readonly<Record<string, string>>;
  /** Dependencies of which the workspace's manifest says the rest. */
  readonly inherited?: readonly string[];
  /** What a workspace says of where packages lie for its members; absent where the manifest is none of a workspace. */
  readonly sharedPaths?: Readonly<Record<string, string>>;
  /** Versions of packages that are asked for, as written, but for those that the workspace tells. */
  readonly versions: Readonly<Record<string, string>>;
  /** Those that a workspace tells for its members. */
  readonly sharedVersions: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
}
