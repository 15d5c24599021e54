/**
 * A number as JSON writes it, by its exact decimal value: `digits` × 10^`exponent`, without zeros at either end of
 * `digits`; zero is `digits` "" and keeps its sign.
 */
export interface Decimal {
  readonly isNegative: boolean;
  readonly digits: string;
  /** Without limit, so that `1e9007199254740993` stays apart from its neighbours. */
  readonly exponent: bigint;
  /** Written with a fraction or an exponent, which is what Python and serde read as a float. */
  readonly isFloat: boolean;
}

/** Reads a number that the JSON reader has accepted. `"-1.50e3"` → −15 × 10^2 */
export function readDecimal(raw: string): Decimal {
  const isNegative = raw.startsWith("-");
  const [mantissa = "", exponent = "0"] = raw.slice(isNegative ? 1 : 0).split(/e/i);
  const [whole = "", fraction = ""] = mantissa.split(".");
  const significant = (whole + fraction).replace(/^0+/, "");
  const digits = withoutZerosAtEnd(significant);
  return {
    isNegative,
    digits,
    exponent:
      digits === ""
        ? 0n
        : BigInt(exponent.replace("+", "")) + BigInt(significant.length - digits.length - fraction.length),
    isFloat: /[.e]/i.test(raw),
  };
}

/** Is it the same number, however it is written? The sign of zero counts. */
export function isSameDecimal(left: Decimal, right: Decimal): boolean {
  return left.isNegative === right.isNegative && left.digits === right.digits && left.exponent === right.exponent;
}

/** A loop, because a regular expression for zeros at the end is quadratic in V8. */
function withoutZerosAtEnd(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 0x30) end--;
  return digits.slice(0, end);
}
