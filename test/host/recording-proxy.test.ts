import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { connect } from "node:net";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { UserError } from "#core/model/user-error.ts";
import type { PassedExchange, ProxyOptions } from "#core/ports/recording.ts";
import { openRecordingProxy } from "#host/recording/recording-proxy.ts";

/** A proxy before a server that answers as it is told to; what passes is told. */
async function checkProxy(answer: RequestListener, whyNot: ProxyOptions["whyNot"] = async () => undefined) {
  const server = createServer(answer);
  server.on(
    "upgrade",
    (_, socket) => void socket.end("HTTP/1.1 101 Switching Protocols\r\nupgrade: echo\r\n\r\nhello"),
  );
  server.listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const passed: PassedExchange[] = [];
  const proxy = await openRecordingProxy(portOf(server.address()), {
    whyNot,
    onExchange: (exchange) => void passed.push(exchange),
  });
  onTestFinished(() => proxy.dispose());
  return { passed, url: `http://127.0.0.1:${proxy.port}`, port: proxy.port };
}

function portOf(address: ReturnType<ReturnType<typeof createServer>["address"]>): number {
  if (address === null || typeof address === "string") throw new Error("The server has no port.");
  return address.port;
}

test("a request and its answer pass as they are, and are told", async () => {
  const { passed, url } = await checkProxy((request, response) => {
    response.writeHead(
      201,
      [
        ["Set-Cookie", "a=1"],
        ["Set-Cookie", "b=2"],
        ["X-Path", request.url ?? ""],
      ].flat(),
    );
    response.write('{"id":');
    response.end("7}");
  });
  const answer = await fetch(`${url}/nodes?x=%20y`, {
    method: "POST",
    body: '{"name":"ä"}',
    headers: { "X-One": "1" },
  });
  expect([answer.status, answer.headers.getSetCookie(), answer.headers.get("x-path"), await answer.text()]).toEqual([
    201,
    ["a=1", "b=2"],
    "/nodes?x=%20y",
    '{"id":7}',
  ]);
  expect(passed).toMatchObject([
    {
      request: { method: "POST", target: "/nodes?x=%20y", body: { kind: "text", text: '{"name":"ä"}' } },
      answer: { status: 201, body: { kind: "text", text: '{"id":7}' } },
    },
  ]);
});

test("an answer is asked for as it can be read, and one that is large passes and is not kept", async () => {
  const large = "x".repeat(1_500_000);
  const { passed, url } = await checkProxy((request, response) => {
    const isZipped = request.headers["accept-encoding"]?.includes("gzip") === true;
    response.end(isZipped ? gzipSync(large) : large);
  });
  const answer = await fetch(url);
  expect((await answer.text()).length).toBe(large.length);
  expect(passed[0]?.answer.body).toEqual({ kind: "empty" });
});

test("a request that must not be handed on is answered with the reason, and neither sent nor told", async () => {
  let asked = 0;
  const { passed, url } = await checkProxy(
    (_, response) => void (++asked, response.end()),
    async ({ method }) => (method === "POST" ? "Not before the database was seen." : undefined),
  );
  await fetch(url);
  const refused = await fetch(url, { method: "POST" });
  expect([refused.status, await refused.text()]).toEqual([503, "Not before the database was seen.\n"]);
  expect([asked, passed.length]).toEqual([1, 1]);
});

test("a server that breaks off is told to who asked", async () => {
  const { passed, url } = await checkProxy((request) => void request.socket.destroy());
  const answer = await fetch(url);
  expect([answer.status, await answer.text()]).toEqual([502, expect.stringContaining("gave no answer")]);
  expect(passed).toEqual([]);
});

test("a connection that becomes a web socket is passed through", async () => {
  const { port } = await checkProxy((_, response) => void response.end());
  const socket = connect({ host: "127.0.0.1", port });
  socket.write("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
  let text = "";
  for await (const chunk of socket) text += String(chunk);
  expect(text).toContain("hello");
});

test("a port that is taken is refused with a sentence", async () => {
  const { port } = await checkProxy((_, response) => void response.end());
  const options = { port, whyNot: async () => undefined, onExchange: () => undefined };
  const refusal = openRecordingProxy(port, options);
  await expect(refusal).rejects.toThrow(UserError);
  await expect(refusal).rejects.toThrow(`Port ${port} of 127.0.0.1 cannot be listened on`);
});
