import type { Answer, AnswerBody, Unreachable } from "#core/model/run/exchange.ts";
import type { HttpClient } from "#core/ports.ts";
import { textOfUtf8 } from "#core/text/utf8.ts";

/** What a request asks for besides its path. */
export interface Asking {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Asks a server for a path, with no encoding unless one is asked for. */
export type Ask = (target: string, asking?: Asking) => Promise<Answer | Unreachable>;

const LIMIT_MS = 10_000;

export function createAsk(client: Pick<HttpClient, "send">, signal: AbortSignal): Ask {
  return async (target, { method = "GET", headers = {} } = {}) => {
    const all = { "accept-encoding": "identity", accept: "*/*", ...headers };
    const request = { method, target, headers: Object.entries(all), body: { kind: "none" } } as const;
    return (await client.send(request, { signal, timeoutMs: LIMIT_MS })).outcome;
  };
}

/** The value of a header, several joined; undefined where it is not there. */
export function headerOf({ headers }: Answer, wanted: string): string | undefined {
  const values = headers.filter(([name]) => name === wanted).map(([, value]) => value);
  return values.length === 0 ? undefined : values.join(", ");
}

/** `Text/HTML; charset=utf-8` → `text/html` */
export function mediaTypeOf(answer: Answer): string {
  return (headerOf(answer, "content-type") ?? "").split(";")[0]?.trim().toLowerCase() ?? "";
}

/** Whether a body has these bytes. */
export function bodyIs(body: AnswerBody, bytes: Uint8Array): boolean {
  switch (body.kind) {
    case "empty":
      return bytes.length === 0;
    case "binary":
      return body.bytes === bytes.length && body.latin1 === latin1Of(bytes);
    case "text":
      return body.text === textOfUtf8(bytes);
  }
}

function latin1Of(bytes: Uint8Array): string {
  let text = "";
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 4096) text += String.fromCharCode(...bytes.subarray(at, at + 4096));
  return text;
}
