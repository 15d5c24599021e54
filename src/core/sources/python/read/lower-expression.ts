import type { PythonExpression, PythonParameter } from "#core/model/sources/python-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { partsOf, type SourceText } from "../../source-text.ts";
import { decodeStringPiece } from "./string-literal.ts";

/** Deeper than any code that a person writes; keeps noise from overflowing the stack. */
const MAX_DEPTH = 150;

/** More comparisons in one chain than anybody writes. */
const MAX_CHAIN = 8;

type Lower = (node: SyntaxNode, source: SourceText, depth: number) => PythonExpression;

/** How each kind of node that can make up a route is taken over. */
const LOWER_BY_TYPE: Readonly<Record<string, Lower>> = {
  string: lowerString,
  concatenated_string: (node, source, depth) => ({
    kind: "join",
    parts: partsOf(node).map((part) => lower(part, source, depth)),
    at: source.at(node),
  }),
  identifier: (node, source) => ({ kind: "name", name: node.text, at: source.at(node) }),
  attribute: (node, source, depth) => ({
    kind: "member",
    of: lowerField(node, "object", source, depth),
    name: node.childForFieldName("attribute")?.text ?? "",
    at: source.at(node),
  }),
  subscript: (node, source, depth) =>
    lowerItem(node, node.childForFieldName("value"), node.childrenForFieldName("subscript"), source, depth),
  call: lowerCall,
  list: lowerList,
  tuple: lowerList,
  set: lowerList,
  expression_list: lowerList,
  pattern_list: lowerList,
  tuple_pattern: lowerList,
  list_pattern: lowerList,
  list_splat: lowerSpread,
  list_splat_pattern: lowerSpread,
  dictionary_splat: lowerSpread,
  dictionary: lowerDictionary,
  binary_operator: lowerBinary,
  boolean_operator: lowerBinary,
  comparison_operator: lowerComparison,
  unary_operator: lowerUnary,
  slice: lowerSlice,
  not_operator: (node, source, depth) => ({
    kind: "not",
    of: lowerField(node, "argument", source, depth),
    at: source.at(node),
  }),
  conditional_expression: lowerConditional,
  dictionary_comprehension: lowerComprehension,
  list_comprehension: lowerComprehension,
  generator_expression: lowerComprehension,
  set_comprehension: lowerComprehension,
  lambda: (node, source, depth) => ({
    kind: "lambda",
    parameters: lowerParameters(node.childForFieldName("parameters"), source, depth),
    body: lowerField(node, "body", source, depth),
    at: source.at(node),
  }),
  named_expression: (node, source, depth) => lowerField(node, source.areNamesSet ? "name" : "value", source, depth),
  parenthesized_expression: lowerInner,
  await: lowerInner,
  type: lowerInner,
  generic_type: lowerGenericType,
  union_type: lowerUnionType,
  integer: (node, source) => ({ kind: "constant", value: Number(node.text.replaceAll("_", "")), at: source.at(node) }),
  true: (node, source) => ({ kind: "constant", value: true, at: source.at(node) }),
  false: (node, source) => ({ kind: "constant", value: false, at: source.at(node) }),
  none: (node, source) => ({ kind: "constant", value: null, at: source.at(node) }),
};

/** Takes an expression over; what cannot make up a route becomes `unknown`. */
export function lowerExpression(node: SyntaxNode, source: SourceText): PythonExpression {
  return lower(node, source, 0);
}

/** The parameters of a `def` or a `lambda`. */
export function lowerParameters(node: SyntaxNode | null, source: SourceText, depth = 0): readonly PythonParameter[] {
  if (!node) return [];
  return partsOf(node).flatMap((part): PythonParameter[] => {
    const named = part.childForFieldName("name") ?? (part.type === "identifier" ? part : partsOf(part)[0]);
    if (!named) return [];
    const type = part.childForFieldName("type");
    const value = part.childForFieldName("value");
    const splat = part.type === "typed_parameter" ? named.type : part.type;
    const name = named.type === "identifier" ? named : partsOf(named)[0];
    if (name?.type !== "identifier") return [];
    const kinds: Readonly<Record<string, PythonParameter["kind"]>> = {
      list_splat_pattern: "rest",
      dictionary_splat_pattern: "named-rest",
    };
    return [
      {
        name: name.text,
        kind: kinds[splat] ?? "plain",
        ...(type && { type: lower(type, source, depth) }),
        ...(value && { default: lower(value, source, depth) }),
      },
    ];
  });
}

function lower(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const by = depth < MAX_DEPTH ? LOWER_BY_TYPE[node.type] : undefined;
  return by ? by(node, source, depth + 1) : { kind: "unknown", what: node.type, at: source.at(node) };
}

function lowerField(node: SyntaxNode, field: string, source: SourceText, depth: number): PythonExpression {
  const child = node.childForFieldName(field);
  return child ? lower(child, source, depth) : { kind: "unknown", what: `missing ${field}`, at: source.at(node) };
}

function lowerInner(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const [inner] = partsOf(node);
  return inner ? lower(inner, source, depth) : { kind: "unknown", what: node.type, at: source.at(node) };
}

function lowerString(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const at = source.at(node);
  let start = "";
  const parts: PythonExpression[] = [];
  for (const child of node.children) {
    if (child.type === "string_start") start = child.text;
    else if (child.type === "string_content") {
      const piece = decodeStringPiece(start, child.text);
      const value = /f/i.test(start) ? piece.replaceAll("{{", "{").replaceAll("}}", "}") : piece;
      parts.push({ kind: "text", value, at: source.at(child) });
    } else if (child.type === "interpolation") parts.push(lowerInterpolation(child, source, depth));
  }
  const [only] = parts;
  if (!only) return { kind: "text", value: "", at };
  if (parts.length === 1 && only.kind === "text") return { ...only, at };
  return { kind: "join", parts, at };
}

/** A value that is formatted (`{x:>3}`, `{x!r}`) is not the text that it was: `format(x, ">3")`. */
function lowerInterpolation(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const value = lowerField(node, "expression", source, depth);
  const format = node.childForFieldName("format_specifier");
  const conversion = node.childForFieldName("type_conversion");
  const expression = node.childForFieldName("expression");
  // `{x=}` writes the expression as well.
  const isNamed =
    expression !== null && source.text.slice(expression.endIndex, node.endIndex).trimStart().startsWith("=");
  const isText = !isNamed && (!conversion || conversion.text === "!s");
  const at = source.at(node);
  if (!isText || (format && partsOf(format).length > 0)) return { kind: "unknown", what: "formatted value", at };
  if (!format) return value;
  const given: PythonExpression = { kind: "text", value: format.text.slice(1), at };
  return { kind: "call", callee: { kind: "name", name: "format", at }, positional: [value, given], named: [], at };
}

function lowerCall(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const list = node.childForFieldName("arguments");
  const positional: PythonExpression[] = [];
  const named: [string, PythonExpression][] = [];
  if (list?.type === "generator_expression") positional.push(lower(list, source, depth));
  else {
    for (const argument of list ? partsOf(list) : []) {
      if (argument.type === "keyword_argument") {
        const name = argument.childForFieldName("name")?.text ?? "";
        named.push([name, lowerField(argument, "value", source, depth)]);
      } else positional.push(lower(argument, source, depth));
    }
  }
  return { kind: "call", callee: lowerField(node, "function", source, depth), positional, named, at: source.at(node) };
}

function lowerList(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  return { kind: "list", items: partsOf(node).map((part) => lower(part, source, depth)), at: source.at(node) };
}

function lowerSpread(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  return { kind: "spread", of: lowerInner(node, source, depth), at: source.at(node) };
}

/** `list[X]` where a type stands. */
function lowerGenericType(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const [of, parameters] = partsOf(node);
  return lowerItem(node, of ?? null, parameters ? partsOf(parameters) : [], source, depth);
}

/** `x[a]`; the keys of `x[a, b]` are a list. */
function lowerItem(
  node: SyntaxNode,
  of: SyntaxNode | null,
  keys: readonly SyntaxNode[],
  source: SourceText,
  depth: number,
): PythonExpression {
  const at = source.at(node);
  const lowered = keys.map((key) => lower(key, source, depth));
  const [first] = lowered;
  if (!of || !first) return { kind: "unknown", what: node.type, at };
  const key: PythonExpression = lowered.length === 1 ? first : { kind: "list", items: lowered, at };
  return { kind: "item", of: lower(of, source, depth), key, at };
}

/** `A | B` where a type stands. */
function lowerUnionType(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const at = source.at(node);
  const [first, ...rest] = partsOf(node).map((part) => lower(part, source, depth));
  if (!first) return { kind: "unknown", what: node.type, at };
  return rest.reduce((left, right) => ({ kind: "binary", operator: "|", left, right, at }), first);
}

function lowerDictionary(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const entries = partsOf(node).map((part): readonly [PythonExpression | undefined, PythonExpression] =>
    part.type === "pair"
      ? [lowerField(part, "key", source, depth), lowerField(part, "value", source, depth)]
      : [undefined, lower(part, source, depth)],
  );
  return { kind: "dictionary", entries, at: source.at(node) };
}

function lowerBinary(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  return {
    kind: "binary",
    operator: node.childForFieldName("operator")?.text ?? "",
    left: lowerField(node, "left", source, depth),
    right: lowerField(node, "right", source, depth),
    at: source.at(node),
  };
}

/** `-1` */
function lowerUnary(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const of = lowerField(node, "argument", source, depth);
  const at = source.at(node);
  const isMinus = node.childForFieldName("operator")?.text === "-";
  if (!isMinus || of.kind !== "constant" || typeof of.value !== "number")
    return { kind: "unknown", what: node.type, at };
  return { kind: "constant", value: -of.value, at };
}

/** The `1:` of `x[1:]`, as Python's reference says it: `slice(1, None)`. */
function lowerSlice(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const at = source.at(node);
  const [start, end, step] = sliceParts(node).map((part): PythonExpression =>
    part ? lower(part, source, depth) : { kind: "constant", value: null, at },
  );
  const positional = [start, end, step].filter((each) => each !== undefined);
  return { kind: "call", callee: { kind: "name", name: "slice", at }, positional, named: [], at };
}

/** What stands before each colon and behind the last one. */
function sliceParts(node: SyntaxNode): readonly (SyntaxNode | undefined)[] {
  const parts: (SyntaxNode | undefined)[] = [undefined];
  for (const child of node.children) {
    if (child.type === ":") parts.push(undefined);
    else if (child.isNamed) parts[parts.length - 1] = child;
  }
  return parts;
}

/** A chain is what it stands for: `a < b < c` is `a < b and b < c`. */
function lowerComparison(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const at = source.at(node);
  const parts = partsOf(node).slice(0, MAX_CHAIN);
  const comparisons = parts.slice(1).map((right, index): PythonExpression => {
    const left = parts[index] ?? right;
    const operator = source.text
      .slice(left.endIndex, right.startIndex)
      .replaceAll(/[\s()\\]+/g, " ")
      .trim();
    return { kind: "binary", operator, left: lower(left, source, depth), right: lower(right, source, depth), at };
  });
  const [first, ...others] = comparisons;
  if (!first) return { kind: "unknown", what: node.type, at };
  return others.reduce(
    (left, right): PythonExpression => ({ kind: "binary", operator: "and", left, right, at }),
    first,
  );
}

function lowerConditional(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const [then, condition, otherwise] = partsOf(node);
  if (!then || !condition || !otherwise) return { kind: "unknown", what: node.type, at: source.at(node) };
  if (condition.type === "true") return lower(then, source, depth);
  if (condition.type === "false") return lower(otherwise, source, depth);
  return {
    kind: "either",
    condition: condition.text,
    test: lower(condition, source, depth),
    options: [lower(then, source, depth), lower(otherwise, source, depth)],
    at: source.at(node),
  };
}

function lowerComprehension(node: SyntaxNode, source: SourceText, depth: number): PythonExpression {
  const at = source.at(node);
  const clauses: { target: PythonExpression; over: PythonExpression; filters: PythonExpression[] }[] = [];
  for (const clause of partsOf(node).slice(1)) {
    if (clause.type === "for_in_clause") {
      const target = lowerField(clause, "left", source, depth);
      clauses.push({ target, over: lowerField(clause, "right", source, depth), filters: [] });
    } else clauses.at(-1)?.filters.push(lowerInner(clause, source, depth));
  }
  const body = node.childForFieldName("body");
  if (!body || clauses.length === 0) return { kind: "unknown", what: node.type, at };
  if (body.type !== "pair") return { kind: "comprehension", body: lower(body, source, depth), clauses, at };
  return {
    kind: "comprehension",
    key: lowerField(body, "key", source, depth),
    body: lowerField(body, "value", source, depth),
    clauses,
    at,
  };
}
