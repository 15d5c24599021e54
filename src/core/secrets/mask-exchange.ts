import { MASK } from "#core/model/mask.ts";
import type { AnswerBody, Exchange, SentRequest } from "#core/model/run/exchange.ts";
import type { KnownTexts } from "./known-texts.ts";
import { maskText } from "./mask-text.ts";
import { isSecretName } from "./secret-names.ts";

type Headers = SentRequest["headers"];

/** An exchange as it may be shown and written. Compare before masking: two different tokens look alike after it. */
export function maskExchange({ request, outcome }: Exchange, known: KnownTexts): Exchange {
  return {
    request: maskRequest(request, known),
    outcome:
      outcome.kind === "answer"
        ? { ...outcome, headers: maskHeaders(outcome.headers, known), body: maskBody(outcome.body, known) }
        : { ...outcome, reason: maskText(outcome.reason, known) },
  };
}

function maskRequest(request: SentRequest, known: KnownTexts): SentRequest {
  const { url, headers, body } = request;
  return {
    ...request,
    url: maskText(url, known),
    headers: maskHeaders(headers, known),
    ...(body !== undefined && { body: maskText(body, known) }),
  };
}

/** Headers with the values of secret ones masked. */
export function maskHeaders(headers: Headers, known: KnownTexts): Headers {
  return headers.map(([name, value]) => [name, maskHeader(name, value, known)]);
}

/**
 * A header's value as it may be shown. The attributes of a Set-Cookie and the scheme of an Authorization stay; they are
 * no secrets, and they may differ.
 */
export function maskHeader(name: string, value: string, known: KnownTexts): string {
  const lower = name.toLowerCase();
  if (lower === "set-cookie") return maskText(value.replace(/^([^=;]*=)[^;]+/, `$1${MASK}`), known);
  if (lower === "cookie") return value.replaceAll(/=[^;]+/g, `=${MASK}`);
  // What a server asks for is no secret: `WWW-Authenticate: Bearer`.
  if (!isSecretName(lower)) return maskText(value, known);
  return value.replace(/^([A-Za-z][\w-]* )?.*$/s, `$1${MASK}`);
}

function maskBody(body: AnswerBody, known: KnownTexts): AnswerBody {
  if (body.kind === "text") return { kind: "text", text: maskText(body.text, known) };
  // The bytes themselves may hold anything, and are too many to keep.
  return body.kind === "binary" ? { kind: "binary", bytes: body.bytes, sha256: body.sha256 } : body;
}
