import type {
  PythonClass,
  PythonExpression,
  PythonFunction,
  PythonStatement,
} from "#core/model/sources/python-facts.ts";
import type { SyntaxNode } from "#core/syntax/create-syntax.ts";
import { hashSource, partsOf, type SourceText } from "../../source-text.ts";
import { lowerExpression, lowerParameters } from "./lower-expression.ts";
import { lowerMatch } from "./lower-match.ts";
import { mayLeaveOut, type MentionsRoutes } from "./outline.ts";

const MAX_DEPTH = 60;

/** What holds the context manager of a `with`, which is entered by calling `with` and left by `with end`. */
const MANAGER = "with ";

/** A decorated function longer than this is a handler; shorter ones may be properties and cached factories. */
export const SHORT_BODY = 600;

/** A text being read, and whether bodies that register no routes are left out. */
interface PythonText extends SourceText {
  readonly isOutline: boolean;
  readonly mentionsRoutes: MentionsRoutes;
}

type Lower = (node: SyntaxNode, source: PythonText, depth: number) => readonly PythonStatement[];

const LOWER_BY_TYPE: Readonly<Record<string, Lower>> = {
  import_statement: lowerImport,
  import_from_statement: lowerImportFrom,
  expression_statement: lowerExpressionStatement,
  return_statement: (node, source) => {
    const [value] = partsOf(node);
    return [{ kind: "return", ...(value && { value: lowerExpression(value, source) }), at: source.at(node) }];
  },
  if_statement: lowerIf,
  try_statement: lowerTry,
  for_statement: (node, source, depth) => [
    {
      kind: "for",
      target: fieldExpression(node, "left", source),
      over: fieldExpression(node, "right", source),
      body: fieldBlock(node, "body", source, depth),
      ...elseBlock(node, source, depth),
      at: source.at(node),
    },
  ],
  with_statement: lowerWith,
  while_statement: lowerWhile,
  delete_statement: (node, source) => {
    const [target] = partsOf(node);
    const targets = target?.type === "expression_list" ? partsOf(target) : [target];
    const known = targets.filter((each) => each !== undefined);
    return [{ kind: "delete", targets: known.map((each) => lowerExpression(each, source)), at: source.at(node) }];
  },
  global_statement: (node, source) => [lowerScope(node, false, source)],
  nonlocal_statement: (node, source) => [lowerScope(node, true, source)],
  match_statement: (node, source, depth) => lowerMatch(node, source, (body) => lowerBlock(body, source, depth)),
  continue_statement: (node, source) => [{ kind: "leave", how: "continue", at: source.at(node) }],
  break_statement: (node, source) => [{ kind: "leave", how: "break", at: source.at(node) }],
  function_definition: (node, source, depth) => [lowerFunction(node, node, [], source, depth)],
  class_definition: (node, source, depth) => [lowerClass(node, node, [], source, depth)],
  decorated_definition: lowerDecorated,
};

/** Takes the statements of a module or a block over. */
export function lowerBlock(node: SyntaxNode, source: PythonText, depth = 0): readonly PythonStatement[] {
  if (depth > MAX_DEPTH) return [];
  return partsOf(node).flatMap((part) => lowerPart(part, source, depth));
}

/** Takes over one of the parts of a module or a block. */
export function lowerPart(part: SyntaxNode, source: PythonText, depth = 0): readonly PythonStatement[] {
  // What the parser could not fit in keeps its statements: code is often broken while it is typed.
  if (part.type === "ERROR") return lowerBlock(part, source, depth + 1);
  return LOWER_BY_TYPE[part.type]?.(part, source, depth + 1) ?? [];
}

function fieldExpression(node: SyntaxNode, field: string, source: PythonText): PythonExpression {
  const child = node.childForFieldName(field);
  return child ? lowerExpression(child, source) : { kind: "unknown", what: `missing ${field}`, at: source.at(node) };
}

function fieldBlock(node: SyntaxNode, field: string, source: PythonText, depth: number): readonly PythonStatement[] {
  const child = node.childForFieldName(field);
  return child ? lowerBlock(child, source, depth) : [];
}

/** The block that a clause holds as a plain child. */
function innerBlock(node: SyntaxNode, source: PythonText, depth: number): readonly PythonStatement[] {
  const block = partsOf(node).findLast((part) => part.type === "block");
  return block ? lowerBlock(block, source, depth) : [];
}

function lowerImport(node: SyntaxNode, source: PythonText): readonly PythonStatement[] {
  return node.childrenForFieldName("name").map((name) => {
    const alias = name.childForFieldName("alias");
    const module = name.childForFieldName("name") ?? name;
    return { kind: "import", module: dotted(module), ...(alias && { as: alias.text }), at: source.at(name) };
  });
}

function lowerImportFrom(node: SyntaxNode, source: PythonText): readonly PythonStatement[] {
  const from = node.childForFieldName("module_name");
  if (!from) return [];
  const dots = /^[.\s]*/.exec(from.text)?.[0].replaceAll(/\s/g, "").length ?? 0;
  const module = from.text.replaceAll(/\s/g, "").slice(dots);
  const at = source.at(node);
  if (partsOf(node).some((part) => part.type === "wildcard_import")) return [{ kind: "import-from", dots, module, at }];
  const names = node.childrenForFieldName("name").map((name) => {
    const imported = dotted(name.childForFieldName("name") ?? name);
    return { name: imported, as: name.childForFieldName("alias")?.text ?? imported };
  });
  return [{ kind: "import-from", dots, module, names, at }];
}

function dotted(node: SyntaxNode): string {
  return node.text.replaceAll(/\s/g, "");
}

function lowerExpressionStatement(node: SyntaxNode, source: PythonText): readonly PythonStatement[] {
  const [inner] = partsOf(node);
  if (!inner) return [];
  const at = source.at(inner);
  if (inner.type === "augmented_assignment") {
    const target = fieldExpression(inner, "left", source);
    const operator = inner.childForFieldName("operator")?.text.replace(/=$/, "") ?? "+";
    return [{ kind: "extend", operator, target, value: fieldExpression(inner, "right", source), at }];
  }
  if (inner.type === "yield") {
    const [value] = partsOf(inner);
    const isAll = /^yield\s+from\b/.test(inner.text);
    return value ? [{ kind: "yield", value: lowerExpression(value, source), isAll, at }] : [];
  }
  if (inner.type !== "assignment") {
    // A lone string is a docstring.
    return inner.type === "string" ? [] : [{ kind: "evaluate", value: lowerExpression(inner, source), at }];
  }
  const right = inner.childForFieldName("right");
  const target = fieldExpression(inner, "left", source);
  if (right?.type === "assignment") {
    const { targets, value } = lowerAssignmentChain(right, source);
    const [first, ...others] = [...targets, target];
    // What stands on the right is evaluated once.
    return [
      { kind: "assign", target: first, value, at },
      ...others.map((each) => ({ kind: "assign" as const, target: each, value: first, at })),
    ];
  }
  const type = inner.childForFieldName("type");
  return [
    {
      kind: "assign",
      target,
      ...(type && { type: lowerExpression(type, source) }),
      ...(right && { value: lowerExpression(right, source) }),
      at,
    },
  ];
}

/** `a = b = value` */
function lowerAssignmentChain(
  node: SyntaxNode,
  source: PythonText,
): { readonly targets: readonly PythonExpression[]; readonly value: PythonExpression } {
  const targets: PythonExpression[] = [];
  let current = node;
  for (;;) {
    targets.push(fieldExpression(current, "left", source));
    const right = current.childForFieldName("right");
    if (right?.type !== "assignment") return { targets, value: fieldExpression(current, "right", source) };
    current = right;
  }
}

function lowerIf(node: SyntaxNode, source: PythonText, depth: number): readonly PythonStatement[] {
  const clauses = [node, ...node.childrenForFieldName("alternative").filter((part) => part.type === "elif_clause")];
  const branches = clauses.map((clause) => {
    const condition = clause.childForFieldName("condition");
    const test = condition && lowerCondition(condition, source);
    return {
      condition: oneLine(condition?.text ?? ""),
      ...(test && { test }),
      body: fieldBlock(clause, "consequence", source, depth),
    };
  });
  const named = clauses.flatMap((clause) => namedIn(clause.childForFieldName("condition"), source));
  return [...named, { kind: "if", branches, ...elseBlock(node, source, depth), at: source.at(node) }];
}

/** `else` of a condition or a loop. */
function elseBlock(
  node: SyntaxNode,
  source: PythonText,
  depth: number,
): { readonly otherwise?: readonly PythonStatement[] } {
  const last = node.childrenForFieldName("alternative").find((part) => part.type === "else_clause");
  return last ? { otherwise: fieldBlock(last, "body", source, depth) } : {};
}

function lowerWhile(node: SyntaxNode, source: PythonText, depth: number): readonly PythonStatement[] {
  const condition = node.childForFieldName("condition");
  const test = condition && lowerCondition(condition, source);
  // A name that the condition sets (`:=`) is set before each round.
  const named = namedIn(condition, source);
  return [
    ...named,
    {
      kind: "while",
      condition: oneLine(condition?.text ?? ""),
      ...(test && { test }),
      body: [...fieldBlock(node, "body", source, depth), ...named],
      ...elseBlock(node, source, depth),
      at: source.at(node),
    },
  ];
}

function lowerScope(node: SyntaxNode, isNonlocal: boolean, source: PythonText): PythonStatement {
  return { kind: "scope", names: partsOf(node).map(({ text }) => text), isNonlocal, at: source.at(node) };
}

/** The condition itself; a name that it sets (`:=`) is set before, and not once more. */
function lowerCondition(condition: SyntaxNode, source: PythonText): PythonExpression {
  return lowerExpression(condition, condition.text.includes(":=") ? { ...source, areNamesSet: true } : source);
}

/** `if router := find(name):` gives the name its value. */
function namedIn(condition: SyntaxNode | null, source: PythonText): readonly PythonStatement[] {
  if (!condition?.text.includes(":=")) return [];
  return condition.descendantsOfType("named_expression").map((node) => ({
    kind: "assign",
    target: fieldExpression(node, "name", source),
    value: fieldExpression(node, "value", source),
    at: source.at(node),
  }));
}

function lowerTry(node: SyntaxNode, source: PythonText, depth: number): readonly PythonStatement[] {
  const clauses = partsOf(node);
  return [
    {
      kind: "try",
      body: fieldBlock(node, "body", source, depth),
      handlers: clauses
        .filter((clause) => clause.type.startsWith("except"))
        .map((clause) => ({
          condition: oneLine(clause.text.split(":")[0] ?? "except"),
          body: innerBlock(clause, source, depth),
        })),
      after: clauses
        .filter((clause) => clause.type === "else_clause" || clause.type === "finally_clause")
        .flatMap((clause) => innerBlock(clause, source, depth)),
      at: source.at(node),
    },
  ];
}

function lowerWith(node: SyntaxNode, source: PythonText, depth: number): readonly PythonStatement[] {
  const clause = partsOf(node).find(({ type }) => type === "with_clause");
  const items = (clause ? partsOf(clause) : []).filter(({ type }) => type === "with_item").slice(0, 8);
  const entered: PythonStatement[] = [];
  const left: PythonStatement[] = [];
  for (const [index, item] of items.entries()) {
    const value = item.childForFieldName("value");
    const [of, alias] = value?.type === "as_pattern" ? partsOf(value) : [value];
    if (!of) continue;
    const at = source.at(item);
    const name = alias && partsOf(alias)[0];
    // No name of Python has a blank.
    const manager: PythonExpression = { kind: "name", name: `${MANAGER}${depth} ${index}`, at };
    const call = (callee: string): PythonExpression => {
      return { kind: "call", callee: { kind: "name", name: callee, at }, positional: [manager], named: [], at };
    };
    entered.push({ kind: "assign", target: manager, value: lowerExpression(of, source), at });
    entered.push(
      name
        ? { kind: "assign", target: lowerExpression(name, source), value: call("with"), at }
        : { kind: "evaluate", value: call("with"), at },
    );
    left.unshift({ kind: "evaluate", value: call("with end"), at });
  }
  const body = [...entered, ...fieldBlock(node, "body", source, depth), ...left];
  return [{ kind: "block", body, at: source.at(node) }];
}

function lowerDecorated(node: SyntaxNode, source: PythonText, depth: number): readonly PythonStatement[] {
  const definition = node.childForFieldName("definition");
  const decorators = partsOf(node)
    .filter((part) => part.type === "decorator")
    .flatMap((part) => partsOf(part).slice(0, 1))
    .map((part) => lowerExpression(part, source));
  if (definition?.type === "function_definition") return [lowerFunction(definition, node, decorators, source, depth)];
  if (definition?.type === "class_definition") return [lowerClass(definition, node, decorators, source, depth)];
  return [];
}

function lowerFunction(
  node: SyntaxNode,
  whole: SyntaxNode,
  decorators: readonly PythonExpression[],
  source: PythonText,
  depth: number,
): PythonFunction {
  const name = node.childForFieldName("name");
  const body = node.childForFieldName("body");
  const bodyText = body ? source.original(body) : "";
  const isOmitted = body ? source.isLeftOutAt(body.startIndex) : false;
  const mentions = !isOmitted && source.mentionsRoutes(bodyText);
  const returns = node.childForFieldName("return_type");
  const isTaken = decorators.length === 0 || mentions || bodyText.length < SHORT_BODY;
  const isLeftOut = isOmitted || (source.isOutline && mayLeaveOut(bodyText, source.mentionsRoutes));
  return {
    kind: "function",
    name: name?.text ?? "",
    parameters: lowerParameters(node.childForFieldName("parameters"), source),
    ...(returns && { returns: lowerExpression(returns, source) }),
    decorators,
    ...(body && isTaken && (isLeftOut ? { isBodyLeftOut: true } : { body: lowerBlock(body, source, depth) })),
    mentionsRoutes: mentions,
    ...(mentions && { words: [...new Set(bodyText.match(/[\p{L}_][\p{L}\p{N}_]*/gu))] }),
    at: source.at(name ?? node),
    whole: source.at(whole),
    hash: hashSource(source.original(whole)),
  };
}

function lowerClass(
  node: SyntaxNode,
  whole: SyntaxNode,
  decorators: readonly PythonExpression[],
  source: PythonText,
  depth: number,
): PythonClass {
  const name = node.childForFieldName("name");
  const bases = node.childForFieldName("superclasses");
  const given = bases ? partsOf(bases) : [];
  const parameters = node.childForFieldName("type_parameters");
  return {
    kind: "class",
    name: name?.text ?? "",
    bases: given.filter(({ type }) => type !== "keyword_argument").map((base) => lowerExpression(base, source)),
    ...(parameters && { typeParameters: partsOf(parameters).map((part) => /^\w+/u.exec(part.text)?.[0] ?? "") }),
    named: given.filter(({ type }) => type === "keyword_argument").map((each) => lowerKeyword(each, source)),
    decorators,
    body: fieldBlock(node, "body", source, depth),
    at: source.at(name ?? node),
    whole: source.at(whole),
    hash: hashSource(source.original(whole)),
  };
}

/** The text with all white space as single blanks. */
function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ").trim();
}

function lowerKeyword(node: SyntaxNode, source: PythonText): readonly [string, PythonExpression] {
  return [node.childForFieldName("name")?.text ?? "", fieldExpression(node, "value", source)];
}
