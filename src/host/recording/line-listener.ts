import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";

import type { LineListener } from "#core/ports/recording.ts";

/**
 * Listens on loopback for lines of programs that were told the address, `PORT:TOKEN`: who does not begin with the token is
 * not listened to. Closing waits until those that are connected have said all.
 */
export async function openLineListener(onLine: (line: string) => void): Promise<LineListener> {
  const token = randomBytes(16).toString("hex");
  const server = createServer((socket) => {
    // The other end is gone: its lines until then count.
    socket.on("error", () => socket.destroy());
    let isKnown = false;
    createInterface({ input: socket }).on("line", (line) => {
      if (isKnown) onLine(line);
      else if (line === token) isKnown = true;
      else socket.destroy();
    });
  });
  server.listen({ host: "127.0.0.1", port: 0 });
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("A server on loopback has no port.");
  return {
    address: `${address.port}:${token}`,
    dispose: async () => {
      const closed = once(server, "close");
      server.close();
      await closed;
    },
  };
}
