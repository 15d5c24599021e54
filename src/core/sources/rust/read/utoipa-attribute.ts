import type { RustExpression, UtoipaPath } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { lowerTokens } from "./attribute-tokens.ts";
import { rangeOf, type LowerContext } from "./lower-context.ts";
import { readDetails, splitAtCommas } from "./utoipa-details.ts";

const METHODS = new Set(["get", "post", "put", "delete", "options", "head", "patch", "trace"]);

/** Reads `#[utoipa::path(get, path = "/x", …)]`; to the parser its inside is a list of tokens. */
export function readUtoipaPath(node: SyntaxNode, context: LowerContext): UtoipaPath | undefined {
  const [attribute] = node.namedChildren;
  const name = attribute?.namedChildren[0]?.text.replaceAll(/\s/g, "");
  if (name === "cfg_attr") return readConditional(node, context);
  if (name !== "utoipa::path" && name !== "path") return undefined;
  const tokens = attribute?.childForFieldName("arguments");
  if (!tokens) return undefined;
  const methods: string[] = [];
  const values = new Map<string, RustExpression>();
  const groups = splitAtCommas(tokens);
  for (const group of groups) {
    const [first, equals, ...rest] = group;
    if (!first) continue;
    if (equals?.type === "=") values.set(first.text, lowerTokens(rest, context));
    else if (group.length === 1 && METHODS.has(first.text)) methods.push(first.text);
    else if (first.text === "method" && equals?.type === "token_tree") methods.push(...wordsIn(equals));
  }
  // The bare word `path` is also the name of other attributes.
  if (name === "path" && methods.length === 0) return undefined;
  const path = values.get("path");
  const contextPath = values.get("context_path");
  const operationId = values.get("operation_id");
  return {
    methods,
    ...(path && { path }),
    ...(contextPath && { contextPath }),
    ...(operationId?.kind === "text" && { operationId: operationId.value }),
    ...readDetails(groups, context),
    at: rangeOf(context, node),
  };
}

/** `#[cfg_attr(feature = "docs", utoipa::path(…))]` */
function readConditional(node: SyntaxNode, context: LowerContext): UtoipaPath | undefined {
  const found = /\butoipa\s*::\s*path\s*\([\s\S]*\)(?=\s*,?\s*\)\s*\]$)/.exec(node.text);
  if (!found) return undefined;
  const offset = context.offset + node.startIndex + found.index - "#[".length;
  return context.withTree(`#[${found[0]}]fn f() {}`, (root) => {
    const [attribute] = root.namedChildren;
    const read = attribute?.type === "attribute_item" ? readUtoipaPath(attribute, { ...context, offset }) : undefined;
    return read && { ...read, at: rangeOf(context, node) };
  });
}

function wordsIn(tokens: SyntaxNode): readonly string[] {
  return tokens.namedChildren.map((token) => token.text).filter((word) => METHODS.has(word));
}
