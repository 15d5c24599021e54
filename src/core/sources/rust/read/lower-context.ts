import type { RustExpression, RustItem } from "#core/model/sources/rust-facts.ts";
import type { Range } from "#core/model/place.ts";
import type { SyntaxNode, WithTree } from "#core/syntax/create-syntax.ts";
import type { SourceText } from "../../source-text.ts";
import type { MacroBudget } from "../macros/macro-budget.ts";
import type { MacroRule } from "../macros/macro-by-example.ts";

/** What lowering needs to know of the text at hand. */
export interface LowerContext {
  readonly source: SourceText;
  readonly withTree: WithTree;
  /** Where the snippet being read starts in the whole text. */
  readonly offset: number;
  readonly depth: number;
  /** Bodies of functions that have nothing to do with routers are left out. */
  readonly isOutline: boolean;
  /** The rules of the file's own macro of a name, the last one's; none where it has no such macro. */
  rulesOf(name: string): readonly MacroRule[];
  readonly macros: MacroBudget;
  /** Items stand in blocks as blocks stand in items; undefined where the node is none. */
  lowerItem(
    node: SyntaxNode,
    attributes: readonly SyntaxNode[],
    context: LowerContext,
  ): readonly RustItem[] | undefined;
}

/** Takes a node over as an expression. */
export type Lower = (node: SyntaxNode, context: LowerContext) => RustExpression;

export function deeper(context: LowerContext): LowerContext {
  return { ...context, depth: context.depth + 1 };
}

export function rangeOf(context: LowerContext, node: SyntaxNode): Range {
  return context.source.at(node, context.offset);
}
