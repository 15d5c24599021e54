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

/**
 * Readers in threads of their own, which also read at once, in this thread, what linking comes upon: single functions and
 * the few files that others take values from. Linking would start over for each of them otherwise.
 */
export function withReadingAtOnce(threads: Pick<Readers, "read">, grammars: Grammars): Readers {
  const syntax = createSyntax(grammars);
  const inline = createInlineReaders(syntax);
  return {
    read: async (file, ...given) => {
      const language = file.endsWith(".py") ? "python" : file.endsWith(".rs") ? "rust" : undefined;
      const [facts] = await Promise.all([threads.read(file, ...given), language && syntax.load(language)]);
      return facts;
    },
    readNow: (...given) => inline.readNow(...given),
  };
}
