import type { Difference, Hint, Severity } from "#core/model/run/difference.ts";
import { compareOpaque } from "#core/text/opaque/compare-opaque.ts";
import { readAnyMoment } from "#core/text/time/moments.ts";
import { headerValue } from "#core/text/http/media-type.ts";
import type { AnswerPair } from "#core/gaps/hint-subject.ts";
import { type HeaderRules, isHeaderIgnored, loosenHeader, rulesForHeader } from "./header-rules.ts";
import { hintForHeader } from "#core/gaps/hints.ts";
import type { IndexedRule } from "../rules/rule-marks.ts";
import { type SetCookie, attributeText, readSetCookie } from "./set-cookie.ts";
import type { Tally } from "../tally.ts";

/** What the expiry of two cookies may differ by: the two answers are not made at the same moment. */
const CLOCK_TOLERANCE_SECONDS = 5;

type Headers = AnswerPair["python"]["headers"];

/**
 * Compares every Set-Cookie, found again by its name and, of several of one name, by domain and path: whether it is
 * there, its value, and each attribute. Two values that are random differ cosmetically only, and so do two that have
 * the same payload, unless a rule lets ids be renamed and they are not. Two deletions are the same. The order of
 * cookies is no difference.
 */
export function compareCookies(
  answers: AnswerPair,
  rules: readonly IndexedRule[],
  tally: Tally,
): readonly Difference[] {
  const python = cookiesByName(answers.python.headers);
  const rust = cookiesByName(answers.rust.headers);
  return [...new Set([...python.keys(), ...rust.keys()])].flatMap((name) => {
    const own = rulesForHeader(rules, tally, "set-cookie", name);
    if (isHeaderIgnored(own)) return [];
    return pairs(python.get(name) ?? [], rust.get(name) ?? []).flatMap(([left, right]) =>
      comparePair(answers, left, right, own),
    );
  });
}

function cookiesByName(headers: Headers): ReadonlyMap<string, readonly SetCookie[]> {
  const cookies = headers.filter(([name]) => name === "set-cookie").map(([, value]) => readSetCookie(value));
  return Map.groupBy(cookies, ({ name }) => name);
}

type CookiePair = readonly [python: SetCookie | undefined, rust: SetCookie | undefined];

/** Cookies of one name are several where domain or path are (RFC 6265, section 5.3); what is then left, by turn. */
function pairs(python: readonly SetCookie[], rust: readonly SetCookie[]): readonly CookiePair[] {
  const scope = ({ attributes }: SetCookie): string => `${attributes.get("domain")};${attributes.get("path")}`;
  const rights = [...rust];
  const found = python.map((left): CookiePair => {
    const at = rights.findIndex((right) => scope(right) === scope(left));
    return [left, at < 0 ? undefined : rights.splice(at, 1)[0]];
  });
  return [
    ...found.map(([left, right]): CookiePair => [left, right ?? rights.shift()]),
    ...rights.map((right): CookiePair => [undefined, right]),
  ];
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
  const areDeletions = isDeletion(python, answers.python) && isDeletion(rust, answers.rust);
  return [
    ...(areDeletions ? [] : compareValues(answers, python, rust, rules)),
    ...compareAttributes(answers, python, rust, areDeletions),
  ];
}

function compareValues(
  answers: AnswerPair,
  python: SetCookie,
  rust: SetCookie,
  rules: HeaderRules,
): readonly Difference[] {
  // Equal ids take part in the renaming too.
  const loosened = loosenHeader(rules, python.value, rust.value);
  if (python.value === rust.value || loosened === "passes") return [];
  const verdict = compareOpaque(python.value, rust.value);
  const isExpected = loosened === undefined && verdict.kind !== "differs";
  const shown = ({ name, value }: SetCookie): string => `${name}=${value}`;
  const payload = verdict.kind === "differs" && verdict.at !== undefined ? payloadHint(verdict.at) : undefined;
  return [difference(answers, isExpected ? "cosmetic" : "changed", shown(python), shown(rust), loosened ?? payload)];
}

function payloadHint(at: string): Hint {
  const where = at === "" ? "what they say differs" : `they differ at \`${at}\``;
  return { code: "cookie-payload", text: `Both values can be decoded, and ${where}.` };
}

/** What the browser throws away has no attributes any more but those by which it is found. */
const FINDING = new Set(["domain", "path"]);

function compareAttributes(
  answers: AnswerPair,
  python: SetCookie,
  rust: SetCookie,
  areDeletions: boolean,
): readonly Difference[] {
  return [...new Set([...python.attributes.keys(), ...rust.attributes.keys()])].flatMap((name) => {
    const left = python.attributes.get(name);
    const right = rust.attributes.get(name);
    if (left === right || (name === "expires" && isSameMoment(left, right))) return [];
    const shown = (cookie: SetCookie, value: string | undefined): string | undefined =>
      value === undefined ? undefined : `${cookie.name}: ${attributeText(name, value)}`;
    const isOverruled = name === "expires" && hasSameAge(python, rust);
    const severity = (areDeletions && !FINDING.has(name)) || isOverruled ? "cosmetic" : "changed";
    return [difference(answers, severity, shown(python, left), shown(rust, right))];
  });
}

/** Max-Age goes before Expires (RFC 6265, section 5.3), which many servers write beside it for old browsers. */
function hasSameAge(python: SetCookie, rust: SetCookie): boolean {
  const age = python.attributes.get("max-age");
  return age !== undefined && age === rust.attributes.get("max-age");
}

function isSameMoment(left: string | undefined, right: string | undefined): boolean {
  const [a, b] = [readAnyMoment(left ?? ""), readAnyMoment(right ?? "")];
  return a !== undefined && b !== undefined && Math.abs(a.seconds - b.seconds) <= CLOCK_TOLERANCE_SECONDS;
}

/** Does it make the browser forget the cookie (RFC 6265, section 5.2)? Max-Age goes before Expires. */
function isDeletion({ attributes }: SetCookie, { headers }: AnswerPair["python"]): boolean {
  const age = attributes.get("max-age");
  if (age !== undefined && /^-?\d+$/.test(age)) return Number(age) <= 0;
  const expires = readAnyMoment(attributes.get("expires") ?? "");
  if (expires === undefined) return false;
  const date = readAnyMoment(headerValue(headers, "date") ?? "");
  // Without a clock only what lies long ago is known to be past.
  return expires.seconds <= (date?.seconds ?? LONG_AGO);
}

/** 2001-09-09, in seconds since 1970; servers delete with the first day of 1970. */
const LONG_AGO = 1e9;

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
  known?: Hint,
): Difference {
  const name = "set-cookie";
  const hint = known ?? hintForHeader(answers, name, python, rust, severity);
  return {
    class: "header",
    severity,
    part: "header",
    pointers: { ...(python !== undefined && { python: name }), ...(rust !== undefined && { rust: name }) },
    values: { ...(python !== undefined && { python }), ...(rust !== undefined && { rust }) },
    ...(hint !== undefined && { hint }),
  };
}
