import type { RustFunction, RustItem, RustType } from "#core/model/sources/rust-facts.ts";

/** A module of a crate. */
export interface Module {
  readonly crate: Crate;
  readonly parent?: Module;
  readonly name: string;
  readonly file: string;
  /** The folder in which `mod x;` looks for `x.rs`. */
  readonly folder: string;
  readonly modules: Map<string, Module>;
  readonly functions: Map<string, RustFunction>;
  /** Functions of a name that is taken, under another `cfg`. */
  readonly twinFunctions: Map<string, RustFunction[]>;
  /** Modules of the same name under another `cfg`. */
  readonly twins: Module[];
  readonly constants: Map<string, Extract<RustItem, { kind: "constant" }>>;
  readonly types: Map<string, RustType>;
  readonly aliases: Map<string, Extract<RustItem, { kind: "alias" }>>;
  readonly uses: Map<string, readonly string[]>;
  /** Further imports of a name that is taken: values and modules live apart. */
  readonly twinUses: Map<string, (readonly string[])[]>;
  /** `use x::*` */
  readonly globs: (readonly string[])[];
  readonly macros: Map<string, Extract<RustItem, { kind: "macro-rules" }>>;
  /** Macros among its items that are not read. */
  readonly macroCalls: Extract<RustItem, { kind: "macro-call" }>[];
  /** Under which `cfg` the module is compiled. */
  readonly condition?: string;
}

/** A crate: a library or a binary. */
export interface Crate {
  readonly name: string;
  /** The package's folder; what serves in one crate of a package serves for all of them. */
  readonly folder: string;
  readonly isLibrary: boolean;
  /** There is no manifest: its name is not known. */
  readonly isGuessed?: true;
  readonly renames: Readonly<Record<string, string>>;
  /** Versions of packages as its manifest or the workspace's asks for them: `0.8`. */
  readonly versions: Readonly<Record<string, string>>;
  readonly modules: Module[];
  /** Functions by the type in whose `impl` they stand. */
  readonly methods: Map<string, Method[]>;
  /** Methods that take or return a router, by their name. */
  readonly routerMethods: Map<string, (Method & { readonly type: string })[]>;
  /** Traits by the type that has them. */
  readonly traits: Map<string, Set<string>>;
  /** `impl<T: A> B for T`: what must be had to get the functions. */
  readonly blankets: { readonly bounds: readonly string[]; readonly trait: string; readonly type: string }[];
  readonly constants: Map<string, { readonly item: Extract<RustItem, { kind: "constant" }>; readonly module: Module }>;
}

/** A function that stands in an `impl` or a trait. */
export interface Method {
  readonly declaration: RustFunction;
  readonly module: Module;
  /** The trait whose `impl` it stands in. */
  readonly trait?: string;
}
