import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";

import type { StubRequest, StubServers } from "#core/ports/stub-servers.ts";

import { answerBody } from "./answer-body.ts";

/** What is asked beyond this is cut off; a stub is no store. */
const MOST_BODY_BYTES = 64 * 1024 * 1024;

/** Servers of our own in this process, on loopback. */
export function createStubServers(): StubServers {
  return {
    serve: async (answer) => {
      const server = createServer((request, response) => {
        const reply = async (): Promise<void> => {
          const { status, headers, body } = answer(await asked(request));
          response.writeHead(status, headers.flat());
          response.end(body);
        };
        // Who asked went away in the middle of it.
        void reply().catch(() => response.destroy());
      });
      server.listen(0, "127.0.0.1");
      await once(server, "listening");
      const address = server.address();
      if (address === null || typeof address === "string") throw new Error("A stub listens on no port.");
      return {
        port: address.port,
        dispose: async () => {
          if (!server.listening) return;
          const closed = once(server, "close");
          server.close();
          server.closeAllConnections();
          await closed;
        },
      };
    },
  };
}

async function asked(request: IncomingMessage): Promise<StubRequest> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BODY_BYTES) throw new Error("The body is too large.");
    chunks.push(chunk);
  }
  const headers = request.rawHeaders.flatMap((name, at, all) =>
    at % 2 === 0 ? [[name.toLowerCase(), all[at + 1] ?? ""] as const] : [],
  );
  const { method = "GET", url = "/" } = request;
  return { method, target: url, headers, body: answerBody(Buffer.concat(chunks)) };
}
