import { expect, test } from "vitest";

import type { SeverityPolicy } from "#core/model/rules/severity-policy.ts";
import { policyFor } from "#core/model/rules/severity-policy.ts";
import { parseEndpointPattern } from "#core/model/rules/endpoint-pattern.ts";
import { endpointKey } from "#core/model/endpoint.ts";
import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { jsonAnswer, resultText } from "../check-compare.ts";

function checkPolicy(python: string, rust: string, policy: SeverityPolicy): string {
  const request = { method: "GET", url: "http://127.0.0.1:1/", headers: [] };
  return resultText(
    compareExchanges({
      python: { request, outcome: jsonAnswer(python) },
      rust: { request, outcome: jsonAnswer(rust) },
      rules: [],
      policy,
    }),
  );
}

test("the order of keys can be made to fail", () => {
  expect(checkPolicy('{"a": 1, "b": 2}', '{"b": 2, "a": 1}', { "key-order": "fail" })).toMatchInlineSnapshot(`
    "differs
    changed key-order (root): "a", "b" | "b", "a"
      key-order
    leaves: 6 compared, 0 ignored, 0 loosened"
  `);
});

test("an additive member can be only reported", () => {
  expect(checkPolicy('{"a": 1}', '{"a": 1, "b": 2}', { extra: "report" })).toMatchInlineSnapshot(`
    "match
    cosmetic extra /b: absent | 2
    leaves: 5 compared, 0 ignored, 0 loosened"
  `);
});

test("an endpoint's own wish comes before that for all, the last that fits before the others", () => {
  const pattern = (text: string) => parseEndpointPattern(text) ?? endpointKey("GET", "/");
  const settings = {
    all: { extra: "report", spelling: "fail" },
    endpoints: [
      { endpoint: pattern("* /api/**"), policy: { extra: "fail" } },
      { endpoint: pattern("GET /api/nodes/{id}"), policy: { spelling: "report" } },
    ],
  } as const;
  expect(policyFor(settings, endpointKey("GET", "/api/nodes/{node_id}"))).toEqual({
    extra: "fail",
    spelling: "report",
  });
  expect(policyFor(settings, endpointKey("GET", "/healthz"))).toEqual({ extra: "report", spelling: "fail" });
});
