import { withSecrets } from "#core/cases/case-secrets.ts";
import { isHeaderValue } from "#core/cases/header-text.ts";
import type { Case } from "#core/model/run/case.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import { UserError } from "#core/model/user-error.ts";
import type { HttpClient, Ports, Secrets, SendOptions } from "#core/ports.ts";

import { type Credentials, withCredentials } from "../identities/credentials.ts";
import { MissingSecrets } from "./missing-secrets.ts";
import { requestBody } from "../run/request-body.ts";

const CASE_LIMIT_MS = 30_000;

/** What is left for a stream to be cut off and closed. */
const STREAM_END_MS = 5_000;

/** What ends a case's request. */
export interface CaseLimits extends Pick<SendOptions, "signal" | "bodyLimitBytes"> {
  /** How long the answer may take; 30 seconds where it is not said. */
  readonly timeMs?: number | undefined;
}

/** Sends a case to a server with the credentials of its identity and the secrets that it names. Throws a UserError where there is no such secret. */
export async function sendCase(
  written: Case,
  { signal, bodyLimitBytes, timeMs = CASE_LIMIT_MS }: CaseLimits,
  client: HttpClient,
  credentials: ReadonlyMap<string, Credentials>,
  { binaryFiles, secrets }: Pick<Ports, "binaryFiles" | "secrets">,
): Promise<Exchange> {
  const given = filledIn(written, secrets);
  // A stream is read for as long as its case says.
  const streamMs = given.stream?.timeMs;
  const timeoutMs = streamMs === undefined ? timeMs : Math.max(timeMs, streamMs + STREAM_END_MS);
  const own = given.identity === undefined ? undefined : credentials.get(given.identity);
  const headers = own === undefined ? given.headers : withCredentials(given, own);
  const body = await requestBody(given.body, binaryFiles);
  return client.send({ ...given, headers, body }, { signal, bodyLimitBytes, timeoutMs });
}

function filledIn(written: Case, secrets: Secrets): Case {
  if (written.secrets === undefined) return written;
  const given = withSecrets(written, (name) => {
    const value = secrets.valueOf(name);
    if (value === undefined) throw new MissingSecrets([name], `The case "${written.name}"`);
    return value;
  });
  const broken = given.headers.find(([, value]) => !isHeaderValue(value));
  if (broken === undefined) return given;
  throw new UserError(
    `The case "${written.name}" sends a secret in the header ${broken[0]} that no header can hold: it is one line of Latin-1.`,
  );
}
