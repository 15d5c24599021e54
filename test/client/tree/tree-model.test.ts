import { expect, test } from "vitest";

import type { LedgerRow } from "#core/model/ledger.ts";
import { SERVERS_STOPPED } from "#core/model/session.ts";
import type { ProjectView } from "#protocol/lsp.ts";

import { treeChanges } from "../../../src/client/tree/tree-changes.ts";
import type { Grouping } from "../../../src/client/tree/group-rows.ts";
import { treeModel, treeText } from "../../../src/client/tree/tree-model.ts";
import { minutesAfterVerdict, sampleLedger, sampleRow, sampleVerdict } from "../../protocol/sample-ledger.ts";

const list = "GET /api/nodes";
const rows: readonly LedgerRow[] = [
  sampleRow("GET /api/dashboard/state", { status: "unported", python: "py/dashboard.py:9", milestones: ["dashboard"] }),
  sampleRow(list, {
    status: "verified",
    python: "py/nodes.py:12",
    rust: "rs/nodes.rs:42",
    contract: "openapi.json:30",
    milestones: ["nodes"],
    tags: ["nodes", "public"],
    verdict: sampleVerdict(list, "match", 12, 12),
  }),
  sampleRow("POST /api/nodes", {
    status: "differs",
    python: "py/nodes.py:30",
    rust: "rs/nodes.rs:60",
    milestones: ["nodes"],
    verdict: sampleVerdict("POST /api/nodes", "differs", 11, 12),
  }),
  sampleRow("GET /metrics", { status: "rust-only", rust: "rs/main.rs:5" }),
];

test("by milestone, in the project file's order", () => {
  expect(checkTree("milestone")).toMatchInlineSnapshot(`
    "nodes — 1 of 2 · 50 % [milestone]
      GET /api/nodes — 12 of 12 [pass]
      POST /api/nodes — 1 differs [diff]
    dashboard — 0 of 1 · 0 % [milestone]
      GET /api/dashboard/state — not ported [circle-large-outline]
    No milestone — nothing to compare [milestone]
      GET /metrics — only in Rust [diff-added]"
  `);
});

test("by status", () => {
  expect(checkTree("status")).toMatchInlineSnapshot(`
    "Not ported — 1 [circle-large-outline]
      GET /api/dashboard/state — not ported [circle-large-outline]
    Only in Rust — 1 [diff-added]
      GET /metrics — only in Rust [diff-added]
    Verified — 1 [pass]
      GET /api/nodes — 12 of 12 [pass]
    Differs — 1 [diff]
      POST /api/nodes — 1 differs [diff]"
  `);
});

test("by tag, an endpoint stands under each of its tags", () => {
  expect(checkTree("tag")).toMatchInlineSnapshot(`
    "nodes — 1 of 1 · 100 % [tag]
      GET /api/nodes — 12 of 12 [pass]
    public — 1 of 1 · 100 % [tag]
      GET /api/nodes — 12 of 12 [pass]
    No tag — 0 of 2 · 0 % [tag]
      GET /api/dashboard/state — not ported [circle-large-outline]
      POST /api/nodes — 1 differs [diff]
      GET /metrics — only in Rust [diff-added]"
  `);
});

test("by file", () => {
  expect(checkTree("file")).toMatchInlineSnapshot(`
    "py/dashboard.py — 0 of 1 · 0 % [file-code]
      GET /api/dashboard/state — not ported [circle-large-outline]
    py/nodes.py — 1 of 2 · 50 % [file-code]
      GET /api/nodes — 12 of 12 [pass]
      POST /api/nodes — 1 differs [diff]
    rs/main.rs — nothing to compare [file-code]
      GET /metrics — only in Rust [diff-added]"
  `);
});

test("narrowed to one status, a group without any is gone and progress stays", () => {
  const narrowed = treeModel([view(rows)], { ...options("milestone"), filter: "unported" });
  expect(treeText(narrowed)).toBe(
    treeText(treeModel([view(rows)], options("milestone")))
      .split("\n")
      .filter((line) => line.startsWith("dashboard") || line.includes("not ported"))
      .join("\n"),
  );
});

test("several projects are a level of their own, one that cannot be used says so", () => {
  const projects = [view(rows), { ...view([]), uri: "file:///b/portolan.yaml", name: "b", isBroken: true }];
  const nodes = treeModel(projects, options("milestone"));
  expect(nodes.map(({ label, children }) => `${label}: ${children.map((child) => child.label).join(", ")}`)).toEqual([
    "work: nodes, dashboard, No milestone",
    "b: portolan.yaml cannot be used",
  ]);
});

test("an endpoint that runs says so", () => {
  const running = new Set([`file:///home/ada/portolan.yaml|${list}`]);
  expect(treeText(treeModel([view(rows)], { ...options("milestone"), running }))).toContain(
    `${list} — running… [loading~spin]`,
  );
});

test("gates stand below the endpoints, with what they came to", () => {
  const at = new Date(minutesAfterVerdict(0)).toISOString();
  const last = (kind: "passed" | "failed", errors = 0) => ({
    at,
    result: {
      name: "",
      outcome: { kind },
      checked: [],
      findings: Array.from({ length: errors }, () => ({ code: "x", severity: "error" as const, facts: {} })),
    },
  });
  const gates = [
    { name: "contract", question: "?", last: last("passed") },
    { name: "client", question: "?", whyNot: "Nothing is generated." },
    { name: "schema", question: "?", last: last("failed", 2) },
    { name: "assets", question: "?" },
    { name: "cutover", question: "?" },
  ];
  const project = { ...view([]), gates, runningGates: ["cutover"] };
  const nodes = treeModel([project], options("milestone"));
  expect(treeText(nodes)).toMatchInlineSnapshot(`
    "Gates — 1 of 4 passed [checklist]
      contract — passed · 2 min ago [pass]
      client — not set up [circle-slash]
      schema — 2 findings · 2 min ago [warning]
      assets — never run [question]
      cutover — running… [loading~spin]"
  `);
  expect(nodes[0]?.children.map(({ context }) => context)).toEqual(["gate", "notset", "gate", "gate", "gate"]);
  // A project that has nothing for any gate has no such node.
  const none = gates.map(({ name, question }) => ({ name, question, whyNot: "Nothing is there." }));
  expect(treeModel([{ ...view([]), gates: none }], options("milestone"))).toEqual([]);
});

test("no endpoint's row is drawn again because time has passed, so that no click on it is lost", () => {
  const later = { ...options("milestone"), nowMs: options("milestone").nowMs + 3_600_000 };
  expect(treeChanges(treeModel([view(rows)], options("milestone")), treeModel([view(rows)], later))).toEqual({
    kind: "nodes",
    ids: [],
  });
});

test("a row keeps its label while it runs", () => {
  const long = "GET /api/v1/projects/{id}/runs";
  const row = sampleRow(long, { status: "verified", python: "a.py:1", rust: "a.rs:1", milestones: ["runs"] });
  const running = new Set([`file:///home/ada/portolan.yaml|${row.key}`]);
  const labelOf = (more: Partial<ReturnType<typeof options>> & { readonly running?: ReadonlySet<string> }) =>
    treeModel([view([row])], { ...options("milestone"), ...more })[0]?.children[0]?.label;
  expect(labelOf({})).toBe("GET …/{id}/runs");
  expect(labelOf({ running })).toBe(labelOf({}));
});

test("a screen reader hears the status once", () => {
  const all = [
    ...rows,
    sampleRow("GET /c", { status: "ported" }),
    { ...(rows[1] as LedgerRow), status: "stale" as const },
  ];
  const groups = treeModel([view(all)], options("status"));
  expect(groups.flatMap(({ children }) => children).map(({ spoken }) => spoken)).toMatchInlineSnapshot(`
    [
      "GET /api/dashboard/state, not ported",
      "GET /metrics, only in Rust",
      "GET /c, never compared",
      "GET /api/nodes, changed since",
      "GET /api/nodes, verified, 12 of 12",
      "POST /api/nodes, 1 of 12 differs",
    ]
  `);
});

test("a verdict draws its endpoint and its group again, and nothing else", () => {
  const after = rows.map((row) => (row.key === list ? { ...row, status: "stale" as const } : row));
  expect(checkChanges(rows, after)).toEqual([`milestone|nodes|${list}`]);
});

test("an endpoint that comes draws its group again", () => {
  const after = [...rows, sampleRow("PUT /api/nodes", { milestones: ["nodes"] })];
  expect(checkChanges(rows, after)).toEqual(["milestone|nodes"]);
});

test("a group that comes draws all again", () => {
  expect(checkChanges(rows.slice(1), rows)).toBe("all");
});

test("nothing that changed draws nothing", () => {
  expect(checkChanges(rows, [...rows])).toEqual([]);
});

function checkTree(grouping: Grouping): string {
  return treeText(treeModel([view(rows)], options(grouping)));
}

function checkChanges(before: readonly LedgerRow[], after: readonly LedgerRow[]): "all" | readonly string[] {
  const [old, now] = [before, after].map((all) => treeModel([view(all)], options("milestone")));
  const changes = treeChanges(old ?? [], now ?? []);
  return changes.kind === "all" ? "all" : changes.ids.map((id) => id.replace("file:///home/ada/portolan.yaml|", ""));
}

function view(all: readonly LedgerRow[]): ProjectView {
  const progress = { nodes: { verified: 1, total: 2 }, dashboard: { verified: 0, total: 1 } };
  return {
    uri: "file:///home/ada/portolan.yaml",
    folder: "file:///home/ada",
    name: "work",
    serverFolders: [],
    ledger: sampleLedger(all, progress),
    servers: SERVERS_STOPPED,
    isRunning: false,
    isBroken: false,
    gates: [],
    runningGates: [],
  };
}

function options(grouping: Grouping): Parameters<typeof treeModel>[1] {
  return { grouping, nowMs: minutesAfterVerdict(2), running: new Set() };
}
