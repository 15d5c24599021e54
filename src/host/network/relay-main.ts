/**
 * Entry of the relay: a process in the network of a server that is kept from any other. It hands on what comes by a Unix
 * socket to the server's port, and what the server sends to a port that it may reach to the Unix socket for that. It
 * is in the server's process group, and ends with it.
 */
import { startRelay } from "./relay.ts";
import type { RelayOrder } from "./relay-order.ts";

const order = JSON.parse(process.argv[2] ?? "") as RelayOrder;

await startRelay({ from: { path: order.server.socket }, to: { host: "127.0.0.1", port: order.server.port } });
for (const { port, socket } of order.reach) {
  await startRelay({ from: { host: "127.0.0.1", port }, to: { path: socket } });
  // A name such as localhost may mean this one first; where the system has no IPv6, it does not.
  await startRelay({ from: { host: "::1", port }, to: { path: socket } }).catch(() => undefined);
}
process.stdout.on("error", () => undefined);
process.stdout.write("ready\n");
