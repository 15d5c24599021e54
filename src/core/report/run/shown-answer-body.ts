import type { AnswerBody } from "#core/model/run/exchange.ts";

/** Longer bodies are not written into a report whole: their differences, with both values, stand beside them. */
const LONGEST = 1024 * 1024;

/** So much of a longer one is written. */
const BEGINNING = 64 * 1024;

/** A body as a report writes it: whole, or its beginning and how long it is. */
export function shownAnswerBody(body: AnswerBody): AnswerBody {
  if (body.kind !== "text" || body.text.length <= LONGEST) return body;
  const beginning = body.text.slice(0, BEGINNING).toWellFormed();
  return { kind: "text", text: `${beginning}… (${body.text.length} characters in all; the rest is not kept)` };
}
