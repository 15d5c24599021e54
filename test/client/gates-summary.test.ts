import { expect, test } from "vitest";

import type { GateResult } from "#core/model/gates/gate.ts";

import { gatesSummary } from "../../src/client/gates/gates-summary.ts";

const passed: GateResult = { name: "contract", outcome: { kind: "passed" }, checked: [], findings: [] };
const failed: GateResult = {
  name: "schema",
  outcome: { kind: "failed" },
  checked: [],
  findings: [
    { code: "a", severity: "error", facts: {} },
    { code: "b", severity: "warning", facts: {} },
  ],
};
const notRun: GateResult = {
  name: "assets",
  outcome: { kind: "not-run", reason: "No build." },
  checked: [],
  findings: [],
};

test("what is said when gates have ended", () => {
  expect([
    gatesSummary({ results: [passed] }),
    gatesSummary({ results: [passed, failed, notRun] }),
    gatesSummary({ results: [notRun] }),
    gatesSummary({ results: [passed], isCancelled: true }),
    gatesSummary({ results: [], failure: "The project file cannot be used." }),
  ]).toEqual([
    { kind: "note", text: "Gates: contract passed" },
    { kind: "findings", text: "Gates: contract passed, schema failed with 1 finding, assets was not run" },
    { kind: "error", text: "No build." },
    { kind: "note", text: "Gates were cancelled, contract passed" },
    { kind: "error", text: "The project file cannot be used." },
  ]);
});
