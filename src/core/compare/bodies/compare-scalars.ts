import type { DifferenceClass } from "#core/model/run/difference.ts";
import type { JsonDocument } from "#core/text/json/json-document.ts";
import { FALSE, NUMBER, STRING, TRUE, kindOf, rawOf, stringOf } from "#core/text/json/json-document.ts";
import { isSameDecimal, readDecimal } from "#core/text/json/json-number.ts";

/** The type by which JSON Schema would tell two values apart; `true` and `false` are one. */
export function typeOf(kind: number): number {
  return kind === FALSE ? TRUE : kind;
}

/** How two scalars of the same type disagree; undefined where they are written alike. */
export function compareScalars(
  python: JsonDocument,
  pythonNode: number,
  rust: JsonDocument,
  rustNode: number,
): DifferenceClass | undefined {
  if (isSameText(python, pythonNode, rust, rustNode)) return undefined;
  switch (kindOf(python, pythonNode)) {
    case STRING:
      return stringOf(python, pythonNode) === stringOf(rust, rustNode) ? "escape" : "value";
    case NUMBER:
      return compareNumbers(rawOf(python, pythonNode), rawOf(rust, rustNode));
    default:
      return "value";
  }
}

/**
 * How two numbers that are written differently disagree, by their exact decimal values.
 * The same value as an integer here and as a float there is a difference of `type` (`1`, `1.0`): a typed client
 * refuses one of them. Two values that one double or neighbouring doubles hold, or that one narrowing to 32 bits
 * explains, differ in `precision`.
 */
function compareNumbers(python: string, rust: string): DifferenceClass {
  const left = readDecimal(python);
  const right = readDecimal(rust);
  if (isSameDecimal(left, right)) return left.isFloat === right.isFloat ? "spelling" : "type";
  const a = Number(python);
  const b = Number(rust);
  if (Object.is(a, b)) return "precision";
  // Two zeros of different sign are neighbours by their bits only.
  if (a !== b && left.isFloat && right.isFloat && (isNeighbour(a, b) || isNarrowed(a, b))) return "precision";
  return "value";
}

/** Do no doubles lie between the two? */
function isNeighbour(a: number, b: number): boolean {
  const bits = new BigInt64Array(new Float64Array([a, b]).buffer);
  const distance = (bits[0] ?? 0n) - (bits[1] ?? 0n);
  return Number.isFinite(a) && Number.isFinite(b) && (distance === 1n || distance === -1n);
}

/** Is one of the two the other after a 32-bit float? `0.1`, `0.10000000149011612` */
function isNarrowed(a: number, b: number): boolean {
  return Math.fround(a) === b || Math.fround(b) === a;
}

/** Are the two written with the same characters? A loop, because a slice for each of a million leaves is slower. */
function isSameText(left: JsonDocument, leftNode: number, right: JsonDocument, rightNode: number): boolean {
  const leftStart = left.starts[leftNode] ?? 0;
  const rightStart = right.starts[rightNode] ?? 0;
  const length = (left.ends[leftNode] ?? 0) - leftStart;
  if ((right.ends[rightNode] ?? 0) - rightStart !== length) return false;
  const { text: leftText } = left;
  const { text: rightText } = right;
  for (let i = 0; i < length; i++) {
    if (leftText.charCodeAt(leftStart + i) !== rightText.charCodeAt(rightStart + i)) return false;
  }
  return true;
}
