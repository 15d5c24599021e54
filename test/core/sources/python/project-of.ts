import { createIndex, type Index } from "#core/index/create-index.ts";
import type { Files } from "#core/ports.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";

const readers = createInlineReaders(createSyntax(createGrammars()));

/** An index over Python files in memory, by name. */
export function projectOf(texts: Readonly<Record<string, string>>): Index {
  const files: Files = {
    read: (file) => Promise.resolve(texts[file]),
    list: () => Promise.resolve(Object.keys(texts).toSorted()),
    write: () => Promise.reject(new Error("nothing is written here")),
    stamp: (file) => Promise.resolve(texts[file]),
  };
  return createIndex({ files, readers, languages: SOURCE_LANGUAGES, layout: { folders: { python: "" } } });
}
