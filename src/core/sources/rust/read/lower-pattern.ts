import type { RustPattern } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf } from "../../source-text.ts";
import { decodeRustString } from "./string-literal.ts";

/** Deeper than any code that a person writes; alternatives nest once each. */
const MAX_DEPTH = 300;

/** The names that a pattern gives. */
export function lowerPattern(node: SyntaxNode | null): RustPattern {
  return lowerAt(node, 0);
}

function lowerAt(node: SyntaxNode | null, depth: number): RustPattern {
  if (!node || depth > MAX_DEPTH) return { kind: "other" };
  const lower = (inner: SyntaxNode | null): RustPattern => lowerAt(inner, depth + 1);
  switch (node.type) {
    case "match_pattern": {
      const [inner] = partsOf(node);
      return inner ? lower(inner) : { kind: node.text.trim() === "_" ? "any" : "other" };
    }
    case "identifier":
      // A name that begins with a capital is something that is there already.
      return /^\p{Lu}/u.test(node.text) ? { kind: "path", path: [node.text] } : { kind: "name", name: node.text };
    case "scoped_identifier":
      return { kind: "path", path: node.text.split("::").map((name) => name.trim()) };
    case "_":
      return { kind: "any" };
    case "string_literal":
    case "raw_string_literal":
      return { kind: "literal", value: decodeRustString(node) };
    case "integer_literal": {
      const digits = /^\d[\d_]*/.exec(node.text)?.[0] ?? "";
      // In another base the digits end at its letter: `0x10`.
      return /^0[xob]/.test(node.text)
        ? { kind: "other" }
        : { kind: "literal", value: Number(digits.replaceAll("_", "")) };
    }
    case "or_pattern":
      return { kind: "or", options: partsOf(node).map(lower) };
    case "mut_pattern":
    case "ref_pattern":
    case "reference_pattern":
    case "captured_pattern":
      return lower(partsOf(node).find((part) => part.type !== "mutable_specifier") ?? null);
    case "struct_pattern":
      return {
        kind: "fields",
        path: (node.childForFieldName("type")?.text ?? "").split("::"),
        fields: partsOf(node)
          .filter((part) => part.type === "field_pattern")
          .map((part) => {
            const name = part.childForFieldName("name")?.text ?? "";
            const pattern = part.childForFieldName("pattern");
            return [name.replace(/^(?:ref |mut )+/, ""), pattern ? lower(pattern) : { kind: "name", name }];
          }),
      };
    case "tuple_struct_pattern": {
      // Of `Some(x)` and `Ok(x)` it is the value itself.
      const [type, ...items] = itemsOf(node);
      const [inner, ...more] = items;
      if (inner && more.length === 0 && /\b(?:Some|Ok)$/.test(type?.text ?? "")) return lower(inner);
      const fields = items.map((item, index): readonly [string, RustPattern] => [String(index), lower(item)]);
      return { kind: "fields", path: (type?.text ?? "").split("::"), fields };
    }
    case "tuple_pattern":
    case "slice_pattern":
      return { kind: "list", items: itemsOf(node).map(lower) };
    default:
      return { kind: "other" };
  }
}

/** To the parser `_` is punctuation. */
function itemsOf(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((part) => (part.isNamed && !part.isExtra) || part.type === "_");
}
