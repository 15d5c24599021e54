import type { RustExpression, RustStatement } from "#core/model/sources/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { hashSource, partsOf } from "../../source-text.ts";
import { conditionOf, isStub } from "./code-marks.ts";
import { deeper, rangeOf, type Lower, type LowerContext } from "./lower-context.ts";
import { lowerIf, lowerMatch } from "./lower-branches.ts";
import { lowerMacro } from "./lower-macro.ts";
import { lowerPattern } from "./lower-pattern.ts";
import { decodeRustString } from "./string-literal.ts";
import { SLICE } from "../run/text-methods.ts";

/** Deeper than any code that a person writes; a chain of calls nests once a link. */
const MAX_DEPTH = 600;

/** How each kind of node that can make up a route is taken over. */
const LOWER_BY_TYPE: Readonly<Record<string, Lower>> = {
  string_literal: lowerString,
  raw_string_literal: lowerString,
  integer_literal: (node, context) => ({
    kind: "number",
    value: Number.parseInt(node.text.replaceAll("_", ""), 10),
    at: rangeOf(context, node),
  }),
  identifier: lowerPath,
  scoped_identifier: lowerPath,
  generic_function: lowerGenericFunction,
  self: lowerPath,
  crate: lowerPath,
  call_expression: lowerCall,
  field_expression: (node, context) => ({
    kind: "field",
    of: lowerField(node, "value", context),
    name: node.childForFieldName("field")?.text ?? "",
    at: rangeOf(context, node),
  }),
  macro_invocation: (node, context) => lowerMacro(node, context, lower, lowerBlock),
  closure_expression: lowerClosure,
  block: lowerBlock,
  async_block: lowerInnerBlock,
  unsafe_block: lowerInnerBlock,
  const_block: lowerInnerBlock,
  if_expression: (node, context) => lowerIf(node, context, lower),
  match_expression: (node, context) => lowerMatch(node, context, lower),
  for_expression: (node, context) => ({
    kind: "for",
    pattern: lowerPattern(node.childForFieldName("pattern")),
    over: lowerField(node, "value", context),
    body: lowerField(node, "body", context),
    at: rangeOf(context, node),
  }),
  while_expression: (node, context) => lowerField(node, "body", context),
  loop_expression: (node, context) => lowerField(node, "body", context),
  array_expression: lowerList,
  tuple_expression: lowerList,
  struct_expression: lowerStruct,
  assignment_expression: (node, context) => ({
    kind: "assign",
    target: lowerField(node, "left", context),
    value: lowerField(node, "right", context),
    at: rangeOf(context, node),
  }),
  return_expression: (node, context) => {
    const [value] = partsOf(node);
    return { kind: "return", ...(value && { value: lower(value, context) }), at: rangeOf(context, node) };
  },
  binary_expression: lowerBinary,
  index_expression: lowerIndex,
  try_expression: lowerInner,
  await_expression: lowerInner,
  reference_expression: (node, context) => lowerField(node, "value", context),
  parenthesized_expression: lowerInner,
  unary_expression: lowerInner,
  type_cast_expression: (node, context) => lowerField(node, "value", context),
};

/** Takes an expression over; what cannot make up a route becomes `unknown`. */
export function lowerExpression(node: SyntaxNode, context: LowerContext): RustExpression {
  return lower(node, context);
}

/** `framework::Router::<S>::new` → its names, without what is generic. */
export function typeSegments(node: SyntaxNode): readonly string[] {
  switch (node.type) {
    case "scoped_identifier":
    case "scoped_type_identifier":
      return scopedSegments(node);
    case "generic_type":
    case "generic_type_with_turbofish": {
      const type = node.childForFieldName("type");
      return type ? typeSegments(type) : [];
    }
    case "reference_type": {
      const type = node.childForFieldName("type");
      return type ? typeSegments(type) : [];
    }
    case "qualified_type": {
      // `<Item as Route>::route`
      const type = node.childForFieldName("type");
      return type ? typeSegments(type) : [];
    }
    case "bracketed_type": {
      const [inner] = partsOf(node);
      return inner ? typeSegments(inner) : [];
    }
    default:
      return [node.text];
  }
}

/** A loop, as each segment of a path is one node further down. */
function scopedSegments(node: SyntaxNode): readonly string[] {
  const names: string[] = [];
  let at: SyntaxNode | null = node;
  while (at?.type === "scoped_identifier" || at?.type === "scoped_type_identifier") {
    const name = at.childForFieldName("name");
    if (name) names.push(name.text);
    at = at.childForFieldName("path");
  }
  return [...(at ? typeSegments(at) : []), ...names.toReversed()];
}

/** A block's statements; the last expression without a semicolon is its value. */
export function lowerBlock(node: SyntaxNode, context: LowerContext): RustExpression {
  const inner = deeper(context);
  const body: RustStatement[] = [];
  let attributes: SyntaxNode[] = [];
  const parts = partsOf(node);
  for (const [index, part] of parts.entries()) {
    if (part.type === "attribute_item") {
      attributes.push(part);
      continue;
    }
    const condition = conditionOf(attributes);
    const items = context.depth < MAX_DEPTH ? context.lowerItem(part, attributes, inner) : undefined;
    attributes = [];
    if (items) for (const item of items) body.push({ kind: "item", item });
    else body.push(...lowerStatement(part, inner, condition, index === parts.length - 1));
  }
  return { kind: "block", body, at: rangeOf(context, node) };
}

function lowerStatement(
  node: SyntaxNode,
  context: LowerContext,
  condition: string | undefined,
  isLast: boolean,
): readonly RustStatement[] {
  const under = condition !== undefined && { condition };
  if (node.type === "let_declaration") {
    const value = node.childForFieldName("value");
    const pattern = lowerPattern(node.childForFieldName("pattern"));
    return [{ kind: "let", pattern, ...(value && { value: lower(value, context) }), ...under }];
  }
  if (node.type === "label") return [];
  const [inner] = node.type === "expression_statement" ? partsOf(node) : [node];
  if (!inner) return [];
  // Under `#[cfg(…)]` something else may follow that is not there when this is.
  const isTail =
    (isLast || condition !== undefined) && (node.type !== "expression_statement" || !node.text.endsWith(";"));
  return [{ kind: "evaluate", value: lower(inner, context), isTail, ...under }];
}

function lower(node: SyntaxNode, context: LowerContext): RustExpression {
  const by = context.depth < MAX_DEPTH ? LOWER_BY_TYPE[node.type] : undefined;
  return by ? by(node, deeper(context)) : { kind: "unknown", what: node.type, at: rangeOf(context, node) };
}

function lowerField(node: SyntaxNode, field: string, context: LowerContext): RustExpression {
  const child = node.childForFieldName(field);
  return child ? lower(child, context) : { kind: "unknown", what: `missing ${field}`, at: rangeOf(context, node) };
}

function lowerInner(node: SyntaxNode, context: LowerContext): RustExpression {
  const inner = partsOf(node).at(-1);
  return inner ? lower(inner, context) : { kind: "unknown", what: node.type, at: rangeOf(context, node) };
}

/** `a + b` of texts, `A | B` of method filters; others make up no route. */
function lowerBinary(node: SyntaxNode, context: LowerContext): RustExpression {
  const operator = node.childForFieldName("operator")?.type;
  const at = rangeOf(context, node);
  if (operator !== "+" && operator !== "|") return { kind: "unknown", what: node.type, at };
  const left = lowerField(node, "left", context);
  const right = lowerField(node, "right", context);
  if (operator === "+") return { kind: "macro", name: "concat", args: [left, right], at };
  return { kind: "method", of: left, name: "or", args: [right], at };
}

/** `&text[a.len()..]`, `items[0]` */
function lowerIndex(node: SyntaxNode, context: LowerContext): RustExpression {
  const [of, index] = partsOf(node);
  const at = rangeOf(context, node);
  if (!of || !index) return { kind: "unknown", what: node.type, at };
  if (index.type === "integer_literal") return { kind: "field", of: lower(of, context), name: index.text, at };
  // `paths["users"]` of a map.
  if (index.type === "string_literal") {
    return { kind: "method", of: lower(of, context), name: "get", args: [lower(index, context)], at };
  }
  if (index.type !== "range_expression" || index.text.includes("=")) return { kind: "unknown", what: node.type, at };
  const [first, second] = partsOf(index).map((part) => lower(part, context));
  const zero: RustExpression = { kind: "number", value: 0, at };
  const args = index.text.startsWith("..")
    ? [zero, ...(first ? [first] : [])]
    : [first ?? zero, ...(second ? [second] : [])];
  return { kind: "method", of: lower(of, context), name: SLICE, args, at };
}

function lowerInnerBlock(node: SyntaxNode, context: LowerContext): RustExpression {
  const block = partsOf(node).find((part) => part.type === "block");
  return block ? lowerBlock(block, context) : { kind: "unknown", what: node.type, at: rangeOf(context, node) };
}

function lowerString(node: SyntaxNode, context: LowerContext): RustExpression {
  return { kind: "text", value: decodeRustString(node), at: rangeOf(context, node) };
}

function lowerPath(node: SyntaxNode, context: LowerContext): RustExpression {
  return { kind: "path", segments: typeSegments(node), at: rangeOf(context, node) };
}

/** `f::<A>` */
function lowerGenericFunction(node: SyntaxNode, context: LowerContext): RustExpression {
  const named = lowerField(node, "function", context);
  const given = node.childForFieldName("type_arguments");
  return named.kind === "path" && given ? { ...named, types: partsOf(given).map((part) => part.text) } : named;
}

/** A chain of methods is taken over link by link: a router may have a thousand. */
function lowerCall(node: SyntaxNode, context: LowerContext): RustExpression {
  const links: SyntaxNode[] = [];
  let current: SyntaxNode | null = node;
  for (;;) {
    const field: SyntaxNode | undefined = current ? methodOf(current) : undefined;
    if (!current || !field) break;
    links.push(current);
    current = field.childForFieldName("value");
  }
  const [first] = links;
  if (!first || !current) return lowerPlainCall(node, context);
  const { source, offset } = context;
  let value = current.type === "call_expression" ? lowerPlainCall(current, context) : lower(current, context);
  for (const link of links.toReversed()) {
    const name = methodOf(link)?.childForFieldName("field");
    value = {
      kind: "method",
      of: value,
      name: name?.text ?? "",
      args: lowerArguments(link, context),
      at: source.range((name ?? link).startIndex + offset, link.endIndex + offset),
    };
  }
  return value;
}

/** `x.name` of a call `x.name(…)` or `x.name::<T>(…)`. */
function methodOf(node: SyntaxNode): SyntaxNode | undefined {
  if (node.type !== "call_expression") return undefined;
  const called = node.childForFieldName("function");
  const field = called?.type === "generic_function" ? called.childForFieldName("function") : called;
  return field?.type === "field_expression" ? field : undefined;
}

function lowerPlainCall(node: SyntaxNode, context: LowerContext): RustExpression {
  const callee = lowerField(node, "function", context);
  const parts = argumentsOf(node);
  const mutable = parts.flatMap((part, index) => (isMutableBorrow(part) ? [index] : []));
  return {
    kind: "call",
    callee,
    args: parts.map((part) => lower(part, context)),
    ...(mutable.length > 0 && { mutable }),
    at: rangeOf(context, node),
  };
}

/** `&mut x` */
function isMutableBorrow(node: SyntaxNode): boolean {
  return node.type === "reference_expression" && node.namedChildren.some(({ type }) => type === "mutable_specifier");
}

function lowerArguments(node: SyntaxNode, context: LowerContext): readonly RustExpression[] {
  return argumentsOf(node).map((part) => lower(part, context));
}

function argumentsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const list = node.childForFieldName("arguments");
  return (list ? partsOf(list) : []).filter((part) => part.type !== "attribute_item");
}

function lowerList(node: SyntaxNode, context: LowerContext): RustExpression {
  const items = partsOf(node)
    .filter((part) => part.type !== "attribute_item")
    .map((part) => lower(part, context));
  return { kind: "list", items, at: rangeOf(context, node) };
}

function lowerClosure(node: SyntaxNode, context: LowerContext): RustExpression {
  const parameters = node.childForFieldName("parameters");
  const body = node.childForFieldName("body");
  return {
    kind: "closure",
    parameters: (parameters ? partsOf(parameters) : []).map((part) =>
      lowerPattern(part.type === "parameter" ? part.childForFieldName("pattern") : part),
    ),
    parameterTypes: (parameters ? partsOf(parameters) : []).map(
      (part) => (part.type === "parameter" && part.childForFieldName("type")?.text) || "",
    ),
    body: lowerField(node, "body", context),
    hash: hashSource(context.source.original(node, context.offset)),
    isStub: body ? isStub(body.type === "async_block" ? (partsOf(body)[0] ?? body) : body) : false,
    at: rangeOf(context, node),
  };
}

function lowerStruct(node: SyntaxNode, context: LowerContext): RustExpression {
  const name = node.childForFieldName("name");
  const body = node.childForFieldName("body");
  const fields = (body ? partsOf(body) : []).flatMap((part): (readonly [string, RustExpression])[] => {
    if (part.type === "shorthand_field_initializer") {
      const at = rangeOf(context, part);
      return [[part.text, { kind: "path", segments: [part.text], at }]];
    }
    if (part.type !== "field_initializer") return [];
    return [[part.childForFieldName("field")?.text ?? "", lowerField(part, "value", context)]];
  });
  const rest = body && partsOf(body).find((part) => part.type === "base_field_initializer");
  const base = rest && partsOf(rest)[0];
  return {
    kind: "struct",
    name: name ? typeSegments(name) : [],
    fields,
    ...(base && { base: lower(base, context) }),
    at: rangeOf(context, node),
  };
}
