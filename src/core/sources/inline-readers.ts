import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { Syntax } from "#core/syntax/create-syntax.ts";
import { readContract } from "./openapi/read-contract.ts";
import { readPython } from "./python/read-python.ts";
import { readCargo } from "./rust/read-cargo.ts";
import { readRust } from "./rust/read-rust.ts";

/** Reads files in this thread. Fits the port `Readers`. */
export interface InlineReaders {
  /** The kind of file is told by its name; what is none of the others is read as an OpenAPI document. */
  read(file: string, text: string, beside?: ReadonlyMap<string, string>, isOutline?: boolean): Promise<FileFacts>;
}

export function createInlineReaders(syntax: Syntax): InlineReaders {
  return {
    async read(file, text, beside, isOutline) {
      if (file.endsWith(".py")) return readPython(file, text, await syntax.load("python"), isOutline);
      if (file.endsWith(".rs")) return readRust(file, text, await syntax.load("rust"), isOutline);
      if (file.endsWith("Cargo.toml")) return readCargo(file, text);
      return readContract(file, text, beside);
    },
  };
}
