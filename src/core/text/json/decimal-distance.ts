import type { Decimal } from "./json-number.ts";

/** Two numbers further apart in size than so many digits are compared by their size. */
const MOST_DIGITS = 2000n;

/** Negative where `left` is the smaller number, positive where it is the greater, 0 where they are equal; exact. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const sign = signOf(left) - signOf(right);
  if (sign !== 0) return sign;
  const size = compareSizes(left, right);
  return signOf(left) < 0 ? -size : size;
}

/** Whether two numbers are at most `most` apart; exact, however large or small they are. `most` is not negative. */
export function isWithin(left: Decimal, right: Decimal, most: Decimal): boolean {
  const given = [left, right, most].filter(({ digits }) => digits !== "");
  if (given.length === 0) return true;
  const lowest = given.reduce((low, { exponent }) => (exponent < low ? exponent : low), given[0]?.exponent ?? 0n);
  if (given.some(({ exponent }) => exponent - lowest > MOST_DIGITS)) return compareDecimals(left, right) === 0;
  const scaled = (number: Decimal): bigint => scale(number, lowest);
  const distance = scaled(left) - scaled(right);
  return (distance < 0n ? -distance : distance) <= scaled(most);
}

/** A number times another. */
export function timesDecimal(left: Decimal, right: Decimal): Decimal {
  if (left.digits === "" || right.digits === "") return { isNegative: false, digits: "", exponent: 0n, isFloat: true };
  return {
    isNegative: left.isNegative !== right.isNegative,
    digits: String(BigInt(left.digits) * BigInt(right.digits)),
    exponent: left.exponent + right.exponent,
    isFloat: true,
  };
}

/** The number without its sign. */
export function sizeOfDecimal(number: Decimal): Decimal {
  return { ...number, isNegative: false };
}

function signOf({ isNegative, digits }: Decimal): number {
  if (digits === "") return 0;
  return isNegative ? -1 : 1;
}

function compareSizes(left: Decimal, right: Decimal): number {
  if (left.digits === "" || right.digits === "") return left.digits.length - right.digits.length;
  const length = BigInt(left.digits.length) + left.exponent - BigInt(right.digits.length) - right.exponent;
  if (length !== 0n) return length < 0n ? -1 : 1;
  const digits = Math.max(left.digits.length, right.digits.length);
  const a = left.digits.padEnd(digits, "0");
  const b = right.digits.padEnd(digits, "0");
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function scale({ isNegative, digits, exponent }: Decimal, lowest: bigint): bigint {
  if (digits === "") return 0n;
  const size = BigInt(digits) * 10n ** (exponent - lowest);
  return isNegative ? -size : size;
}
