import { expect, test } from "vitest";

import { endpointKey, type EndpointKey } from "#core/model/endpoint.ts";
import type { Case } from "#core/model/run/case.ts";
import type { ComparedSelection } from "#core/model/session.ts";
import { readProject } from "#core/project/read-project.ts";
import { chooseCases } from "#core/session/selection/choose-cases.ts";

import { sampleRow } from "../../protocol/sample-ledger.ts";
import { caseOf } from "../parity/case-of.ts";

const a = endpointKey("GET", "/a");
const b = endpointKey("GET", "/b");

test("of an endpoint whose cases are named only those are run, and it is said to be partial", () => {
  expect(check({ kind: "endpoints", endpoints: [a, b], cases: { [a]: ["2"] } })).toEqual([
    "GET /a (partial): 2",
    "GET /b: 1",
  ]);
  expect(check({ kind: "endpoints", endpoints: [a] })).toEqual(["GET /a: 1, 2", "steps: 3"]);
});

test("a step that is named runs its scenario up to it, whatever else the endpoint has", () => {
  expect(check({ kind: "endpoints", endpoints: [a], cases: { [a]: ["3"] } })).toEqual([
    "GET /a (partial): ",
    "steps: 3",
  ]);
});

test("all cases that there are, named one by one, are not partial", () => {
  expect(check({ kind: "endpoints", endpoints: [b], cases: { [b]: ["1"] } })).toEqual(["GET /b: 1"]);
});

function check(selection: ComparedSelection): readonly string[] {
  const { project } = readProject("portolan.yaml", PROJECT);
  if (project === undefined) throw new Error("There is no project.");
  const step: Case = { ...caseOf("GET", "/a", { id: "3" }), step: { scenario: "s", captures: [] } };
  const cases = new Map<EndpointKey, readonly Case[]>([
    [a, [caseOf("GET", "/a", { id: "1" }), caseOf("GET", "/a", { id: "2" }), step]],
    [b, [caseOf("GET", "/b", { id: "1" })]],
  ]);
  const rows = [sampleRow("GET /a", { rust: "a.rs:1" }), sampleRow("GET /b", { rust: "a.rs:2" })];
  const scenarios = [{ id: "s", name: "s", setUp: [], steps: [step], place: step.place }];
  const chosen = chooseCases(selection, project, { rows, cases, scenarios });
  if (typeof chosen === "string") return [chosen];
  return [
    ...chosen.endpoints.map(
      ({ endpoint, isPartial, cases: own }) =>
        `${endpoint}${isPartial ? " (partial)" : ""}: ${own.map(({ id }) => id).join(", ")}`,
    ),
    ...chosen.scenarios.map(({ steps }) => `steps: ${steps.map(({ given }) => given.id).join(", ")}`),
  ];
}

const PROJECT = `version: 1
servers:
  python: { folder: py, start: "python serve.py --port \${port}", ready: /up }
  rust: { folder: rs, start: "./serve --port \${port}", ready: /up }
database: { engine: none }
`;
