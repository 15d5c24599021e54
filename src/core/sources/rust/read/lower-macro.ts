import type { Range } from "#core/model/place.ts";
import type { RustExpression } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf } from "../../source-text.ts";
import { readCfgIf } from "../macros/cfg-if.ts";
import { rangeOf, type Lower, type LowerContext } from "./lower-context.ts";
import { expandByExample } from "../macros/macro-by-example.ts";
import { makesRoutes } from "../macros/makes-routes.ts";
import { pasteNames, PASTES } from "../macros/paste-names.ts";

/** How deep macros may come to macros. */
const MAX_MACRO_DEPTH = 150;

/** A macro's inside is tokens to the parser; most are written as arguments are, so they are read as such. */
export function lowerMacro(node: SyntaxNode, context: LowerContext, lower: Lower, lowerBlock: Lower): RustExpression {
  const macro = node.childForFieldName("macro");
  const name = macro?.text.split("::").at(-1) ?? "";
  const tokens = partsOf(node).findLast((part) => part.type === "token_tree");
  const at = rangeOf(context, node);
  if (!tokens || context.depth > 200) return { kind: "macro", name, args: [], at };
  const inside = tokens.text.slice(1, -1);
  if (name === "stringify") return { kind: "text", value: inside.trim(), at };
  if (name === "cfg_if") return lowerCfgIf(node, context, lowerBlock);
  const expanded = lowerExpanded(name, inside, at, context, lowerBlock);
  if (expanded) return expanded;
  const wrapped = `f(${inside});`;
  const args = context.withTree(wrapped, (root) => {
    const list = root.descendantsOfType("arguments")[0];
    const inner = { ...context, offset: context.offset + tokens.startIndex + 1 - "f(".length };
    if (!list) return [];
    if (root.hasError && !/^(?:select|join|try_join)$/.test(name)) {
      const flat = lowerFlat(inside, inner, lower);
      if (flat) return flat;
    }
    // Where it is not written as arguments, the calls in it are what may matter: `select! { _ = serve(app) => … }`.
    const parts = root.hasError ? outermost(root.descendantsOfType("call_expression").slice(1)) : partsOf(list);
    return parts.map((part) => lower(part, inner));
  });
  return name === "vec" ? { kind: "list", items: args, at } : { kind: "macro", name, args, at };
}

/**
 * Those nodes that lie in no other one of the list, which is in the order of the text. A node is lowered with all that
 * is in it: of `a().b().c()` only the whole is lowered, or each macro within would be read once for each call around it.
 */
function outermost(nodes: readonly SyntaxNode[]): readonly SyntaxNode[] {
  let end = -1;
  return nodes.filter((node) => {
    if (node.startIndex < end) return false;
    end = node.endIndex;
    return true;
  });
}

/** One of its blocks is what the call comes to. */
function lowerCfgIf(node: SyntaxNode, context: LowerContext, lowerBlock: Lower): RustExpression {
  const arms = readCfgIf(node).filter(({ isTest }) => !isTest);
  const before = "fn f() {";
  const options = arms.map(({ condition, text, start }) => ({
    condition,
    body: context.withTree(`${before}${text}}`, (root): RustExpression => {
      const block = root.namedChildren[0]?.childForFieldName("body");
      const inner = { ...context, offset: context.offset + start - before.length };
      return block ? lowerBlock(block, inner) : { kind: "unknown", what: "cfg_if", at: rangeOf(context, node) };
    }),
  }));
  const isComplete = arms.some(({ condition }) => condition.startsWith("cfg(not("));
  return { kind: "branches", options, isComplete, at: rangeOf(context, node) };
}

/** A macro of this file that makes routes, and one that puts names together: the code that it comes to, at its place. */
function lowerExpanded(
  name: string,
  inside: string,
  at: Range,
  context: LowerContext,
  lowerBlock: Lower,
): RustExpression | undefined {
  const rules = context.depth < MAX_MACRO_DEPTH ? context.rulesOf(name) : [];
  const isOwn = rules.some(({ body }) => makesRoutes(body));
  if (!isOwn && (rules.length > 0 || !PASTES.has(name) || !inside.includes("[<"))) return undefined;
  const code = context.macros.expand(inside, (room) =>
    isOwn ? expandByExample(rules, inside, room) : pasteNames(inside),
  );
  if (code === undefined) return undefined;
  const range = (): Range => at;
  const source = { ...context.source, at: range, range, original: textOf, isLeftOutAt: () => false };
  return context.withTree(`fn f() {${code}}`, (root) => {
    const block = root.hasError ? undefined : root.namedChildren[0]?.childForFieldName("body");
    return block ? lowerBlock(block, { ...context, source, depth: context.depth + 10, offset: 0 }) : undefined;
  });
}

function textOf(node: SyntaxNode): string {
  return node.text;
}

/** `"/a" => a; "/b" => b` as four arguments, which is how `macro_rules!` are written that make tables. */
function lowerFlat(inside: string, context: LowerContext, lower: Lower): readonly RustExpression[] | undefined {
  // Of the same length, so that places stay right.
  const flat = inside.replaceAll(/=>/g, ", ").replaceAll(";", ",");
  return context.withTree(`f(${flat});`, (root) => {
    const list = root.hasError ? undefined : root.descendantsOfType("arguments")[0];
    return list && partsOf(list).map((part) => lower(part, context));
  });
}
