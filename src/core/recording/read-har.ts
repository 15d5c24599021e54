import { isRecord } from "#core/model/is-record.ts";
import type { AnswerBody } from "#core/model/run/exchange.ts";
import { UserError } from "#core/model/user-error.ts";
import type { HttpRequest } from "#core/ports.ts";
import { parsedJson } from "#core/text/json/parsed-json.ts";
import { decodedBase64, utf8In } from "./recorded-bytes.ts";
import type { LeftOut, RecordedExchange } from "./recorded-exchange.ts";

type Pairs = readonly (readonly [name: string, value: string])[];
type Members = Readonly<Record<string, unknown>>;

interface HarReading {
  /** Of the origin that was asked for, in the order in which they were sent. */
  readonly exchanges: readonly RecordedExchange[];
  readonly origin: string;
  readonly leftOut: LeftOut;
}

/**
 * Reads an HTTP archive (HAR 1.2, as browsers and proxies write it): requests to one origin, which is the one named, else the
 * one that `isEndpoint` knows most requests of. Pseudo headers of HTTP/2 are passed over, bodies in base64 decoded. Throws a
 * UserError where the text is no archive or nothing in it was sent to a server.
 */
export function readHar(
  file: string,
  text: string,
  given: { readonly origin?: string; readonly isEndpoint: (method: string, path: string) => boolean },
): HarReading {
  const content = parsedJson(text);
  const log = isRecord(content) && isRecord(content["log"]) ? content["log"] : undefined;
  const entries: readonly unknown[] = Array.isArray(log?.["entries"]) ? log["entries"] : [];
  if (log === undefined || entries.length === 0) {
    throw new UserError(
      `${file} is no HTTP archive with requests: JSON with log.entries is expected, as a browser's network panel saves it.`,
    );
  }
  const sent = entries.flatMap((entry) => sentIn(entry));
  const origin = given.origin ?? likeliestOrigin(sent, given.isEndpoint);
  const own = sent.filter(({ url }) => url.origin === origin);
  if (origin === undefined || own.length === 0) {
    const origins = [...new Set(sent.map(({ url }) => url.origin))].join(", ") || "none";
    throw new UserError(
      `${file} has no request to ${origin ?? "an endpoint of the ledger"}; it has requests to: ${origins}. Name the Python server's with --origin.`,
    );
  }
  const exchanges = own.flatMap((entry) => exchangeOf(entry) ?? []);
  return {
    exchanges,
    origin,
    leftOut: new Map(
      (
        [
          ["for another origin", sent.length - own.length],
          ["without an answer", own.length - exchanges.length],
          ["not sent over HTTP", entries.length - sent.length],
        ] as const
      ).filter(([, count]) => count > 0),
    ),
  };
}

interface SentEntry {
  readonly url: URL;
  readonly request: Members;
  readonly response: Members;
}

function sentIn(entry: unknown): readonly SentEntry[] {
  if (!isRecord(entry) || !isRecord(entry["request"])) return [];
  const address = entry["request"]["url"];
  const url = typeof address === "string" ? URL.parse(address) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return [];
  const response = isRecord(entry["response"]) ? entry["response"] : {};
  return [{ url, request: entry["request"], response }];
}

function likeliestOrigin(
  sent: readonly SentEntry[],
  isEndpoint: (method: string, path: string) => boolean,
): string | undefined {
  const known = sent.filter(({ url, request }) => isEndpoint(textIn(request, "method"), url.pathname));
  const byOrigin = [...Map.groupBy(known, ({ url }) => url.origin)];
  return byOrigin.toSorted(([, one], [, other]) => other.length - one.length)[0]?.[0];
}

function exchangeOf({ url, request, response }: SentEntry): RecordedExchange | undefined {
  const status = Number(response["status"]);
  // A request that was blocked or broken off has the status 0.
  if (!(status >= 100 && status <= 599)) return undefined;
  const headers = pairsIn(request, "headers");
  return {
    request: {
      method: textIn(request, "method").toUpperCase(),
      target: url.pathname + url.search,
      headers,
      body: bodyOf(request, headers),
    },
    answer: {
      kind: "answer",
      status,
      headers: pairsIn(response, "headers").map(([name, value]) => [name.toLowerCase(), value]),
      body: answerBody(isRecord(response["content"]) ? response["content"] : {}),
      durationMs: 0,
    },
  };
}

function bodyOf(request: Members, headers: Pairs): HttpRequest["body"] {
  const posted = isRecord(request["postData"]) ? request["postData"] : undefined;
  if (posted === undefined) return { kind: "none" };
  const sentAs = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1];
  const mediaType = sentAs ?? (textIn(posted, "mimeType") || "application/octet-stream");
  const text = textIn(posted, "text");
  if (posted["encoding"] === "base64") return asText(decodedBase64(text), mediaType);
  // Forms may be there by their fields alone.
  const fields = pairsIn(posted, "params");
  const isForm = text === "" && fields.length > 0 && /^application\/x-www-form-urlencoded/i.test(mediaType);
  const sent = isForm ? new URLSearchParams(fields.map(([name, value]) => [name, value])).toString() : text;
  return sent === "" ? { kind: "none" } : { kind: "text", text: sent, mediaType };
}

function asText(bytes: Uint8Array<ArrayBuffer>, mediaType: string): HttpRequest["body"] {
  const text = utf8In(bytes);
  return text === undefined ? { kind: "bytes", bytes, mediaType } : { kind: "text", text, mediaType };
}

function answerBody(content: Members): AnswerBody {
  const text = textIn(content, "text");
  if (text === "") return { kind: "empty" };
  const bytes = content["encoding"] === "base64" ? decodedBase64(text) : undefined;
  const shown = bytes === undefined ? text : utf8In(bytes);
  // Nothing of a body that is no text is used.
  return shown === undefined ? { kind: "empty" } : { kind: "text", text: shown };
}

/** `:method` and its like are no headers that a client sends. */
function pairsIn(members: Members, name: string): Pairs {
  const list: readonly unknown[] = Array.isArray(members[name]) ? members[name] : [];
  return list.flatMap((each) => {
    if (!isRecord(each) || typeof each["name"] !== "string" || each["name"].startsWith(":")) return [];
    return [[each["name"], textIn(each, "value")] as const];
  });
}

function textIn(members: Members, name: string): string {
  const value = members[name];
  return typeof value === "string" ? value : "";
}
