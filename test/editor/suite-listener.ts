import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { createInterface } from "node:readline";

import type { SuiteMessage, TestEvent } from "./test-event.ts";

/** Where a suite in an extension host tells how its tests end. */
export interface SuiteListener {
  readonly port: number;
  /** Resolves when all that was told has been handed on: whether the suite came to its end. */
  readonly close: () => Promise<boolean>;
}

/** Listens on a free port of the loopback interface for one message a line. */
export async function listenForSuite(onEvent: (event: TestEvent) => void): Promise<SuiteListener> {
  let hasEnded = false;
  const conversations: Promise<unknown>[] = [];
  const server = createServer((socket: Socket) => {
    const lines = createInterface(socket);
    lines.on("line", (line) => {
      const message = JSON.parse(line) as SuiteMessage;
      if (message.kind === "test") onEvent(message.event);
      else hasEnded = true;
    });
    // An extension host that dies resets the connection; that no end was told says enough.
    socket.on("error", () => lines.close());
    conversations.push(once(lines, "close"));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      server.close();
      await Promise.all(conversations);
      return hasEnded;
    },
  };
}
