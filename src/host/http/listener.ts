import { once } from "node:events";
import { connect } from "node:net";

import getPort from "get-port";

import type { Listener } from "#core/ports.ts";

const LOOPBACK = "127.0.0.1";
const CONNECT_LIMIT_MS = 1_000;

/** Ports of loopback. A port that was given out is not given again for some seconds, so that two servers can start at once. */
export function createListener(): Listener {
  return {
    freePort: () => getPort({ host: LOOPBACK }),
    isTaken: async (port) => {
      const socket = connect({ host: LOOPBACK, port });
      try {
        await once(socket, "connect", { signal: AbortSignal.timeout(CONNECT_LIMIT_MS) });
        return true;
      } catch (error) {
        // No refusal within the limit means that something is there and does not answer.
        return error instanceof Error && error.name === "AbortError";
      } finally {
        socket.destroy();
      }
    },
  };
}
