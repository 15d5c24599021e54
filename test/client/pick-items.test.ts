import { expect, test } from "vitest";

import type { LedgerRow } from "#core/model/ledger.ts";
import { SERVERS_STOPPED } from "#core/model/session.ts";
import type { ProjectView } from "#protocol/lsp.ts";

import { pickItems } from "../../src/client/pick-items.ts";
import { minutesAfterVerdict, sampleLedger, sampleRow, sampleVerdict } from "../protocol/sample-ledger.ts";

const rows = [
  sampleRow("GET /a", { status: "verified", verdict: sampleVerdict("GET /a", "match", 2, 2) }),
  sampleRow("GET /b", { status: "stale", verdict: sampleVerdict("GET /b", "match", 2, 2) }),
  sampleRow("GET /c", { status: "differs", verdict: sampleVerdict("GET /c", "differs", 1, 2) }),
  sampleRow("GET /d", { status: "unported" }),
] as const;

test("the endpoint at the cursor comes first, then what does not hold", () => {
  expect(checkPick([view("work", rows)], rows[0])).toEqual([
    "# At the cursor",
    "$(pass) GET /a — 2 of 2 · 2 min ago → GET /a",
    "# Milestones",
    "$(run-errors) Failed and stale — 2 endpoints → failed and stale endpoints",
    "$(milestone) nodes — 1 of 3 · 33 % → milestone nodes",
    "$(run-all) All endpoints — 1 of 4 · 25 % → all endpoints",
    "# Endpoints",
    "$(history) GET /b — 2 of 2 · changed since → GET /b",
    "$(diff) GET /c — 1 of 2 differs · 2 min ago → GET /c",
    "$(pass) GET /a — 2 of 2 · 2 min ago → GET /a",
  ]);
});

test("of two projects each says which it is, and nothing at the cursor is no line", () => {
  expect(checkPick([view("b", rows.slice(0, 1)), view("a", rows.slice(0, 1))], rows[3])).toEqual([
    "# Milestones of b",
    "$(milestone) nodes — 1 of 3 · 33 % → milestone nodes",
    "$(run-all) All endpoints — 1 of 1 · 100 % → all endpoints",
    "# Endpoints of b",
    "$(pass) GET /a — 2 of 2 · 2 min ago → GET /a",
    "# Milestones of a",
    "$(milestone) nodes — 1 of 3 · 33 % → milestone nodes",
    "$(run-all) All endpoints — 1 of 1 · 100 % → all endpoints",
    "# Endpoints of a",
    "$(pass) GET /a — 2 of 2 · 2 min ago → GET /a",
  ]);
});

function checkPick(projects: readonly ProjectView[], row: LedgerRow): readonly string[] {
  const project = projects[0] as ProjectView;
  return pickItems(projects, { atCursor: { project, row }, nowMs: minutesAfterVerdict(2) }).map((item) =>
    item.kind === "heading" ? `# ${item.label}` : `${item.label} — ${item.description} → ${item.run.title}`,
  );
}

function view(name: string, all: readonly LedgerRow[]): ProjectView {
  return {
    uri: `file:///home/${name}/portolan.yaml`,
    folder: `file:///home/${name}`,
    name,
    serverFolders: [],
    ledger: sampleLedger(all, { nodes: { verified: 1, total: 3 } }),
    servers: SERVERS_STOPPED,
    isRunning: false,
    isBroken: false,
    gates: [],
    runningGates: [],
  };
}
