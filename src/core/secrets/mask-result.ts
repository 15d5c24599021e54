import { pointerNames } from "#core/text/json/json-pointer.ts";
import { SIDES, type Side } from "#core/model/endpoint.ts";
import { MASK } from "#core/model/mask.ts";
import type { BodyPart, CaseBody } from "#core/model/run/case-body.ts";
import type { Crash } from "#core/model/run/crash.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Difference } from "#core/model/run/difference.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import type { KnownTexts } from "./known-texts.ts";
import { maskExchange, maskHeader, maskHeaders } from "./mask-exchange.ts";
import { type MaskText, maskingOnce, maskText } from "./mask-text.ts";
import { isSecretName } from "./secret-names.ts";

/**
 * A result as it may be shown and written: no secret in the request, the two answers, the rows that were written, the
 * differences, or the reason, which may quote any of them.
 */
export function maskResult(result: CaseResult, known: KnownTexts): CaseResult {
  const exchanges: Partial<Record<Side, Exchange>> = {};
  // Two sides that agree say most texts twice.
  const mask = maskingOnce(known);
  for (const side of SIDES) {
    const exchange = result.exchanges[side];
    if (exchange !== undefined) exchanges[side] = maskExchange(exchange, mask);
  }
  const { reason, effects, differences, crashes } = result;
  return {
    ...result,
    case: maskCase(result.case, mask),
    exchanges,
    differences: differences.map((difference) => maskDifference(difference, known)),
    ...(effects && { effects: { python: mask(effects.python), rust: mask(effects.rust) } }),
    ...(reason !== undefined && { reason: mask(reason) }),
    ...(crashes && { crashes: crashes.map((crash) => maskCrash(crash, known)) }),
  };
}

/** A message may quote what was sent, a traceback the line that has a secret. */
export function maskCrash(crash: Crash, known: KnownTexts): Crash {
  return { ...crash, message: maskText(crash.message, known), text: maskText(crash.text, known) };
}

/** A case as it may be shown: the case itself where it holds no secret, of which a run may have tens of thousands. */
export function maskCase(sent: Case, mask: MaskText): Case {
  const name = mask(sent.name);
  const target = mask(sent.target);
  const headers = maskHeaders(sent.headers, mask);
  const body = maskBody(sent.body, mask);
  const isAsSent =
    name === sent.name &&
    target === sent.target &&
    headers.every(([, value], at) => value === sent.headers[at]?.[1]) &&
    isSameBody(body, sent.body);
  return isAsSent ? sent : { ...sent, name, target, headers, body };
}

function isSameBody(one: CaseBody, other: CaseBody): boolean {
  return one === other || (one.kind === "text" && other.kind === "text" && one.text === other.text);
}

function maskBody(body: CaseBody, mask: MaskText): CaseBody {
  if (body.kind === "text") return { ...body, text: mask(body.text) };
  if (body.kind !== "multipart") return body;
  const parts = body.parts.map((part): BodyPart => {
    const { name, content } = part;
    if (content.kind !== "text") return part;
    const text = isSecretName(name) ? MASK : mask(content.text);
    return { ...part, content: { ...content, text } };
  });
  return { kind: "multipart", parts };
}

/** One difference: its values by the names that lead to them, and everything else that quotes them. */
export function maskDifference(difference: Difference, known: KnownTexts): Difference {
  const { part, pointers, row, hint, values } = difference;
  const isSecret = part !== "header" && SIDES.some((side) => isUnderSecret(pointers[side] ?? ""));
  const header = part === "header" ? (pointers.python ?? pointers.rust ?? "") : undefined;
  const shown = (value: string): string => {
    if (isSecret) return MASK;
    return header === undefined ? maskText(value, known) : maskHeaderDifference(header, value, known);
  };
  const { hint: _, ...rest } = difference;
  return {
    ...rest,
    pointers: part === "header" ? pointers : eachSide(pointers, (pointer) => known.mask(pointer)),
    values: eachSide(values, shown),
    ...(row !== undefined && { row: maskRow(row, known) }),
    // A hint explains two values, and would give away those that must not be seen.
    ...(hint !== undefined && !isSecret && { hint: { ...hint, text: maskText(hint.text, known) } }),
  };
}

function eachSide(
  texts: Readonly<Partial<Record<Side, string>>>,
  masked: (text: string) => string,
): Readonly<Partial<Record<Side, string>>> {
  const { python, rust } = texts;
  return {
    ...(python !== undefined && { python: masked(python) }),
    ...(rust !== undefined && { rust: masked(rust) }),
  };
}

/** A cookie's attribute is shown as `session: Path=/`, which no header is. */
function maskHeaderDifference(name: string, value: string, known: KnownTexts): string {
  return name === "set-cookie" && /^[^\s=;:]+: /.test(value)
    ? maskText(value, known)
    : maskHeader(name, value, (text) => maskText(text, known));
}

/** Does a JSON pointer go through a member of a secret name? A text in a list has the list's name. */
function isUnderSecret(pointer: string): boolean {
  const names = pointerNames(pointer);
  return names.some((name, at) => {
    if (isSecretName(name)) return true;
    return at === names.length - 2 && /^\d+$/.test(names[at + 1] ?? "") && isSecretName(name.replace(/s$/i, ""));
  });
}

/** The key of a row, `id = 7, token = "x"`. */
function maskRow(row: string, known: KnownTexts): string {
  const masked = row.replaceAll(
    /(^|, )([^=,]{1,200}) = ("(?:[^"\\]|\\.)*(?:"|$)|[^",]*)/g,
    (whole, before: string, name: string) => (isSecretName(name) ? `${before}${name} = ${MASK}` : whole),
  );
  return maskText(masked, known);
}
