import { existsSync, readlinkSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test, vi } from "vitest";

import type { Command, OwnedProcess } from "#core/ports.ts";
import { createHttp } from "#host/http/http.ts";
import { createListener } from "#host/http/listener.ts";
import { whyNoNamespace } from "#host/network/why-no-namespace.ts";
import { runningMembers } from "#host/processes/proc.ts";
import { createProcesses } from "#host/processes/processes.ts";
import { systemAbilities } from "#host/processes/system-abilities.ts";
import type { Watchdog } from "#host/watchdog/watchdog.ts";

import { ownWatchdog, RELAY_FILE } from "./own-watchdog.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const whyNot = await whyNoNamespace(systemAbilities());

/** A server that tells its home and answers with twice what it is sent. */
const SERVER = `
console.log("HOME " + process.env.HOME);
const server = require("http").createServer((request, response) => {
  const parts = [];
  request.on("data", (part) => parts.push(part)).on("end", () => response.end(Buffer.concat([...parts, ...parts])));
});
server.listen(Number(process.argv[1]), "127.0.0.1", () => console.log("up"));`;

/** Starts a command line in a network of its own, and hands over when it has printed "up" or has ended. */
async function startAlone(
  line: string,
  port: number,
  { watchdog, relayFile = RELAY_FILE }: { readonly watchdog: Watchdog; readonly relayFile?: string },
): Promise<OwnedProcess> {
  const processes = createProcesses(import.meta.dirname, { watchdog, relayFile, abilities: systemAbilities() });
  const command: Command = {
    line,
    folder: ".",
    world: { kind: "clean", emptied: [], network: { kind: "loopback", port, reach: [] } },
    environment: {},
  };
  const up = Promise.withResolvers<void>();
  const owned = await processes.start(command, (text) => text.includes("up") && up.resolve());
  await Promise.race([up.promise, owned.exited]);
  return owned;
}

test.skipIf(whyNot !== undefined)(
  "a server alone in its network is reached, is seen to listen, and goes as a whole",
  async () => {
    await using watchdog = ownWatchdog();
    const listener = createListener();
    const [port, other] = [await listener.freePort(), await listener.freePort()];
    const owned = await startAlone(`"${process.execPath}" -e '${SERVER}' ${port}`, port, { watchdog });
    const home = /HOME (.*)/.exec(owned.lastOutput())?.[1] ?? "";

    expect([await owned.listensOn(port), await owned.listensOn(other)]).toEqual(["yes", "no"]);
    const networks = (await runningMembers(owned.pid))?.map((pid) => readlinkSync(`/proc/${pid}/ns/net`)) ?? [];
    expect(networks.length).toBeGreaterThan(1);
    expect(new Set(networks).size).toBe(1);
    expect(networks).not.toContain(readlinkSync("/proc/self/ns/net"));

    const client = createHttp().connect(port);
    const body = { kind: "text", text: "x".repeat(3_000_000), mediaType: "text/plain" } as const;
    const request = { method: "POST", target: "/", headers: [], body };
    const { outcome } = await client.send(request, { signal: new AbortController().signal, timeoutMs: 20_000 });
    expect(outcome.kind === "answer" && outcome.body.kind === "text" ? outcome.body.text.length : outcome).toBe(
      6_000_000,
    );
    await client.dispose();

    expect(existsSync(home)).toBe(true);
    await owned.dispose();
    expect(await runningMembers(owned.pid)).toEqual([]);
    expect([existsSync(dirname(home)), await listener.isTaken(port)]).toEqual([false, false]);
  },
);

test.skipIf(whyNot !== undefined)("where the relay cannot start, the command does not run", async () => {
  await using watchdog = ownWatchdog();
  const port = await createListener().freePort();
  const owned = await startAlone("echo started", port, { watchdog, relayFile: "/nowhere/relay.js" });
  expect((await owned.exited).code).toBe(1);
  expect(owned.lastOutput()).toContain("The relay into the server's network ended before it was ready.");
  expect(owned.lastOutput()).not.toContain("started");
});
