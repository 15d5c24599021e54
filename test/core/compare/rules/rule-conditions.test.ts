import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { SentRequest } from "#core/model/run/exchange.ts";
import type { RuleCondition } from "#core/model/rules/rule.ts";
import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { answerOf } from "../check-compare.ts";

/** Whether a rule with this condition applies to a pair of answers to a request. */
function checkCondition(
  when: RuleCondition,
  python: string,
  rust: string,
  { type = "application/json", ...request }: Partial<SentRequest> & { readonly type?: string } = {},
): string {
  const sent = { method: "GET", url: "http://127.0.0.1:1/api/nodes?verbose=true&tag=a&tag=b", headers: [], ...request };
  const start = { line: 0, character: 0 };
  const { ruleHits } = compareExchanges({
    python: { request: sent, outcome: answerOf(200, { kind: "text", text: python }, type) },
    rust: { request: sent, outcome: answerOf(200, { kind: "text", text: rust }, type) },
    rules: [
      {
        index: 7,
        rule: {
          endpoints: [endpointKey("GET", "/api/nodes")],
          target: { part: "body", path: "$..at" },
          allow: "ignore",
          reason: "as the test says",
          when,
          place: { file: "portolan.yaml", range: { start, end: start } },
        },
      },
    ],
  });
  return ruleHits.map(({ rule, hits }) => `rule ${rule}: ${hits > 0 ? "applies" : "does not apply"}`).join();
}

const DRAFT = '{"kind": "draft", "at": 1}';
const FINAL = '{"kind": "final", "at": 1}';

test("a condition on the answer holds on both sides or not at all", () => {
  expect(checkCondition({ answer: "$.kind == 'draft'" }, DRAFT, DRAFT)).toBe("rule 7: applies");
  expect(checkCondition({ answer: "$.kind == 'draft'" }, DRAFT, FINAL)).toBe("rule 7: does not apply");
  expect(checkCondition({ answer: "$.kind" }, DRAFT, FINAL)).toBe("rule 7: applies");
});

test("a condition on the request sees method, path, query, headers and body", () => {
  const check = (request: string): string =>
    checkCondition({ request }, DRAFT, DRAFT, { body: '{"n": 9007199254740993}', headers: [["X-Mode", "full"]] });
  expect(check("$.query.verbose == 'true' && $.query.tag[1] == 'b'")).toBe("rule 7: applies");
  expect(check("$.method == 'GET' && $.path == '/api/nodes'")).toBe("rule 7: applies");
  expect(check("$.headers['x-mode'] == 'full'")).toBe("rule 7: applies");
  expect(check("$.body.n == 9007199254740993")).toBe("rule 7: applies");
  expect(check("$.body.n == 9007199254740992")).toBe("rule 7: does not apply");
  expect(check("$.query.verbose == 'false'")).toBe("rule 7: does not apply");
});

test("a condition on the status", () => {
  expect(checkCondition({ status: 200 }, DRAFT, DRAFT)).toBe("rule 7: applies");
  expect(checkCondition({ status: 404, answer: "$.kind" }, DRAFT, DRAFT)).toBe("rule 7: does not apply");
});

test("a condition on a stream sees an array of its items", () => {
  const lines = { type: "application/x-ndjson" };
  const when = { answer: "$[0].kind == 'draft'" };
  expect(checkCondition(when, `${DRAFT}\n${FINAL}\n`, `${DRAFT}\n`, lines)).toBe("rule 7: applies");
  expect(checkCondition(when, `${FINAL}\n`, `${DRAFT}\n`, lines)).toBe("rule 7: does not apply");
  expect(checkCondition({ answer: "$[0]" }, `${DRAFT}\n`, "{\n", lines)).toBe("rule 7: does not apply");
});
