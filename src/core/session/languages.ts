import type { SourceLanguage } from "#core/model/sources/source-language.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Grammars, Readers } from "#core/ports.ts";
import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { SOURCE_LANGUAGES } from "#core/sources/source-languages.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";

/** How the index resolves each side's sources across files. */
export const languages: Readonly<Record<Side, SourceLanguage>> = SOURCE_LANGUAGES;

/** Readers that work in this thread, for shells that have nothing else to do meanwhile. */
export function createReaders(grammars: Grammars): Readers {
  return createInlineReaders(createSyntax(grammars));
}
