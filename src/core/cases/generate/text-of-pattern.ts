/** Repetitions that have no upper bound, and those that would make a text that nobody sends. */
const MOST_REPEATS = 50;

/** Of each class of characters one that is in it. */
const BY_ESCAPE: Readonly<Record<string, string>> = {
  d: "7",
  w: "a",
  s: " ",
  D: "a",
  W: "-",
  S: "a",
  t: "\t",
  n: "\n",
};

/**
 * The shortest text that a regular expression stands for, by its first alternatives: `^[A-Z]{2}-\d+$` → `AA-7`. Undefined
 * where it has what cannot be followed so, such as a look-ahead, or a class that leaves characters out.
 */
export function textOfPattern(pattern: string): string | undefined {
  const reading = { pattern, at: 0 };
  try {
    const text = alternatives(reading);
    return reading.at === pattern.length ? text : undefined;
  } catch (error) {
    if (error instanceof NotFollowed) return undefined;
    throw error;
  }
}

class NotFollowed extends Error {}

interface Reading {
  readonly pattern: string;
  at: number;
}

/** `a|b` → `a`; the others are passed over. */
function alternatives(reading: Reading): string {
  const first = sequence(reading);
  while (reading.pattern[reading.at] === "|") {
    reading.at += 1;
    sequence(reading);
  }
  return first;
}

function sequence(reading: Reading): string {
  let text = "";
  for (;;) {
    const character = reading.pattern[reading.at];
    if (character === undefined || character === "|" || character === ")") return text;
    reading.at += 1;
    if (character === "^" || character === "$") continue;
    const one = atom(character, reading);
    text += one.repeat(leastRepeats(reading));
  }
}

function atom(character: string, reading: Reading): string {
  switch (character) {
    case "(":
      return group(reading);
    case "[":
      return oneOfClass(reading);
    case "\\":
      return escaped(reading);
    case ".":
      return "a";
    case "*":
    case "+":
    case "?":
    case "{":
      throw new NotFollowed();
    default:
      return character;
  }
}

function group(reading: Reading): string {
  const { pattern } = reading;
  const named = /^\?(?::|P?<[A-Za-z_]\w*>)/.exec(pattern.slice(reading.at));
  if (named) reading.at += named[0].length;
  else if (pattern[reading.at] === "?") throw new NotFollowed();
  const text = alternatives(reading);
  if (pattern[reading.at] !== ")") throw new NotFollowed();
  reading.at += 1;
  return text;
}

/** The first character that a class names: `[a-z0-9]` → `a`. */
function oneOfClass(reading: Reading): string {
  const { pattern } = reading;
  const first = pattern[reading.at];
  if (first === "^" || first === undefined) throw new NotFollowed();
  reading.at += 1;
  const text = first === "\\" ? escaped(reading) : first;
  for (; pattern[reading.at] !== "]"; reading.at += 1) {
    if (pattern[reading.at] === undefined || pattern[reading.at] === "[") throw new NotFollowed();
    if (pattern[reading.at] === "\\") reading.at += 1;
  }
  reading.at += 1;
  return text;
}

function escaped(reading: Reading): string {
  const letter = reading.pattern[reading.at];
  if (letter === undefined) throw new NotFollowed();
  reading.at += 1;
  if (letter === "b" || letter === "A" || letter === "Z") return "";
  const known = BY_ESCAPE[letter];
  if (known !== undefined) return known;
  // `\p{L}`, `\u0041` and references are more than one letter.
  if (/[A-Za-z0-9]/.test(letter)) throw new NotFollowed();
  return letter;
}

function leastRepeats(reading: Reading): number {
  const found = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(reading.pattern.slice(reading.at));
  if (!found) return 1;
  reading.at += found[0].length;
  const [written, least] = found;
  if (least !== undefined && Number(least) > MOST_REPEATS) throw new NotFollowed();
  // What may be left out is there once where nothing else is said: `^[a-z]*$` shall not be an empty text.
  return least === undefined ? (written.startsWith("?") ? 0 : 1) : Number(least);
}
