import type { Difference, Severity } from "#core/model/run/difference.ts";
import type { AnswerPair } from "../hints/hint-subject.ts";
import { type HeaderRules, isHeaderIgnored, loosenHeader, rulesForHeader } from "./header-rules.ts";
import { hintForHeader } from "../hints/hints.ts";
import type { IndexedRule } from "../rules/rule-marks.ts";
import { type SetCookie, attributeText, readSetCookie } from "./set-cookie.ts";
import type { Tally } from "../tally.ts";

/** What the expiry of two cookies may differ by: the two answers are not made at the same moment. */
const CLOCK_TOLERANCE_MS = 5000;

/** Random or signed: long, and without a blank. Two such values are expected to differ. */
const OPAQUE = /^"?[\w.~+/=%:-]{16,}"?$/;

type Headers = AnswerPair["python"]["headers"];

/**
 * Compares every Set-Cookie, by name and, of one name, by turn: whether it is there, its value, and each attribute.
 * Two values that both look like random or signed text differ cosmetically only, unless a rule
 * lets ids be renamed and they are not. The order of
 * cookies of different names is no difference.
 */
export function compareCookies(
  answers: AnswerPair,
  rules: readonly IndexedRule[],
  tally: Tally,
): readonly Difference[] {
  const python = cookiesByName(answers.python.headers);
  const rust = cookiesByName(answers.rust.headers);
  return [...new Set([...python.keys(), ...rust.keys()])].flatMap((name) => {
    const lefts = python.get(name) ?? [];
    const rights = rust.get(name) ?? [];
    const own = rulesForHeader(rules, tally, "set-cookie", name);
    if (isHeaderIgnored(own)) return [];
    return Array.from({ length: Math.max(lefts.length, rights.length) }, (_, turn) => turn).flatMap((turn) =>
      comparePair(answers, lefts[turn], rights[turn], own),
    );
  });
}

function cookiesByName(headers: Headers): ReadonlyMap<string, readonly SetCookie[]> {
  const cookies = headers.filter(([name]) => name === "set-cookie").map(([, value]) => readSetCookie(value));
  return Map.groupBy(cookies, ({ name }) => name);
}

function comparePair(
  answers: AnswerPair,
  python: SetCookie | undefined,
  rust: SetCookie | undefined,
  rules: HeaderRules,
): readonly Difference[] {
  if (python === undefined || rust === undefined) {
    return [difference(answers, rust === undefined ? "breaking" : "additive", wholeText(python), wholeText(rust))];
  }
  const found: Difference[] = [];
  // Equal ids take part in the renaming too.
  const loosened = loosenHeader(rules, python.value, rust.value);
  if (python.value !== rust.value && loosened !== "passes") {
    const isOpaque = loosened === undefined && OPAQUE.test(python.value) && OPAQUE.test(rust.value);
    const shown = ({ name, value }: SetCookie): string => `${name}=${value}`;
    found.push(difference(answers, isOpaque ? "cosmetic" : "changed", shown(python), shown(rust)));
  }
  for (const name of new Set([...python.attributes.keys(), ...rust.attributes.keys()])) {
    const left = python.attributes.get(name);
    const right = rust.attributes.get(name);
    if (left === right || isSameMoment(name, left, right)) continue;
    const shown = (cookie: SetCookie, value: string | undefined): string | undefined =>
      value === undefined ? undefined : `${cookie.name}: ${attributeText(name, value)}`;
    found.push(difference(answers, "changed", shown(python, left), shown(rust, right)));
  }
  return found;
}

function isSameMoment(name: string, left: string | undefined, right: string | undefined): boolean {
  if (name !== "expires" || left === undefined || right === undefined) return false;
  // NaN, for what is no date, fails the comparison.
  return Math.abs(Date.parse(left) - Date.parse(right)) <= CLOCK_TOLERANCE_MS;
}

function wholeText(cookie: SetCookie | undefined): string | undefined {
  if (cookie === undefined) return undefined;
  const attributes = [...cookie.attributes].map(([name, value]) => attributeText(name, value));
  return [`${cookie.name}=${cookie.value}`, ...attributes].join("; ");
}

function difference(
  answers: AnswerPair,
  severity: Severity,
  python: string | undefined,
  rust: string | undefined,
): Difference {
  const name = "set-cookie";
  const hint = hintForHeader(answers, name, python, rust);
  return {
    class: "header",
    severity,
    part: "header",
    pointers: { ...(python !== undefined && { python: name }), ...(rust !== undefined && { rust: name }) },
    values: { ...(python !== undefined && { python }), ...(rust !== undefined && { rust }) },
    ...(hint !== undefined && { hint }),
  };
}
