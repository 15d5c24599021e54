import type { JSX } from "preact";

import { SIDES, SIDE_NAMES } from "#core/model/endpoint.ts";
import { placeText } from "#core/model/place.ts";
import type { SentRequest } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";

/** What was asked, in one line; its headers and body when opened. */
export function RequestSummary({ result }: { readonly result: CaseResult }): JSX.Element {
  const { method, target, expect } = result.case;
  return (
    <details class="request">
      <summary>
        <code>
          {method} {target}
        </code>
        {expect !== undefined && <span class="quiet"> expects {expect.join(" or ")}</span>}
      </summary>
      <p class="quiet">Written at {placeText(result.case.place)}</p>
      {SIDES.map((side) => {
        const request = result.exchanges[side]?.request;
        if (request === undefined) return null;
        const head = [
          `${request.method} ${request.url}`,
          ...request.headers.map(([name, value]) => `${name}: ${value}`),
        ];
        return (
          <section key={side} aria-label={`Sent to ${SIDE_NAMES[side]}`}>
            <h3>Sent to {SIDE_NAMES[side]}</h3>
            <pre tabIndex={0}>{[...head, ...bodyLines(request)].join("\n")}</pre>
          </section>
        );
      })}
    </details>
  );
}

function bodyLines({ body, sentBytes }: SentRequest): readonly string[] {
  if (sentBytes !== undefined) return ["", `${sentBytes.bytes} bytes, SHA-256 ${sentBytes.sha256}`];
  return body === undefined ? [] : ["", body];
}
