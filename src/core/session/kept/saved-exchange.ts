import { isRecord } from "#core/model/is-record.ts";
import type { Answer, AnswerBody, Exchange, Unreachable } from "#core/model/run/exchange.ts";
import { UserError } from "#core/model/user-error.ts";

/**
 * Reads an exchange as a run's JSON report has it: `{ "request": …, "outcome": { "kind": "answer", … } }`. Undefined
 * where the text is anything else, which makes it a body like any other. Throws a UserError for an excerpt.
 */
export function readSavedExchange(text: string): Exchange | undefined {
  // Most bodies end the question here, before a second copy of them is made.
  if (!/^\s*\{/.test(text) || !text.includes('"outcome"') || !text.includes('"request"')) return undefined;
  const value = parsed(text);
  if (!isRecord(value) || !isRecord(value["request"]) || !isRecord(value["outcome"])) return undefined;
  const { method, url, headers } = value["request"];
  const outcome = outcomeOf(value["outcome"]);
  const sent = headersOf(headers);
  if (typeof method !== "string" || typeof url !== "string" || sent === undefined || outcome === undefined)
    return undefined;
  const { body } = value["request"];
  return { request: { method, url, headers: sent, ...(typeof body === "string" && { body }) }, outcome };
}

function outcomeOf(value: Readonly<Record<string, unknown>>): Exchange["outcome"] | undefined {
  const { kind, status, reason, headers, body, cutBy, came } = value;
  if (kind === "unreachable" && typeof reason === "string") return { kind, reason, ...cameOf(came) };
  const received = headersOf(headers);
  const read = isRecord(body) ? bodyOf(body) : undefined;
  if (kind !== "answer" || typeof status !== "number" || received === undefined || read === undefined) return undefined;
  const answer: Answer = { kind, status, headers: received, body: read, durationMs: 0 };
  return cutBy === "events" || cutBy === "timeMs" || cutBy === "default" ? { ...answer, cutBy } : answer;
}

function cameOf(value: unknown): Partial<Pick<Unreachable, "came">> {
  if (!isRecord(value)) return {};
  const { status, bytes } = value;
  return typeof status === "number" && typeof bytes === "number" ? { came: { status, bytes } } : {};
}

function bodyOf({ kind, text, bytes, sha256, characters }: Readonly<Record<string, unknown>>): AnswerBody | undefined {
  if (characters !== undefined) throw new UserError(ONLY_EXCERPT);
  if (kind === "empty") return { kind };
  if (kind === "text" && typeof text === "string") return { kind, text };
  if (kind === "binary" && typeof bytes === "number" && typeof sha256 === "string") return { kind, bytes, sha256 };
  return undefined;
}

const ONLY_EXCERPT =
  "The report has only an excerpt of this answer's body, which was too long to be kept whole: compare the two bodies themselves.";

function headersOf(value: unknown): Answer["headers"] | undefined {
  if (!Array.isArray(value)) return undefined;
  const pairs = value.flatMap((pair: unknown): readonly (readonly [string, string])[] => {
    const [name, content]: readonly unknown[] = Array.isArray(pair) ? pair : [];
    return typeof name === "string" && typeof content === "string" ? [[name.toLowerCase(), content]] : [];
  });
  return pairs.length === value.length ? pairs : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
