import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { RuleProposal, RuleRefusal } from "#core/model/rules/rule-suggestion.ts";

import { suggestionText } from "../../src/cli/rules-command.ts";

test("proposals are printed as items of `rules`, refusals as comments", () => {
  const endpoint = endpointKey("GET", "/api/nodes/{node_id}");
  const proposals: readonly RuleProposal[] = [
    {
      endpoints: [endpoint, endpointKey("POST", "/api/nodes")],
      target: { part: "body", path: "$.at" },
      allow: { kind: "equal up to", value: ["offset"] },
      meaning: "What it lets pass.",
      covers: 2,
      example: { case: "one", at: "/at" },
    },
    {
      endpoints: [endpoint],
      target: { part: "body", path: "$['a b']" },
      allow: "ignore",
      meaning: "What it lets pass.",
      covers: 1,
      example: { case: "one", at: "/a b" },
    },
  ];
  const rules = proposals.map(({ endpoints, target, allow }) => ({
    endpoints: ["GET /api/nodes/{node_id}", "POST /api/nodes"].slice(0, endpoints.length),
    target,
    allow,
    reason: "FILL IN",
  }));
  const refusals: readonly RuleRefusal[] = [
    { endpoint: endpointKey("GET", "/x"), case: "one", at: "/y", class: "missing", reason: "Mend\nit." },
    { endpoint: endpointKey("GET", "/x"), case: "two", reason: "The case could not be compared." },
  ];
  expect(suggestionText({ proposals, refusals }, rules)).toMatchInlineSnapshot(`
    "# 2 differences at 2 endpoints, e.g. one at /at
    - endpoint: ["GET /api/nodes/{node_id}", POST /api/nodes]
      path: $.at
      allow: { equal up to: offset }
      reason: FILL IN
    # 1 difference, e.g. one at /a b
    - endpoint: GET /api/nodes/{node_id}
      path: $['a b']
      allow: ignore
      reason: FILL IN
    # no rule: GET /x, one at /y (missing): Mend it.
    # no rule: GET /x, two: The case could not be compared.
    "
  `);
});

test("nothing to propose", () => {
  expect(suggestionText({ proposals: [], refusals: [] }, [])).toBe("# Nothing differs that a rule is needed for.\n");
});
