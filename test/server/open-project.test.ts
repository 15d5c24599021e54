import { expect, test, vi } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { RunEvent } from "#core/model/run/run-event.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";

import { OpenProject } from "../../src/server/open-project.ts";
import { caseOf } from "../core/parity/case-of.ts";
import { samplePlace, sampleVerdict } from "../protocol/sample-ledger.ts";
import { ended, FakeRunner } from "./fake-runner.ts";
import { FakeSession } from "./fake-session.ts";

const KEY = endpointKey("GET", "/a");

function resultOf(id: string): CaseResult {
  return {
    case: caseOf("GET", "/a", { id }),
    verdict: "differs",
    differences: [],
    exchanges: {},
    coverage: { compared: 0, ignored: 0, loosened: 0 },
    ruleHits: [],
  };
}

test("the results of a run in this window count until another process has run the endpoint", async () => {
  const session = new FakeSession(
    new Map([
      ["h.py", "# GET /a"],
      ["h.rs", "// GET /a"],
    ]),
  );
  const verdict = { ...sampleVerdict("GET /a", "differs", 1, 0), at: "2026-01-01T00:00:00.000Z" };
  const project = new OpenProject({
    file: "/home/ada/portolan.yaml",
    session,
    startRunner: (onLine) =>
      new FakeRunner(onLine, (command, runner) => {
        if (command.kind !== "run") return;
        runner.sayEvent(command.runId, { kind: "started", endpoints: [KEY], cases: 1 });
        runner.sayEvent(command.runId, { kind: "case-ended", result: resultOf("here") });
        runner.sayEvent(command.runId, { kind: "endpoint-ended", verdict });
        runner.sayEvent(command.runId, ended({ kind: "completed" }));
      }),
    openTexts: () => new Map(),
    onDidChange: () => undefined,
    onGateEvent: () => undefined,
    onRunEvent: () => undefined,
    log: () => undefined,
  });
  const shown = async (): Promise<readonly string[]> => {
    await project.refresh();
    return (await project.results(KEY)).results.map((result) => result.case.id);
  };
  const elsewhere = (at: string): void => {
    session.record({ ...verdict, at });
    session.saved = { at, results: [resultOf("elsewhere")], notReached: [] };
  };
  elsewhere("2025-12-31T00:00:00.000Z");
  expect(await shown()).toEqual(["elsewhere"]);
  await project.run({ runId: "1", selection: { kind: "all" } });
  expect(await shown()).toEqual(["here"]);
  elsewhere("2026-01-02T00:00:00.000Z");
  expect(await shown()).toEqual(["elsewhere"]);
  // Answers of another verdict than the one that is shown are not its own.
  session.saved = { at: "2025-01-01T00:00:00.000Z", results: [resultOf("old")], notReached: [] };
  expect(await shown()).toEqual(["here"]);
  await project.dispose();
});

test("the endpoints of a run are told as running until each has ended", async () => {
  const other = endpointKey("GET", "/b");
  const seen: string[] = [];
  const project: OpenProject = new OpenProject({
    file: "/home/ada/portolan.yaml",
    session: new FakeSession(new Map()),
    startRunner: (onLine) =>
      new FakeRunner(onLine, (command, runner) => {
        if (command.kind !== "run") return;
        const say = (event: RunEvent): void => {
          runner.sayEvent(command.runId, event);
          seen.push(`${event.kind}: ${[...project.running].join(", ")}`);
        };
        say({ kind: "started", endpoints: [KEY, other], cases: 1 });
        say({ kind: "endpoint-ended", verdict: sampleVerdict("GET /a", "match", 1, 1) });
        say(ended({ kind: "cancelled" }));
      }),
    openTexts: () => new Map(),
    onDidChange: () => undefined,
    onGateEvent: () => undefined,
    onRunEvent: () => undefined,
    log: () => undefined,
  });
  await project.run({ runId: "1", selection: { kind: "all" } });
  expect(seen).toEqual(["started: GET /a, GET /b", "endpoint-ended: GET /b", "ended: "]);
  const named = project.run({ runId: "2", selection: { kind: "endpoints", endpoints: [other] } });
  // Building comes first, and takes its time.
  expect([...project.running]).toEqual([other]);
  await named;
  expect([...project.running]).toEqual([]);
  await project.dispose();
});

test("an error of a build is shown while the build goes on, those that come together at once", async () => {
  const shown: number[] = [];
  const problem = (line: number): RunEvent => ({
    kind: "build-problem",
    problem: { side: "rust", message: "mismatched types", place: samplePlace(`rs/nodes.rs:${line}`), related: [] },
  });
  const running = Promise.withResolvers<FakeRunner>();
  const project: OpenProject = new OpenProject({
    file: "/home/ada/portolan.yaml",
    session: new FakeSession(new Map()),
    startRunner: (onLine) =>
      new FakeRunner(onLine, (command, runner) => {
        if (command.kind !== "run") return;
        runner.sayEvent(command.runId, { kind: "preparing", side: "rust", step: "build" });
        runner.sayEvent(command.runId, problem(1));
        runner.sayEvent(command.runId, problem(2));
        running.resolve(runner);
      }),
    openTexts: () => new Map(),
    onDidChange: (changed) => void shown.push([...changed.problems.values()].flat().length),
    onGateEvent: () => undefined,
    onRunEvent: () => undefined,
    log: () => undefined,
  });
  const run = project.run({ runId: "1", selection: { kind: "all" } });
  const runner = await running.promise;
  await vi.waitFor(() => expect(shown.at(-1)).toBe(2));
  expect(shown).not.toContain(1);
  runner.sayEvent("1", ended({ kind: "cancelled" }));
  await run;
  await project.dispose();
});
