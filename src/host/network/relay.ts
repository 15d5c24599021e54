import { once } from "node:events";
import { createServer, type ListenOptions, type NetConnectOpts, type Socket, connect } from "node:net";

import type { Disposable } from "#core/ports.ts";

/** A relay takes connections at one place and hands each on to another; places are ports or Unix sockets. */
export interface RelayPlaces {
  readonly from: ListenOptions;
  readonly to: NetConnectOpts;
}

/** Resolves once connections are taken. What cannot be handed on is closed. Disposing closes all connections. */
export async function startRelay({ from, to }: RelayPlaces): Promise<Disposable> {
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (incoming) => {
    const outgoing = connect({ ...to, allowHalfOpen: true });
    join(incoming, outgoing);
    for (const socket of [incoming, outgoing]) {
      open.add(socket);
      socket.once("close", () => open.delete(socket));
    }
  });
  server.listen(from);
  await once(server, "listening");
  return {
    dispose: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

function join(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    // The two ends learn of an error by the end of the connection.
    from.on("error", () => undefined);
    from.once("close", () => to.destroy());
    from.pipe(to);
  }
}
