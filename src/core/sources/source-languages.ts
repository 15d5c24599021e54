import type { SourceLanguage } from "#core/model/sources/source-language.ts";
import { inspectPython } from "./python/inspect/inspect-python.ts";
import { isNamedAsTest } from "./python/modules/modules.ts";
import { linkPython, mayDeclarePythonRoutes, relinkPython } from "./python/link.ts";
import { inspectRust } from "./rust/inspect/inspect-rust.ts";
import { packagesBeside } from "./rust/crates/packages-beside.ts";
import { linkRust, mayDeclareRustRoutes, relinkRust } from "./rust/link.ts";

const FOREIGN = /(?:^|\/)(?:\.[^/.][^/]*|node_modules|site-packages|__pycache__|venv|env|virtualenv)\//;
const RUST_TESTS = /(?:^|\/)(?:tests|benches|examples|target)\//;

/** The languages of the two sides. */
export const SOURCE_LANGUAGES: Readonly<Record<"python" | "rust", SourceLanguage>> = {
  python: {
    endings: [".py"],
    isRead: (file) => !FOREIGN.test(file),
    isOnlyWanted: isNamedAsTest,
    mayDeclareRoutes: (file, text) => !isNamedAsTest(file) && mayDeclarePythonRoutes(text),
    link: linkPython,
    relink: relinkPython,
    inspect: inspectPython,
  },
  rust: {
    endings: [".rs", "Cargo.toml"],
    isRead: (file) => !FOREIGN.test(file) && !RUST_TESTS.test(file),
    beside: { find: packagesBeside, isToldBy: (file) => file.endsWith("Cargo.toml") },
    mayDeclareRoutes: mayDeclareRustRoutes,
    link: linkRust,
    relink: relinkRust,
    inspect: inspectRust,
  },
};
