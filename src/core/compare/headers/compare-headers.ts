import type { Difference, Hint, Severity } from "#core/model/run/difference.ts";
import { SIDES, type Side } from "#core/model/endpoint.ts";
import type { UncomparedHeaders } from "#core/model/run/verdict.ts";
import { compareCookies } from "./compare-cookies.ts";
import { comparedHeaders, type ComparedHeader, type HeaderLine, targetOf } from "./compared-headers.ts";
import type { AnswerPair } from "#core/gaps/hint-subject.ts";
import { hintForHeader } from "#core/gaps/hints.ts";
import { type HeaderRules, isHeaderIgnored, loosenHeader, rulesForHeader } from "./header-rules.ts";
import { areSameButKnownIds, disagreementOfIds } from "./location-ids.ts";
import type { IndexedRule } from "../rules/rule-marks.ts";
import type { Tally } from "../tally.ts";

/** The address that each side's request went to. */
export type RequestUrls = Readonly<Record<Side, string>>;

/** What is compared of the headers. */
export interface HeaderOptions {
  readonly method: string;
  readonly urls: RequestUrls;
  /** Headers, in lower case, whose values have to be equal also where the table asks less. */
  readonly headers?: readonly string[] | undefined;
  readonly rules: readonly IndexedRule[];
}

/**
 * Compares the headers of the table `COMPARED_HEADERS`, every Set-Cookie, and the further headers of the project, after
 * the rules, and with the renaming of ids that the bodies have come to.
 */
export function compareHeaders(answers: AnswerPair, options: HeaderOptions, tally: Tally): readonly Difference[] {
  const { method, urls, headers = [], rules } = options;
  const lines = namesIn(answers);
  const present = comparedHeaders(method, headers).filter(({ name }) => lines.has(name));
  return [
    ...present.flatMap((header) => compareHeader(header, answers, urls, rulesForHeader(rules, tally, header.name))),
    ...(lines.has("set-cookie") ? compareCookies(answers, rules, tally) : []),
  ];
}

/** What each answer has anew, or what belongs to the connection (RFC 9110, section 7.6.1). */
const OF_NO_INTEREST = new Set(["date", "server", "content-length", "connection", "keep-alive", "transfer-encoding"]);

/** Whether a header says nothing of what was asked for; the name in lower case. */
export function isHeaderOfNoInterest(name: string): boolean {
  return OF_NO_INTEREST.has(name);
}

/** The names of the headers that only one side sent and that were not compared, so that nobody thinks they were. */
export function uncomparedHeaders(
  answers: AnswerPair,
  { method, headers = [] }: Pick<HeaderOptions, "method" | "headers">,
): UncomparedHeaders | undefined {
  const compared = new Set(["set-cookie", ...comparedHeaders(method, headers).map(({ name }) => name)]);
  const sent = (side: Side): ReadonlySet<string> => new Set(answers[side].headers.map(([name]) => name));
  const only = (side: Side, other: Side): readonly string[] =>
    [...sent(side).difference(sent(other))]
      .filter((name) => !compared.has(name) && !isHeaderOfNoInterest(name))
      .toSorted();
  const found = { python: only("python", "rust"), rust: only("rust", "python") };
  return found.python.length + found.rust.length === 0 ? undefined : found;
}

function namesIn(answers: AnswerPair): ReadonlySet<string> {
  return new Set(SIDES.flatMap((side) => answers[side].headers.map(([name]) => name)));
}

function compareHeader(
  header: ComparedHeader,
  answers: AnswerPair,
  requestUrls: RequestUrls,
  rules: HeaderRules,
): readonly Difference[] {
  if (isHeaderIgnored(rules)) return [];
  const { name, absence } = header;
  const python = joinedValue(answers, "python", header);
  const rust = joinedValue(answers, "rust", header);
  if (python === undefined && rust === undefined) return [];
  const found: Found | undefined =
    python === undefined || rust === undefined
      ? { severity: absence }
      : disagreementOf(header, { python, rust }, requestUrls, answers, rules);
  const loosened = python === undefined || rust === undefined ? undefined : loosenHeader(rules, python, rust);
  if (found === undefined || loosened === "passes") return [];
  const hint = loosened ?? found.hint ?? hintForHeader(answers, name, python, rust, found.severity);
  return [
    {
      class: "header",
      severity: found.severity,
      part: "header",
      pointers: { ...(python !== undefined && { python: name }), ...(rust !== undefined && { rust: name }) },
      values: {
        ...(python !== undefined && { python: python }),
        ...(rust !== undefined && { rust: rust }),
      },
      ...(hint !== undefined && { hint }),
    },
  ];
}

interface Found {
  readonly severity: Severity;
  readonly hint?: Hint;
}

function disagreementOf(
  { name, disagreement }: ComparedHeader,
  values: Readonly<Record<Side, string>>,
  urls: RequestUrls,
  answers: AnswerPair,
  { tally }: HeaderRules,
): Found | undefined {
  const python = headerLine(values, urls, "python");
  const rust = headerLine(values, urls, "rust");
  const severity = disagreement(python, rust);
  if (severity === "breaking" && (name === "location" || name === "content-location"))
    return disagreementOfIds(targetOf(python).target, targetOf(rust).target, answers, tally.renaming);
  if (severity === undefined) return undefined;
  const areKnown = WITH_ADDRESSES.has(name) && areSameButKnownIds(python.value, rust.value, tally.renaming);
  return { severity: areKnown ? "cosmetic" : severity };
}

/** Most headers are read without the address, which is made when it is asked for. */
function headerLine(values: Readonly<Record<Side, string>>, urls: RequestUrls, side: Side): HeaderLine {
  return {
    value: values[side],
    get requestUrl() {
      return urls[side];
    },
  };
}

/** Headers beside Location in which addresses stand. */
const WITH_ADDRESSES = new Set(["link", "refresh"]);

function joinedValue(answers: AnswerPair, side: Side, { name, absent }: ComparedHeader): string | undefined {
  const values = answers[side].headers.filter(([known]) => known === name).map(([, value]) => value);
  const joined = values.length === 0 ? undefined : values.join(", ");
  return joined?.trim().toLowerCase() === absent ? undefined : joined;
}
