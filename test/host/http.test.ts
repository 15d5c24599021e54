import { once } from "node:events";
import { createServer as createTcpServer, type Server, type Socket } from "node:net";
import type { AddressInfo } from "node:net";

import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import type { Exchange } from "#core/model/run/exchange.ts";
import type { HttpRequest } from "#core/ports.ts";
import { createHttp } from "#host/http/http.ts";

const GET: HttpRequest = { method: "GET", target: "/", headers: [], body: { kind: "none" } };

interface Served {
  readonly exchange: Exchange;
  /** The bytes of the request, as text. */
  readonly received: string;
}

/** Sends a request to a server that answers these bytes, as they are, and then keeps still or closes. */
async function serve(
  answer: (socket: Socket) => void,
  {
    request = GET,
    timeoutMs = 10_000,
    bodyLimitBytes,
  }: { request?: HttpRequest; timeoutMs?: number; bodyLimitBytes?: number } = {},
): Promise<Served> {
  let received = "";
  const server = createTcpServer((socket) => {
    socket.on("error", () => undefined);
    socket.once("data", (bytes: Buffer) => {
      received += bytes.toString("utf8");
      answer(socket);
    });
  });
  return withServer(server, async (port) => {
    const client = createHttp().connect(port);
    try {
      const exchange = await client.send(request, { signal: new AbortController().signal, timeoutMs, bodyLimitBytes });
      return { exchange, received };
    } finally {
      await client.dispose();
    }
  });
}

async function withServer<T>(server: Server, use: (port: number) => Promise<T>): Promise<T> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    return await use((server.address() as AddressInfo).port);
  } finally {
    server.close();
  }
}

function reasonOf({ exchange: { outcome } }: Served): string {
  return outcome.kind === "unreachable" ? outcome.reason : "it answered";
}

test("headers come in their order, in lower case, and repeated ones stay apart", async () => {
  const head = "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; Path=/\r\nX-B: 2\r\nX-A: 1\r\nSet-Cookie: b=2\r\n";
  const { exchange } = await serve((socket) => socket.end(`${head}Content-Length: 2\r\n\r\n{}`));
  expect(exchange.outcome).toMatchObject({
    status: 200,
    headers: [
      ["set-cookie", "a=1; Path=/"],
      ["x-b", "2"],
      ["x-a", "1"],
      ["set-cookie", "b=2"],
      ["content-length", "2"],
    ],
    body: { kind: "text", text: "{}" },
  });
});

test("a request carries what the case says and nothing that would change an answer", async () => {
  const request: HttpRequest = {
    method: "POST",
    target: "/api/nodes?limit=2&name=%F0%9F%8C%89",
    headers: [["X-Trace", "1"]],
    body: { kind: "text", text: '{"name":"Süd"}', mediaType: "application/json" },
  };
  const served = await serve((socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"), { request });
  expect(served.received.replace(/127.0.0.1:\d+/, "HOST")).toMatchInlineSnapshot(`
    "POST /api/nodes?limit=2&name=%F0%9F%8C%89 HTTP/1.1
    host: HOST
    connection: keep-alive
    X-Trace: 1
    content-type: application/json
    content-length: 15

    {"name":"Süd"}"
  `);
  expect(served.exchange.request.headers).toEqual([
    ["X-Trace", "1"],
    ["content-type", "application/json"],
  ]);
  expect(served.exchange.request.body).toBe('{"name":"Süd"}');
});

test("a case's own content type is kept", async () => {
  const request: HttpRequest = {
    ...GET,
    method: "POST",
    headers: [["Content-Type", "text/plain"]],
    body: { kind: "text", text: "{", mediaType: "application/json" },
  };
  const served = await serve((socket) => socket.end("HTTP/1.1 204 No Content\r\n\r\n"), { request });
  expect(served.exchange.request.headers).toEqual([["Content-Type", "text/plain"]]);
});

test("a body that is not UTF-8 is told by its length and hash", async () => {
  const served = await serve((socket) => {
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n");
    socket.end(Buffer.from([0x61, 0xff, 0x62]));
  });
  expect(served.exchange.outcome).toMatchObject({
    body: { kind: "binary", bytes: 3, sha256: "01ce0241d2a0e71a4fecd5a8d71157fe2787197732fc15d889cbcf36c38e3c68" },
  });
});

test("a byte order mark and 64-bit numbers come through as they were sent", async () => {
  const text = '\uFEFF{"id":9007199254740993,"x":1.0}';
  const served = await serve((socket) =>
    socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`),
  );
  expect(served.exchange.outcome).toMatchObject({ body: { kind: "text", text } });
});

test("a redirect is an answer and is not followed", async () => {
  const served = await serve((socket) =>
    socket.end("HTTP/1.1 307 Temporary Redirect\r\nLocation: /elsewhere/\r\nContent-Length: 0\r\n\r\n"),
  );
  expect(served.exchange.outcome).toMatchObject({ status: 307, body: { kind: "empty" } });
});

test("a server that keeps still is given up", async () => {
  expect(reasonOf(await serve(() => undefined, { timeoutMs: 50 }))).toMatchInlineSnapshot(
    `"It did not answer within 0.05 s."`,
  );
});

test("a body that stops in the middle is given up", async () => {
  const served = await serve((socket) => socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123"), {
    timeoutMs: 50,
  });
  expect(reasonOf(served)).toMatchInlineSnapshot(`"It did not answer within 0.05 s."`);
});

test("a body that is broken off is not an answer", async () => {
  const served = await serve((socket) => socket.end("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n123"));
  expect(reasonOf(served)).toMatchInlineSnapshot(`"It broke the connection off before the answer was complete."`);
  expect(served.exchange.outcome).toMatchObject({ came: { status: 200, bytes: 3 } });
  const silent = await serve((socket) => socket.end());
  expect(silent.exchange.outcome).not.toHaveProperty("came");
});

test("headers are read up to a limit, which is named, and an unasked 100 Continue is called by its name", async () => {
  const answer = (bytes: number) => (socket: Socket) =>
    socket.end(`HTTP/1.1 200 OK\r\nX-Long: ${"a".repeat(bytes)}\r\nContent-Length: 0\r\n\r\n`);
  const long = await serve(answer(40_000));
  expect(long.exchange.outcome).toMatchObject({ kind: "answer", status: 200 });
  expect(reasonOf(await serve(answer(70_000)))).toMatchInlineSnapshot(
    `"The headers of its answer come to more than 64 KB, which is as much as Portolan reads."`,
  );
  const continued = await serve((socket) => socket.end("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n"));
  expect(reasonOf(continued)).toMatchInlineSnapshot(
    `"It sent \`100 Continue\`, which no request asked for, or changed the protocol; let it answer at once."`,
  );
});

test("what is not HTTP is not an answer", async () => {
  expect(reasonOf(await serve((socket) => socket.end("220 smtp ready\r\n")))).toMatchInlineSnapshot(
    `"It could not be read: Response does not match the HTTP/1.1 protocol (Expected HTTP/, RTSP/ or ICE/)."`,
  );
});

test("a body beyond 64 MB is given up without being kept", async () => {
  const piece = Buffer.alloc(1024 * 1024, "x");
  let sent = 0;
  const served = await serve((socket) => {
    socket.write("HTTP/1.1 200 OK\r\n\r\n");
    const more = (): void => {
      while (!socket.destroyed && sent < 400) {
        sent += 1;
        if (!socket.write(piece)) return void socket.once("drain", more);
      }
    };
    more();
  });
  expect(reasonOf(served)).toMatch(
    /^It answered with more than 64 MB; 67\d{6} bytes had come when it was cut off\. `body_limit` in the project file allows more\.$/,
  );
  expect(sent).toBeLessThan(100);
});

test("the limit for a body is the one given, to the byte", async () => {
  const answer = (bytes: number) => (socket: Socket) =>
    socket.end(`HTTP/1.1 200 OK\r\nContent-Length: ${bytes}\r\n\r\n${"x".repeat(bytes)}`);
  const fits = await serve(answer(2048), { bodyLimitBytes: 2048 });
  expect(fits.exchange.outcome).toMatchObject({ status: 200, body: { text: "x".repeat(2048) } });
  expect(reasonOf(await serve(answer(2049), { bodyLimitBytes: 2048 }))).toMatch(
    /^It answered with more than 2 KB; 2049 bytes had come when it was cut off\./,
  );
});

describe("a stream", () => {
  const head = (type: string): string => `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\n\r\n`;
  const limited = (stream: NonNullable<HttpRequest["stream"]>): HttpRequest => ({ ...GET, stream });

  test("of events is read until so many have come", async () => {
    const served = await serve(
      (socket) => socket.write(`${head("text/event-stream")}: hello\n\ndata: é\n\nevent: x\ndata: 2\n\ndata: 3\n\n`),
      { request: limited({ events: 2 }) },
    );
    expect(served.exchange.outcome).toMatchObject({
      cutBy: "events",
      body: { kind: "text", text: ": hello\n\ndata: é\n\nevent: x\ndata: 2\n\n" },
    });
  });
  test("of lines is read until so many have come, wherever the pieces are cut", async () => {
    const served = await serve(
      (socket) => {
        socket.write(`${head("application/x-ndjson")}{"a":`);
        setTimeout(() => socket.write('1}\n\n{"a":2}\r\n{"a":3}\n'), 20);
      },
      { request: limited({ events: 2 }) },
    );
    expect(served.exchange.outcome).toMatchObject({
      cutBy: "events",
      body: { kind: "text", text: '{"a":1}\n\n{"a":2}\r\n' },
    });
  });
  test("is read for so long", async () => {
    const served = await serve((socket) => socket.write(`${head("text/event-stream")}data: 1\n\n`), {
      request: limited({ timeMs: 60 }),
    });
    expect(served.exchange.outcome).toMatchObject({ cutBy: "timeMs", body: { kind: "text", text: "data: 1\n\n" } });
  });
  test("that ends by itself is not cut", async () => {
    const served = await serve((socket) => socket.end(`${head("text/event-stream")}data: 1\n\n`), {
      request: limited({ events: 2, timeMs: 5000 }),
    });
    expect(served.exchange.outcome).not.toHaveProperty("cutBy");
  });
  test("of events without a limit is read for a moment, and not until the time of the case is up", async () => {
    const served = await serve((socket) => socket.write(`${head("text/event-stream")}data: 1\n\n`), { timeoutMs: 400 });
    expect(served.exchange.outcome).toMatchObject({ cutBy: "default", body: { kind: "text", text: "data: 1\n\n" } });
    const lines = await serve((socket) => socket.write(`${head("application/x-ndjson")}1\n`), { timeoutMs: 60 });
    expect(reasonOf(lines)).toBe("It did not answer within 0.06 s.");
  });
  test("of which fewer events come than are wanted is told how to be read", async () => {
    const served = await serve((socket) => socket.write(`${head("text/event-stream")}data: 1\n\n`), {
      request: limited({ events: 2 }),
      timeoutMs: 60,
    });
    expect(reasonOf(served)).toMatchInlineSnapshot(
      `"Its stream of events did not end within 0.06 s; say in the case how many \`events\` to read, or for how long."`,
    );
  });
});

test("a port on which nothing listens", async () => {
  const port = await withServer(createTcpServer(), (free) => Promise.resolve(free));
  const client = createHttp().connect(port);
  const exchange = await client.send(GET, { signal: new AbortController().signal, timeoutMs: 1_000 });
  await client.dispose();
  expect(reasonOf({ exchange, received: "" })).toMatchInlineSnapshot(
    `"It refused the connection: nothing listens on its port."`,
  );
});

test("a header that HTTP does not allow is told, not thrown", async () => {
  const served = await serve((socket) => socket.end(), { request: { ...GET, headers: [["x", "a\r\nb: c"]] } });
  expect(reasonOf(served)).toMatchInlineSnapshot(`"The request cannot be sent: invalid x header."`);
});

test("aborting throws the signal's reason", async () => {
  await withServer(
    createTcpServer((socket) => socket.on("error", () => undefined)),
    async (port) => {
      const client = createHttp().connect(port);
      const cancel = new AbortController();
      const sent = client.send(GET, { signal: cancel.signal, timeoutMs: 10_000 });
      cancel.abort(new Error("cancelled"));
      await expect(sent).rejects.toThrow("cancelled");
      await client.dispose();
    },
  );
});

test("a body of bytes is sent as it is, and told by its hash where it is no text", async () => {
  const request = (...bytes: readonly number[]): HttpRequest => {
    const body = { kind: "bytes", bytes: Uint8Array.from(bytes), mediaType: "image/png" } as const;
    return { ...GET, method: "PUT", body };
  };
  const answer = (socket: Socket): void => void socket.end("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n");
  const binary = await serve(answer, { request: request(0xff, 0xfe) });
  expect(binary.received).toContain("content-type: image/png\r\n");
  expect(binary.received).toMatch(/content-length: 2\r\n\r\n\uFFFD\uFFFD$/i);
  expect(binary.exchange.request.body).toBeUndefined();
  expect(binary.exchange.request.sentBytes?.bytes).toBe(2);
  const text = await serve(answer, { request: request(0x6f, 0x6b) });
  expect(text.exchange.request).toMatchObject({ body: "ok" });
});

describe("a body is what was encoded", () => {
  const sent = async (bytes: Buffer, head: string, bodyLimitBytes?: number): Promise<Served> => {
    const start = `HTTP/1.1 200 OK\r\n${head}\r\nContent-Length: ${bytes.length}\r\n\r\n`;
    return serve((socket) => socket.end(Buffer.concat([Buffer.from(start), bytes])), {
      ...(bodyLimitBytes !== undefined && { bodyLimitBytes }),
    });
  };
  const text = '{"a":"é"}';

  test.each([
    ["gzip", gzipSync(text)],
    ["deflate", deflateSync(text)],
    ["deflate", deflateRawSync(text)],
    ["br", brotliCompressSync(text)],
    ["zstd", zstdCompressSync(text)],
    ["br, gzip", gzipSync(brotliCompressSync(text))],
  ])("%s", async (encoding, bytes) => {
    const { exchange } = await sent(bytes, `Content-Encoding: ${encoding}`);
    expect(exchange.outcome).toMatchObject({
      headers: [
        ["content-encoding", encoding],
        ["content-length", String(bytes.length)],
      ],
      body: { kind: "text", text },
    });
  });
  test("that is not what the header promises stays as it came", async () => {
    const { exchange } = await sent(Buffer.from(text), "Content-Encoding: gzip");
    expect(exchange.outcome).toMatchObject({ body: { kind: "text", text } });
  });
  test("that gets larger than a body may be is cut off", async () => {
    const served = await sent(gzipSync(Buffer.alloc(4096)), "Content-Encoding: gzip", 1024);
    expect(reasonOf(served)).toContain("more than 1 KB");
  });
  test.each([
    ["latin1", Buffer.from([0x22, 0xe9, 0x22])],
    ["utf-16", Buffer.from('"é"', "utf16le")],
    ["utf-8", Buffer.from('"é"')],
    ["nobody-knows", Buffer.from('"é"')],
  ])("in the charset %s that its type names", async (charset, bytes) => {
    const { exchange } = await sent(bytes, `Content-Type: application/json; charset=${charset}`);
    expect(exchange.outcome).toMatchObject({ body: { kind: "text", text: '"é"' } });
  });
});
