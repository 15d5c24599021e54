import { Language, Parser, type Node } from "web-tree-sitter";
import type { Grammars } from "#core/ports.ts";

/** A node of a syntax tree; it dies with its tree, so nothing may keep it. */
export type SyntaxNode = Node;

export type SyntaxLanguage = "python" | "rust";

/** Parses `text`, hands the root to `read` and frees the tree when `read` is done. Calls may be nested. */
export type WithTree = <T>(text: string, read: (root: SyntaxNode) => T) => T;

/** The parser, loaded when first asked for. */
export interface Syntax {
  load(language: SyntaxLanguage): Promise<WithTree>;
  /** The parser of a language if it is there already. */
  loaded(language: SyntaxLanguage): WithTree | undefined;
  /** Trees that are not freed yet; none between two calls. */
  treesAlive(): number;
}

/** tree-sitter, made from bytes so that it runs wherever the core runs. */
export function createSyntax(grammars: Grammars): Syntax {
  const loading = new Map<SyntaxLanguage, Promise<WithTree>>();
  const loaded = new Map<SyntaxLanguage, WithTree>();
  const count = { alive: 0 };
  return {
    load(language) {
      const known = loading.get(language);
      if (known) return known;
      const made = loadParser(grammars, language, count).then((withTree) => {
        loaded.set(language, withTree);
        return withTree;
      });
      loading.set(language, made);
      return made;
    },
    loaded: (language) => loaded.get(language),
    treesAlive: () => count.alive,
  };
}

async function loadParser(grammars: Grammars, language: SyntaxLanguage, count: { alive: number }): Promise<WithTree> {
  await Parser.init({ wasmBinary: await grammars.runtime() });
  const grammar = await Language.load(await grammars.grammar(language));
  const parser = new Parser().setLanguage(grammar);
  return (text, read) => {
    const tree = parser.parse(text);
    if (!tree) throw new Error(`tree-sitter gave no tree for a ${language} text of ${text.length} characters`);
    count.alive += 1;
    try {
      return read(tree.rootNode);
    } finally {
      // The tree lives outside of JavaScript's heap: nobody else frees it.
      tree.delete();
      count.alive -= 1;
    }
  };
}
