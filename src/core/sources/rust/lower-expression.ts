import type { RustExpression, RustStatement } from "#core/model/rust-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { hashSource, partsOf } from "../source-text.ts";
import { conditionOf, isStub } from "./code-marks.ts";
import { deeper, rangeOf, type LowerContext } from "./lower-context.ts";
import { lowerPattern } from "./lower-pattern.ts";
import { decodeRustString } from "./string-literal.ts";

/** Deeper than any code that a person writes; a chain of calls nests once a link. */
const MAX_DEPTH = 600;

type Lower = (node: SyntaxNode, context: LowerContext) => RustExpression;

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
  macro_invocation: lowerMacro,
  closure_expression: lowerClosure,
  block: lowerBlock,
  async_block: lowerInnerBlock,
  unsafe_block: lowerInnerBlock,
  const_block: lowerInnerBlock,
  if_expression: lowerIf,
  match_expression: lowerMatch,
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

/** `axum::Router::<S>::new` → its names, without what is generic. */
export function typeSegments(node: SyntaxNode): readonly string[] {
  switch (node.type) {
    case "scoped_identifier":
    case "scoped_type_identifier": {
      const path = node.childForFieldName("path");
      const name = node.childForFieldName("name");
      return [...(path ? typeSegments(path) : []), ...(name ? [name.text] : [])];
    }
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
    if (items) body.push(...items.map((item): RustStatement => ({ kind: "item", item })));
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
  return { kind: "call", callee, args: lowerArguments(node, context), at: rangeOf(context, node) };
}

function lowerArguments(node: SyntaxNode, context: LowerContext): readonly RustExpression[] {
  const list = node.childForFieldName("arguments");
  return (list ? partsOf(list) : [])
    .filter((part) => part.type !== "attribute_item")
    .map((part) => lower(part, context));
}

function lowerList(node: SyntaxNode, context: LowerContext): RustExpression {
  const items = partsOf(node)
    .filter((part) => part.type !== "attribute_item")
    .map((part) => lower(part, context));
  return { kind: "list", items, at: rangeOf(context, node) };
}

/** A macro's inside is tokens to the parser; most are written as arguments are, so they are read as such. */
function lowerMacro(node: SyntaxNode, context: LowerContext): RustExpression {
  const macro = node.childForFieldName("macro");
  const name = (macro ? typeSegments(macro) : []).at(-1) ?? "";
  const tokens = partsOf(node).findLast((part) => part.type === "token_tree");
  const at = rangeOf(context, node);
  if (!tokens || context.depth > 200) return { kind: "macro", name, args: [], at };
  const inside = tokens.text.slice(1, -1);
  const wrapped = `f(${inside});`;
  const args = context.withTree(wrapped, (root) => {
    const list = root.descendantsOfType("arguments")[0];
    const inner = { ...context, offset: context.offset + tokens.startIndex + 1 - "f(".length };
    if (!list) return [];
    if (root.hasError && !/^(?:select|join|try_join)$/.test(name)) {
      const flat = lowerFlat(inside, inner);
      if (flat) return flat;
    }
    // Where it is not written as arguments, the calls in it are what may matter: `select! { _ = serve(app) => … }`.
    const parts = root.hasError ? root.descendantsOfType("call_expression").slice(1) : partsOf(list);
    return parts.map((part) => lower(part, inner));
  });
  return name === "vec" ? { kind: "list", items: args, at } : { kind: "macro", name, args, at };
}

/** `"/a" => a; "/b" => b` as four arguments, which is how `macro_rules!` are written that make tables. */
function lowerFlat(inside: string, context: LowerContext): readonly RustExpression[] | undefined {
  // Of the same length, so that places stay right.
  const flat = inside.replaceAll(/=>/g, ", ").replaceAll(";", ",");
  return context.withTree(`f(${flat});`, (root) => {
    const list = root.hasError ? undefined : root.descendantsOfType("arguments")[0];
    return list && partsOf(list).map((part) => lower(part, context));
  });
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

function lowerIf(node: SyntaxNode, context: LowerContext): RustExpression {
  const options: BranchOption[] = [];
  let current: SyntaxNode | null = node;
  let passed = "";
  while (current?.type === "if_expression") {
    const condition = oneLine(current.childForFieldName("condition")?.text ?? "");
    const binds = lowerLet(current.childForFieldName("condition"), context);
    const test = lowerTest(current.childForFieldName("condition"), context);
    options.push({ condition, ...test, ...binds, body: lowerField(current, "consequence", context) });
    passed = passed === "" ? condition : `${passed} or ${condition}`;
    const clause: SyntaxNode | null = current.childForFieldName("alternative");
    current = clause && (partsOf(clause)[0] ?? null);
  }
  if (current) options.push({ condition: `not (${passed})`, body: lower(current, context) });
  return { kind: "branches", options, isComplete: current !== null, at: rangeOf(context, node) };
}

type BranchOption = Extract<RustExpression, { kind: "branches" }>["options"][number];

/** `if path.is_empty()`, which is how a prefix is asked whether there is one. */
function lowerTest(node: SyntaxNode | null, context: LowerContext): Pick<BranchOption, "test"> {
  if (!node || !/^!?[\w.]+\.is_empty\(\)$/.test(node.text)) return {};
  const isEmpty = !node.text.startsWith("!");
  const call = isEmpty ? node : partsOf(node)[0];
  const method = call?.childForFieldName("function");
  return method ? { test: { of: lowerField(method, "value", context), isEmpty } } : {};
}

/** `if let Some(x) = value` */
function lowerLet(node: SyntaxNode | null, context: LowerContext): Pick<BranchOption, "binds"> {
  if (node?.type !== "let_condition") return {};
  const pattern = lowerPattern(node.childForFieldName("pattern"));
  return { binds: { pattern, value: lowerField(node, "value", context) } };
}

function lowerMatch(node: SyntaxNode, context: LowerContext): RustExpression {
  const on = oneLine(node.childForFieldName("value")?.text ?? "");
  const body = node.childForFieldName("body");
  const options = (body ? partsOf(body) : [])
    .filter((arm) => arm.type === "match_arm")
    .map((arm) => ({
      condition: `${on} is ${oneLine(arm.childForFieldName("pattern")?.text ?? "_")}`,
      body: lowerField(arm, "value", context),
    }));
  return { kind: "branches", options, isComplete: true, at: rangeOf(context, node) };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
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
