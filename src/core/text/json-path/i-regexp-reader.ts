/** Whether a character, as its code point, is one of a set. */
export type CharacterTest = (codePoint: number) => boolean;

/** A piece of a pattern. */
export type RegexpNode =
  | { readonly kind: "character"; readonly isIn: CharacterTest }
  | { readonly kind: "sequence" | "choice"; readonly parts: readonly RegexpNode[] }
  /** `most` is `Infinity` where there is no bound. */
  | { readonly kind: "repeat"; readonly part: RegexpNode; readonly least: number; readonly most: number };

/** A pattern, or what is wrong with it and at which UTF-16 unit. */
export type RegexpReading =
  | { readonly kind: "pattern"; readonly root: RegexpNode }
  | { readonly kind: "malformed"; readonly offset: number; readonly reason: string };

/**
 * Reads an I-Regexp (RFC 9485), the patterns that mean the same everywhere: characters, `.`, classes, `\p{L}`, groups,
 * `|`, `*`, `+`, `?` and `{2,3}`. What other dialects add is refused with its name. So are unescaped `^` and `$`: they
 * are plain characters here, which nobody who writes them expects.
 */
export function readIRegexp(text: string): RegexpReading {
  const reader = new RegexpReader(text);
  try {
    return { kind: "pattern", root: reader.whole() };
  } catch (error) {
    if (error instanceof RegexpProblem) return { kind: "malformed", offset: error.offset, reason: error.message };
    throw error;
  }
}

/** Deeper than any pattern that a person writes. */
const MOST_LEVELS = 50;

/** More than any pattern for a value asks for. */
const MOST_REPEATED = 1000;

/** RFC 9485, figure 1: `IsCategory`. */
const CATEGORY = /\{(L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|Z[lps]?|S[ckmo]?|C[cfno]?)\}/y;
const COUNTS = /\{(\d+)(,(\d*))?\}/y;
const ESCAPED_CONTROLS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };
const ESCAPABLE = /^[()*+\-.?[\\\]^nrt{|}]$/;

class RegexpProblem extends Error {
  readonly offset: number;

  constructor(offset: number, reason: string) {
    super(reason);
    this.offset = offset;
  }
}

/** Where the reading stands. */
class RegexpReader {
  readonly #text: string;
  #at = 0;
  #level = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): RegexpNode {
    const root = this.#choice();
    if (this.#at < this.#text.length) this.#fail("`)` closes no group; write `\\)` for the character");
    return root;
  }

  #choice(): RegexpNode {
    const parts = [this.#sequence()];
    while (this.#skip("|")) parts.push(this.#sequence());
    return { kind: "choice", parts };
  }

  #sequence(): RegexpNode {
    const parts: RegexpNode[] = [];
    while (this.#at < this.#text.length && !["|", ")"].includes(this.#peek())) parts.push(this.#piece());
    return { kind: "sequence", parts };
  }

  #piece(): RegexpNode {
    const part = this.#atom();
    const counts = this.#counts();
    if (counts === undefined) return part;
    if (["*", "+", "?", "{"].includes(this.#peek())) {
      this.#fail("A repetition cannot be repeated, made lazy or possessive; put it in a group");
    }
    return { kind: "repeat", part, ...counts };
  }

  #counts(): { readonly least: number; readonly most: number } | undefined {
    if (this.#skip("*")) return { least: 0, most: Infinity };
    if (this.#skip("+")) return { least: 1, most: Infinity };
    if (this.#skip("?")) return { least: 0, most: 1 };
    if (this.#peek() !== "{") return undefined;
    const start = this.#at;
    const [, least = "", more, most = ""] = this.#take(COUNTS) ?? this.#fail("A count is `{2}`, `{2,}` or `{2,3}`");
    const counts = { least: Number(least), most: more === undefined ? Number(least) : Number(most || Infinity) };
    if (counts.least > MOST_REPEATED || (counts.most !== Infinity && counts.most > MOST_REPEATED)) {
      throw new RegexpProblem(start, `A count is at most ${MOST_REPEATED}`);
    }
    if (counts.most < counts.least) throw new RegexpProblem(start, "The second count is smaller than the first");
    return counts;
  }

  #atom(): RegexpNode {
    const character = this.#peek();
    if (character === "(") return this.#group();
    if (character === "[") return { kind: "character", isIn: this.#characterClass() };
    if (character === "\\") return { kind: "character", isIn: this.#escape() };
    if ("*+?{".includes(character))
      this.#fail(`\`${character}\` has nothing to repeat; write \`\\${character}\` for the character`);
    if ("]}".includes(character))
      this.#fail(`\`${character}\` stands alone; write \`\\${character}\` for the character`);
    if ("^$".includes(character)) {
      this.#fail(
        `\`${character}\` is no anchor here: \`match\` takes the whole text and \`search\` any part of it; write \`${character === "^" ? "\\^" : "[$]"}\` for the character`,
      );
    }
    // RFC 9485, section 5.3: a dot is any character but the two that end lines.
    if (this.#skip(".")) return { kind: "character", isIn: (codePoint) => codePoint !== 0x0a && codePoint !== 0x0d };
    return { kind: "character", isIn: isCharacter(this.#character()) };
  }

  #group(): RegexpNode {
    if (++this.#level > MOST_LEVELS) this.#fail("The groups are nested too deeply");
    this.#skip("(");
    if (this.#peek() === "?") this.#fail("Groups that begin with `(?` are not part of I-Regexp");
    const inside = this.#choice();
    if (!this.#skip(")")) this.#fail("`)` is expected");
    this.#level--;
    return inside;
  }

  /** RFC 9485, figure 1: `charClassExpr`. A hyphen stands first, last, or between the two ends of a range. */
  #characterClass(): CharacterTest {
    this.#skip("[");
    const isNegated = this.#skip("^");
    const tests: CharacterTest[] = this.#skip("-") ? [isCharacter(0x2d)] : [];
    while (!this.#skip("]")) {
      if (this.#skip("-")) {
        tests.push(isCharacter(0x2d));
        if (!this.#skip("]")) this.#fail("A hyphen stands first or last in a class; write `\\-` elsewhere");
        break;
      }
      tests.push(this.#classPart());
    }
    if (tests.length === 0) this.#fail("A class has at least one character");
    const isIn: CharacterTest = (codePoint) => tests.some((test) => test(codePoint));
    return isNegated ? (codePoint) => !isIn(codePoint) : isIn;
  }

  #classPart(): CharacterTest {
    if (/^\\[pP]/.test(this.#text.slice(this.#at, this.#at + 2))) return this.#escape();
    const start = this.#at;
    const first = this.#classCharacter();
    // `[a-]` is the letter and a hyphen.
    if (this.#peek() !== "-" || this.#text[this.#at + 1] === "]") return isCharacter(first);
    this.#skip("-");
    const last = this.#classCharacter();
    if (last < first) throw new RegexpProblem(start, "The range ends before it begins");
    return (codePoint) => first <= codePoint && codePoint <= last;
  }

  #classCharacter(): number {
    const character = this.#peek();
    if (character === "") this.#fail("`]` is expected");
    if (character === "\\") return this.#escapedCharacter();
    if (character === "[") this.#fail("`[` in a class is written `\\[`");
    if (character === "-" || character === "]") this.#fail("A character is expected; write `\\-` for a hyphen");
    return this.#character();
  }

  #escape(): CharacterTest {
    const start = this.#at;
    const letter = this.#text[this.#at + 1];
    if (letter !== "p" && letter !== "P") return isCharacter(this.#escapedCharacter());
    this.#at += 2;
    const [, category] = this.#take(CATEGORY) ?? [];
    if (category === undefined) {
      throw new RegexpProblem(start, `\`\\${letter}\` is followed by a category of Unicode: \`\\${letter}{Lu}\``);
    }
    const pattern = new RegExp(`^\\p{${category}}$`, "u");
    const isIn: CharacterTest = (codePoint) => pattern.test(String.fromCodePoint(codePoint));
    return letter === "p" ? isIn : (codePoint) => !isIn(codePoint);
  }

  #escapedCharacter(): number {
    const letter = this.#text[this.#at + 1] ?? "";
    if (!ESCAPABLE.test(letter)) {
      const mend = { d: "; write `[0-9]`", w: "; write `[A-Za-z0-9_]`", s: "; write `[ \\t\\n\\r]`" }[letter] ?? "";
      this.#fail(`\`\\${letter}\` is no escape of I-Regexp${mend}`);
    }
    this.#at += 2;
    return (ESCAPED_CONTROLS[letter] ?? letter).codePointAt(0) ?? 0;
  }

  #character(): number {
    const codePoint = this.#text.codePointAt(this.#at) ?? 0;
    if (codePoint >= 0xd800 && codePoint <= 0xdfff) this.#fail("Half of a surrogate pair is no character");
    this.#at += codePoint > 0xffff ? 2 : 1;
    return codePoint;
  }

  #peek(): string {
    return this.#text[this.#at] ?? "";
  }

  #skip(character: string): boolean {
    if (this.#text[this.#at] !== character) return false;
    this.#at++;
    return true;
  }

  #take(pattern: RegExp): RegExpExecArray | undefined {
    const sticky = new RegExp(pattern);
    sticky.lastIndex = this.#at;
    const taken = sticky.exec(this.#text) ?? undefined;
    this.#at += taken?.[0].length ?? 0;
    return taken;
  }

  #fail(reason: string): never {
    throw new RegexpProblem(this.#at, reason);
  }
}

function isCharacter(wanted: number): CharacterTest {
  return (codePoint) => codePoint === wanted;
}
