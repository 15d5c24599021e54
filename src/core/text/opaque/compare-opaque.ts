import { pointerToken } from "../json/json-pointer.ts";
import { isRecord } from "#core/model/is-record.ts";
import { decodeOpaque, partsOf } from "./decode-opaque.ts";
import { isRandomText } from "./random-text.ts";

/** What two opaque texts have in common. */
export type OpaqueVerdict =
  /** Nothing in them can be read, and both look random: they are expected to be others. */
  | { readonly kind: "random" }
  /** What can be read in them is the same, but for clocks and for what is random. */
  | { readonly kind: "same payload" }
  /** Something that a reader could tell apart; `at` is a JSON pointer into the payload, where it has one. */
  | { readonly kind: "differs"; readonly at?: string };

/** Compares two cookies or tokens that are not written alike; members named in `leftOut` may differ. */
export function compareOpaque(python: string, rust: string, leftOut: ReadonlySet<string> = new Set()): OpaqueVerdict {
  const [left, right] = [decodeOpaque(python), decodeOpaque(rust)];
  if (left === undefined && right === undefined) {
    return areRandomTokens(withoutQuotes(python), withoutQuotes(rust)) ? { kind: "random" } : { kind: "differs" };
  }
  if (left === undefined || right === undefined || left.length !== right.length) return { kind: "differs" };
  for (const [part, text] of left.entries()) {
    const at = firstDifference(parsed(text), parsed(right[part] ?? ""), "", leftOut);
    if (at !== undefined) return { kind: "differs", at };
  }
  return { kind: "same payload" };
}

/** Claims of a web token that a clock sets (RFC 7519, section 4.1), and what frameworks add. */
const CLOCKS = new Set([
  "exp",
  "iat",
  "nbf",
  "auth_time",
  "created",
  "created_at",
  "issued_at",
  "expires",
  "expires_at",
]);

/** What two answers that are not made at the same moment may differ by. */
const CLOCK_TOLERANCE_SECONDS = 5;

function firstDifference(python: unknown, rust: unknown, at: string, leftOut: ReadonlySet<string>): string | undefined {
  if (python === rust) return undefined;
  if (typeof python === "string" && typeof rust === "string") {
    return isRandomText(python) && isRandomText(rust) ? undefined : at;
  }
  if (Array.isArray(python) && Array.isArray(rust)) {
    if (python.length !== rust.length) return at;
    const elements = python.map((_, index) => [String(index), python[index], rust[index]] as const);
    return firstOf(elements, at, leftOut);
  }
  if (!isRecord(python) || !isRecord(rust)) return isSameClock(python, rust, at) ? undefined : at;
  const names = [...new Set([...Object.keys(python), ...Object.keys(rust)])];
  const members = names.filter((name) => !leftOut.has(name)).map((name) => [name, python[name], rust[name]] as const);
  return firstOf(members, at, leftOut);
}

function firstOf(
  members: readonly (readonly [name: string, python: unknown, rust: unknown])[],
  at: string,
  leftOut: ReadonlySet<string>,
): string | undefined {
  for (const [name, python, rust] of members) {
    const found = firstDifference(python, rust, `${at}/${pointerToken(name)}`, leftOut);
    if (found !== undefined) return found;
  }
  return undefined;
}

function isSameClock(python: unknown, rust: unknown, at: string): boolean {
  if (typeof python !== "number" || typeof rust !== "number") return false;
  return CLOCKS.has(at.slice(at.lastIndexOf("/") + 1)) && Math.abs(python - rust) <= CLOCK_TOLERANCE_SECONDS;
}

function parsed(text: string): unknown {
  if (!/^\s*(?:["[{\d-]|true|false|null)/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/**
 * Are two texts random, or tokens of which each part is, but for a mark, a word or a count that both have and a clock:
 * `s:abc….def…`? A readable part before a signature is what the token says.
 */
function areRandomTokens(python: string, rust: string): boolean {
  const [lefts, rights] = [partsOf(python), partsOf(rust)];
  if (lefts.length === 1 || lefts.length !== rights.length) return isRandomText(python) && isRandomText(rust);
  const isWhole = isRandomText(python) && isRandomText(rust);
  const isOneRandom = lefts.some((left, at) => isRandomText(left) && isRandomText(rights[at] ?? ""));
  return (
    (isWhole || isOneRandom) &&
    lefts.every((left, at) => {
      const right = rights[at] ?? "";
      if (left === right) return true;
      if (isRandomText(left) && isRandomText(right)) return !isCompressed(left, lefts[at - 1]);
      if (isWord(left) || isWord(right)) return isSameCount(left, right);
      return isWhole || [left, right].every((part) => part.length <= MARK);
    })
  );
}

/** The library itsdangerous compresses a payload after a point: what it says is not known here, so that another text is another one. */
function isCompressed(part: string, before: string | undefined): boolean {
  return before === "" && part.startsWith("eJ");
}

/** The longest part that is a mark or a number in some base. */
const MARK = 3;

/** A part that a person could have written: a word, a number. */
function isWord(part: string): boolean {
  return /^(?:\d+|[A-Z]?[a-z]+|[A-Z]+)$/.test(part);
}

/** Two clocks that are not read at the same moment, in seconds or milliseconds since 1970. */
function isSameCount(left: string, right: string): boolean {
  const unit = [left, right].every((part) => /^1\d{9}$/.test(part))
    ? 1
    : [left, right].every((part) => /^1\d{12}$/.test(part))
      ? 1000
      : 0;
  return unit > 0 && Math.abs(Number(left) - Number(right)) <= CLOCK_TOLERANCE_SECONDS * unit;
}

function withoutQuotes(text: string): string {
  return text.replace(/^"(.*)"$/s, "$1");
}
