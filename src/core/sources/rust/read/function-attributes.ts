import type { RustAttribute } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { lowerTokens } from "./attribute-tokens.ts";
import { rangeOf, type LowerContext } from "./lower-context.ts";
import { splitAtCommas } from "./utoipa-details.ts";

/** Attributes of the language, of its tools, and those that are read apart, by the last part of their paths. */
const LEFT_OUT = new Set([
  "allow",
  "cfg",
  "cfg_attr",
  "deny",
  "deprecated",
  "derive",
  "doc",
  "expect",
  "forbid",
  "ignore",
  "inline",
  "instrument",
  "main",
  "must_use",
  "path",
  "should_panic",
  "target_feature",
  "test",
  "warn",
]);

/** The attributes of a function that have arguments and may be a crate's: `#[get("/x")]`. */
export function functionAttributes(nodes: readonly SyntaxNode[], context: LowerContext): readonly RustAttribute[] {
  return nodes.flatMap((node): readonly RustAttribute[] => {
    const path = pathOf(node);
    const tokens = node.namedChildren[0]?.childForFieldName("arguments");
    if (!tokens || LEFT_OUT.has(path.at(-1) ?? "")) return [];
    const args = splitAtCommas(tokens).flatMap((group): RustAttribute["args"] => {
      const [first, equals, ...rest] = group;
      if (!first) return [];
      return equals?.type === "="
        ? [{ name: first.text, value: lowerTokens(rest, context) }]
        : [{ value: lowerTokens(group, context) }];
    });
    return [{ path, args, at: rangeOf(context, node) }];
  });
}

/** `#[launch]`: what the function returns is served. */
export function isLaunched(nodes: readonly SyntaxNode[]): boolean {
  return nodes.some((node) => pathOf(node).at(-1) === "launch");
}

function pathOf(node: SyntaxNode): readonly string[] {
  const name = node.namedChildren[0]?.namedChildren[0]?.text ?? "";
  return name.replaceAll(/\s/g, "").split("::");
}
