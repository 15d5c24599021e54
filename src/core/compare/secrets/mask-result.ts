import type { Case } from "#core/model/run/case.ts";
import { SIDES } from "#core/model/endpoint.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { maskFields } from "#core/text/secrets/text-secrets.ts";
import { maskHeaders, maskQuoted, maskSecrets, maskText } from "./mask-secrets.ts";

/**
 * A result as it may be shown and written: no token, cookie or password in the request, the two answers, the
 * rows that were written, or the reason, which may quote an answer. Differences are masked when they are made, because there the names are known.
 */
export function maskResult(result: CaseResult): CaseResult {
  const exchanges: Partial<Record<(typeof SIDES)[number], Exchange>> = {};
  for (const side of SIDES) {
    const exchange = result.exchanges[side];
    if (exchange !== undefined) exchanges[side] = maskSecrets(exchange);
  }
  const { reason, effects } = result;
  return {
    ...result,
    case: maskCase(result.case),
    exchanges,
    ...(effects && { effects: { python: maskText(effects.python), rust: maskText(effects.rust) } }),
    ...(reason !== undefined && { reason: maskQuoted(reason) }),
  };
}

function maskCase(sent: Case): Case {
  const { target, headers, body } = sent;
  return {
    ...sent,
    target: maskFields(target),
    headers: maskHeaders(headers),
    body: body.kind === "text" ? { ...body, text: maskText(body.text) } : body,
  };
}
