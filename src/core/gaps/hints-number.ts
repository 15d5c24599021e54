import type { HintRow } from "./hint-row.ts";

const NUMBER_TEXT = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const MOST_EXACT = 2n ** 53n;

/** Differences in how a number is held or written. */
export const NUMBER_HINTS: readonly HintRow[] = [
  {
    code: "precision-past-2-53",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "precision" && found !== "value") return undefined;
      if (python?.kind !== "number" || rust?.kind !== "number") return undefined;
      const isPast = [python.text, rust.text].some((text) => /^-?\d{1,40}$/.test(text) && isPastExact(BigInt(text)));
      if (!isPast || Number(python.text) !== Number(rust.text)) return undefined;
      return "A whole number past 2^53 went through a float on one side; keep it `i64` or `u64` from the database to the answer.";
    },
  },
  {
    code: "float-32",
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
    sentence: ({ class: found, python, rust }) =>
      found === "spelling" && python !== undefined && rust !== undefined
        ? `The same number: Python's repr writes \`${python.text}\`, Rust's formatter \`${rust.text}\`.`
        : undefined,
  },
  {
    code: "integer-or-float",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "type" || python?.kind !== "number" || rust?.kind !== "number") return undefined;
      return /[.eE]/.test(python.text)
        ? "Python writes a float, Rust an integer: make the field `f64`."
        : "Python writes an integer, Rust a float: make the field `i64`.";
    },
  },
  {
    code: "negative-zero",
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
    code: "decimal-as-text",
    sentence: ({ class: found, python, rust }) =>
      found === "type" && python?.kind === "string" && rust?.kind === "number" && isNumberAsText(python.text, rust.text)
        ? "Python writes this number as text, which pydantic does with a `Decimal`; serialize it as text in Rust (`rust_decimal` with `serde-str`)."
        : undefined,
  },
  {
    code: "number-as-text",
    sentence: ({ class: found, python, rust }) =>
      found === "type" && python?.kind === "number" && rust?.kind === "string" && isNumberAsText(rust.text, python.text)
        ? "Rust writes this number as text: give the field a number type, or serialize the decimal with `serde-float`."
        : undefined,
  },
  {
    code: "nan-as-text",
    sentence: ({ class: found, python, rust }) =>
      found === "type" &&
      rust?.kind === "null" &&
      python?.kind === "string" &&
      /^-?(?:nan|inf(?:inity)?)$/i.test(python.text)
        ? "Python writes a number that is not finite as text; serde_json writes `null` for it: decide what the contract says."
        : undefined,
  },
];

function isPastExact(value: bigint): boolean {
  return value > MOST_EXACT || value < -MOST_EXACT;
}

/** Does the text write the number, but for zeros at the end? */
function isNumberAsText(text: string, number: string): boolean {
  return NUMBER_TEXT.test(text) && Number(text) === Number(number);
}
