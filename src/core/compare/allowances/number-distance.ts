import type { AllowanceValues } from "#core/model/rules/allowance.ts";
import { compareDecimals, isWithin, sizeOfDecimal, timesDecimal } from "#core/text/json/decimal-distance.ts";
import { readDecimal } from "#core/text/json/json-number.ts";

type Tolerance = AllowanceValues["tolerance"];

/**
 * Whether two numbers, as JSON writes them, are near enough by one of the measures; exact for decimals of any length.
 * An integer and a float never are: a typed client refuses one of them.
 */
export function isTolerated(python: string, rust: string, { absolute, relative, ulps }: Tolerance): boolean {
  const left = readDecimal(python);
  const right = readDecimal(rust);
  if (left.isFloat !== right.isFloat) return false;
  if (absolute !== undefined && isWithin(left, right, readDecimal(absolute))) return true;
  if (relative !== undefined) {
    const [a, b] = [sizeOfDecimal(left), sizeOfDecimal(right)];
    const greater = compareDecimals(a, b) < 0 ? b : a;
    if (isWithin(left, right, timesDecimal(greater, readDecimal(relative)))) return true;
  }
  return ulps !== undefined && ulpsBetween(Number(python), Number(rust)) <= ulps;
}

/** How many steps from one double to the next lie between two; infinite where one is not finite. */
export function ulpsBetween(a: number, b: number): number {
  if (!Number.isFinite(a) || !Number.isFinite(b)) return Infinity;
  const distance = rank(a) - rank(b);
  return Number(distance < 0n ? -distance : distance);
}

/** The place of a double in the order of all. Both zeros have one. */
function rank(value: number): bigint {
  const bits = new BigInt64Array(new Float64Array([value]).buffer)[0] ?? 0n;
  return bits < 0n ? -(bits & 0x7fffffffffffffffn) : bits;
}
