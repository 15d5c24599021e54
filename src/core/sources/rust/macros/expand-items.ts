import type { RustItem } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf } from "../../source-text.ts";
import { deeper, rangeOf, type LowerContext } from "../read/lower-context.ts";
import { expandByExample } from "./macro-by-example.ts";
import { pasteNames, PASTES } from "./paste-names.ts";

type LowerItems = (parent: SyntaxNode, context: LowerContext) => readonly RustItem[];

/** Macros that come to macros, deeper than any code has them. */
const MAX_DEPTH = 20;

/**
 * A macro that stands among items: the items that it comes to where the file has its rules, all at the place of the
 * call; else the call itself, of which linking says what it may hide.
 */
export function expandItems(node: SyntaxNode, context: LowerContext, lowerItems: LowerItems): readonly RustItem[] {
  const call = node.type === "macro_invocation" ? node : partsOf(node)[0];
  if (call?.type !== "macro_invocation") return [];
  const name = call.childForFieldName("macro")?.text.split("::").at(-1) ?? "";
  const at = rangeOf(context, call);
  const code = context.depth > MAX_DEPTH ? undefined : expandedCode(call, name, context);
  if (code === undefined) return [{ kind: "macro-call", name, at }];
  const source = { ...context.source, at: () => at, range: () => at, original: textOf, isLeftOutAt: () => false };
  const items = context.withTree(code, (root) =>
    root.hasError ? undefined : lowerItems(root, { ...deeper(context), source, isOutline: false, offset: 0 }),
  );
  return items ?? [{ kind: "macro-call", name, at }];
}

function textOf(node: SyntaxNode): string {
  return node.text;
}

function expandedCode(call: SyntaxNode, name: string, context: LowerContext): string | undefined {
  const input = partsOf(call)
    .find(({ type }) => type === "token_tree")
    ?.text.slice(1, -1);
  if (input === undefined) return undefined;
  const rules = context.rulesOf(name);
  if (rules.length === 0 && !PASTES.has(name)) return undefined;
  return context.macros.expand(input, (room) =>
    rules.length > 0 ? expandByExample(rules, input, room) : pasteNames(input),
  );
}
