import { expect, test } from "vitest";

import { endpointKey, SIDES } from "#core/model/endpoint.ts";
import { type Selection, SERVERS_STOPPED } from "#core/model/session.ts";
import type { RunnerCommand } from "#protocol/run.ts";

import { Runner } from "../../src/server/runner.ts";
import { sampleVerdict } from "../protocol/sample-ledger.ts";
import { ended, FakeRunner } from "./fake-runner.ts";

const selection: Selection = { kind: "endpoints", endpoints: [endpointKey("GET", "/a")] };
const verdict = sampleVerdict("GET /a", "match", 1, 1);

test("the process starts at the first run and serves the next ones", async () => {
  const { runner, processes, log } = startRunner((command, process) => {
    if (command.kind === "run") process.sayRun(command.runId, verdict);
  });
  expect(processes).toHaveLength(0);
  await runner.run({ runId: "1", selection });
  const { verdicts, ended: end } = await runner.run({ runId: "2", selection });
  expect(processes).toHaveLength(1);
  expect(verdicts).toEqual([verdict]);
  expect(end.outcome).toEqual({ kind: "completed" });
  expect(log).toEqual(["1 started", "1 endpoint-ended", "1 ended", "2 started", "2 endpoint-ended", "2 ended"]);
});

test("a run of single cases leaves what the endpoint's other cases brought", async () => {
  const endpoint = endpointKey("GET", "/a");
  const { runner } = startRunner((command, process) => {
    if (command.kind !== "run") return;
    const { runId } = command;
    const isPartial = command.selection.kind === "endpoints" && command.selection.cases !== undefined;
    process.sayEvent(runId, { kind: "started", endpoints: [endpoint], cases: 1 });
    for (const id of isPartial ? ["2"] : ["1", "2"]) {
      const result = { case: { id, endpoint }, verdict: isPartial ? "differs" : "match", exchanges: {} } as never;
      process.sayEvent(runId, { kind: "case-ended", result });
    }
    process.sayEvent(runId, ended({ kind: "completed" }));
  });
  await runner.run({ runId: "1", selection });
  await runner.run({
    runId: "2",
    selection: { kind: "endpoints", endpoints: [endpoint], cases: { [endpoint]: ["2"] } },
  });
  const told = runner.results(endpoint).results.map((result) => `${result.case.id} ${result.verdict}`);
  expect(told).toEqual(["1 match", "2 differs"]);
});

test("a crash ends the run as failed, with what was printed last, and the next run starts anew", async () => {
  let isBroken = true;
  const { runner, processes, log } = startRunner((command, process) => {
    if (command.kind !== "run") return;
    if (isBroken) process.die("RangeError: out of memory", { code: null, signal: "SIGABRT" });
    else process.sayRun(command.runId, verdict);
  });
  const { ended: end } = await runner.run({ runId: "1", selection });
  expect(end.outcome).toMatchInlineSnapshot(`
    {
      "kind": "failed",
      "reason": "The process that runs parity ended by SIGABRT. It wrote last:
    RangeError: out of memory",
    }
  `);
  expect(log).toContain("1 ended");
  isBroken = false;
  expect((await runner.run({ runId: "2", selection })).ended.outcome).toEqual({ kind: "completed" });
  expect(processes).toHaveLength(2);
});

test("cancel reaches the process, and the run ends when the process says so", async () => {
  const { runner } = startRunner((command, process) => {
    if (command.kind === "run") queueMicrotask(() => runner.cancel(command.runId));
    if (command.kind === "cancel") process.sayEvent(command.runId, ended({ kind: "cancelled" }));
  });
  expect((await runner.run({ runId: "1", selection })).ended.outcome).toEqual({ kind: "cancelled" });
  expect(runner.isRunning).toBe(false);
});

test("a run that waits for its turn is cancelled without being started", async () => {
  const { runner, processes } = startRunner(() => {});
  const first = runner.run({ runId: "1", selection });
  const second = runner.run({ runId: "2", selection });
  runner.cancel("2");
  await Promise.resolve();
  processes[0]?.sayRun("1", verdict);
  expect((await first).ended.outcome).toEqual({ kind: "completed" });
  expect((await second).ended.outcome).toEqual({ kind: "cancelled" });
  expect(processes[0]?.commands.map(({ kind }) => kind)).toEqual(["run"]);
});

test("what is not a message goes to the log", async () => {
  const { runner, log } = startRunner((command, process) => {
    if (command.kind === "run") {
      process.say({ kind: "log", text: "hello" });
      process.sayRun(command.runId, verdict);
    }
  });
  await runner.run({ runId: "1", selection });
  expect(log[0]).toBe("log hello");
});

test("stopping the servers ends the run first and waits until they are down", async () => {
  const { runner, processes } = startRunner((command, process) => {
    if (command.kind === "run") process.say({ kind: "servers", state: { python: "running", rust: "running" } });
    if (command.kind === "cancel") process.sayEvent(command.runId, ended({ kind: "cancelled" }));
    if (command.kind === "stop-servers") queueMicrotask(() => process.say({ kind: "servers", state: SERVERS_STOPPED }));
  });
  const run = runner.run({ runId: "1", selection });
  await Promise.resolve();
  await runner.stopServers(SIDES);
  expect((await run).ended.outcome).toEqual({ kind: "cancelled" });
  expect(processes[0]?.commands.map(({ kind }) => kind)).toEqual(["run", "cancel", "stop-servers"]);
});

test("the results of an endpoint are those of its last run", async () => {
  const result = {
    case: { id: "a", endpoint: verdict.endpoint },
    verdict: "match",
    exchanges: {},
  } as never;
  const { runner } = startRunner((command, process) => {
    if (command.kind !== "run") return;
    process.sayEvent(command.runId, { kind: "started", endpoints: [verdict.endpoint], cases: 1 });
    process.sayEvent(command.runId, { kind: "case-ended", result });
    process.sayEvent(command.runId, ended({ kind: "completed" }));
  });
  await runner.run({ runId: "1", selection });
  await runner.run({ runId: "2", selection });
  expect(runner.results(verdict.endpoint).results).toHaveLength(1);
  expect(runner.results(endpointKey("GET", "/b"))).toEqual({ results: [], notReached: [] });
});

test("disposing ends the process and the run", async () => {
  const { runner } = startRunner(() => {});
  const run = runner.run({ runId: "1", selection });
  await Promise.resolve();
  await runner.dispose();
  expect((await run).ended.outcome.kind).toBe("failed");
});

test("gates are run in the same process, after what was asked for before", async () => {
  const result = { name: "schema", outcome: { kind: "passed" }, checked: [], findings: [] } as const;
  const { runner, processes, log } = startRunner((command, process) => {
    if (command.kind === "run") process.sayRun(command.runId, sampleVerdict("GET /a", "match", 1, 1));
    if (command.kind === "gates") {
      process.say({ kind: "gate-event", runId: command.runId, event: { kind: "gate-started", name: "schema" } });
      process.say({ kind: "gate-event", runId: command.runId, event: { kind: "gate-ended", result } });
      process.say({ kind: "gates-ended", runId: command.runId });
    }
  });
  const run = runner.run({ runId: "1", selection });
  const gates = runner.gates({ runId: "2", names: ["schema"] });
  expect(await gates).toEqual({ results: [result] });
  await run;
  expect(log.filter((line) => line.startsWith("2"))).toEqual(["2 gate-started", "2 gate-ended"]);
  expect(processes).toHaveLength(1);
  expect(runner.isRunning).toBe(false);
});

test("gates of a process that dies say so, and cancelled ones that they were cancelled", async () => {
  const { runner, processes } = startRunner((command, process) => {
    if (command.kind === "cancel") process.say({ kind: "gates-ended", runId: command.runId, isCancelled: true });
  });
  const cancelled = runner.gates({ runId: "1", names: [] });
  await Promise.resolve();
  runner.cancel("1");
  expect(await cancelled).toEqual({ results: [], isCancelled: true });
  const dying = runner.gates({ runId: "2", names: [] });
  await new Promise((resolve) => setImmediate(resolve));
  processes[0]?.die("out of memory", { code: 134, signal: null });
  expect((await dying).failure).toContain("ended with exit code 134");
});

function startRunner(onCommand: (command: RunnerCommand, process: FakeRunner) => void): {
  readonly runner: Runner;
  readonly processes: readonly FakeRunner[];
  readonly log: readonly string[];
} {
  const processes: FakeRunner[] = [];
  const log: string[] = [];
  const runner = new Runner({
    start: (onLine) => {
      const process = new FakeRunner(onLine, onCommand);
      processes.push(process);
      return process;
    },
    onEvent: (runId, event) => void log.push(`${runId} ${event.kind}`),
    onGateEvent: (runId, event) => void log.push(`${runId} ${event.kind}`),
    onServers: () => {},
    log: (text) => void log.push(`log ${text}`),
  });
  return { runner, processes, log };
}
