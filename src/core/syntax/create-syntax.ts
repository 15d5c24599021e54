import { Language, Parser, type Node, type Tree } from "web-tree-sitter";
import type { Grammars } from "#core/ports.ts";
import { loadParserRuntime } from "./parser-runtime.ts";
import { UnparsableText } from "./unparsable-text.ts";

/** A node of a syntax tree; it dies with its tree, so nothing may keep it. */
export type SyntaxNode = Node;

export type SyntaxLanguage = "python" | "rust";

/**
 * Parses `text`, hands the root to `read` and frees the tree when `read` is done. Calls may be nested. Throws
 * `UnparsableText` where the parser does not get through the text.
 */
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
  const runtime = await loadParserRuntime(() => grammars.runtime());
  const grammar = await Language.load(await grammars.grammar(language));
  let parser = new Parser().setLanguage(grammar);

  function parse(text: string): Tree | null {
    try {
      return parser.parse(text);
    } catch (error) {
      // What the parser was in the midst of cannot be freed safely, so it is left where it is.
      runtime.resetStack();
      parser = new Parser().setLanguage(grammar);
      throw new UnparsableText(`tree-sitter broke off in a ${language} text of ${text.length} characters`, {
        cause: error,
      });
    }
  }

  return (text, read) => {
    const tree = parse(text);
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
