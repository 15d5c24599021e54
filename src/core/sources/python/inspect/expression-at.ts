import type { Range } from "#core/model/place.ts";
import type { PythonExpression, PythonStatement } from "#core/model/sources/python-facts.ts";

/** The expression that stands exactly at a range. */
export function expressionAt(body: readonly PythonStatement[], range: Range): PythonExpression | undefined {
  for (const statement of body) {
    if (!holds(rangeOf(statement), range)) continue;
    const found = searchAll(expressionsOf(statement), range) ?? expressionAt(blockOf(statement), range);
    if (found) return found;
  }
  return undefined;
}

function searchAll(expressions: readonly PythonExpression[], range: Range): PythonExpression | undefined {
  for (const expression of expressions) {
    if (!holds(expression.at, range)) continue;
    if (holds(range, expression.at)) return expression;
    const found = searchAll(partsOf(expression), range);
    if (found) return found;
  }
  return undefined;
}

function rangeOf(statement: PythonStatement): Range {
  return statement.kind === "function" || statement.kind === "class" ? statement.whole : statement.at;
}

function holds(outer: Range, inner: Range): boolean {
  return !isBefore(inner.start, outer.start) && !isBefore(outer.end, inner.end);
}

function isBefore(one: Range["start"], other: Range["start"]): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

/** The expressions of a statement, those of the statements within left out. */
function expressionsOf(statement: PythonStatement): readonly PythonExpression[] {
  switch (statement.kind) {
    case "assign":
      return [statement.type, statement.value].filter((each) => each !== undefined);
    case "extend":
    case "evaluate":
    case "yield":
      return [statement.value];
    case "return":
      return statement.value ? [statement.value] : [];
    case "for":
      return [statement.over];
    case "function":
      return [...statement.decorators, ...(statement.returns ? [statement.returns] : [])];
    case "class":
      return [...statement.decorators, ...statement.bases];
    case "import":
    case "import-from":
    case "if":
    case "try":
    case "leave":
    case "delete":
    case "scope":
    case "while":
    case "block":
  }
  return [];
}

/** The statements within a statement. */
export function blockOf(statement: PythonStatement): readonly PythonStatement[] {
  switch (statement.kind) {
    case "if":
      return [...statement.branches.flatMap((branch) => branch.body), ...(statement.otherwise ?? [])];
    case "try":
      return [...statement.body, ...statement.handlers.flatMap((handler) => handler.body), ...statement.after];
    case "for":
    case "while":
      return [...statement.body, ...(statement.otherwise ?? [])];
    case "block":
    case "class":
      return statement.body;
    case "function":
      return statement.body ?? [];
    case "import":
    case "import-from":
    case "assign":
    case "extend":
    case "delete":
    case "scope":
    case "evaluate":
    case "leave":
    case "return":
    case "yield":
  }
  return [];
}

function partsOf(expression: PythonExpression): readonly PythonExpression[] {
  switch (expression.kind) {
    case "join":
      return expression.parts;
    case "member":
    case "spread":
    case "not":
      return [expression.of];
    case "item":
      return [expression.of, expression.key];
    case "call":
      return [expression.callee, ...expression.positional, ...expression.named.map(([, value]) => value)];
    case "list":
      return expression.items;
    case "dictionary":
      return expression.entries.map(([, value]) => value);
    case "binary":
      return [expression.left, expression.right];
    case "either":
      return expression.options;
    case "comprehension":
      return [expression.body, ...expression.clauses.map(({ over }) => over)];
    case "lambda":
      return [expression.body];
    case "text":
    case "constant":
    case "name":
    case "unknown":
  }
  return [];
}
