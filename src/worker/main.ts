import { createInlineReaders } from "#core/sources/inline-readers.ts";
import { createSyntax } from "#core/syntax/create-syntax.ts";
import { createGrammars } from "#host/readers/grammars.ts";
import { serveReads } from "#host/readers/reader-thread.ts";

const readers = createInlineReaders(createSyntax(createGrammars()));
serveReads((...request) => readers.read(...request));
