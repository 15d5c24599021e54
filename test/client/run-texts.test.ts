import { expect, test } from "vitest";

import type { RunEvent, RunOutcome } from "#core/model/run/run-event.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";

import type { ProjectView } from "#protocol/lsp.ts";

import { followRun } from "../../src/client/run-progress.ts";
import { runSummary } from "../../src/client/run-summary.ts";
import { statusText } from "../../src/client/status-text.ts";
import { sampleLedger, sampleVerdict } from "../protocol/sample-ledger.ts";

test("progress tells what each side does, then the cases", () => {
  const result = {} as never;
  const { endpoint } = sampleVerdict("GET /a", "match", 1, 1);
  expect(
    checkProgress([
      { kind: "started", endpoints: [endpoint], cases: 2 },
      { kind: "preparing", side: "python", step: "build" },
      { kind: "preparing", side: "rust", step: "build" },
      { kind: "preparing", side: "rust", step: "build", build: { crates: 37, seconds: 48 } },
      { kind: "preparing", side: "python", step: "ready" },
      { kind: "output", side: "rust", text: "Compiling" },
      { kind: "case-ended", result },
      { kind: "case-ended", result },
    ]),
  ).toMatchInlineSnapshot(`
    "+0 % 2 cases on 1 endpoint
    +0 % Python: building
    +0 % Python: building · Rust: building
    +0 % Python: building · Rust: building, 37 crates, 48 s
    +0 % Python: waiting until the server answers · Rust: building, 37 crates, 48 s
    +50 % 1 of 2 cases
    +50 % 2 of 2 cases"
  `);
});

test("one endpoint's outcome is its verdict", () => {
  expect(checkSummary([sampleVerdict("GET /a", "match", 12, 12)])).toBe("note — GET /a: 12 of 12");
  expect(checkSummary([sampleVerdict("GET /a", "differs", 11, 12)])).toBe("differences — GET /a: 1 of 12 differs");
  expect(checkSummary([{ ...sampleVerdict("GET /a", "failed", 0, 1), reason: "Python answered 401." }])).toBe(
    "error — GET /a: could not be compared: Python answered 401.",
  );
});

test("several endpoints are counted", () => {
  const verdicts = [
    sampleVerdict("GET /a", "match", 1, 1),
    sampleVerdict("GET /b", "differs", 0, 1),
    sampleVerdict("GET /c", "failed", 0, 1),
  ];
  expect(checkSummary(verdicts)).toBe("differences — GET /a: 1 verified, 1 differs, 1 could not be compared");
});

test("a run that could not run says why, one that was stopped is no error", () => {
  expect(checkSummary([], { kind: "failed", reason: "cargo is not installed." })).toBe(
    "error — cargo is not installed.",
  );
  expect(checkSummary([], { kind: "cancelled" })).toBe("note — GET /a: stopped");
});

test("the status bar tells the first milestone that is not complete, and the servers", () => {
  const done = { verified: 8, total: 8 };
  const open = { verified: 2, total: 3 };
  expect(checkStatus({ nodes: done, dashboard: open })).toMatchInlineSnapshot(
    `"$(compass) dashboard 66 % $(vm-running) (Portolan: milestone dashboard, 2 of 3 · 66 %, servers running)"`,
  );
  expect(checkStatus({ nodes: done })).toMatchInlineSnapshot(
    `"$(compass) parity — $(vm-running) (Portolan: all endpoints, nothing to compare, servers running)"`,
  );
});

function checkProgress(events: readonly RunEvent[]): string {
  const follow = followRun();
  return events
    .flatMap((event) => {
      const step = follow(event);
      return step === undefined ? [] : [`+${step.percent} % ${step.message}`];
    })
    .join("\n");
}

function checkSummary(verdicts: readonly EndpointVerdict[], outcome: RunOutcome = { kind: "completed" }): string {
  const count = (verdict: EndpointVerdict["verdict"]): number =>
    verdicts.filter((one) => one.verdict === verdict).length;
  const endpoints = { match: count("match"), differs: count("differs"), failed: count("failed") };
  const totals = { endpoints, cases: endpoints, unported: [], withoutCases: [], durationMs: 1 };
  const { kind, text } = runSummary("GET /a", { verdicts, ended: { kind: "ended", outcome, totals, ruleHits: [] } });
  return `${kind} — ${text}`;
}

test("the status bar says which project it tells of where there are several", () => {
  expect(checkStatus({ nodes: { verified: 2, total: 3 } }, true)).toBe(
    "$(compass) work: nodes 66 % $(vm-running) (Portolan: work: milestone nodes, 2 of 3 · 66 %, servers running)",
  );
});

function checkStatus(milestones: Parameters<typeof sampleLedger>[1], hasOthers = false): string {
  const view: ProjectView = {
    uri: "file:///home/ada/portolan.yaml",
    folder: "file:///home/ada",
    name: "work",
    serverFolders: [],
    ledger: sampleLedger([], milestones),
    servers: { python: "running", rust: "running" },
    isRunning: false,
    isBroken: false,
    gates: [],
    runningGates: [],
  };
  const { text, spoken } = statusText(view, hasOthers);
  return `${text} (${spoken})`;
}
