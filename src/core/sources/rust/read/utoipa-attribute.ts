import type { RustExpression, UtoipaPath } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { rangeOf, type LowerContext } from "./lower-context.ts";
import { lowerExpression } from "./lower-expression.ts";
import { decodeRustString } from "./string-literal.ts";
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

function lowerTokens(tokens: readonly SyntaxNode[], context: LowerContext): RustExpression {
  const [first] = tokens;
  if (!first)
    return {
      kind: "unknown",
      what: "nothing",
      at: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    };
  const at = rangeOf(context, first);
  if (tokens.length === 1 && first.type.endsWith("string_literal")) {
    return { kind: "text", value: decodeRustString(first), at };
  }
  const isPath = tokens.every((token) => token.type === "identifier" || token.type === "::" || token.type === "crate");
  if (isPath) return { kind: "path", segments: tokens.filter((token) => token.isNamed).map((token) => token.text), at };
  return lowerSnippet(tokens, context) ?? { kind: "unknown", what: tokens.map((token) => token.text).join(""), at };
}

/** Any other expression, e.g. `concat!("/a", B)`: read as code of its own. */
function lowerSnippet(tokens: readonly SyntaxNode[], context: LowerContext): RustExpression | undefined {
  const [first] = tokens;
  const last = tokens.at(-1);
  if (!first || !last) return undefined;
  const start = first.startIndex + context.offset;
  const before = "const X: X = ";
  const wrapped = `${before}${context.source.text.slice(start, last.endIndex + context.offset)};`;
  return context.withTree(wrapped, (root) => {
    const value = root.hasError ? undefined : root.namedChildren[0]?.childForFieldName("value");
    return value ? lowerExpression(value, { ...context, offset: start - before.length }) : undefined;
  });
}
