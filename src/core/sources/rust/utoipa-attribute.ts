import type { RustExpression, UtoipaPath } from "#core/model/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { rangeOf, type LowerContext } from "./lower-context.ts";
import { decodeRustString } from "./string-literal.ts";

const METHODS = new Set(["get", "post", "put", "delete", "options", "head", "patch", "trace"]);

/** Reads `#[utoipa::path(get, path = "/x", …)]`; to the parser its inside is a list of tokens. */
export function readUtoipaPath(node: SyntaxNode, context: LowerContext): UtoipaPath | undefined {
  const [attribute] = node.namedChildren;
  const name = attribute?.namedChildren[0]?.text.replaceAll(/\s/g, "");
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
    at: rangeOf(context, node),
  };
}

function splitAtCommas(tokens: SyntaxNode): readonly (readonly SyntaxNode[])[] {
  const groups: SyntaxNode[][] = [[]];
  for (const token of tokens.children.slice(1, -1)) {
    if (token.type === ",") groups.push([]);
    else if (!token.isExtra) groups.at(-1)?.push(token);
  }
  return groups;
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
  return { kind: "unknown", what: tokens.map((token) => token.text).join(""), at };
}
