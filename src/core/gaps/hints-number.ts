import type { HintRow } from "./hint-row.ts";

const NUMBER_TEXT = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const MOST_EXACT = 2n ** 53n;

/** Differences in how a number is held or written. */
export const NUMBER_HINTS: readonly HintRow[] = [
  {
    code: "precision-past-2-53",
    gap: "whole numbers past 2^53",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "precision" && found !== "value" && found !== "type") return undefined;
      if (python === undefined || rust === undefined) return undefined;
      const areNumbers = python.kind === "number" && rust.kind === "number";
      // As a text a number keeps its digits, which a number beside it may have lost.
      const areAsText =
        found === "type" &&
        [python, rust].every(
          ({ kind, text }) => (kind === "number" || kind === "string") && /^-?\d{1,40}$/.test(text),
        ) &&
        python.text !== rust.text;
      if (found === "type" ? !areAsText : !areNumbers) return undefined;
      const isPast = [python.text, rust.text].some((text) => /^-?\d{1,40}$/.test(text) && isPastExact(BigInt(text)));
      if (!isPast || Number(python.text) !== Number(rust.text)) return undefined;
      return "A whole number past 2^53 went through a float on one side; keep it `i64` or `u64` from the database to the answer.";
    },
  },
  {
    code: "float-32",
    gap: "a float of 32 bits",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "precision" || python?.kind !== "number" || rust?.kind !== "number") return undefined;
      const [a, b] = [Number(python.text), Number(rust.text)];
      if (Math.abs(a - b) <= Math.abs(a) * 2 ** -50 || a === b) return undefined;
      if (Math.fround(a) === b) return "Rust holds this number in an `f32`; Python's float has 64 bits: use `f64`.";
      return Math.fround(b) === a ? "Python holds this number in 32 bits, Rust in 64: use `f32`, or round." : undefined;
    },
  },
  {
    code: "float-roundtrip",
    gap: "a float parsed one unit off",
    sentence: ({ class: found, python, rust }) =>
      found === "precision" &&
      python?.kind === "number" &&
      rust?.kind === "number" &&
      /[.eE]/.test(python.text + rust.text) &&
      Number(python.text) !== Number(rust.text)
        ? "The two floats are neighbours: serde_json parses floats one unit off in the last place unless its feature `float_roundtrip` is on; turn it on, or compute in the same order as Python."
        : undefined,
  },
  {
    code: "float-spelling",
    gap: "the spelling of floats",
    sentence: ({ class: found, python, rust }) =>
      found === "spelling" && python !== undefined && rust !== undefined
        ? `The same number: Python's repr writes \`${python.text}\`, Rust's formatter \`${rust.text}\`.`
        : undefined,
  },
  {
    code: "integer-or-float",
    gap: "1.0 against 1",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type" || python?.kind !== "number" || rust?.kind !== "number") return undefined;
      return /[.eE]/.test(python.text)
        ? "Python writes a float, Rust an integer: make the field `f64`."
        : "Python writes an integer, Rust a float: make the field `i64`.";
    },
  },
  {
    code: "negative-zero",
    gap: "a negative zero",
    sentence: ({ class: found, python, rust }) =>
      found === "value" &&
      python?.kind === "number" &&
      rust?.kind === "number" &&
      Number(python.text) === 0 &&
      Number(rust.text) === 0
        ? "The two zeros differ in sign: one side computed a negative zero."
        : undefined,
  },
  {
    code: "integer-wrap",
    gap: "a whole number over the width of its type",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "value" || python?.kind !== "number" || rust?.kind !== "number") return undefined;
      if (![python.text, rust.text].every((text) => /^-?\d{1,25}$/.test(text))) return undefined;
      const [left, right] = [BigInt(python.text), BigInt(rust.text)];
      const width = WIDTHS.find((bits) => isWrapped(left, right, bits) || isWrapped(right, left, bits));
      return width === undefined
        ? undefined
        : `The two differ by a multiple of 2^${width}: one side keeps this number in ${width} bits, or reads a signed one as unsigned (\`as u${width}\`); use \`i64\` from the database to the answer.`;
    },
  },
  {
    code: "integer-saturated",
    gap: "a whole number cut at the limit of its type",
    sentence: ({ class: found, python, rust }) => {
      if ((found !== "value" && found !== "precision") || python?.kind !== "number" || rust?.kind !== "number")
        return undefined;
      if (![python.text, rust.text].every((text) => /^-?\d{1,40}$/.test(text))) return undefined;
      const [left, right] = [BigInt(python.text), BigInt(rust.text)];
      const isCut = (value: bigint, limit: bigint): boolean =>
        LIMITS.has(limit) && (limit > 0n ? value > limit : value < limit);
      if (isCut(left, right))
        return `Rust wrote the limit of a type where Python's number is beyond it: a cast from a float (\`as i32\`) and \`saturating_…\` stop there; use a wider type, or refuse the number on both sides.`;
      return isCut(right, left)
        ? "Python wrote the limit of a type where Rust's number is beyond it: look for a bound that Python cuts it to."
        : undefined;
    },
  },
  {
    code: "time-unit",
    gap: "seconds against milliseconds",
    sentence: ({ class: found, pointer, python, rust }) => {
      const areTexts = [python, rust].every((each) => each?.kind === "string" && /^\d{9,19}$/.test(each.text));
      if (found !== "value" || python === undefined || rust === undefined) return undefined;
      if (!areTexts && (python.kind !== "number" || rust.kind !== "number")) return undefined;
      const [left, right] = [Number(python.text), Number(rust.text)];
      if (!Number.isFinite(left) || !Number.isFinite(right) || left <= 0 || right <= 0) return undefined;
      const [small, large] = left < right ? [left, right] : [right, left];
      const factor = FACTORS.find((each) => Math.floor(large / each) === Math.floor(small));
      if (factor === undefined) return undefined;
      // A moment tells its unit by its size, a length of time by its name alone.
      const unit = TIME_UNITS.findIndex(
        (each) => small >= FIRST_MOMENT * each.factor && small < LAST_MOMENT * each.factor,
      );
      const isNamed = TIME_NAME.test(pointer.slice(pointer.lastIndexOf("/") + 1)) && large === small * factor;
      if (unit < 0 && !isNamed) return undefined;
      const smallUnit = Math.max(unit, 0);
      const [smallName, largeName] = [smallUnit, smallUnit + FACTORS.indexOf(factor) + 1].map(
        (at) => TIME_UNITS[at]?.name,
      );
      if (smallName === undefined || largeName === undefined) return undefined;
      const [python_, rust_] = left < right ? [smallName, largeName] : [largeName, smallName];
      return `The same time in another unit: Python seems to write ${python_}, Rust ${rust_}; write ${python_} in Rust too (\`timestamp()\`, \`timestamp_millis()\`, \`as_secs()\` and their like), as the contract says.`;
    },
  },
  {
    code: "integer-as-text",
    gap: "a whole number as text",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type") return undefined;
      if (python?.kind === "string" && rust?.kind === "number" && isIntegerAsText(python.text, rust.text))
        return "Python writes this whole number as text, Rust as a number: make the field a `String`, or serialize it with `serde_with`'s `DisplayFromStr`.";
      if (python?.kind === "number" && rust?.kind === "string" && isIntegerAsText(rust.text, python.text))
        return "Rust writes this whole number as text, Python as a number: give the field a number type.";
      return undefined;
    },
  },
  {
    code: "decimal-as-text",
    gap: "a Decimal as text",
    sentence: ({ class: found, python, rust }) =>
      found === "type" && python?.kind === "string" && rust?.kind === "number" && isNumberAsText(python.text, rust.text)
        ? "Python writes this number as text, which pydantic does with a `Decimal`; serialize it as text in Rust (`rust_decimal` with `serde-str`)."
        : undefined,
  },
  {
    code: "number-as-text",
    gap: "a number as text",
    sentence: ({ class: found, python, rust }) =>
      found === "type" && python?.kind === "number" && rust?.kind === "string" && isNumberAsText(rust.text, python.text)
        ? "Rust writes this number as text: give the field a number type, or serialize the decimal with `serde-float`."
        : undefined,
  },
  {
    code: "nan-as-text",
    gap: "a number that is not finite as text",
    sentence: ({ class: found, python, rust }) =>
      found === "type" &&
      rust?.kind === "null" &&
      python?.kind === "string" &&
      /^(?:nan|NaN|-?inf|-?Infinity)$/.test(python.text)
        ? "Python writes a number that is not finite as text; serde_json writes `null` for it: decide what the contract says."
        : undefined,
  },
];

const WIDTHS = [64, 32, 16, 8];

/** What types of 16, 32 and 64 bits end with. */
const LIMITS = new Set(
  [16, 32, 64].flatMap((bits) => {
    const half = 2n ** BigInt(bits - 1);
    return [half - 1n, -half, 2n * half - 1n];
  }),
);

/**
 * Is `wrapped` what is left of `value` in so many bits, signed or not, which do not hold it? Of 8 bits only a sign that
 * was lost says so: small numbers are apart by 256 for many reasons.
 */
function isWrapped(value: bigint, wrapped: bigint, bits: number): boolean {
  if (value === wrapped) return false;
  if (bits === 8 && !(value < 0n && value >= -128n && wrapped >= 128n && wrapped < 256n)) return false;
  return BigInt.asUintN(bits, value) === wrapped || BigInt.asIntN(bits, value) === wrapped;
}

/** From one unit to the next, the one after it, and the third. */
const FACTORS = [1e3, 1e6, 1e9];

const TIME_UNITS = [
  { factor: 1, name: "seconds" },
  { factor: 1e3, name: "milliseconds" },
  { factor: 1e6, name: "microseconds" },
  { factor: 1e9, name: "nanoseconds" },
];

/** Seconds since 1970 that a server is likely to write: from 1980 to 2100. */
const FIRST_MOMENT = 3e8;
const LAST_MOMENT = 4.2e9;

/** Names of members that hold a length of time. */
const TIME_NAME =
  /duration|elapsed|timeout|latency|interval|ttl|lifetime|age|delay|(?:^|_)(?:ms|secs?|millis|seconds|time|expires_in)$/i;

function isIntegerAsText(text: string, number: string): boolean {
  return /^-?\d+$/.test(text) && text === number;
}

function isPastExact(value: bigint): boolean {
  return value > MOST_EXACT || value < -MOST_EXACT;
}

/** Does the text write the number, but for zeros at the end? */
function isNumberAsText(text: string, number: string): boolean {
  // A whole number is no decimal, and has lost digits where it is not the same.
  if (/^-?\d+$/.test(text) && /^-?\d+$/.test(number)) return false;
  return NUMBER_TEXT.test(text) && Number(text) === Number(number);
}
