import type { PythonExpression } from "#core/model/sources/python-facts.ts";

/** Longer than any type that a person names. */
const MAX_LENGTH = 200;

/** An expression as Python would write it, as far as types go: `list[UserOut] | None`. What is more is `…`. */
export function expressionText(expression: PythonExpression): string {
  const text = write(expression);
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
}

function write(expression: PythonExpression): string {
  switch (expression.kind) {
    case "name":
      return expression.name;
    case "member":
      return `${write(expression.of)}.${expression.name}`;
    case "item": {
      const keys = expression.key.kind === "list" ? expression.key.items : [expression.key];
      return `${write(expression.of)}[${keys.map((key) => write(key)).join(", ")}]`;
    }
    case "list":
      return `[${expression.items.map((item) => write(item)).join(", ")}]`;
    case "binary":
      return `${write(expression.left)} ${expression.operator} ${write(expression.right)}`;
    case "text":
      return JSON.stringify(expression.value);
    case "constant":
      return CONSTANTS.get(expression.value) ?? String(expression.value);
    case "call":
      return `${write(expression.callee)}(${expression.positional.map((argument) => write(argument)).join(", ")})`;
    case "join":
    case "spread":
    case "dictionary":
    case "not":
    case "either":
    case "comprehension":
    case "lambda":
    case "unknown":
  }
  return "…";
}

const CONSTANTS: ReadonlyMap<number | boolean | null, string> = new Map([
  [null, "None"],
  [true, "True"],
  [false, "False"],
]);
