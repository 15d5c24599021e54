import type { HintSubject } from "./hint-subject.ts";
import type { HintRow } from "./hint-row.ts";

/** Differences in how a text or a list of texts is written. */
export const TEXT_HINTS: readonly HintRow[] = [
  {
    code: "percent-encoding",
    gap: "percent-encoding",
    sentence: (subject) =>
      texts(subject, (python, rust) => isDecoded(rust, python) || isDecoded(python, rust))
        ? "The same text, once percent-encoded: Starlette and axum decode parameters, what is written by hand must be decoded too (`+` is a blank in a query only)."
        : undefined,
  },
  {
    code: "unicode-form",
    gap: "Unicode normal forms",
    sentence: (subject) =>
      texts(subject, (python, rust) => python.normalize("NFC") === rust.normalize("NFC"))
        ? "The same text in another Unicode normal form (Unicode Standard Annex 15): normalize on both sides, or on neither."
        : undefined,
  },
  {
    code: "text-in-another-encoding",
    gap: "Latin-1 or UTF-16 for UTF-8",
    sentence: (subject) => {
      if (texts(subject, (python, rust) => isMojibake(python, rust)))
        return "Rust's text is Python's UTF-8 read as Latin-1 (`é` became `Ã©`): decode it as UTF-8.";
      return texts(subject, (python, rust) => isMojibake(rust, python))
        ? "Python's text is UTF-8 read as Latin-1 (`é` became `Ã©`), Rust's is right: decide which one clients get."
        : undefined;
    },
  },
  {
    code: "collation",
    gap: "text collation",
    sentence: ({ class: found, python, rust }) => {
      if (found !== "element-order" && found !== "moved") return undefined;
      const [left, right] = [textsIn(python), textsIn(rust)];
      if (left === undefined || right === undefined) return undefined;
      const [isLeftByCode, isRightByCode] = [isSorted(left, byCode), isSorted(right, byCode)];
      if (isLeftByCode === isRightByCode || !isSorted(isLeftByCode ? right : left, byFolded)) return undefined;
      return isRightByCode
        ? "Both are sorted: Rust by code points, Python without regard to case; sort by the same key, or in the database."
        : "Both are sorted: Python by code points, Rust without regard to case; sort by the same key, or in the database.";
    },
  },
];

function texts(
  { class: found, python, rust }: HintSubject,
  isCause: (python: string, rust: string) => boolean,
): boolean {
  if (found !== "value" || python?.kind !== "string" || rust?.kind !== "string") return false;
  // Of a long text nothing is known.
  return python.text !== "" && rust.text !== "" && isCause(python.text, rust.text);
}

/** Is `wrong` what becomes of `right` where its UTF-8 is read a character a byte? */
function isMojibake(right: string, wrong: string): boolean {
  if (!/[^\0-\u007F]/.test(right)) return false;
  return String.fromCharCode(...new TextEncoder().encode(right)) === wrong;
}

/** Is `plain` what `encoded` stands for? */
function isDecoded(encoded: string, plain: string): boolean {
  if (!/%[\da-f]{2}|\+/i.test(encoded) || encoded === plain) return false;
  return decoded(encoded) === plain || decoded(encoded.replaceAll("+", " ")) === plain;
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The texts of an array that has nothing else; a text that looks like one is none. */
function textsIn(given: HintSubject["python"]): readonly string[] | undefined {
  // The text of a long one is left out.
  if (given?.kind !== "array" || given.text === "") return undefined;
  const value: unknown = JSON.parse(given.text);
  if (!Array.isArray(value)) return undefined;
  const all = value.filter((each: unknown) => typeof each === "string");
  return all.length === value.length && all.length > 1 ? all : undefined;
}

type Order = (a: string, b: string) => number;

function byCode(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function byFolded(a: string, b: string): number {
  return byCode(a.toLowerCase(), b.toLowerCase());
}

function isSorted(list: readonly string[], order: Order): boolean {
  return list.every((one, at) => at === 0 || order(list[at - 1] ?? "", one) <= 0);
}
