import type { RustExpression } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { rangeOf, type LowerContext } from "./lower-context.ts";
import { lowerExpression } from "./lower-expression.ts";
import { decodeRustString } from "./string-literal.ts";

/** What an argument of an attribute says; to the parser it is a list of tokens. */
export function lowerTokens(tokens: readonly SyntaxNode[], context: LowerContext): RustExpression {
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
