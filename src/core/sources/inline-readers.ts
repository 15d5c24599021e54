import type { Range } from "#core/model/place.ts";
import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { Syntax } from "#core/syntax/create-syntax.ts";
import { createLines, withoutByteOrderMark } from "#core/text/lines.ts";
import { readContract } from "./openapi/read-contract.ts";
import type { ShownFile } from "./part-of-text.ts";
import { readPython, readPythonFunction } from "./python/read/read-python.ts";
import { readCargo } from "./rust/read/read-cargo.ts";
import { readRust, readRustFunction } from "./rust/read/read-rust.ts";

/** Reads files in this thread. Fits the port `Readers`. */
export interface InlineReaders {
  /** The kind of file is told by its name; what is none of the others is read as an OpenAPI document. */
  read(file: string, text: string, beside?: ReadonlyMap<string, string>, isOutline?: boolean): Promise<FileFacts>;
  /** Undefined until the grammar of the file's language is loaded. */
  readNow(file: string, text: string, part: "outline" | "whole" | Range): FileFacts | undefined;
}

export function createInlineReaders(syntax: Syntax): InlineReaders {
  /** Functions of one file are often asked for one after the other. */
  let last: { readonly of: string; readonly shown: ShownFile } | undefined;

  function shownFile(file: string, of: string): ShownFile {
    if (last?.of === of && last.shown.file === file) return last.shown;
    const text = withoutByteOrderMark(of);
    const shown = { file, text, lines: createLines(text) };
    last = { of, shown };
    return shown;
  }

  return {
    async read(file, text, beside, isOutline) {
      if (file.endsWith(".py")) return readPython(file, text, await syntax.load("python"), isOutline);
      if (file.endsWith(".rs")) return readRust(file, text, await syntax.load("rust"), isOutline);
      if (file.endsWith("Cargo.toml")) return readCargo(file, text);
      return readContract(file, text, beside);
    },
    readNow(file, text, part) {
      const isPython = file.endsWith(".py");
      if (!isPython && !file.endsWith(".rs")) return undefined;
      const withTree = syntax.loaded(isPython ? "python" : "rust");
      if (!withTree) return undefined;
      if (typeof part === "object")
        return (isPython ? readPythonFunction : readRustFunction)(shownFile(file, text), part, withTree);
      return (isPython ? readPython : readRust)(file, text, withTree, part === "outline");
    },
  };
}
