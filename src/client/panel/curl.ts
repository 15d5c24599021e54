import { MASK } from "#core/model/mask.ts";
import type { SentRequest } from "#core/model/run/exchange.ts";

/**
 * A request as a command line for curl and a POSIX shell. A secret that was masked before it came here is not known
 * any more; `$TOKEN` stands in its place, and `$BODY` for a file with a body that is no text.
 * `GET http://127.0.0.1:4000/a` → `curl -i 'http://127.0.0.1:4000/a'`
 */
export function curlCommand({ method, url, headers, body, sentBytes }: SentRequest): string {
  const parts = ["curl -i"];
  if (method !== "GET" || body !== undefined || sentBytes !== undefined) parts.push(`-X ${quoted(method)}`);
  parts.push(quoted(url));
  for (const [name, value] of headers)
    if (!MADE_BY_CURL.has(name.toLowerCase())) parts.push(`-H ${header(name, value)}`);
  if (body !== undefined) parts.push(`--data-raw ${quoted(body)}`);
  if (sentBytes !== undefined) parts.push('--data-binary @"$BODY"');
  return parts.join(" \\\n  ");
}

/** What curl writes by itself, and would write wrongly if told to. */
const MADE_BY_CURL = new Set(["host", "content-length", "connection", "transfer-encoding"]);

function header(name: string, value: string): string {
  const pieces = `${name}: ${value}`.split(MASK);
  return pieces.map((piece) => (piece === "" ? "" : quoted(piece))).join('"$TOKEN"');
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
