import { escapePattern } from "#core/text/escape-pattern.ts";

/** Two ids with a sign in them, `nodes/7f3a`, that stand for each other. */
export interface SignedIds {
  /** As it is, without quotes. */
  readonly python: string;
  /** A word of Python's id in small letters, which stands in the text wherever the id does. */
  readonly word: string;
  /** What finds each of the two, by the way in which an address writes it. */
  readonly patterns: readonly (readonly [python: RegExp, rust: RegExp])[];
}

/** Both as they are, without quotes. */
export function signedIds(python: string, rust: string): SignedIds {
  const words = python.match(/\w+/g) ?? [];
  const word = words.toSorted((a, b) => b.length - a.length)[0] ?? "";
  const patterns = SPELLINGS.map((write) => [wholeOf(write(python)), wholeOf(write(rust))] as const);
  return { python, word: word.toLowerCase(), patterns };
}

/**
 * Two texts in which each id that the run knows and that has a sign in it is one and the same on both sides, however an
 * address writes it: as it is, percent-encoded, encoded twice, or as a form is. An id that is found on one side alone
 * stays in the text. What is known by its letters and digits is found elsewhere.
 */
export function withoutSignedIds(
  python: string,
  rust: string,
  known: readonly SignedIds[],
): readonly [python: string, rust: string] {
  let [left, right] = [python, rust];
  const letters = known.length === 0 ? "" : python.toLowerCase();
  for (const [at, { word, patterns }] of known.entries()) {
    // Of most ids a text has nothing.
    if (!letters.includes(word)) continue;
    for (const [pattern, partner] of patterns) {
      const counts = [left.match(pattern)?.length ?? 0, right.match(partner)?.length ?? 0];
      if (counts[0] === 0 || counts[0] !== counts[1]) continue;
      // A private character is no sign and in no id.
      const standIn = `\uE000${at}\uE000`;
      left = left.replaceAll(pattern, standIn);
      right = right.replaceAll(partner, standIn);
    }
  }
  return [left, right];
}

/** Half a surrogate pair has no encoding, so that such an id is found as it is alone. */
const encoded = (id: string): string => encodeURIComponent(id.toWellFormed());

/** As addresses write an id; what has no sign that is encoded comes out the same more than once. */
const SPELLINGS: readonly ((id: string) => string)[] = [
  (id) => id,
  encoded,
  (id) => encoded(encoded(id)),
  (id) => encoded(id).replaceAll("%20", "+"),
];

/** The id where no letter or digit stands beside it; the digits of percent-encoding in any case. */
function wholeOf(id: string): RegExp {
  const escaped = escapePattern(id).replaceAll(/%(?:25)*[\dA-F]{2}/g, (code) =>
    code.replaceAll(/[A-F]/g, (digit) => `[${digit}${digit.toLowerCase()}]`),
  );
  return new RegExp(String.raw`(?<![\w~.-])(?<!%(?:25)*[\dA-F]?)${escaped}(?![\w~-])`, "g");
}
