import { describe, expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import { ledgerJson } from "#core/report/ledger/ledger-json.ts";
import { ledgerText } from "#core/report/ledger/ledger-text.ts";
import { PLAIN, type Paint } from "#core/report/layout/paint.ts";
import { runJson } from "#core/report/run/run-json.ts";
import { runText, runTextInFull } from "#core/report/run/run-text.ts";
import { FINDINGS, exampleLedger, exampleResult, exampleRun, rowOf, verdictOf } from "./report-examples.ts";

/** Colours as tags, so that a test sees them. */
const TAGS: Paint = {
  bold: (text) => `<b>${text}</b>`,
  dim: (text) => text,
  red: (text) => `<red>${text}</red>`,
  green: (text) => text,
  yellow: (text) => text,
  cyan: (text) => text,
};

describe("ledger", () => {
  test("as text", () => {
    expect(ledgerText(exampleLedger(), FINDINGS, PLAIN)).toMatchInlineSnapshot(`
      "○ unported  GET  /api/dashboard/state  dashboard-state
      ✓ verified  GET  /api/nodes            nodes            3 of 3 cases
      ✗ differs   GET  /api/nodes/{node_id}  nodes            1 of 2 cases

      milestone nodes            1 of 2 verified
      milestone dashboard-state  0 of 1 verified

      3 endpoints: 1 differs, 1 verified, 1 unported

      2 findings
        error: \`contract\` names \`openapi.json\`, and there is no such file.
        portolan.yaml:3:5: warning: \`strat\` is not known in servers.rust; did you mean \`start\`?
      "
    `);
  });

  test("as JSON it has no times outside of their block", () => {
    const { times, ...rest } = JSON.parse(ledgerJson(exampleLedger(), FINDINGS));
    expect(times).toEqual({
      verdicts: { "GET /api/nodes": "2024-01-01T00:00:00.000Z", "GET /api/nodes/{}": "2024-01-01T00:00:00.000Z" },
    });
    expect(JSON.stringify(rest)).not.toContain("2024-01-01");
    expect(rest).toMatchObject({ version: 1, progress: { verified: 1, total: 3 } });
  });
});

describe("run", () => {
  test("as text", () => {
    expect(runText(exampleRun(), PLAIN)).toMatchInlineSnapshot(`
      "✓ verified  GET /api/nodes            3 of 3 cases
      ✗ differs   GET /api/nodes/{node_id}  1 of 2 cases
      ○ unported  GET /api/dashboard/state

      ✗ missing at /note  1 difference in 1 case
          python  "a\\u001b[2Jb"
          rust    absent
          e.g.    one node (GET /api/nodes/1)
                  openapi/openapi.json:10:1
          GET /api/nodes/{node_id}
            rust    core-server-rs/src/nodes.rs:41:14  get_node
            python  core-server/app/nodes.py:22:5      get_node

      ✗ value at /created_at  1 difference in 1 case
          python  "2024-01-01T00:00:00Z"
          rust    "2024-01-01T00:00:00+00:00"
          why     The same moment.
          e.g.    one node (GET /api/nodes/1)
                  openapi/openapi.json:10:1
                  Rust field at core-server-rs/src/nodes.rs:12:5
          GET /api/nodes/{node_id}
            rust    core-server-rs/src/nodes.rs:41:14  get_node
            python  core-server/app/nodes.py:22:5      get_node

      and 1 cosmetic difference in 1 case; --verbose shows them

      rules
        2 hits  ignore  $.id  GET /api/nodes/{node_id}  random

      3 endpoints: 1 verified, 1 differs, 1 unported
      4 of 5 cases match; 10 of 12 values compared (83.3 %), 2 ignored, 0 loosened
      "
    `);
  });

  test("a cause in many cases is told once, with a count and the places of the first endpoints", () => {
    const run = exampleRun();
    const [node = exampleResult(endpointKey("GET", "/api/nodes"))] = run.results;
    const results = ["/a", "/b", "/c", "/d"].flatMap((path) =>
      [0, 1, 2].map((index) => ({
        ...node,
        case: { ...node.case, id: String(index), endpoint: endpointKey("GET", path) },
        differences: node.differences.slice(0, 1).map((difference) => ({
          ...difference,
          pointers: { python: `/items/${index}/created_at`, rust: `/items/${index}/created_at` },
        })),
      })),
    );
    const text = runText({ ...run, results }, PLAIN);
    expect(text.slice(text.indexOf("✗ value"), text.indexOf("rules"))).toMatchInlineSnapshot(`
      "✗ value at /items/*/created_at  12 differences in 12 cases
          python  "2024-01-01T00:00:00Z"
          rust    "2024-01-01T00:00:00+00:00"
          why     The same moment.
          e.g.    /items/0/created_at of one node (GET /api/nodes/1)
                  openapi/openapi.json:10:1
                  Rust field at core-server-rs/src/nodes.rs:12:5
          GET /a
          GET /b
          GET /c
          … and 1 more endpoint

      "
    `);
  });

  test("in full it has each difference of each case", () => {
    const text = runTextInFull(exampleRun(), PLAIN);
    expect(text.slice(text.indexOf("≈"), text.indexOf("rules"))).toMatchInlineSnapshot(`
      "≈ key-order of the whole body  1 difference in 1 case
          python  "a", "b"
          rust    "b", "a"
          e.g.    one node (GET /api/nodes/1)
                  openapi/openapi.json:10:1
          GET /api/nodes/{node_id}
            rust    core-server-rs/src/nodes.rs:41:14  get_node
            python  core-server/app/nodes.py:22:5      get_node

      GET /api/nodes/{node_id}
        ✗ one node (GET /api/nodes/1)  openapi/openapi.json:10:1
          value /created_at changed
            python  "2024-01-01T00:00:00Z"
            rust    "2024-01-01T00:00:00+00:00"
            why     utc-offset
            Rust field at core-server-rs/src/nodes.rs:12:5
          missing /note breaking
            python  "a\\u001b[2Jb"
            rust    absent
          key-order the whole body cosmetic
            python  "a", "b"
            rust    "b", "a"

      "
    `);
  });

  test("what a server wrote cannot steer the terminal", () => {
    expect(runText(exampleRun(), PLAIN)).not.toContain("\u001b");
  });

  test("a failed endpoint shows why", () => {
    const endpoint = endpointKey("GET", "/api/nodes");
    const verdict = { ...verdictOf(endpoint, "failed", 0, 0), reason: "No case is known for this endpoint." };
    const run = exampleRun();
    const report = {
      ...run,
      ledger: { ...run.ledger, rows: [rowOf("GET", "/api/nodes", "failed", { verdict })] },
      verdicts: [verdict],
      results: [],
      ended: {
        ...run.ended,
        outcome: { kind: "failed", reason: "The Rust server did not build." } as const,
        ruleHits: [],
      },
    };
    expect(runText(report, TAGS)).toMatchInlineSnapshot(`
      "<red>! failed</red>  GET /api/nodes            0 of 0 cases
      ○ unported           GET /api/dashboard/state

      <red>! failed</red>: No case is known for this endpoint.
          GET /api/nodes
            rust    core-server-rs/src/nodes.rs:41:14  get_node
            python  core-server/app/nodes.py:22:5      get_node

      <b>3 endpoints</b>: 1 verified, <red>1 differs</red>, 1 unported
      4 of 5 cases match; 0 of 0 values compared (0 %), 0 ignored, 0 loosened
      <red>The run failed: The Rust server did not build.</red>
      "
    `);
  });

  test("as JSON the same run has the same bytes but for the times", () => {
    const { times: _, ...first } = JSON.parse(runJson(exampleRun(1, 41_000)));
    const { times: __, ...second } = JSON.parse(runJson(exampleRun(999, 52_000)));
    expect(second).toEqual(first);
    expect(first).toMatchObject({ version: 1, cases: [{ case: "one-node", verdict: "differs" }] });
  });
});
