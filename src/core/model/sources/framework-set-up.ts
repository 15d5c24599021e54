/** How "Set Up…" and `portolan init` know the servers of a Python framework, and how they are started. */
export interface PythonSetUp {
  /** The frameworks that its routes are told to be of. */
  readonly names: readonly string[];
  /** As people write it. */
  readonly title: string;
  /** The package that manifests ask for. */
  readonly package: string;
  /** The class of its apps: a call of it makes one. */
  readonly appClass: string;
  /** What serves the apps, where it is a package of its own: it is installed unless the manifest already asks for it. */
  readonly server?: { readonly package: string; readonly isAskedFor: RegExp };
  /** The command that serves an app at `${port}`, without the interpreter. */
  readonly start: (app: AppPlace) => string;
  /** Python that prints the app's contract; absent where the framework makes none. */
  readonly export?: (app: AppPlace) => string;
}

/** Where an app is found. */
export interface AppPlace {
  /** The folder from which its module is imported, relative to the server's; empty for that itself. */
  readonly root: string;
  /** `shop.main` */
  readonly module: string;
  /** The app, or a function that makes one. */
  readonly name: string;
  readonly isFactory: boolean;
}

/** How they know the servers of a Rust framework. */
export interface RustSetUp {
  readonly title: string;
  /** The crate that manifests ask for. */
  readonly package: string;
  /** What source says where a server begins to serve. */
  readonly serves: RegExp;
}

/** The frameworks whose servers are looked for. */
export interface SetUpFrameworks {
  readonly python: readonly PythonSetUp[];
  readonly rust: readonly RustSetUp[];
  /** Python frameworks that are known by name alone. */
  readonly unread: readonly string[];
}
