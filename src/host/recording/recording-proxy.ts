import { createServer, type IncomingMessage, request as requestOver, type ServerResponse } from "node:http";
import { connect } from "node:net";
import { once } from "node:events";

import type { Answer } from "#core/model/run/exchange.ts";
import { UserError } from "#core/model/user-error.ts";
import type { HttpRequest } from "#core/ports.ts";
import type { ProxyOptions, RecordingProxy } from "#core/ports/recording.ts";

const LOOPBACK = "127.0.0.1";

/** A larger body is passed on and is in no recording: a case file is read by people. */
const KEPT_BYTES = 1_000_000;

/**
 * Listens on loopback and hands each request on to `target`, a port of loopback, as it came; only the encodings of the answer
 * are left out, so that it can be read. What was sent and answered is told once the answer is there. Connections that become
 * something else, such as web sockets, are passed through and not told.
 */
export async function openRecordingProxy(target: number, options: ProxyOptions): Promise<RecordingProxy> {
  const server = createServer((incoming, outgoing) => {
    handOn(incoming, outgoing, target, options).catch((error: unknown) => {
      if (!outgoing.headersSent) outgoing.writeHead(502, { "content-type": "text/plain; charset=utf-8" });
      outgoing.end(`The recorded server gave no answer: ${error instanceof Error ? error.message : String(error)}\n`);
    });
  });
  server.on("upgrade", (incoming: IncomingMessage, socket, head) => {
    const through = connect({ host: LOOPBACK, port: target }, () => {
      const lines = pairsOf(incoming.rawHeaders).map(([name, value]) => `${name}: ${value}`);
      through.write(`${incoming.method} ${incoming.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      through.write(head);
      through.pipe(socket).pipe(through);
    });
    for (const end of [through, socket]) end.on("error", () => void (through.destroy(), socket.destroy()));
  });
  server.listen({ host: LOOPBACK, port: options.port ?? 0 });
  try {
    await once(server, "listening");
  } catch (error) {
    throw new UserError(
      `Port ${options.port ?? ""} of 127.0.0.1 cannot be listened on: ${error instanceof Error ? error.message : String(error)}. Name another with --port.`,
    );
  }
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on loopback has no port.");
  return {
    port: address.port,
    dispose: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function handOn(
  incoming: IncomingMessage,
  outgoing: ServerResponse,
  target: number,
  { whyNot, onExchange }: ProxyOptions,
): Promise<void> {
  const request = requestOf(incoming, await bodyOf(incoming));
  const refusal = await whyNot(request);
  if (refusal !== undefined) {
    outgoing.writeHead(503, { "content-type": "text/plain; charset=utf-8" }).end(`${refusal}\n`);
    return;
  }
  const headers = pairsOf(incoming.rawHeaders).filter(([name]) => !/^(?:accept-encoding|connection)$/i.test(name));
  const forwarded = requestOver({
    host: LOOPBACK,
    port: target,
    method: request.method,
    path: request.target,
    headers: [...headers, ["accept-encoding", "identity"]].flat(),
    setHost: false,
  });
  forwarded.end(bytesIn(request.body));
  const [answer] = (await once(forwarded, "response")) as [IncomingMessage];
  outgoing.writeHead(answer.statusCode ?? 502, pairsOf(answer.rawHeaders).flat());
  const kept = await passOn(answer, outgoing);
  onExchange({ request, answer: answerOf(answer, kept) });
}

/** Undefined where it is larger than what is kept. */
async function passOn(answer: IncomingMessage, outgoing: ServerResponse): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer) {
    const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    size += bytes.length;
    if (size <= KEPT_BYTES) chunks.push(bytes);
    if (!outgoing.write(bytes)) await once(outgoing, "drain");
  }
  outgoing.end();
  return size <= KEPT_BYTES ? Buffer.concat(chunks) : undefined;
}

async function bodyOf(incoming: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk)));
  return Buffer.concat(chunks);
}

function requestOf(incoming: IncomingMessage, bytes: Buffer): HttpRequest {
  const mediaType = incoming.headers["content-type"] ?? "application/octet-stream";
  const text = utf8In(bytes);
  return {
    method: incoming.method ?? "GET",
    target: incoming.url ?? "/",
    headers: pairsOf(incoming.rawHeaders),
    body:
      bytes.length === 0
        ? { kind: "none" }
        : text === undefined
          ? { kind: "bytes", bytes, mediaType }
          : { kind: "text", text, mediaType },
  };
}

function bytesIn(body: HttpRequest["body"]): Uint8Array | string {
  if (body.kind === "none") return "";
  return body.kind === "text" ? body.text : body.bytes;
}

function answerOf(answer: IncomingMessage, bytes: Buffer | undefined): Answer {
  const text = bytes === undefined || bytes.length === 0 ? undefined : utf8In(bytes);
  return {
    kind: "answer",
    status: answer.statusCode ?? 0,
    headers: pairsOf(answer.rawHeaders).map(([name, value]) => [name.toLowerCase(), value]),
    // Of a body that is no text, or too large, nothing is used.
    body: text === undefined ? { kind: "empty" } : { kind: "text", text },
    durationMs: 0,
  };
}

function utf8In(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}

/** `["Accept", "x", "Host", "y"]` → `["Accept", "x"]`, `["Host", "y"]` */
function pairsOf(raw: readonly string[]): readonly (readonly [name: string, value: string])[] {
  return raw.flatMap((name, at) => (at % 2 === 0 ? [[name, raw[at + 1] ?? ""] as const] : []));
}
