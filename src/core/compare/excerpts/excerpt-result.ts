import { SIDES, type Side } from "#core/model/endpoint.ts";
import type { CaseBody } from "#core/model/run/case-body.ts";
import type { Difference } from "#core/model/run/difference.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import type { JsonDocument } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { excerptJson } from "./excerpt-json.ts";

/** Longer texts are not kept whole, in characters. */
const LONGEST = 1024 * 1024;

/** As long as an excerpt of one may be. */
const LONGEST_EXCERPT = 256 * 1024;

/** So much is kept of a text that is no JSON, around the place where two begin to differ or at its beginning. */
const STRETCH = 32 * 1024;

/**
 * A result with of each body, and of each effect, of more than a megabyte no more than its differences need: the places
 * that differ with what stands around them. Shorter ones stay whole, and a result without a long one is the very same.
 */
export function excerptResult(result: CaseResult): CaseResult {
  const { exchanges, effects, differences } = result;
  const bodies = eachSide((side) => bodyOf(exchanges[side]));
  const shortBodies = excerpts(bodies, differences, "body");
  const shortEffects = effects && excerpts(effects, differences, "effect");
  const isSentLong = SIDES.some((side) => (exchanges[side]?.request.body?.length ?? 0) > LONGEST);
  const { body } = result.case;
  if (shortBodies === undefined && shortEffects === undefined && !isSentLong && !isLong(body)) return result;
  return {
    ...result,
    case: isLong(body) ? { ...result.case, body: { ...body, text: beginning(body.text) } } : result.case,
    exchanges: eachSide((side) => withTexts(exchanges[side], shortBodies?.[side])),
    ...(shortEffects && { effects: { python: shortEffects.python ?? "{}", rust: shortEffects.rust ?? "{}" } }),
  };
}

type BothTexts = Readonly<Partial<Record<Side, string>>>;

function isLong(body: CaseBody): body is CaseBody & { readonly kind: "text" } {
  return body.kind === "text" && body.text.length > LONGEST;
}

function bodyOf(exchange: Exchange | undefined): string | undefined {
  const outcome = exchange?.outcome;
  return outcome?.kind === "answer" && outcome.body.kind === "text" ? outcome.body.text : undefined;
}

function withTexts(exchange: Exchange | undefined, excerpt: string | undefined): Exchange | undefined {
  if (exchange === undefined) return undefined;
  const { request, outcome } = exchange;
  const sent = request.body === undefined || request.body.length <= LONGEST ? request.body : beginning(request.body);
  const shown =
    excerpt !== undefined && outcome.kind === "answer" && outcome.body.kind === "text"
      ? { ...outcome, body: { kind: "text", text: excerpt, characters: outcome.body.text.length } as const }
      : outcome;
  return { request: { ...request, ...(sent !== undefined && { body: sent }) }, outcome: shown };
}

/** Undefined where both are short. One that is short goes with a long one, so that both lack the same places. */
function excerpts(
  { python, rust }: BothTexts,
  differences: readonly Difference[],
  part: Difference["part"],
): BothTexts | undefined {
  if (Math.max(python?.length ?? 0, rust?.length ?? 0) <= LONGEST) return undefined;
  const documents = eachSide((side) => documentOf(side === "python" ? python : rust));
  if (documents.python === undefined && documents.rust === undefined) return textExcerpts(python ?? "", rust ?? "");
  const places = differences.filter((difference) => difference.part === part);
  // Of many differences the first are shown in their place; the others are told with both values all the same.
  for (let count = places.length; ; count = Math.floor(count / 2)) {
    const found = excerptJson(documents, places.slice(0, count));
    const isFitting = SIDES.every((side) => (found[side]?.length ?? 0) <= LONGEST_EXCERPT);
    if (isFitting || count === 0)
      return eachSide((side) => {
        const text = side === "python" ? python : rust;
        return (isFitting ? found[side] : undefined) ?? (text === undefined ? undefined : beginning(text));
      });
  }
}

function documentOf(text: string | undefined): JsonDocument | undefined {
  const reading = readJson(text ?? "");
  return reading.kind === "document" ? reading.document : undefined;
}

/** Two texts around the place where they begin to differ, from the beginning of its line on. */
function textExcerpts(python: string, rust: string): BothTexts {
  let at = 0;
  while (at < python.length && at < rust.length && python.charCodeAt(at) === rust.charCodeAt(at)) at++;
  const isSame = at === python.length && at === rust.length;
  const start = isSame ? 0 : Math.max(0, python.lastIndexOf("\n", Math.max(0, at - AROUND_TEXT)) + 1, at - STRETCH);
  const before = start === 0 ? "" : `… (${start} characters before)\n`;
  const cut = (text: string): string => {
    const left = text.length - start - STRETCH * 2;
    const after = left > 0 ? `\n… (${left} characters after)` : "";
    return `${before}${text.slice(start, start + STRETCH * 2).toWellFormed()}${after}`;
  };
  return { python: cut(python), rust: cut(rust) };
}

/** Some lines before. */
const AROUND_TEXT = 400;

function beginning(text: string): string {
  if (text.length <= LONGEST) return text;
  return `${text.slice(0, STRETCH * 2).toWellFormed()}… (${text.length} characters in all)`;
}

function eachSide<Value>(of: (side: Side) => Value | undefined): Readonly<Partial<Record<Side, Value>>> {
  const [python, rust] = SIDES.map((side) => of(side));
  return { ...(python !== undefined && { python }), ...(rust !== undefined && { rust }) };
}
