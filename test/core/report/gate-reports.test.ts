import { expect, test } from "vitest";

import type { GateResult } from "#core/model/gates/gate.ts";
import { gateGithub } from "#core/report/gate/gate-github.ts";
import { gateHtml } from "#core/report/gate/gate-html.ts";
import { gateJunit } from "#core/report/gate/gate-junit.ts";
import { gateMarkdown } from "#core/report/gate/gate-markdown.ts";
import { gateSarif } from "#core/report/gate/gate-sarif.ts";
import { sarifFaults } from "./check-sarif.ts";

const RESULTS: readonly GateResult[] = [
  { name: "contract", outcome: { kind: "passed" }, checked: ["openapi.json, byte for byte"], findings: [] },
  {
    name: "schema",
    outcome: { kind: "failed" },
    checked: ["sqlite: what each server makes of an empty database"],
    findings: [
      {
        code: "schema-lacks",
        severity: "error",
        place: {
          file: "migrations/0001.sql",
          range: { start: { line: 3, character: 2 }, end: { line: 3, character: 6 } },
        },
        facts: { engine: "sqlite", side: "rust", what: "the table `a<b>`" },
      },
      { code: "schema-column-order", severity: "warning", facts: { engine: "sqlite", table: "nodes", rust: "b, a" } },
    ],
  },
  {
    name: "assets",
    outcome: { kind: "not-run", reason: "portolan.yaml names no static build." },
    checked: [],
    findings: [],
  },
];

const REPORT = { results: RESULTS, folder: "examples/" };

test("JUnit: a suite a gate, a test a look, a failure an error", () => {
  expect(gateJunit(REPORT)).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="portolan" tests="4" failures="1" errors="0" skipped="1">
      <testsuite name="contract" tests="1" failures="0" errors="0" skipped="0">
        <testcase name="openapi.json, byte for byte" classname="contract"/>
      </testsuite>
      <testsuite name="schema" tests="2" failures="1" errors="0" skipped="0">
        <testcase name="sqlite: what each server makes of an empty database" classname="schema"/>
        <testcase name="schema-lacks migrations/0001.sql:4:3" classname="schema" file="examples/migrations/0001.sql"><failure message="On sqlite, the Rust server does not make the table \`a&lt;b&gt;\`, which the other one makes." type="finding">On sqlite, the Rust server does not make the table \`a&lt;b&gt;\`, which the other one makes.</failure></testcase>
      </testsuite>
      <testsuite name="assets" tests="1" failures="0" errors="0" skipped="1">
        <testcase name="can be run" classname="assets"><skipped message="portolan.yaml names no static build."/></testcase>
      </testsuite>
    </testsuites>
    "
  `);
});

test("GitHub: an annotation a finding, beside the source", () => {
  expect(gateGithub(REPORT)).toMatchInlineSnapshot(`
    "::error file=examples/migrations/0001.sql,line=4,endLine=4,col=3,title=schema-lacks::On sqlite, the Rust server does not make the table \`a<b>\`, which the other one makes.
    ::warning title=schema-column-order::On sqlite, the columns of \`nodes\` stand in another order in Rust: b, a. Only statements without a list of columns notice.
    ::notice title=Gate assets was not run::portolan.yaml names no static build.
    "
  `);
});

test("Markdown: what failed is seen at once, what was looked at is folded away", () => {
  expect(gateMarkdown(REPORT)).toMatchInlineSnapshot(`
    "## Gates: 1 passed, 1 failed, 1 not run

    ### ✓ passed: \`contract\`


    <details><summary>What was looked at</summary>

    - openapi.json, byte for byte

    </details>

    ### ✗ failed: \`schema\`

    - \`migrations/0001.sql:4:3\`: error: On sqlite, the Rust server does not make the table \`a<b>\`, which the other one makes.
    - warning: On sqlite, the columns of \`nodes\` stand in another order in Rust: b, a. Only statements without a list of columns notice.

    <details><summary>What was looked at</summary>

    - sqlite: what each server makes of an empty database

    </details>

    ### – not run: \`assets\`

    portolan.yaml names no static build.
    "
  `);
});

test("SARIF keeps to its schema", () => {
  const text = gateSarif(REPORT);
  expect(sarifFaults(text)).toEqual([]);
  expect(text).toContain('"uri": "examples/migrations/0001.sql"');
  expect(text.match(/"ruleId"/g)).toHaveLength(2);
});

test("HTML: one page that loads and runs nothing", async () => {
  const page = await gateHtml(REPORT);
  expect(page).toContain("<h1>3 gates: 1 passed, 1 failed, 1 not run</h1>");
  expect(page).toContain("migrations/0001.sql:4:3");
  expect(page).toContain("a&lt;b&gt;");
  expect(page).not.toMatch(/<script|src=|href=/);
});
