import { expect, test } from "vitest";

import type { Finding } from "#core/model/finding.ts";
import { endpointKey } from "#core/model/endpoint.ts";

import { diagnosticsByUri } from "../../src/server/diagnostics.ts";
import { sampleLedger, samplePlace, sampleRow } from "../protocol/sample-ledger.ts";

test("a finding stands at its place", () => {
  const finding: Finding = { code: "sample", severity: "error", place: samplePlace("py/a b.py:7"), facts: { by: "x" } };
  expect(checkDiagnostics([finding])).toMatchInlineSnapshot(`"file:///home/ada/py/a%20b.py:7 1: Sample (by: x)."`);
});

test("one without a place stands at the head of the project file", () => {
  expect(checkDiagnostics([{ code: "sample", severity: "warning", facts: {} }])).toMatchInlineSnapshot(
    `"file:///home/ada/portolan.yaml:1 2: Sample."`,
  );
});

test("one about an endpoint leads to the endpoint's other places", () => {
  const endpoint = endpointKey("GET", "/api/nodes");
  const place = samplePlace("rs/nodes.rs:42");
  expect(checkDiagnostics([{ code: "sample", severity: "information", place, endpoint, facts: {} }]))
    .toMatchInlineSnapshot(`
    "file:///home/ada/rs/nodes.rs:42 3: Sample.
      file:///home/ada/py/nodes.py:12: GET /api/nodes: Python handler
      file:///home/ada/openapi.json:30: GET /api/nodes: contract"
  `);
});

function checkDiagnostics(findings: readonly Finding[]): string {
  const row = sampleRow("GET /api/nodes", {
    python: "py/nodes.py:12",
    rust: "rs/nodes.rs:42",
    contract: "openapi.json:30",
  });
  const project = { projectFile: "/home/ada/portolan.yaml", folder: "/home/ada" };
  return [...diagnosticsByUri({ ledger: sampleLedger([row]), findings }, project)]
    .flatMap(([uri, diagnostics]) =>
      diagnostics.flatMap(({ range, severity, message, relatedInformation = [] }) => [
        `${uri}:${range.start.line + 1} ${severity}: ${typeof message === "string" ? message : message.value}`,
        ...relatedInformation.map(
          ({ location, message: text }) => `  ${location.uri}:${location.range.start.line + 1}: ${text}`,
        ),
      ]),
    )
    .join("\n");
}
