import type { Difference } from "#core/model/run/difference.ts";
import { SIDES, type Side } from "#core/model/endpoint.ts";
import { compareCookies } from "./compare-cookies.ts";
import { comparedHeaders, type ComparedHeader } from "./compared-headers.ts";
import type { AnswerPair } from "../hints/hint-subject.ts";
import { hintForHeader } from "../hints/hints.ts";
import { type HeaderRules, isHeaderIgnored, loosenHeader, rulesForHeader } from "./header-rules.ts";
import type { IndexedRule } from "../rules/rule-marks.ts";
import type { Tally } from "../tally.ts";

/** The address that each side's request went to. */
export type RequestUrls = Readonly<Record<Side, string>>;

/** What is compared of the headers. */
export interface HeaderOptions {
  readonly urls: RequestUrls;
  /** Headers, in lower case, whose values have to be equal also where the table asks less. */
  readonly headers?: readonly string[] | undefined;
  readonly rules: readonly IndexedRule[];
}

/**
 * Compares the headers of the table `COMPARED_HEADERS`, every Set-Cookie, and the further headers of the project, after
 * the rules.
 */
export function compareHeaders(
  answers: AnswerPair,
  { urls, headers = [], rules }: HeaderOptions,
  tally: Tally,
): readonly Difference[] {
  const lines = new Set(SIDES.flatMap((side) => answers[side].headers.map(([name]) => name)));
  const present = comparedHeaders(headers).filter(({ name }) => lines.has(name));
  return [
    ...present.flatMap((header) => compareHeader(header, answers, urls, rulesForHeader(rules, tally, header.name))),
    ...(lines.has("set-cookie") ? compareCookies(answers, rules, tally) : []),
  ];
}

function compareHeader(
  header: ComparedHeader,
  answers: AnswerPair,
  requestUrls: RequestUrls,
  rules: HeaderRules,
): readonly Difference[] {
  if (isHeaderIgnored(rules)) return [];
  const { name, disagreement, absence } = header;
  const python = joinedValue(answers, "python", name);
  const rust = joinedValue(answers, "rust", name);
  const severity =
    python === undefined || rust === undefined
      ? absence
      : disagreement({ value: python, requestUrl: requestUrls.python }, { value: rust, requestUrl: requestUrls.rust });
  const loosened = python === undefined || rust === undefined ? undefined : loosenHeader(rules, python, rust);
  if (severity === undefined || loosened === "passes") return [];
  const hint = loosened ?? hintForHeader(answers, name, python, rust);
  return [
    {
      class: "header",
      severity,
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

function joinedValue(answers: AnswerPair, side: Side, name: string): string | undefined {
  const values = answers[side].headers.filter(([known]) => known === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(", ");
}
