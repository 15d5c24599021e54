import { expect, test } from "vitest";

import { findingText } from "#core/report/findings/finding-text.ts";
import { endpointKey } from "#core/model/endpoint.ts";
import { parseEndpointPattern } from "#core/model/rules/endpoint-pattern.ts";
import type { Rule, RuleHits } from "#core/model/rules/rule.ts";
import type { RunEvent, RunOutcome } from "#core/model/run/run-event.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { judgeRules } from "#core/session/rules/judge-rules.ts";

const start = { line: 0, character: 0 };
const place = { file: "portolan.yaml", range: { start, end: start } };

function caseOf(endpoint: string, id: string): CaseResult["case"] {
  const [method = "", path = ""] = endpoint.split(" ");
  return {
    id,
    endpoint: endpointKey(method, path),
    name: id,
    method: "GET",
    target: path,
    headers: [],
    body: { kind: "none" },
    expect: [200],
    isWriting: false,
    place,
  };
}

/** All cases of the project: two endpoints, the first with two cases. */
const CASES = [caseOf("GET /a", "one"), caseOf("GET /a", "two"), caseOf("GET /b", "one")];

interface Judged {
  readonly rule: Partial<Omit<Rule, "endpoint">> & { readonly endpoint?: string };
  /** The cases that ran, by endpoint and id, each with the rule's hits; without hits it was given up. */
  readonly ran: Readonly<Record<string, Partial<RuleHits> | undefined>>;
  readonly outcome?: RunOutcome;
}

/** What is found wrong with one rule after a run. */
async function checkRule({ rule, ran, outcome = { kind: "completed" } }: Judged): Promise<string> {
  const endpoint = parseEndpointPattern(rule.endpoint ?? "GET /a") ?? endpointKey("GET", "/a");
  const rules: Rule[] = [
    { target: { part: "body", path: "$.id" }, allow: "ignore", reason: "r", place, ...rule, endpoints: [endpoint] },
  ];
  async function* events(): AsyncGenerator<RunEvent> {
    for (const [name, hits] of Object.entries(ran)) {
      const given = CASES.find((each) => `${each.endpoint} ${each.id}` === name);
      const request = { method: "GET", url: "http://127.0.0.1/", headers: [] };
      const exchange = { request, outcome: { kind: "unreachable", reason: "" } } as const;
      if (given === undefined) throw new Error(name);
      const result: CaseResult = {
        case: given,
        verdict: hits === undefined ? "failed" : "match",
        differences: [],
        exchanges: { python: exchange, rust: exchange },
        coverage: { compared: 0, ignored: 0, loosened: 0 },
        ruleHits: hits === undefined ? [] : [{ rule: 0, hits: 0, ...hits }],
      };
      yield { kind: "case-ended", result };
    }
    const none = { match: 0, differs: 0, failed: 0 };
    yield {
      kind: "ended",
      outcome,
      totals: { endpoints: none, cases: none, unported: [], withoutCases: [], durationMs: 0 },
      ruleHits: [],
    };
  }
  const told: string[] = [];
  const now = (): number => Date.UTC(2026, 10, 23);
  for await (const event of judgeRules(events(), { rules, cases: Map.groupBy(CASES, (each) => each.endpoint), now })) {
    if (event.kind === "finding") told.push(findingText(event.finding));
    if (event.kind === "ended") told.push("ended");
  }
  return told.join("\n");
}

test("a rule that hit nothing in all cases of its endpoint is a finding, before the run ends", async () => {
  expect(await checkRule({ rule: {}, ran: { "GET /a one": {}, "GET /a two": {} } })).toMatchInlineSnapshot(`
    "The rule ignore \`$.id\` for GET /a hit nothing in this run; correct its path or remove it.
    ended"
  `);
});

test("one hit is enough", async () => {
  expect(await checkRule({ rule: {}, ran: { "GET /a one": {}, "GET /a two": { hits: 1 } } })).toBe("ended");
});

test("a rule whose endpoint did not run, or not with all its cases, is not called unused", async () => {
  expect(await checkRule({ rule: {}, ran: { "GET /b one": undefined } })).toBe("ended");
  expect(await checkRule({ rule: {}, ran: { "GET /a one": {} } })).toBe("ended");
  expect(await checkRule({ rule: {}, ran: { "GET /a one": {}, "GET /a two": undefined } })).toBe("ended");
  expect(
    await checkRule({ rule: {}, ran: { "GET /a one": {}, "GET /a two": {} }, outcome: { kind: "cancelled" } }),
  ).toBe("ended");
});

test("a pattern is judged once all its endpoints ran", async () => {
  const rule = { endpoint: "GET /*" };
  expect(await checkRule({ rule, ran: { "GET /a one": {}, "GET /a two": {} } })).toBe("ended");
  expect(await checkRule({ rule, ran: { "GET /a one": {}, "GET /a two": {}, "GET /b one": {} } })).not.toBe("ended");
});

test("a rule of one case is judged by that case", async () => {
  expect(await checkRule({ rule: { case: "two" }, ran: { "GET /a two": {} } })).not.toBe("ended");
});

test("an expired rule fails the run even where it hits; its last day counts", async () => {
  const ran = { "GET /a one": { hits: 1 } };
  expect(await checkRule({ rule: { expires: "2026-11-22", owner: "ana" }, ran })).toMatchInlineSnapshot(`
    "The rule ignore \`$.id\` for GET /a has expired on 2026-11-22, ask ana; mend the difference, or decide anew.
    ended"
  `);
  expect(await checkRule({ rule: { expires: "2026-11-23" }, ran })).toBe("ended");
});

test("a rule that takes too much, or a whole body", async () => {
  expect(await checkRule({ rule: {}, ran: { "GET /a one": { hits: 1, swallowed: 1001 } } })).toMatchInlineSnapshot(`
    "The rule ignore \`$.id\` for GET /a took 1001 values of a case from being compared, and may take 1000; narrow its path, or set its \`limit\`.
    ended"
  `);
  expect(await checkRule({ rule: { limit: 2000 }, ran: { "GET /a one": { hits: 1, swallowed: 1001 } } })).toBe("ended");
  expect(
    await checkRule({
      rule: { target: { part: "body", path: "$" } },
      ran: { "GET /a one": { hits: 1, swallowed: 2, isWhole: true } },
    }),
  ).toMatchInlineSnapshot(`
    "The rule ignore \`$\` for GET /a takes a whole body, or all that is written; name the values that may differ.
    ended"
  `);
});
