import type { FileFacts } from "#core/model/file-facts.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Route } from "#core/model/route.ts";
import type { Inspector, Sources } from "#core/model/sources.ts";
import { inspectPython } from "./python/inspect/inspect-python.ts";
import { linkPython, mayDeclarePythonRoutes, relinkPython } from "./python/link.ts";
import { inspectRust } from "./rust/inspect/inspect-rust.ts";
import { linkRust } from "./rust/link.ts";
import { mayDeclareRustRoutes } from "./rust/read-rust.ts";

/** What the index needs to know about the language of a side. Fits the index's `SourceLanguage`. */
interface Language {
  readonly endings: readonly string[];
  /** False for code under test and for what a package manager owns. `file` is relative to the side's folder. */
  isRead(file: string): boolean;
  /** False only for a text that declares no route by itself; it is read all the same when `link` wants it. */
  mayDeclareRoutes(file: string, text: string): boolean;
  link(input: { readonly files: readonly string[]; readonly facts: ReadonlyMap<string, FileFacts> }): {
    readonly routes: readonly Route[];
    readonly findings: readonly Finding[];
    readonly wanted: readonly string[];
    readonly followed: ReadonlySet<object>;
    readonly memory?: object;
  };
  /** Links again from the memory of the last linking; undefined where it must be linked anew. */
  relink?(
    input: { readonly files: readonly string[]; readonly facts: ReadonlyMap<string, FileFacts> },
    memory: object,
  ): ReturnType<Language["link"]> | undefined;
  /** Answers questions about single routes. */
  readonly inspect?: (sources: Sources) => Inspector;
}

const FOREIGN = /(?:^|\/)(?:\.[^/.][^/]*|node_modules|site-packages|__pycache__|venv|env|virtualenv)\//;
const PYTHON_TESTS = /(?:^|\/)(?:tests?|testing)\/|(?:^|\/)(?:test_[^/]*|[^/]*_test|conftest)\.py$/;
const RUST_TESTS = /(?:^|\/)(?:tests|benches|examples|target)\//;

/** The languages of the two sides. */
export const SOURCE_LANGUAGES: Readonly<Record<"python" | "rust", Language>> = {
  python: {
    endings: [".py"],
    isRead: (file) => !FOREIGN.test(file) && !PYTHON_TESTS.test(file),
    mayDeclareRoutes: (_, text) => mayDeclarePythonRoutes(text),
    link: linkPython,
    relink: relinkPython,
    inspect: inspectPython,
  },
  rust: {
    endings: [".rs", "Cargo.toml"],
    isRead: (file) => !FOREIGN.test(file) && !RUST_TESTS.test(file),
    mayDeclareRoutes: mayDeclareRustRoutes,
    link: linkRust,
    inspect: inspectRust,
  },
};
