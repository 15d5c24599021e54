import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";

import { expect, test, vi } from "vitest";

import type { Side } from "#core/model/endpoint.ts";
import type { ServerSettings } from "#core/model/project.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { Ports } from "#core/ports.ts";
import { createClock } from "#host/clock.ts";
import { createListener } from "#host/http/listener.ts";

import { caseOf } from "./case-of.ts";
import { createHarness, type Harness } from "./harness.ts";

// Real processes on a machine that is busy with others.
vi.setConfig({ testTimeout: 30_000 });

const READ = caseOf("GET", "/nodes");

/** How a run ends whose sides cannot be prepared; the folder and the ports, which differ each time, are named instead. */
async function checkFailure(
  servers: Partial<Record<Side, Partial<ServerSettings>>>,
  replaced: Partial<Ports> = {},
): Promise<string> {
  await using harness = await createHarness(replaced);
  const events = await harness.run({ cases: [READ], project: harness.project(servers) });
  expect(events.filter(({ kind }) => kind === "started" || kind === "ended").map(({ kind }) => kind)).toEqual([
    "started",
    "ended",
  ]);
  expect(harness.errors).toEqual([]);
  // One side may have come up before the other failed.
  await harness.sides.stop();
  expect(await harness.leftovers()).toEqual([]);
  return reasonOf(events);
}

/** Why a run failed, with names for what differs each time. */
function reasonOf(events: readonly RunEvent[]): string {
  const ended = events.at(-1);
  if (ended?.kind !== "ended" || ended.outcome.kind !== "failed") return "it did not fail";
  return ended.outcome.reason.replaceAll(/`\S*node .*?"\$DATABASE"`/g, "`SERVER`").replaceAll(/\b\d{4,5}\b/g, "PORT");
}

/** Which preparation steps a run took, and on which side: `python build, python start`. */
function steps(events: readonly RunEvent[]): string {
  return events
    .flatMap((event) => (event.kind === "preparing" ? [`${event.side} ${event.step}`] : []))
    .sort()
    .join(", ");
}

async function checkSecondRun(change: (harness: Harness) => Promise<void>): Promise<string> {
  await using harness = await createHarness();
  const project = harness.project({ python: { build: "true" } });
  await harness.run({ cases: [READ], project });
  await change(harness);
  const second = await harness.run({ cases: [READ], project });
  expect(second.at(-1)).toMatchObject({ outcome: { kind: "completed" }, totals: { cases: { match: 1 } } });
  return steps(second);
}

test("the steps of the first run", async () => {
  await using harness = await createHarness();
  const events = await harness.run({ cases: [READ], project: harness.project({ rust: { build: "echo compiling" } }) });
  expect(steps(events)).toMatchInlineSnapshot(
    `"python database, python login, python ready, python start, rust build, rust database, rust login, rust ready, rust start"`,
  );
  expect(events.find(({ kind }) => kind === "output")).toMatchObject({ side: "rust", text: "compiling" });
  expect([harness.states.at(0), harness.states.at(-1)]).toEqual(["starting", "running"]);
});

test("a second run only builds", async () => {
  expect(await checkSecondRun(async () => undefined)).toMatchInlineSnapshot(`"python build"`);
});

test("a server whose source changed is started again, and only that one", async () => {
  const changed = await checkSecondRun((harness) => writeFile(join(harness.root, "rust/app.py"), "x = 1"));
  expect(changed).toMatchInlineSnapshot(`"python build, rust database, rust login, rust ready, rust start"`);
});

test("between the build of the side that was edited and the verdict there is nothing but its start and the cases", async () => {
  await using harness = await createHarness();
  const project = harness.project({ rust: { build: "true" } });
  const cases = [READ];
  await harness.run({ cases, project });
  await writeFile(join(harness.root, "rust/app.py"), "x = 1");
  const events = await harness.run({ cases, project });
  const built = events.findIndex((event) => event.kind === "preparing" && event.step !== "build");
  const told = events.slice(built).flatMap((event) => {
    if (event.kind === "preparing") return [`${event.side} ${event.step}`];
    if (event.kind === "output") return [`${event.side} ${event.text.split(" Bearer")[0]}`];
    return event.kind === "endpoint-ended" ? ["verdict"] : [];
  });
  // How often it is asked whether it is ready is up to the machine.
  const before = told.slice(0, told.indexOf("verdict")).filter((each) => each !== "rust GET /ready");
  expect(
    [...Map.groupBy(before, (each) => each)]
      .map(([each, { length }]) => `${length} × ${each}`)
      .sort()
      .join("\n"),
  ).toMatchInlineSnapshot(`
    "1 × python GET /nodes
    1 × rust GET /nodes
    1 × rust POST /login
    1 × rust database
    1 × rust listening
    1 × rust login
    1 × rust ready
    1 × rust start"
  `);
});

test("a new migration starts both again", async () => {
  const changed = await checkSecondRun((harness) =>
    writeFile(join(harness.root, "migrations/0002.sql"), "CREATE TABLE more (id INTEGER)"),
  );
  expect(changed).toMatchInlineSnapshot(
    `"python build, python database, python login, python ready, python start, rust database, rust login, rust ready, rust start"`,
  );
});

/** The steps of a run after a first one that ended well and a second one that `end` ended otherwise. */
async function checkRunAfter(
  servers: Partial<Record<Side, Partial<ServerSettings>>>,
  second: Partial<Parameters<Harness["run"]>[0]> & { readonly cancel?: AbortController } = {},
): Promise<string> {
  await using harness = await createHarness();
  await harness.run({ cases: [READ] });
  const { cancel, ...given } = second;
  const project = harness.project(servers);
  const ended = await harness.run({ cases: [READ], project, ...(cancel && { signal: cancel.signal }), ...given });
  expect(ended.at(-1)).toMatchObject({ outcome: { kind: cancel === undefined ? "failed" : "cancelled" } });
  const state = harness.states.at(-1) ?? "";
  const third = await harness.run({ cases: [READ] });
  expect(third.at(-1)).toMatchObject({ outcome: { kind: "completed" }, totals: { cases: { match: 1 } } });
  await harness.sides.stop();
  expect(await harness.leftovers()).toEqual([]);
  return `${state}: ${steps(third)}`;
}

test("a build that fails leaves both servers up", async () => {
  expect(await checkRunAfter({ rust: { build: "exit 101" } })).toBe("running: ");
});

test("a server that does not come up leaves the other one up", async () => {
  expect(await checkRunAfter({ rust: { start: "exit 1" } })).toBe(
    "python running, rust stopped: rust database, rust login, rust ready, rust start",
  );
});

test("a cancelled run leaves servers up that have answered", async () => {
  const cancel = new AbortController();
  const onEvent = ({ kind }: RunEvent): void => {
    if (kind === "endpoint-ended") cancel.abort();
  };
  expect(await checkRunAfter({}, { cancel, cases: [READ, caseOf("GET", "/broken")], onEvent })).toBe("running: ");
});

test("a cancelled run leaves no server up that still works on a request", async () => {
  const cancel = new AbortController();
  const onEvent = (event: RunEvent): void => {
    if (event.kind === "output" && event.text.includes("/slow")) cancel.abort();
  };
  expect(await checkRunAfter({}, { cancel, cases: [caseOf("GET", "/slow")], onEvent })).toBe(
    "stopped: python database, python login, python ready, python start, rust database, rust login, rust ready, rust start",
  );
});

test("stopped servers are started again", async () => {
  expect(await checkSecondRun((harness) => harness.sides.stop())).toMatchInlineSnapshot(
    `"python build, python database, python login, python ready, python start, rust database, rust login, rust ready, rust start"`,
  );
});

test("a side that is started alone is taken over by the next run", async () => {
  await using harness = await createHarness();
  const told: RunEvent[] = [];
  const given = { signal: new AbortController().signal, emit: (event: RunEvent) => void told.push(event) };
  await harness.sides.start(harness.project(), ["rust"], given);
  expect(steps(told)).toBe("rust database, rust login, rust ready, rust start");
  expect(harness.states).toEqual(["python stopped, rust starting", "python stopped, rust running"]);
  const run = await harness.run({ cases: [READ] });
  expect(run.at(-1)).toMatchObject({ totals: { cases: { match: 1 } } });
  expect(steps(run)).toBe("python database, python login, python ready, python start");
});

test("a side that is stopped leaves the other one up", async () => {
  expect(await checkSecondRun((harness) => harness.sides.stop(["rust"]))).toBe(
    "python build, rust database, rust login, rust ready, rust start",
  );
});

test("a build that fails", async () => {
  const reason = await checkFailure({ rust: { build: "echo 'error[E0308]: mismatched types' >&2; exit 101" } });
  expect(reason).toMatchInlineSnapshot(`
    "The build of the Rust server failed: \`echo 'error[E0308]: mismatched types' >&2; exit 101\` in rust ended with code 101. It printed last:
    error[E0308]: mismatched types"
  `);
});

test("a server that ends before it is ready", async () => {
  const reason = await checkFailure({ rust: { environment: { MOOD: "broken", DATABASE: "" } } });
  expect(reason).toMatchInlineSnapshot(`
    "The Rust server, \`SERVER\` in rust, ended with code 3 before it was ready. It printed last:
    listening
    no such table: users"
  `);
});

test("a server that is never ready, under a clock that leaps once both have answered", async () => {
  const environment = { MOOD: "unwell", DATABASE: "${database}" };
  const probed = new Set<Side>();
  const clock = { ...createClock(), elapsed: () => (probed.size < 2 ? 0 : 61_000) };
  await using harness = await createHarness({ clock });
  const events = await harness.run({
    cases: [READ],
    project: harness.project({ python: { environment }, rust: { environment } }),
    onEvent: (event) => event.kind === "output" && event.text.includes("/ready") && probed.add(event.side),
  });
  const reason = reasonOf(events).replaceAll(/Python|Rust|python|rust/g, "SIDE");
  expect(reason.replace(/(?:GET \/ready\s*)+$/, "GET /ready, again and again")).toMatchInlineSnapshot(`
    "The SIDE server, \`SERVER\` in SIDE, was not ready within 60 s: GET /ready answered 503: {"detail":"warming up"}. Where it needs longer, say \`limits: { start: … }\` in portolan.yaml. It printed last:
    listening
    GET /ready, again and again"
  `);
});

test("a login that is refused", async () => {
  const reason = await checkFailure({ python: { environment: { MOOD: "locked", DATABASE: "${database}" } } });
  expect(reason).toMatchInlineSnapshot(
    `"The login as \`default\` on the Python server failed: POST /login answered 403: {"detail":"locked"}. Correct \`login\` in portolan.yaml, or the seed."`,
  );
});

test("a folder that does not exist", async () => {
  expect(await checkFailure({ rust: { folder: "rust-server" } })).toMatchInlineSnapshot(
    `"The folder rust-server, in which \`SERVER\` should run, does not exist; correct it in portolan.yaml."`,
  );
});

/** A healthy server of somebody else. */
async function withForeignServer(use: (port: number) => Promise<void>): Promise<void> {
  const foreign = createServer((_, response) => response.end("fine")).listen(0, "127.0.0.1");
  await once(foreign, "listening");
  try {
    await use((foreign.address() as AddressInfo).port);
    expect(foreign.listening).toBe(true);
  } finally {
    foreign.close();
    foreign.closeAllConnections();
  }
}

test("a port that already answers is refused", async () => {
  await withForeignServer(async (port) => {
    const listener = { ...createListener(), freePort: () => Promise.resolve(port) };
    expect(await checkFailure({}, { listener })).toMatchInlineSnapshot(
      `"No free port was found on 127.0.0.1: each that was tried already answers. End what listens there."`,
    );
  });
});

test("a healthy but wrong program on the port is found out", async () => {
  await withForeignServer(async (port) => {
    const listener = { freePort: () => Promise.resolve(port), isTaken: () => Promise.resolve(false) };
    const silent = { start: "exec sleep 60" };
    const reason = await checkFailure({ python: silent, rust: silent }, { listener });
    expect(reason.replace(/in (?:python|rust)/, "in SIDE")).toMatchInlineSnapshot(
      `"Port PORT is answered by another program than \`exec sleep 60\` in SIDE. Let the start command stay in the foreground, listen on \${port}, and end what else listens there. It printed nothing."`,
    );
  });
});

test("a cancelled run ends, and nothing of it is left once its servers are stopped", async () => {
  await using harness = await createHarness();
  const cancel = new AbortController();
  const events = await harness.run({
    cases: [READ, caseOf("GET", "/slow")],
    signal: cancel.signal,
    onEvent: ({ kind }) => kind === "endpoint-ended" && cancel.abort(),
  });
  expect(events.map(({ kind }) => kind).filter((kind) => kind !== "output" && kind !== "preparing")).toEqual([
    "started",
    "case-ended",
    "endpoint-ended",
    "ended",
  ]);
  expect(events.at(-1)).toMatchObject({ outcome: { kind: "cancelled" } });
  await harness.sides.stop();
  expect(await harness.leftovers()).toEqual([]);
});

test("a build is cancelled with what it started", async () => {
  await using harness = await createHarness();
  const cancel = new AbortController();
  const events = await harness.run({
    cases: [READ],
    project: harness.project({ rust: { build: "echo building; sleep 60 & wait" } }),
    signal: cancel.signal,
    onEvent: ({ kind }) => kind === "output" && cancel.abort(),
  });
  expect(events.at(-1)).toMatchObject({ outcome: { kind: "cancelled" } });
  expect(await harness.leftovers()).toEqual([]);
});

test("a run that was cancelled before it began tells its start and its end", async () => {
  await using harness = await createHarness();
  const events = await harness.run({ cases: [READ], signal: AbortSignal.abort() });
  expect(events.map(({ kind }) => kind)).toEqual(["started", "ended"]);
});

test("a slow request is cancelled, not waited for", async () => {
  await using harness = await createHarness();
  const cancel = new AbortController();
  const events = await harness.run({
    cases: [caseOf("GET", "/slow")],
    signal: cancel.signal,
    onEvent: (event) => event.kind === "output" && event.text.includes("/slow") && cancel.abort(),
  });
  expect(events.at(-1)).toMatchObject({ outcome: { kind: "cancelled" } });
  expect(await harness.leftovers()).toEqual([]);
});
