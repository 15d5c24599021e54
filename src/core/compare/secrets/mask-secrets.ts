import type { Answer, AnswerBody, Exchange, SentRequest } from "#core/model/run/exchange.ts";
import { MASK, isSecretName, maskJsonText } from "#core/text/secrets/json-secrets.ts";
import { maskFields, maskTextSecrets } from "#core/text/secrets/text-secrets.ts";

type Headers = SentRequest["headers"];

/**
 * An exchange as it may be shown and written: tokens, cookies and passwords in headers, addresses, JSON and forms
 * are `•••`. Compare before masking: two different tokens look alike after it.
 */
export function maskSecrets({ request, outcome }: Exchange): Exchange {
  return { request: maskRequest(request), outcome: outcome.kind === "answer" ? maskAnswer(outcome) : outcome };
}

function maskRequest(request: SentRequest): SentRequest {
  const { url, headers, body } = request;
  return {
    ...request,
    url: maskFields(url),
    headers: maskHeaders(headers),
    ...(body !== undefined && { body: maskText(body) }),
  };
}

function maskAnswer(answer: Answer): Answer {
  return { ...answer, headers: maskHeaders(answer.headers), body: maskBody(answer.body) };
}

/** Headers with the values of secret ones masked. */
export function maskHeaders(headers: Headers): Headers {
  return headers.map(([name, value]) => [name, maskHeader(name, value)]);
}

/**
 * A header's value as it may be shown. The attributes of a Set-Cookie and the scheme of an Authorization stay; they are
 * no secrets, and they may differ.
 */
export function maskHeader(name: string, value: string): string {
  const lower = name.toLowerCase();
  if (lower === "set-cookie") return value.replace(/^([^=;]*=)[^;]*/, `$1${MASK}`);
  if (lower === "cookie") return value.replaceAll(/=[^;]*/g, `=${MASK}`);
  if (!isSecretName(lower)) return maskTextSecrets(value);
  return value.replace(/^([A-Za-z][\w-]* )?.*$/s, `$1${MASK}`);
}

function maskBody(body: AnswerBody): AnswerBody {
  if (body.kind === "text") return { kind: "text", text: maskText(body.text) };
  // The bytes themselves may hold anything, and are too many to keep.
  return body.kind === "binary" ? { kind: "binary", bytes: body.bytes, sha256: body.sha256 } : body;
}

/** A body, as JSON or as a form; of anything else, such as the lines of a stream, what looks like a JSON member. */
export function maskText(text: string): string {
  const json = maskJsonText(text);
  if (json !== undefined) return maskTextSecrets(json);
  return /^[^\s=&]+=[^\s]*$/.test(text) ? maskFields(`?${text}`).slice(1) : maskQuoted(text);
}

/** Masks JSON members in a sentence that quotes a piece of JSON, which may be cut off anywhere. */
export function maskQuoted(sentence: string): string {
  return maskTextSecrets(sentence).replaceAll(
    /"([^"\\]+)"(\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|-?\d[\d.eE+-]*)/g,
    (whole, name: string, colon: string) => (isSecretName(name) ? `"${name}"${colon}"${MASK}"` : whole),
  );
}
