import type { Range } from "#core/model/place.ts";
import type { RustFacts } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode, WithTree } from "#core/syntax/create-syntax.ts";
import { withoutByteOrderMark } from "#core/text/lines.ts";
import { partOfText, type ShownFile } from "../../part-of-text.ts";
import { createSourceText, type SourceText } from "../../source-text.ts";
import type { LowerContext } from "./lower-context.ts";
import { lowerItem, lowerItems } from "./lower-item.ts";
import { createMacroBudget } from "../macros/macro-budget.ts";
import { rulesIn } from "../macros/macro-rules.ts";
import { outlinePieces } from "./outline.ts";

/**
 * Reads a Rust file. Never fails: what is broken is left out, as the parser recovers. An outline leaves out bodies of
 * functions that have nothing to do with routers, which is most of the work; few of them make up a path.
 */
export function readRust(file: string, text: string, withTree: WithTree, isOutline = false): RustFacts {
  const shown = withoutByteOrderMark(text);
  const source = createSourceText(shown, isOutline ? outlinePieces(shown) : []);
  const items = withTree(source.text, (root) => lowerItems(root, contextOf(root, source, withTree, isOutline)));
  return { language: "rust", file, items, findings: [] };
}

/** What taking over the items of a text needs to know. */
export function contextOf(root: SyntaxNode, source: SourceText, withTree: WithTree, isOutline: boolean): LowerContext {
  const macros = createMacroBudget();
  return { source, withTree, offset: 0, depth: 0, isOutline, rulesOf: rulesIn(root), macros, lowerItem };
}

/** Reads nothing but the function that stands at `whole`; undefined where its lines alone do not tell what it is. */
export function readRustFunction(
  { file, text, lines }: ShownFile,
  whole: Range,
  withTree: WithTree,
): RustFacts | undefined {
  const part = partOfText(text, lines, whole);
  // What the file's own macros come to is told by their rules, which stand elsewhere.
  if (!part || callsOwnMacro(part.text, text)) return undefined;
  const items = withTree(part.text, (root) => {
    const context = contextOf(root, part, withTree, false);
    return root.hasError ? [] : lowerItems(root, context);
  });
  return items.length === 1 && items[0]?.kind === "function"
    ? { language: "rust", file, items, findings: [] }
    : undefined;
}

/** Whether a function calls a macro whose rules stand in its file. */
function callsOwnMacro(part: string, text: string): boolean {
  if (!part.includes("!") || !text.includes("macro_rules!")) return false;
  return [...text.matchAll(/\bmacro_rules!\s*(\w+)/g)].some(([, name = ""]) => part.includes(`${name}!`));
}
