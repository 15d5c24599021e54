import type { RustItem, RustMember, RustShape, RustType, SerdeAttributes } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf } from "../../source-text.ts";
import { rangeOf, type LowerContext } from "./lower-context.ts";
import { readDefault } from "./default-attribute.ts";
import { readSerde } from "./serde-attribute.ts";
import { decodeRustString } from "./string-literal.ts";

/** Takes a struct, an enum or a trait over, with what serde's attributes say of it and of its members. */
export function lowerTypeItem(
  node: SyntaxNode,
  attributes: readonly SyntaxNode[],
  items: readonly RustItem[],
  context: LowerContext,
): RustType {
  const name = node.childForFieldName("name");
  const shape = shapeOf(node, readSerde(attributes), context);
  const typedPath = attributes.map((each) => readTypedPath(each, context)).find(Boolean);
  const whole = rangeOf(context, node);
  const [first] = attributes;
  return {
    kind: "type",
    name: name?.text ?? "",
    items,
    parameters: typeParameters(node),
    ...(shape && { shape }),
    ...(typedPath && { typedPath }),
    at: rangeOf(context, name ?? node),
    whole: first ? { start: rangeOf(context, first).start, end: whole.end } : whole,
  };
}

/** `<'a, T: Clone, const N: usize>` → `["T"]` */
export function typeParameters(node: SyntaxNode): readonly string[] {
  return parametersOf(node).map((parameter) => parameter.childForFieldName("name")?.text ?? parameter.text);
}

/** The traits that an `impl<T: A + B>` asks of one of its type parameters; undefined where the name is none of them. */
export function boundsOf(node: SyntaxNode, name: string): readonly string[] | undefined {
  const parameter = parametersOf(node).find((each) => (each.childForFieldName("name")?.text ?? each.text) === name);
  if (!parameter) return undefined;
  const where = partsOf(node)
    .filter((part) => part.type === "where_clause")
    .flatMap((clause) => partsOf(clause))
    .filter((predicate) => predicate.childForFieldName("left")?.text === name);
  const bounds = [parameter, ...where].flatMap((each) => each.childForFieldName("bounds") ?? []);
  return bounds.flatMap((each) => partsOf(each)).map((bound) => /\b(\w+)\s*(?:<[\s\S]*)?$/.exec(bound.text)?.[1] ?? "");
}

function parametersOf(node: SyntaxNode): readonly SyntaxNode[] {
  const list = node.childForFieldName("type_parameters");
  return (list ? partsOf(list) : []).filter(({ type }) => type === "type_parameter" || type === "type_identifier");
}

function shapeOf(node: SyntaxNode, serde: SerdeAttributes, context: LowerContext): RustShape | undefined {
  const body = node.childForFieldName("body");
  switch (body?.type) {
    case "field_declaration_list":
      return { kind: "struct", members: membersOf(body, context), serde };
    case "ordered_field_declaration_list":
      return { kind: "tuple", members: tupleMembers(body, context), serde };
    case "enum_variant_list":
      return { kind: "enum", members: membersOf(body, context), serde };
    case undefined:
    default:
      return undefined;
  }
}

function membersOf(body: SyntaxNode, context: LowerContext): readonly RustMember[] {
  return withAttributes(body).flatMap(({ node, attributes }): readonly RustMember[] => {
    const name = node.childForFieldName("name");
    if (!name) return [];
    const serde = readSerde(attributes);
    const common = { name: name.text.replace(/^r#/, ""), serde, at: rangeOf(context, name) };
    if (node.type === "field_declaration") {
      const value = readDefault(attributes, context);
      return [{ ...common, type: node.childForFieldName("type")?.text ?? "", ...(value && { default: value }) }];
    }
    const shape = node.type === "enum_variant" ? shapeOf(node, serde, context) : undefined;
    return [{ ...common, ...(shape && { shape }) }];
  });
}

function tupleMembers(body: SyntaxNode, context: LowerContext): readonly RustMember[] {
  return withAttributes(body)
    .filter(({ node }) => node.type !== "visibility_modifier")
    .map(({ node, attributes }, index) => ({
      name: String(index),
      type: node.text,
      serde: readSerde(attributes),
      at: rangeOf(context, node),
    }));
}

function withAttributes(body: SyntaxNode): readonly { readonly node: SyntaxNode; readonly attributes: SyntaxNode[] }[] {
  const found: { node: SyntaxNode; attributes: SyntaxNode[] }[] = [];
  let attributes: SyntaxNode[] = [];
  for (const node of partsOf(body)) {
    if (node.type === "attribute_item") attributes.push(node);
    else if (node.type !== "visibility_modifier") {
      found.push({ node, attributes });
      attributes = [];
    }
  }
  return found;
}

/** `#[typed_path("/users/{id}")]` */
function readTypedPath(node: SyntaxNode, context: LowerContext): RustType["typedPath"] {
  if (!/^#\[\s*typed_path\b/.test(node.text)) return undefined;
  const literal = node.descendantsOfType("string_literal")[0] ?? node.descendantsOfType("raw_string_literal")[0];
  return literal && { kind: "text", value: decodeRustString(literal), at: rangeOf(context, literal) };
}
