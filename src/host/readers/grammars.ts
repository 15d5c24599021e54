import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { Grammars } from "#core/ports.ts";

/** Where the build puts the parser's files, beside the bundles, and where they come from. */
const FILES = {
  runtime: { bundled: "web-tree-sitter.wasm", installed: "web-tree-sitter/web-tree-sitter.wasm" },
  python: { bundled: "tree-sitter-python.wasm", installed: "@vscode/tree-sitter-wasm/wasm/tree-sitter-python.wasm" },
  rust: { bundled: "tree-sitter-rust.wasm", installed: "@vscode/tree-sitter-wasm/wasm/tree-sitter-rust.wasm" },
} as const;

/** The parser's runtime and grammars, read from beside the running bundle; in development from node_modules. */
export function createGrammars(): Grammars {
  return { runtime: () => readParserFile("runtime"), grammar: (language) => readParserFile(language) };
}

async function readParserFile(name: keyof typeof FILES): Promise<Uint8Array> {
  const { bundled, installed } = FILES[name];
  try {
    return await readFile(new URL(bundled, import.meta.url));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    return readFile(createRequire(import.meta.url).resolve(installed));
  }
}
