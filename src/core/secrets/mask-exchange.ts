import { MASK } from "#core/model/mask.ts";
import type { AnswerBody, Exchange, SentRequest } from "#core/model/run/exchange.ts";
import type { MaskText } from "./mask-text.ts";
import { isSecretName } from "./secret-names.ts";

type Headers = SentRequest["headers"];

/** An exchange as it may be shown and written. Compare before masking: two different tokens look alike after it. */
export function maskExchange({ request, outcome }: Exchange, mask: MaskText): Exchange {
  return {
    request: maskRequest(request, mask),
    outcome:
      outcome.kind === "answer"
        ? { ...outcome, headers: maskHeaders(outcome.headers, mask), body: maskBody(outcome.body, mask) }
        : { ...outcome, reason: mask(outcome.reason) },
  };
}

function maskRequest(request: SentRequest, mask: MaskText): SentRequest {
  const { url, headers, body } = request;
  return {
    ...request,
    url: mask(url),
    headers: maskHeaders(headers, mask),
    ...(body !== undefined && { body: mask(body) }),
  };
}

/** Headers with the values of secret ones masked. */
export function maskHeaders(headers: Headers, mask: MaskText): Headers {
  return headers.map(([name, value]) => [name, maskHeader(name, value, mask)]);
}

/**
 * A header's value as it may be shown. The attributes of a Set-Cookie and the scheme of an Authorization stay; they are
 * no secrets, and they may differ.
 */
export function maskHeader(name: string, value: string, mask: MaskText): string {
  const lower = name.toLowerCase();
  if (lower === "set-cookie") return mask(value.replace(/^([^=;]*=)[^;]+/, `$1${MASK}`));
  if (lower === "cookie") return value.replaceAll(/=[^;]+/g, `=${MASK}`);
  // What a server asks for is no secret: `WWW-Authenticate: Bearer`.
  if (!isSecretName(lower)) return mask(value);
  return value.replace(/^([A-Za-z][\w-]* )?.*$/s, `$1${MASK}`);
}

function maskBody(body: AnswerBody, mask: MaskText): AnswerBody {
  if (body.kind === "text") return { kind: "text", text: mask(body.text) };
  // The bytes themselves may hold anything, and are too many to keep.
  return body.kind === "binary" ? { kind: "binary", bytes: body.bytes, sha256: body.sha256 } : body;
}
