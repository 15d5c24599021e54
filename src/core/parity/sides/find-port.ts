import type { ServerSettings } from "#core/model/project.ts";
import { UserError } from "#core/model/user-error.ts";

import type { ParityPorts } from "../preparation.ts";

const PORT_ATTEMPTS = 5;

/** A port of loopback on which nothing answers, and none of those that a server with a network of its own reaches. */
export async function findPort(
  reach: ServerSettings["reach"],
  { listener }: Pick<ParityPorts, "listener">,
): Promise<number> {
  for (let attempt = 0; attempt < PORT_ATTEMPTS; attempt += 1) {
    const port = await listener.freePort();
    // In the server's own network that port belongs to what it may reach.
    if (reach?.some((address) => address.port === port)) continue;
    // What answers before our server was started would pass for it.
    if (!(await listener.isTaken(port))) return port;
  }
  throw new UserError(
    "No free port was found on 127.0.0.1: each that was tried already answers. End what listens there.",
  );
}
