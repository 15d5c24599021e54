import { compareDecimals } from "../json/decimal-distance.ts";
import { createIRegexp, type IRegexp } from "./i-regexp.ts";
import type { JsonDocument } from "../json/json-document.ts";
import { ARRAY, NUMBER, STRING, kindOf, rawOf, sizeOf, stringOf } from "../json/json-document.ts";
import { areEqual } from "../json/json-equal.ts";
import { readDecimal } from "../json/json-number.ts";
import type { JsonOperator } from "./json-path-syntax.ts";

/** A value to compare; `nothing` where a query took no node. */
export type Operand =
  | { readonly kind: "nothing" }
  | { readonly kind: "text" | "number" | "word"; readonly value: string }
  | { readonly kind: "container"; readonly node: number };

export const NOTHING: Operand = { kind: "nothing" };

/** A node as a value; `nothing` where there is none. */
export function valueOf(node: number | undefined, document: JsonDocument): Operand {
  if (node === undefined) return NOTHING;
  const kind = kindOf(document, node);
  if (kind >= ARRAY) return { kind: "container", node };
  if (kind === STRING) return { kind: "text", value: stringOf(document, node) };
  return { kind: kind === NUMBER ? "number" : "word", value: rawOf(document, node) };
}

/** What `length` makes of a value (RFC 9535, section 2.4.4): characters, elements or members. */
export function lengthOf(of: Operand, document: JsonDocument): Operand {
  if (of.kind === "text") return { kind: "number", value: String(Array.from(of.value).length) };
  return of.kind === "container" ? { kind: "number", value: String(sizeOf(document, of.node)) } : NOTHING;
}

/** A pattern that stands in the body; undefined where it is none. */
export function regexpOf(operand: Operand): IRegexp | undefined {
  const reading = operand.kind === "text" ? createIRegexp(operand.value) : undefined;
  return reading?.kind === "regexp" ? reading.regexp : undefined;
}

/** Whether a comparison holds (RFC 9535, section 2.3.5.2.2). */
export function compares(operator: JsonOperator, left: Operand, right: Operand, document: JsonDocument): boolean {
  switch (operator) {
    case "==":
      return isEqual(left, right, document);
    case "!=":
      return !isEqual(left, right, document);
    case "<":
      return isLess(left, right);
    case ">":
      return isLess(right, left);
    case "<=":
      return isLess(left, right) || isEqual(left, right, document);
    case ">=":
      return isLess(right, left) || isEqual(left, right, document);
  }
}

function isEqual(left: Operand, right: Operand, document: JsonDocument): boolean {
  if (left.kind === "nothing" || right.kind === "nothing") return left.kind === right.kind;
  if (left.kind === "container" || right.kind === "container") {
    return left.kind === "container" && right.kind === "container" && areEqual(document, left.node, right.node);
  }
  if (left.kind === "number" && right.kind === "number") return order(left.value, right.value) === 0;
  return left.kind === right.kind && left.value === right.value;
}

/** Only numbers and texts have an order; that of texts is the one of their code points. */
function isLess(left: Operand, right: Operand): boolean {
  if (left.kind === "number" && right.kind === "number") return order(left.value, right.value) < 0;
  return left.kind === "text" && right.kind === "text" && comesBefore(left.value, right.value);
}

/** UTF-16 units have another order than code points where one text has a character beyond U+FFFF. */
function comesBefore(left: string, right: string): boolean {
  const others = Array.from(right);
  for (const [at, character] of Array.from(left).entries()) {
    const other = others[at];
    if (other === undefined) return false;
    if (character !== other) return (character.codePointAt(0) ?? 0) < (other.codePointAt(0) ?? 0);
  }
  return left.length < right.length;
}

function order(left: string, right: string): number {
  return compareDecimals(readDecimal(left), readDecimal(right));
}
