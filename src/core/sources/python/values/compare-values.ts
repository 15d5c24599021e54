import { keyOf } from "./entry-key.ts";
import { itemsOf } from "./machine.ts";
import { knownText, type Value } from "./values.ts";

type Scalar = string | number | boolean | null;

/** What is never equal to a text, a number or `None`. */
const NEVER_SCALAR: ReadonlySet<Value["kind"]> = new Set([
  "router",
  "function",
  "lambda",
  "native",
  "class",
  "module",
  "instance",
  "list",
  "dictionary",
  "entry",
]);

/** `==`, `!=`, `is`, `is not`, `in`, `not in`, `<` …: whether it holds; undefined where source does not tell. */
export function compareValues(operator: string, left: Value, right: Value): boolean | undefined {
  switch (operator) {
    case "==":
    case "is":
      return isEqual(left, right);
    case "!=":
    case "is not":
      return negate(isEqual(left, right));
    case "in":
      return isIn(left, right);
    case "not in":
      return negate(isIn(left, right));
    default:
      return isOrdered(operator, left, right);
  }
}

export function negate(holds: boolean | undefined): boolean | undefined {
  return holds === undefined ? undefined : !holds;
}

/** Undefined for what is neither a text that is known throughout nor a constant. */
function scalarOf(value: Value): Scalar | undefined {
  return value.kind === "constant" ? value.value : knownText(value);
}

function isEqual(left: Value, right: Value): boolean | undefined {
  const [one, other] = [scalarOf(left), scalarOf(right)];
  if (one !== undefined && other !== undefined) return one === other;
  const isSame = isSameCode(left, right);
  if (isSame !== undefined) return isSame;
  const [value, scalar] = one === undefined ? [left, other] : [right, one];
  if (scalar === undefined) return undefined;
  // A text of which a part is not known is still no `None`.
  if (scalar === null && value.kind === "text") return false;
  return NEVER_SCALAR.has(value.kind) ? false : undefined;
}

/** Classes, routers and functions are equal to themselves alone. */
function isSameCode(left: Value, right: Value): boolean | undefined {
  if (left.kind === "class" && right.kind === "class") return left.declaration === right.declaration;
  if (left.kind === "function" && right.kind === "function") return left.declaration === right.declaration;
  if (left.kind === "router" && right.kind === "router") return left.router === right.router;
  if (left.kind === "entry" && right.kind === "entry") return keyOf(left.entry) === keyOf(right.entry);
  const isOther = [left, right].some(({ kind }) => kind === "class" || kind === "router" || kind === "function");
  return isOther && [left, right].some(({ kind }) => kind === "external") ? false : undefined;
}

function isIn(left: Value, right: Value): boolean | undefined {
  const wanted = scalarOf(left);
  if (wanted === undefined) return undefined;
  const text = knownText(right);
  if (text !== undefined) return typeof wanted === "string" ? text.includes(wanted) : undefined;
  if (right.kind !== "list" && right.kind !== "dictionary") return undefined;
  const items = (itemsOf(right) ?? []).map((item) => scalarOf(item));
  if (items.includes(wanted)) return true;
  // What was added without our seeing it is missing in an empty one.
  const mayHoldMore = items.length === 0 && !(right.kind === "dictionary" && right.isWhole);
  return mayHoldMore || items.includes(undefined) ? undefined : false;
}

function isOrdered(operator: string, left: Value, right: Value): boolean | undefined {
  const [one, other] = [scalarOf(left), scalarOf(right)];
  if (typeof one !== "number" || typeof other !== "number") return undefined;
  switch (operator) {
    case "<":
      return one < other;
    case "<=":
      return one <= other;
    case ">":
      return one > other;
    case ">=":
      return one >= other;
    default:
      return undefined;
  }
}
