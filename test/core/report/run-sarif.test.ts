import { describe, expect, test } from "vitest";

import { runSarif } from "#core/report/run/run-sarif.ts";
import { sarifFaults } from "./check-sarif.ts";
import { difficultRun, exampleRun } from "./report-examples.ts";

test("a result a cause and endpoint, at the Rust field", () => {
  const run = exampleRun();
  const results = run.results.map((result) => ({ ...result, differences: result.differences.slice(0, 1) }));
  expect(runSarif({ ...run, results })).toMatchInlineSnapshot(`
    "{
      "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
      "version": "2.1.0",
      "runs": [
        {
          "tool": {
            "driver": {
              "name": "Portolan",
              "rules": [
                {
                  "id": "difference/value",
                  "shortDescription": {
                    "text": "The two servers answer differently (value)."
                  }
                }
              ]
            }
          },
          "invocations": [
            {
              "executionSuccessful": true
            }
          ],
          "columnKind": "utf16CodeUnits",
          "properties": {
            "coverage": {
              "compared": 10,
              "ignored": 2,
              "loosened": 0
            },
            "ruleHits": [
              {
                "hits": 2,
                "rule": "ignore $.id for GET /api/nodes/{node_id}",
                "reason": "random"
              }
            ]
          },
          "results": [
            {
              "ruleId": "difference/value",
              "ruleIndex": 0,
              "level": "error",
              "message": {
                "text": "GET /api/nodes/{node_id}: value at /created_at, 1 difference in 1 case.\\nIn \\"one node\\" at /created_at Python answers \\"2024-01-01T00:00:00Z\\", Rust \\"2024-01-01T00:00:00+00:00\\".\\nThe same moment."
              },
              "locations": [
                {
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "examples/controller/core-server-rs/src/nodes.rs",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 12,
                      "startColumn": 5,
                      "endLine": 12,
                      "endColumn": 5
                    }
                  },
                  "logicalLocations": [
                    {
                      "fullyQualifiedName": "GET /api/nodes/{}",
                      "kind": "resource"
                    }
                  ]
                }
              ],
              "relatedLocations": [
                {
                  "id": 1,
                  "message": {
                    "text": "the Rust field: core-server-rs/src/nodes.rs:12:5"
                  },
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "examples/controller/core-server-rs/src/nodes.rs",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 12,
                      "startColumn": 5,
                      "endLine": 12,
                      "endColumn": 5
                    }
                  }
                },
                {
                  "id": 2,
                  "message": {
                    "text": "the Rust handler: core-server-rs/src/nodes.rs:41:14"
                  },
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "examples/controller/core-server-rs/src/nodes.rs",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 41,
                      "startColumn": 14,
                      "endLine": 41,
                      "endColumn": 14
                    }
                  }
                },
                {
                  "id": 3,
                  "message": {
                    "text": "the Python handler: core-server/app/nodes.py:22:5"
                  },
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "examples/controller/core-server/app/nodes.py",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 22,
                      "startColumn": 5,
                      "endLine": 22,
                      "endColumn": 5
                    }
                  }
                },
                {
                  "id": 4,
                  "message": {
                    "text": "the case \\"one node\\": openapi/openapi.json:10:1"
                  },
                  "physicalLocation": {
                    "artifactLocation": {
                      "uri": "examples/controller/openapi/openapi.json",
                      "uriBaseId": "%SRCROOT%"
                    },
                    "region": {
                      "startLine": 10,
                      "startColumn": 1,
                      "endLine": 10,
                      "endColumn": 1
                    }
                  }
                }
              ],
              "partialFingerprints": {
                "portolanCause/v1": "GET /api/nodes/{} | value | utc-offset"
              }
            }
          ]
        }
      ]
    }
    "
  `);
});

test("every result has what the standard and GitHub ask for", () => {
  const { version, runs } = JSON.parse(runSarif(difficultRun()));
  expect(version).toBe("2.1.0");
  const [{ tool, results }] = runs;
  expect(tool.driver.name).toBe("Portolan");
  for (const { ruleId, ruleIndex, message, level, locations, partialFingerprints } of results) {
    expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
    expect(message.text).toMatch(/./);
    expect(level).toMatch(/^(?:error|warning|note)$/);
    const [{ physicalLocation }] = locations;
    expect(physicalLocation.artifactLocation.uri).toMatch(/^[^/:]+(?:\/[^/:]+)*$/);
    expect(physicalLocation.region.startLine).toBeGreaterThan(0);
    expect(partialFingerprints["portolanCause/v1"]).toMatch(/./);
  }
  const fingerprints = results.map((result: (typeof results)[0]) => result.partialFingerprints["portolanCause/v1"]);
  expect(new Set(fingerprints).size).toBe(fingerprints.length);
});

describe("the schema of SARIF 2.1.0", () => {
  test("is kept, whatever the run", () => {
    const run = exampleRun();
    expect(sarifFaults(runSarif(run))).toEqual([]);
    expect(sarifFaults(runSarif(difficultRun()))).toEqual([]);
    expect(sarifFaults(runSarif({ ...run, results: [], findings: [], verdicts: [] }))).toEqual([]);
    const ended = { ...run.ended, outcome: { kind: "failed", reason: "No server." } } as const;
    expect(sarifFaults(runSarif({ ...run, ended }))).toEqual([]);
  });
  test("is one that refuses", () => {
    const text = runSarif(exampleRun());
    const faults = [
      text.replace('"level": "error"', '"level": "fatal"'),
      text.replace('"startLine": 12', '"startLine": 0'),
      text.replace('"ruleIndex": 0', '"ruleNumber": 0'),
      text.replace('"uri": "examples/', '"uri": "exa mples/'),
    ].map((broken) => sarifFaults(broken));
    expect(faults).toMatchInlineSnapshot(`
      [
        [
          "/runs/0/results/0/level must be equal to one of the allowed values",
        ],
        [
          "/runs/0/results/1/locations/0/physicalLocation/region/startLine must be >= 1",
        ],
        [
          "/runs/0/results/2 must NOT have additional properties",
        ],
        [
          "/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri must match format "uri-reference"",
        ],
      ]
    `);
  });
});
