import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import { readProject } from "#core/project/read-project.ts";

import { yamlLenses } from "../../../src/server/yaml/yaml-lenses.ts";
import { caseOf } from "../../core/parity/case-of.ts";
import { sampleLedger } from "../../protocol/sample-ledger.ts";

const TEXT = `version: 1
servers:
  python: { folder: py, start: "python serve.py --port \${port}", ready: /up }
  rust: { folder: rs, start: "./serve --port \${port}", ready: /up }
database: { engine: none }
cases: cases
milestones:
  # the first
  first: [GET /a]
  "the second":
    - GET /b
rules:
  - endpoint: GET /a
    path: $.id
    allow: type only
    reason: random
    expires: 2099-01-01
`;

/** Lenses as `line: title`, lines from one. */
function check(file: string, canRun = true): readonly string[] {
  const { project } = readProject("portolan.yaml", TEXT);
  if (project === undefined) throw new Error("There is no project.");
  const key = endpointKey("GET", "/a");
  const place = { file: "cases/a.yaml", range: { start: { line: 3, character: 0 }, end: { line: 3, character: 9 } } };
  const snapshot = {
    project,
    ledger: sampleLedger([], { first: { verified: 1, total: 2 } }),
    findings: [],
    gates: [],
    cases: new Map([[key, [caseOf("GET", "/a", { place })]]]),
  };
  const context = {
    project: "p",
    snapshot,
    ruleHits: new Map([[0, { rule: 0, hits: 3 }]]),
    verdictOf: () => "differs" as const,
    canRun,
  };
  return yamlLenses(file, TEXT, context, (line) => line).map(
    ({ range, command }) => `${range.start.line + 1}: ${command?.title ?? ""}`,
  );
}

test("milestones tell how far they are, rules how often they hit and until when they hold", () => {
  expect(check("portolan.yaml")).toEqual([
    "9: ▶ Run milestone",
    "9: 1 of 2 · 50 %",
    "10: ▶ Run milestone",
    "13: 3 hits in the last run",
    "13: holds until 2099-01-01",
  ]);
});

test("a case can be run, and tells how it came out", () => {
  expect(check("cases/a.yaml")).toEqual(["4: ▶ Run this case", "4: ✗ differs"]);
});

test("where nothing may be run, nothing offers it", () => {
  expect(check("cases/a.yaml", false)).toEqual(["4: ✗ differs"]);
});
