import type { Case } from "#core/model/run/case.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import type { HttpClient, Ports, SendOptions } from "#core/ports.ts";

import { type Credentials, withCredentials } from "../identities/credentials.ts";
import { requestBody } from "../run/request-body.ts";

const CASE_LIMIT_MS = 30_000;

/** What is left for a stream to be cut off and closed. */
const STREAM_END_MS = 5_000;

/** What ends a case's request. */
export interface CaseLimits extends Pick<SendOptions, "signal" | "bodyLimitBytes"> {
  /** How long the answer may take; 30 seconds where it is not said. */
  readonly timeMs?: number | undefined;
}

/** Sends a case to a server with the credentials of its identity. */
export async function sendCase(
  given: Case,
  { signal, bodyLimitBytes, timeMs = CASE_LIMIT_MS }: CaseLimits,
  client: HttpClient,
  credentials: ReadonlyMap<string, Credentials>,
  binaryFiles: Ports["binaryFiles"],
): Promise<Exchange> {
  // A stream is read for as long as its case says.
  const streamMs = given.stream?.timeMs;
  const timeoutMs = streamMs === undefined ? timeMs : Math.max(timeMs, streamMs + STREAM_END_MS);
  const own = given.identity === undefined ? undefined : credentials.get(given.identity);
  const headers = own === undefined ? given.headers : withCredentials(given, own);
  const body = await requestBody(given.body, binaryFiles);
  return client.send({ ...given, headers, body }, { signal, bodyLimitBytes, timeoutMs });
}
