import type { IdRenaming } from "./renaming-ids.ts";

/**
 * Two texts in which each id that the run knows and that has a sign in it, `nodes/7f3a`, is one and the same on both
 * sides, however an address writes it: as it is, percent-encoded, encoded twice, or as a form is. An id that is found on
 * one side alone stays in the text. What is known by its letters and digits is found elsewhere.
 */
export function withoutSignedIds(python: string, rust: string, renaming: IdRenaming): readonly [string, string] {
  let [left, right] = [python, rust];
  for (const [at, [one, other]] of renaming.signedIds().entries()) {
    for (const write of SPELLINGS) {
      const [pattern, partner] = [wholeOf(write(one)), wholeOf(write(other))];
      const counts = [left, right].map((text, side) => text.match(side === 0 ? pattern : partner)?.length ?? 0);
      if (counts[0] === 0 || counts[0] !== counts[1]) continue;
      // A private character is no sign and in no id.
      const standIn = `\uE000${at}\uE000`;
      left = left.replaceAll(pattern, standIn);
      right = right.replaceAll(partner, standIn);
    }
  }
  return [left, right];
}

const encoded = (id: string): string => encodeURIComponent(id);

/** As addresses write an id; what has no sign that is encoded comes out the same more than once. */
const SPELLINGS: readonly ((id: string) => string)[] = [
  (id) => id,
  encoded,
  (id) => encoded(encoded(id)),
  (id) => encoded(id).replaceAll("%20", "+"),
];

/** The id where no letter or digit stands beside it; the digits of percent-encoding in any case. */
function wholeOf(id: string): RegExp {
  const escaped = id
    .replaceAll(/[$()*+./?[\\\]^{|}-]/g, String.raw`\$&`)
    .replaceAll(/%(?:25)*[\dA-F]{2}/g, (code) =>
      code.replaceAll(/[A-F]/g, (digit) => `[${digit}${digit.toLowerCase()}]`),
    );
  return new RegExp(String.raw`(?<![\w~.-])(?<!%(?:25)*[\dA-F]?)${escaped}(?![\w~-])`, "g");
}
