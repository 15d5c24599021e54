import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import type { Disposable, Network } from "#core/ports.ts";

import { namespaceCommand, type NamespaceCommand } from "./namespace-command.ts";
import type { RelayOrder } from "./relay-order.ts";
import { startRelay } from "./relay.ts";

/** A network for one command; to be disposed once that has ended. */
export interface LoopbackNetwork extends Disposable {
  /** The command line, run in it. */
  commandFor(line: string): NamespaceCommand;
}

/**
 * Opens what joins a network of loopback alone to ours: the server's port, which is reached at the same port of our
 * 127.0.0.1, and each address that the server may reach. `folder` is one of our own, for sockets; `relayFile` the
 * relay's module. Both are absolute.
 */
export async function openLoopbackNetwork(
  { port, reach }: Extract<Network, { kind: "loopback" }>,
  { folder, relayFile }: { readonly folder: string; readonly relayFile: string },
): Promise<LoopbackNetwork> {
  const relays: Disposable[] = [];
  const dispose = async (): Promise<void> => {
    for (const relay of relays.splice(0)) await relay.dispose();
  };
  const order: RelayOrder = {
    server: { port, socket: join(folder, "server") },
    reach: reach.map(({ port: reached }) => ({ port: reached, socket: join(folder, String(reached)) })),
  };
  try {
    await mkdir(folder);
    relays.push(await startRelay({ from: { host: "127.0.0.1", port }, to: { path: order.server.socket } }));
    for (const address of reach) {
      relays.push(await startRelay({ from: { path: join(folder, String(address.port)) }, to: address }));
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  const relay = { file: relayFile, order: JSON.stringify(order), pipe: join(folder, "ready") };
  return { commandFor: (line) => namespaceCommand(line, relay), dispose };
}
