import { once } from "node:events";
import { createServer } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";

import { systemAbilities } from "#host/processes/system-abilities.ts";

import { createHarness } from "../harness.ts";
import { answers, reasonOf, run } from "./world-harness.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

/** What a developer's machine has on its loopback: a service that greets. */
async function service(): Promise<number> {
  const server = createServer((socket) => socket.end("real data\n")).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Whether this machine lets us make namespaces; where it does not, a run that asks for one has to stop. */
const whyNot = await (async () => {
  await using harness = await createHarness();
  return await harness.ports.processes.whyNoLoopback();
})();

test.skipIf(whyNot !== undefined)("with `network: loopback` a server reaches nothing but itself", async () => {
  const port = await service();
  await using harness = await createHarness();
  const { python, rust } = answers(await run(harness, `/reach/${port}`, { reach: [] }));
  expect([python, rust]).toEqual(["real data", "ConnectionRefusedError"]);
});

test.skipIf(whyNot !== undefined)("what the project file names is reached at the same port", async () => {
  const [named, other] = [await service(), await service()];
  await using harness = await createHarness();
  const reach = [{ host: "localhost", port: named }];
  const { rust } = answers(await run(harness, `/reach/${named}`, { reach }));
  expect(rust).toBe("real data");
  expect(answers(await run(harness, `/reach/${other}`, { reach })).rust).toBe("ConnectionRefusedError");
});

test.skipIf(whyNot !== undefined)("servers run so without /proc too, and leave nothing behind", async () => {
  await using harness = await createHarness({}, { ...systemAbilities(), openFiles: "none" });
  const { rust } = answers(await run(harness, "/ready", { reach: [] }));
  expect(rust).toEqual({ status: "ok" });
  await harness.sides.stop();
  expect(await harness.leftovers()).toEqual([]);
});

test("a run that asks for it where it cannot be had stops with one line that says why", async () => {
  await using harness = await createHarness({}, { ...systemAbilities(), hasNamespaces: false });
  const events = await run(harness, "/ready", { reach: [], build: "echo built" });
  expect(reasonOf(events)).toMatchInlineSnapshot(
    `"The servers cannot be kept from the network here, as \`network\` in the project file asks: only Linux has the network namespaces for it. Take \`network\` out to run them without that."`,
  );
  expect(events.filter(({ kind }) => kind === "preparing")).toEqual([]);
});
