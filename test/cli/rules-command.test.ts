import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { RuleProposal } from "#core/session/suggest-rules.ts";

import { suggestionText } from "../../src/cli/rules-command.ts";

test("proposals are printed as items of `rules`, refusals as comments", () => {
  const endpoint = endpointKey("GET", "/api/nodes/{node_id}");
  const proposals: readonly RuleProposal[] = [
    {
      endpoint,
      target: { part: "body", path: "$.at" },
      allow: { kind: "equal up to", parts: ["offset"] },
      covers: 2,
      example: "one at /at",
    },
    { endpoint, target: { part: "body", path: "$['a b']" }, allow: "ignore", covers: 1, example: "one at /a b" },
  ];
  const rules = proposals.map(({ target, allow }) => ({
    endpoint: "GET /api/nodes/{node_id}",
    target,
    allow,
    reason: "FILL IN",
  }));
  expect(suggestionText({ proposals, refusals: ["GET /x, one at /y: Mend\nit."] }, rules)).toMatchInlineSnapshot(`
    "# 2 differences, e.g. one at /at
    - endpoint: GET /api/nodes/{node_id}
      path: $.at
      allow: { equal up to: offset }
      reason: FILL IN
    # 1 difference, e.g. one at /a b
    - endpoint: GET /api/nodes/{node_id}
      path: $['a b']
      allow: ignore
      reason: FILL IN
    # no rule: GET /x, one at /y: Mend it.
    "
  `);
});

test("nothing to propose", () => {
  expect(suggestionText({ proposals: [], refusals: [] }, [])).toBe("# Nothing differs that a rule is needed for.\n");
});
