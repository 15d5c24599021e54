import type { Finding } from "#core/model/finding.ts";
import type { Range } from "#core/model/place.ts";
import type { FileFacts } from "#core/model/sources/file-facts.ts";
import type { Syntax, WithTree } from "#core/syntax/create-syntax.ts";
import { UnparsableText } from "#core/syntax/unparsable-text.ts";
import { createLines, withoutByteOrderMark } from "#core/text/lines.ts";
import { readContract } from "./openapi/read-contract.ts";
import type { ShownFile } from "./part-of-text.ts";
import { PYTHON_VOCABULARY } from "./python/frameworks/registry.ts";
import { createPythonOutlines } from "./python/read/python-outlines.ts";
import { readPython, readPythonFunction } from "./python/read/read-python.ts";
import { readCargo } from "./rust/read/read-cargo.ts";
import { readRust, readRustFunction } from "./rust/read/read-rust.ts";
import { createRustOutlines } from "./rust/read/rust-outlines.ts";

/** Reads files in this thread. Fits the port `Readers`. */
export interface InlineReaders {
  /** The kind of file is told by its name; what is none of the others is read as an OpenAPI document. */
  read(file: string, text: string, beside?: ReadonlyMap<string, string>, isOutline?: boolean): Promise<FileFacts>;
  /** Undefined until the grammar of the file's language is loaded. */
  readNow(file: string, text: string, part: "outline" | "whole" | Range): FileFacts | undefined;
}

export function createInlineReaders(syntax: Syntax): InlineReaders {
  /** Functions of one file are often asked for one after the other. */
  const outlines = { python: createPythonOutlines(PYTHON_VOCABULARY), rust: createRustOutlines() };
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
      if (file.endsWith(".py") || file.endsWith(".rs")) {
        const language = file.endsWith(".py") ? "python" : "rust";
        const withTree = await syntax.load(language);
        return readSource(file, text, withTree, isOutline === true ? outlines[language] : readWhole);
      }
      if (file.endsWith("Cargo.toml")) return readCargo(file, text);
      return readContract(file, text, beside);
    },
    readNow(file, text, part) {
      const isPython = file.endsWith(".py");
      if (!isPython && !file.endsWith(".rs")) return undefined;
      const language = isPython ? "python" : "rust";
      const withTree = syntax.loaded(language);
      if (!withTree) return undefined;
      if (typeof part !== "object")
        return readSource(file, text, withTree, part === "outline" ? outlines[language] : readWhole);
      const shown = shownFile(file, text);
      return orUnparsable(
        () =>
          isPython
            ? readPythonFunction(shown, part, withTree, PYTHON_VOCABULARY)
            : readRustFunction(shown, part, withTree),
        () => undefined,
      );
    },
  };
}

/** Reads the whole of a source. */
function readWhole(file: string, text: string, withTree: WithTree): FileFacts {
  return file.endsWith(".py") ? readPython(file, text, withTree, PYTHON_VOCABULARY) : readRust(file, text, withTree);
}

function readSource(
  file: string,
  text: string,
  withTree: WithTree,
  read: (file: string, text: string, withTree: WithTree) => FileFacts,
): FileFacts {
  return orUnparsable(
    () => read(file, text, withTree),
    () => factsOfUnparsable(file),
  );
}

function orUnparsable<T>(read: () => T, instead: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof UnparsableText) return instead();
    throw error;
  }
}

/** Nothing of the file is known but that it is there. */
function factsOfUnparsable(file: string): FileFacts {
  const start = { line: 0, character: 0 };
  const finding: Finding = {
    code: "path-unreadable",
    severity: "warning",
    place: { file, range: { start, end: start } },
    facts: { path: file, reason: "it nests too deep for the parser, or is broken in a way that it does not get over" },
  };
  return file.endsWith(".py")
    ? { language: "python", file, body: [], findings: [finding] }
    : { language: "rust", file, items: [], findings: [finding] };
}
