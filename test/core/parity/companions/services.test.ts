import { join } from "node:path";

import { expect, test, vi } from "vitest";

import type { Project } from "#core/model/project.ts";
import type { ServiceSettings } from "#core/model/service.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";

import { openCase } from "../case-of.ts";
import { createHarness, type Harness } from "../harness.ts";
import { endText } from "../notes-servers.ts";
import { answers } from "../world/world-harness.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 60_000 });

const SERVERS = join(import.meta.dirname, "../../../servers");

/** Two servers that only ask a service that counts, which nobody can look into. */
function countingProject(harness: Harness, service: Partial<ServiceSettings> = {}): Project {
  const settings = {
    start: `python3 ${SERVERS}/forwarding.py \${port} http://127.0.0.1:\${service:tally.port}`,
    environment: {},
  };
  const { identities: _, ...project } = harness.project({ python: settings, rust: settings });
  const tally: ServiceSettings = {
    name: "tally",
    start: `python3 ${SERVERS}/tally.py \${port}`,
    ready: "/up",
    environment: {},
    isolate: "instance",
    reset: { kind: "restart" },
    effects: { kind: "none", reason: "It only counts." },
    ...service,
  };
  return { ...project, database: { engine: "none" }, services: [tally] };
}

const COUNT = openCase("GET", "/count");
const ADD = openCase("POST", "/count");

function starts(events: readonly RunEvent[]): number {
  return events.filter((event) => event.kind === "preparing" && event.step === "start").length;
}

test("a service that nobody can look into is started again with its side after a case that writes", async () => {
  await using harness = await createHarness();
  const events = await harness.run({ cases: [ADD, COUNT], project: countingProject(harness) });
  expect(endText(events)).toBe("completed, 2 match, 0 differ, 0 failed");
  expect(answers(events.toReversed())).toEqual({ python: { count: 0 }, rust: { count: 0 } });
  expect(starts(events)).toBe(4);
});

test("a command puts it back, and no server is started again", async () => {
  await using harness = await createHarness();
  const line = `python3 -c "import urllib.request as r; r.urlopen('http://127.0.0.1:\${port}/reset', b'')"`;
  const project = countingProject(harness, { reset: { kind: "command", line } });
  const events = await harness.run({ cases: [ADD, COUNT], project });
  expect(answers(events.toReversed())).toEqual({ python: { count: 0 }, rust: { count: 0 } });
  expect(starts(events)).toBe(2);
});

test("a command that fails stops the run with what it printed", async () => {
  await using harness = await createHarness();
  const project = countingProject(harness, { reset: { kind: "command", line: "echo no such queue; exit 3" } });
  const events = await harness.run({ cases: [ADD, COUNT], project });
  expect(endText(events)).toMatchInlineSnapshot(`
    "failed, 1 match, 0 differ, 0 failed: \`echo no such queue; exit 3\`, which \`services.tally.reset\` names, ended with code 3. It printed last:
    no such queue"
  `);
});

test("a worker that listens on nothing gets the side's folder, and ends with its side", async () => {
  await using harness = await createHarness();
  const project = countingProject(harness);
  const worker: ServiceSettings = {
    name: "worker",
    start: "echo $WHERE > ${data}/seen; exec sleep 1000",
    environment: { WHERE: "${data}/${service:tally.port}" },
    isolate: "instance",
    reset: { kind: "command", line: "true" },
    effects: { kind: "none", reason: "It only waits." },
  };
  const events = await harness.run({
    cases: [COUNT],
    project: { ...project, data: {}, services: [...(project.services ?? []), worker] },
  });
  expect(endText(events)).toBe("completed, 1 match, 0 differ, 0 failed");
  expect((await harness.leftovers()).filter((left) => left.startsWith("group "))).toHaveLength(6);
  await harness.sides.dispose();
  expect(await harness.leftovers()).toEqual([]);
});

test("a service that ends before it is up stops the run with its output", async () => {
  await using harness = await createHarness();
  const project = countingProject(harness, { start: "echo cannot bind; test ${port} = 0" });
  const events = await harness.run({ cases: [COUNT], project });
  expect(endText(events).replaceAll(/\d{4,}/g, "PORT")).toMatchInlineSnapshot(`
    "failed, 0 match, 0 differ, 0 failed: The service tally, \`echo cannot bind; test \${port} = 0\`, ended with code 1 before it was up. It printed last:
    cannot bind"
  `);
});
