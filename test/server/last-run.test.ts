import { expect, test } from "vitest";

import type { RunEvent } from "#core/model/run/run-event.ts";

import { keptReport, LastRun } from "../../src/server/last-run.ts";
import { sampleLedger, sampleRow, sampleVerdict } from "../protocol/sample-ledger.ts";
import { ended } from "./fake-runner.ts";

const LEDGER = sampleLedger([], {});
const STARTED: RunEvent = { kind: "started", endpoints: [], cases: 0 };
const VERDICT: RunEvent = { kind: "endpoint-ended", verdict: sampleVerdict("GET /a", "differs", 1, 2) };

/** The verdicts that a report has after these events, or that there is none. */
function check(events: readonly RunEvent[]): string {
  const run = new LastRun();
  for (const event of events) run.take(event);
  const report = run.report(LEDGER, []);
  return report?.verdicts.map(({ endpoint, verdict }) => `${endpoint} ${verdict}`).join(", ") ?? "none";
}

test("a report is of the last run that has ended", () => {
  expect(check([])).toBe("none");
  expect(check([STARTED, VERDICT])).toBe("none");
  expect(check([STARTED, VERDICT, ended({ kind: "completed" })])).toBe("GET /a differs");
  expect(check([STARTED, VERDICT, ended({ kind: "completed" }), STARTED])).toBe("GET /a differs");
});

test("servers that are only started take no report's place", () => {
  const run = [STARTED, VERDICT, ended({ kind: "completed" })];
  expect(check([...run, STARTED, ended({ kind: "completed" })])).toBe("GET /a differs");
});

test("without a run in this window the verdicts that are kept are reported, with their totals", async () => {
  const verdict = sampleVerdict("GET /a", "differs", 1, 2);
  const rows = [{ ...sampleRow("GET /a", {}), verdict }, sampleRow("GET /b", {})];
  const report = await keptReport({ ...LEDGER, rows }, [], () => Promise.resolve({ results: [], notReached: [] }));
  expect(report?.ended.totals).toMatchObject({ endpoints: { differs: 1 }, cases: { match: 1, differs: 1 } });
  expect(await keptReport(LEDGER, [], () => Promise.resolve({ results: [], notReached: [] }))).toBeUndefined();
});
