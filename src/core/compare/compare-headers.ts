import type { Difference } from "#core/model/difference.ts";
import { SIDES, type Side } from "#core/model/endpoint.ts";
import { compareCookies } from "./compare-cookies.ts";
import { comparedHeaders, type ComparedHeader } from "./compared-headers.ts";
import type { AnswerPair } from "./hint-subject.ts";
import { hintFor } from "./hints.ts";
import { maskHeader } from "./mask-secrets.ts";

/** The address that each side's request went to. */
export type RequestUrls = Readonly<Record<Side, string>>;

/**
 * Compares the headers of the table `COMPARED_HEADERS`, every Set-Cookie, and the headers named `further`, in lower
 * case, whose values have to be equal also where the table asks less. Values are shown masked.
 */
export function compareHeaders(
  answers: AnswerPair,
  requestUrls: RequestUrls,
  further: readonly string[] = [],
): readonly Difference[] {
  const lines = new Set(SIDES.flatMap((side) => answers[side].headers.map(([name]) => name)));
  const present = comparedHeaders(further).filter(({ name }) => lines.has(name));
  return [
    ...present.flatMap((header) => compareHeader(header, answers, requestUrls)),
    ...(lines.has("set-cookie") ? compareCookies(answers) : []),
  ];
}

function compareHeader(header: ComparedHeader, answers: AnswerPair, requestUrls: RequestUrls): readonly Difference[] {
  const { name, disagreement, absence } = header;
  const python = joinedValue(answers, "python", name);
  const rust = joinedValue(answers, "rust", name);
  const severity =
    python === undefined || rust === undefined
      ? absence
      : disagreement({ value: python, requestUrl: requestUrls.python }, { value: rust, requestUrl: requestUrls.rust });
  if (severity === undefined) return [];
  const hint = hintFor({
    class: "header",
    part: "header",
    answers,
    pointer: name,
    ...(python !== undefined && { python: { kind: "string", text: python, names: [] } }),
    ...(rust !== undefined && { rust: { kind: "string", text: rust, names: [] } }),
  });
  return [
    {
      class: "header",
      severity,
      part: "header",
      pointers: { ...(python !== undefined && { python: name }), ...(rust !== undefined && { rust: name }) },
      values: {
        ...(python !== undefined && { python: maskHeader(name, python) }),
        ...(rust !== undefined && { rust: maskHeader(name, rust) }),
      },
      ...(hint !== undefined && { hint }),
    },
  ];
}

function joinedValue(answers: AnswerPair, side: Side, name: string): string | undefined {
  const values = answers[side].headers.filter(([known]) => known === name).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(", ");
}
