import { errors } from "undici";

import type { Answer, SentRequest, StreamLimit, Unreachable } from "#core/model/run/exchange.ts";
import { UserError } from "#core/model/user-error.ts";
import type { Http, HttpClient, HttpRequest } from "#core/ports.ts";

import { answerBody } from "./answer-body.ts";
import { decodeBody } from "./decode-body.ts";
import { createKeptConnection, HEADER_LIMIT_BYTES, type KeptConnection } from "./kept-connection.ts";
import { createStreamCutter, isEndless } from "./stream-cutter.ts";

const MEGABYTE = 1024 * 1024;

const BODY_LIMIT_BYTES = 64 * MEGABYTE;

/** How long a stream of events is read that nothing says a limit for: it may never end. */
const DEFAULT_STREAM_MS = 3000;

/** HTTP/1.1 to servers on 127.0.0.1, or to those that somebody else runs, over undici: no redirect followed, no header added but those that HTTP needs. */
export function createHttp(): Http {
  return { connect, attach };
}

function connect(port: number): HttpClient {
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new UserError(`${port} is not a port; name one from 1 to 65535.`);
  return attach(`http://127.0.0.1:${port}`);
}

function attach(origin: string): HttpClient {
  const connection = createKeptConnection(origin);
  return {
    send: async (request, { signal, timeoutMs, bodyLimitBytes = BODY_LIMIT_BYTES }) => {
      signal.throwIfAborted();
      const sent = describe(request, origin);
      const limit = deadline(signal, timeoutMs);
      const progress: Progress = { bytes: 0 };
      try {
        return {
          request: sent,
          outcome: await exchange(connection, request, sent, {
            signal: limit.signal,
            bodyLimitBytes,
            defaultStreamMs: Math.min(DEFAULT_STREAM_MS, timeoutMs / 2),
            progress,
          }),
        };
      } catch (error) {
        signal.throwIfAborted();
        const reason = limit.signal.aborted ? lateReason(error, timeoutMs) : reasonOf(error);
        const { status, bytes } = progress;
        const outcome: Unreachable = {
          kind: "unreachable",
          reason,
          ...(status !== undefined && { came: { status, bytes } }),
        };
        return { request: sent, outcome };
      } finally {
        limit.clear();
      }
    },
    dispose: () => connection.dispose(),
  };
}

/** Aborts with the given signal or after a time. A signal made of two others costs as much as a request. */
function deadline(given: AbortSignal, timeoutMs: number): { readonly signal: AbortSignal; clear(): void } {
  const controller = new AbortController();
  const onAbort = (): void => controller.abort(given.reason);
  const timer = setTimeout(() => controller.abort(new DOMException("The time is up.", "TimeoutError")), timeoutMs);
  given.addEventListener("abort", onAbort);
  return {
    signal: controller.signal,
    clear: () => {
      clearTimeout(timer);
      given.removeEventListener("abort", onAbort);
    },
  };
}

function describe(request: HttpRequest, origin: string): SentRequest {
  const hasType = request.headers.some(([name]) => name.toLowerCase() === "content-type");
  const { body } = request;
  return {
    method: request.method,
    url: origin + request.target,
    headers:
      body.kind === "none" || hasType
        ? request.headers
        : [...request.headers, ["content-type", body.mediaType] as const],
    ...bodySent(body),
  };
}

/** A body as text where it is one. */
function bodySent(body: HttpRequest["body"]): Pick<SentRequest, "body" | "sentBytes"> {
  if (body.kind === "none") return {};
  if (body.kind === "text") return { body: body.text };
  const read = answerBody(Buffer.from(body.bytes));
  if (read.kind !== "binary") return { body: read.kind === "text" ? read.text : "" };
  return { sentBytes: { bytes: read.bytes, sha256: read.sha256 } };
}

interface Limits {
  readonly signal: AbortSignal;
  readonly bodyLimitBytes: number;
  /** How long a stream of events is read without a limit of its own. */
  readonly defaultStreamMs: number;
  readonly progress: Progress;
}

/** What has come of an answer. */
interface Progress {
  status?: number;
  bytes: number;
}

async function exchange(
  connection: KeptConnection,
  request: HttpRequest,
  sent: SentRequest,
  limits: Limits,
): Promise<Answer> {
  const start = performance.now();
  const { statusCode, headers, body } = await connection.request({
    method: request.method,
    path: request.target,
    headers: sent.headers.flat(),
    body: request.body.kind === "bytes" ? request.body.bytes : (sent.body ?? null),
    responseHeaders: "raw",
    signal: limits.signal,
  });
  limits.progress.status = statusCode;
  const pairsOfHeaders = pairs(headers);
  const valueOf = (wanted: string): string =>
    pairsOfHeaders
      .filter(([name]) => name === wanted)
      .map(([, value]) => value)
      .join(", ");
  const type = valueOf("content-type");
  const read = await readBytes(body, type, request.stream ?? {}, limits);
  return {
    kind: "answer",
    status: statusCode,
    headers: pairsOfHeaders,
    body: answerBody(withoutEncoding(read, valueOf("content-encoding"), limits), type),
    ...(read.cutBy !== undefined && { cutBy: read.cutBy }),
    durationMs: performance.now() - start,
  };
}

/** The bytes without their content encodings: when they were packed, and how well, is no part of the answer. */
function withoutEncoding(
  { bytes, cutBy }: { readonly bytes: Buffer; readonly cutBy?: Answer["cutBy"] },
  encoding: string,
  { bodyLimitBytes }: Limits,
): Buffer {
  if (encoding === "") return bytes;
  const decoded = decodeBody(bytes, { encoding, isCut: cutBy !== undefined, limitBytes: bodyLimitBytes });
  if (decoded.kind === "too large") throw new TooLargeError(bytes.length, bodyLimitBytes);
  return decoded.kind === "decoded" ? decoded.bytes : bytes;
}

/** Reads a body to its end or to its limit, never more than `bodyLimitBytes`. */
async function readBytes(
  body: AsyncIterable<unknown> & { destroy(error?: Error): unknown },
  type: string,
  { events, timeMs: givenMs }: StreamLimit,
  { signal, bodyLimitBytes, defaultStreamMs, progress }: Limits,
): Promise<{ readonly bytes: Buffer; readonly cutBy?: Answer["cutBy"] }> {
  const chunks: Uint8Array[] = [];
  const cutter = events === undefined ? undefined : createStreamCutter(type, events);
  // So many events may take as long as the answer may.
  const isUntold = events === undefined && givenMs === undefined && isEndless(type);
  const timeMs = isUntold ? defaultStreamMs : givenMs;
  let bytes = 0;
  let isTimeUp = false;
  const timer =
    timeMs === undefined
      ? undefined
      : setTimeout(() => {
          isTimeUp = true;
          body.destroy(new TimeUpError());
        }, timeMs);
  try {
    for await (const chunk of body) {
      if (!(chunk instanceof Uint8Array)) throw new TypeError("undici handed over something else than bytes");
      bytes += chunk.byteLength;
      progress.bytes = bytes;
      // Leaving the loop closes the connection, so that the rest is never read.
      if (bytes > bodyLimitBytes) throw new TooLargeError(bytes, bodyLimitBytes);
      // What ends an item is ASCII, so that a character a byte is enough to find it.
      const length = cutter?.take(Buffer.from(chunk).toString("latin1"));
      if (length !== undefined) {
        chunks.push(chunk.subarray(0, length));
        return { bytes: Buffer.concat(chunks), cutBy: "events" };
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (isTimeUp) return { bytes: Buffer.concat(chunks), cutBy: isUntold ? "default" : "timeMs" };
    throw signal.aborted && isEndless(type) ? new EndlessError() : error;
  } finally {
    clearTimeout(timer);
  }
  return { bytes: Buffer.concat(chunks) };
}

class TimeUpError extends Error {}

class EndlessError extends Error {}

class TooLargeError extends Error {
  constructor(bytes: number, limit: number) {
    super(
      `It answered with more than ${sizeText(limit)}; ${bytes} bytes had come when it was cut off. \`body_limit\` in the project file allows more.`,
    );
  }
}

/** undici's type knows only parsed headers; raw ones are names and values in turn. */
function pairs(raw: unknown): (readonly [string, string])[] {
  if (!Array.isArray(raw)) throw new TypeError("undici handed over parsed headers");
  const found: (readonly [string, string])[] = [];
  for (let i = 0; i + 1 < raw.length; i += 2) found.push([String(raw[i]).toLowerCase(), String(raw[i + 1])]);
  return found;
}

function lateReason(error: unknown, timeoutMs: number): string {
  return error instanceof EndlessError
    ? `Its stream of events did not end within ${timeoutMs / 1000} s; say in the case how many \`events\` to read, or for how long.`
    : `It did not answer within ${timeoutMs / 1000} s.`;
}

function reasonOf(error: unknown): string {
  if (error instanceof TooLargeError) return error.message;
  if (error instanceof errors.HeadersOverflowError)
    return `The headers of its answer come to more than ${sizeText(HEADER_LIMIT_BYTES)}, which is as much as Portolan reads.`;
  // undici takes it only where it was asked for.
  if (error instanceof errors.SocketError && error.message === "bad response")
    return "It sent `100 Continue`, which no request asked for, or changed the protocol; let it answer at once.";
  if (error instanceof errors.InvalidArgumentError) return `The request cannot be sent: ${error.message}.`;
  const cause = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  if (code === "ECONNREFUSED") return "It refused the connection: nothing listens on its port.";
  if (code === "ECONNRESET" || code === "EPIPE" || code === "UND_ERR_SOCKET")
    return "It broke the connection off before the answer was complete.";
  return `It could not be read: ${cause instanceof Error ? cause.message : String(cause)}.`;
}

/** 67108864 → `64 MB` */
function sizeText(bytes: number): string {
  if (bytes % MEGABYTE === 0) return `${bytes / MEGABYTE} MB`;
  return bytes % 1024 === 0 ? `${bytes / 1024} KB` : `${bytes} bytes`;
}
