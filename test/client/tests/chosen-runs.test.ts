import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import { SERVERS_STOPPED } from "#core/model/session.ts";
import type { CaseView, ProjectView } from "#protocol/lsp.ts";

import { chosenRuns } from "../../../src/client/tests/chosen-runs.ts";
import { staleSelection } from "../../../src/client/tests/stale-selection.ts";
import { type TestNode, testNodes } from "../../../src/client/tests/test-nodes.ts";
import { sampleLedger, sampleRow } from "../../protocol/sample-ledger.ts";

const rows = [
  sampleRow("GET /a", { status: "verified", milestones: ["first", "second"], rust: "a.rs:3" }),
  sampleRow("GET /b", { status: "stale", milestones: ["first"], rust: "b.rs:3" }),
  sampleRow("GET /c", { status: "unported", milestones: ["first"] }),
  sampleRow("GET /d", { status: "no-cases" }),
  sampleRow("GET /e", { status: "ported", rust: "e.rs:1" }),
] as const;

test("the items are milestone, endpoint, case; what cannot be run or has no case is none", () => {
  expect(tree(roots())).toEqual([
    "first",
    "  GET /a @ a.rs",
    "    one @ cases.yaml",
    "    two @ cases.yaml",
    "  GET /b @ b.rs",
    "second",
    "  GET /a @ a.rs",
    "    one @ cases.yaml",
    "    two @ cases.yaml",
    "No milestone",
    "  GET /e @ e.rs",
  ]);
});

test("of several projects each is a level of its own", () => {
  const projects = [view("x"), view("y")];
  expect(testNodes(projects, () => undefined).map(({ label }) => label)).toEqual(["x", "y"]);
});

test("all is each endpoint once, a milestone those in it", () => {
  expect(check(undefined)).toEqual(["GET /a", "GET /b", "GET /e"]);
  expect(check(["x|second"])).toEqual(["GET /a"]);
});

test("a case is run alone, unless its endpoint is wanted as a whole", () => {
  expect(check(["x|first|GET /a|1", "x|first|GET /a|2", "x|second|GET /a|2"])).toEqual(["GET /a: 1, 2"]);
  expect(check(["x|first|GET /a|1", "x|second"])).toEqual(["GET /a"]);
});

test("what is excluded is left out, a case of it too", () => {
  expect(check(undefined, ["x|first"])).toEqual(["GET /a", "GET /e"]);
  expect(check(["x|second"], ["x|second|GET /a|1"])).toEqual(["GET /a: 2"]);
});

test("after a save only what went stale is run, and what was never compared in a saved file", () => {
  const [all] = chosenRuns(roots(), undefined, new Set());
  if (all === undefined) throw new Error("Nothing was chosen.");
  const stale = (...saved: readonly string[]): readonly string[] =>
    staleSelection(all, (file) => saved.includes(file))?.selection.endpoints ?? [];
  expect(stale("a.rs")).toEqual(["GET /b"]);
  expect(stale("e.rs")).toEqual(["GET /b", "GET /e"]);
  const [first] = chosenRuns(roots(), new Set(["x|second"]), new Set());
  expect(first && staleSelection(first, (file) => file === "a.rs")).toBeUndefined();
});

function check(included: readonly string[] | undefined, excluded: readonly string[] = []): readonly string[] {
  return chosenRuns(roots(), included && new Set(included), new Set(excluded)).flatMap(({ selection }) =>
    selection.endpoints.map((endpoint) => {
      const cases = selection.cases?.[endpoint];
      return cases === undefined ? endpoint : `${endpoint}: ${cases.join(", ")}`;
    }),
  );
}

function roots(): readonly TestNode[] {
  return testNodes([view("x")], (_, endpoint) => (endpoint === endpointKey("GET", "/a") ? CASES : undefined));
}

function tree(nodes: readonly TestNode[], indent = ""): readonly string[] {
  return nodes.flatMap(({ label, place, children }) => [
    `${indent}${label}${place === undefined ? "" : ` @ ${place.file}`}`,
    ...tree(children, `${indent}  `),
  ]);
}

const START = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

const CASES: readonly CaseView[] = [
  { id: "1", name: "one", place: { file: "cases.yaml", range: START } },
  { id: "2", name: "two", place: { file: "cases.yaml", range: START } },
];

function view(name: string): ProjectView {
  const milestones = { first: { verified: 0, total: 3 }, second: { verified: 0, total: 1 } };
  return {
    uri: name,
    folder: `file:///${name}`,
    name,
    serverFolders: [],
    ledger: sampleLedger(rows, milestones),
    servers: SERVERS_STOPPED,
    isRunning: false,
    isBroken: false,
    gates: [],
    runningGates: [],
  };
}
