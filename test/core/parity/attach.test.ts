import { join } from "node:path";

import { expect, test, vi } from "vitest";

import type { AttachedServer } from "#core/model/attached.ts";
import type { Project } from "#core/model/project.ts";
import type { Case } from "#core/model/run/case.ts";
import type { OwnedProcess } from "#core/ports.ts";

import { openCase } from "./case-of.ts";
import { createHarness, type Harness } from "./harness.ts";
import { endText } from "./notes-servers.ts";
import { answers } from "./world/world-harness.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const SERVER = join(import.meta.dirname, "../../servers/tally.py");

const COUNT = openCase("GET", "/count");
const ADD = openCase("POST", "/count");

/** A server that counts, which the test runs, as somebody would that Portolan knows nothing of. */
async function runByHand(harness: Harness): Promise<{ readonly server: OwnedProcess; readonly origin: string }> {
  const port = await harness.ports.listener.freePort();
  const world = { kind: "clean", emptied: [], network: { kind: "ours" } } as const;
  const command = { line: `python3 ${SERVER} ${port}`, folder: ".", world, environment: {} };
  const server = await harness.ports.processes.start(command, () => undefined);
  await vi.waitFor(async () => expect(await harness.ports.listener.isTaken(port)).toBe(true), { timeout: 20_000 });
  return { server, origin: `http://127.0.0.1:${port}` };
}

/** Python is started; Rust is attached. */
function attachedProject(harness: Harness, attach: AttachedServer): Project {
  const started = { start: `python3 ${SERVER} \${port}`, ready: "/up", environment: {} };
  const { identities: _, ...project } = harness.project({ python: started });
  const rust = { folder: "rust", ready: "/up", environment: {}, attach };
  return { ...project, servers: { ...project.servers, rust }, database: { engine: "none" } };
}

async function run(harness: Harness, attach: AttachedServer, cases: readonly Case[]) {
  return harness.run({ cases, project: attachedProject(harness, attach) });
}

test("a server that runs already is asked, its verdict is marked as not to be kept, and it goes on running", async () => {
  await using harness = await createHarness();
  const { server, origin } = await runByHand(harness);
  const events = await run(harness, { origin }, [COUNT]);
  expect(endText(events)).toBe("completed, 1 match, 0 differ, 0 failed");
  expect(events.find((event) => event.kind === "endpoint-ended")?.verdict).toMatchObject({ isOfAttached: true });
  await harness.sides.dispose();
  expect(await server.listensOn(Number(new URL(origin).port))).not.toBe("no");
  await server.dispose();
});

test("a command puts it back before the first case and after each that writes", async () => {
  await using harness = await createHarness();
  const { server, origin } = await runByHand(harness);
  const ask = (path: string) => `python3 -c "import urllib.request as r; r.urlopen('${origin}${path}', b'')"`;
  const reset = `echo reset >> resets && ${ask("/reset")}`;
  await harness.ports.http
    .attach(origin)
    .send(
      { method: "POST", target: "/count", headers: [], body: { kind: "none" } },
      { signal: new AbortController().signal, timeoutMs: 5000 },
    );
  const events = await run(harness, { origin, reset }, [ADD, ADD]);
  // Rust counts on from one case to the next where nothing puts it back; Python, with no database, does so.
  expect(answers(events)).toEqual({ python: { count: 1 }, rust: { count: 1 } });
  expect(answers(events.toReversed())).toEqual({ python: { count: 2 }, rust: { count: 1 } });
  await server.dispose();
});

test("one that is not up is told with its address", async () => {
  await using harness = await createHarness();
  const events = await run(harness, { origin: "http://127.0.0.1:1" }, [COUNT]);
  expect(endText(events)).toMatchInlineSnapshot(
    `"failed, 0 match, 0 differ, 0 failed: The Rust server is not up at http://127.0.0.1:1, which \`servers.rust.attach\` names: GET /up got no answer. It refused the connection: nothing listens on its port. Start it, or say \`start\` in its place."`,
  );
});

test("a command that fails stops the run", async () => {
  await using harness = await createHarness();
  const { server, origin } = await runByHand(harness);
  const events = await run(harness, { origin, reset: "echo no such service; exit 4" }, [COUNT]);
  expect(endText(events)).toMatchInlineSnapshot(`
    "failed, 0 match, 0 differ, 0 failed: \`echo no such service; exit 4\` in rust, which \`servers.rust.reset\` names, ended with code 4. It printed last:
    no such service"
  `);
  await server.dispose();
});
