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
    return isRandomToken(withoutQuotes(python)) && isRandomToken(withoutQuotes(rust))
      ? { kind: "random" }
      : { kind: "differs" };
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
    const found = firstDifference(python, rust, `${at}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`, leftOut);
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

/** Is a text random, or a token of which each part is, but for a mark or a count: `s:abc….def…`? */
function isRandomToken(text: string): boolean {
  if (isRandomText(text)) return true;
  const parts = partsOf(text);
  return (
    parts.some((part) => isRandomText(part)) &&
    parts.every((part) => isRandomText(part) || /^(?:\w{0,3}|\d+)$/.test(part))
  );
}

function withoutQuotes(text: string): string {
  return text.replace(/^"(.*)"$/s, "$1");
}
