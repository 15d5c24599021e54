import type { RustExpression } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { rangeOf, type LowerContext } from "./lower-context.ts";
import { decodeRustString } from "./string-literal.ts";

const SERDE = /\bserde\s*\(/;
const SERDE_DEFAULT = /\bdefault\s*=\s*"([\w:]+)"/;
/** clap's `default_value = "x"` and `default_value_t = String::from("x")`; other crates' `default = "x"`. */
const LITERAL = /\bdefault(?:_value(?:_t)?)?\s*(?:=|\()\s*(?:String::from\s*\(\s*)?("(?:\\.|[^"\\])*")/;

/** What attributes of a field give it where nothing else does. */
export function readDefault(attributes: readonly SyntaxNode[], context: LowerContext): RustExpression | undefined {
  for (const node of attributes) {
    const { text } = node;
    if (!text.includes("default")) continue;
    const at = rangeOf(context, node);
    const serde = SERDE.exec(text);
    const made = serde ? SERDE_DEFAULT.exec(text.slice(serde.index))?.[1] : undefined;
    if (made !== undefined) {
      return { kind: "call", callee: { kind: "path", segments: made.split("::"), at }, args: [], at };
    }
    const written = /\bserde\b/.test(text) ? undefined : LITERAL.exec(text)?.[1];
    const literal = node.descendantsOfType("string_literal").find((each) => each.text === written);
    if (literal) return { kind: "text", value: decodeRustString(literal), at };
  }
  return undefined;
}
