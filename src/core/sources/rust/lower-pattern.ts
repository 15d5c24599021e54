import type { RustPattern } from "#core/model/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf } from "../source-text.ts";

/** The names that a pattern gives. */
export function lowerPattern(node: SyntaxNode | null): RustPattern {
  if (!node) return { kind: "other" };
  switch (node.type) {
    case "identifier":
      return { kind: "name", name: node.text };
    case "mut_pattern":
    case "ref_pattern":
    case "reference_pattern":
    case "captured_pattern":
      return lowerPattern(partsOf(node).find((part) => part.type !== "mutable_specifier") ?? null);
    case "struct_pattern":
      return {
        kind: "fields",
        fields: partsOf(node)
          .filter((part) => part.type === "field_pattern")
          .map((part) => {
            const name = part.childForFieldName("name")?.text ?? "";
            const pattern = part.childForFieldName("pattern");
            return [name.replace(/^(?:ref |mut )+/, ""), pattern ? lowerPattern(pattern) : { kind: "name", name }];
          }),
      };
    case "tuple_struct_pattern": {
      // Of `Some(x)` and `Ok(x)` it is the value itself; what other variants hold is not known here.
      const [type, inner, ...more] = partsOf(node);
      return inner && more.length === 0 && /\b(?:Some|Ok)$/.test(type?.text ?? "")
        ? lowerPattern(inner)
        : { kind: "other" };
    }
    case "tuple_pattern":
    case "slice_pattern":
      // To the parser `_` is punctuation.
      return {
        kind: "list",
        items: node.children
          .filter((part) => (part.isNamed && !part.isExtra) || part.type === "_")
          .map((part) => lowerPattern(part)),
      };
    default:
      return { kind: "other" };
  }
}
