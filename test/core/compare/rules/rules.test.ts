import { describe, expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import { ruleFindings } from "#core/compare/rules/rule-findings.ts";
import { checkCompare } from "../check-compare.ts";

describe("ignore", () => {
  test("hits and leaves are counted", () => {
    expect(checkCompare('{"id": 1, "n": 2}', '{"id": 9, "n": 2}', [["$.id", "ignore"]])).toMatchInlineSnapshot(`
      "match
      leaves: 4 compared, 2 ignored, 0 loosened
      rule 0: 1"
    `);
  });
  test("a name that only begins alike is not meant", () => {
    expect(checkCompare('{"idempotency_key": 1}', '{"idempotency_key": 2}', [["$.id", "ignore"]]))
      .toMatchInlineSnapshot(`
      "differs
      changed value /idempotency_key: 1 | 2
      leaves: 4 compared, 0 ignored, 0 loosened
      rule 0: 0"
    `);
  });
  test("a member that one side lacks", () => {
    expect(checkCompare('{"id": 1, "n": 2}', '{"n": 2}', [["$.id", "ignore"]])).toMatchInlineSnapshot(`
      "match
      leaves: 4 compared, 1 ignored, 0 loosened
      rule 0: 1"
    `);
  });
  test("an element leaves the array before it is matched", () => {
    expect(checkCompare("[0, 1, 2]", "[9, 1, 2]", [["$[0]", "ignore"]])).toMatchInlineSnapshot(`
      "match
      leaves: 6 compared, 2 ignored, 0 loosened
      rule 0: 2"
    `);
  });
  test("the place of an ignored member does not count", () => {
    expect(checkCompare('{"id": 1, "n": 2, "m": 3}', '{"n": 2, "id": 1, "m": 3}', [["$.id", "ignore"]]))
      .toMatchInlineSnapshot(`
      "match
      leaves: 6 compared, 2 ignored, 0 loosened
      rule 0: 1"
    `);
  });
});

describe("type only", () => {
  test("the value is not compared, its type is", () => {
    const rules = [
      ["$.a", "type only"],
      ["$.b", "type only"],
    ] as const;
    expect(checkCompare('{"a": 1, "b": "x", "c": 0}', '{"a": 2, "b": null, "c": 0}', rules)).toMatchInlineSnapshot(`
      "differs
      breaking type /b: "x" | null
      leaves: 4 compared, 0 ignored, 4 loosened
      rule 0: 1, rule 1: 1"
    `);
  });
  test("absence is a difference", () => {
    expect(checkCompare('{"a": 1, "c": 0}', '{"c": 0}', [["$.a", "type only"]])).toMatchInlineSnapshot(`
      "differs
      breaking missing /a: 1 | absent
      leaves: 4 compared, 0 ignored, 1 loosened
      rule 0: 1"
    `);
  });
});

describe("a body cannot pass with nothing compared", () => {
  test("the root ignored", () => {
    expect(checkCompare('{"a": 1}', '{"b": 2}', [["$", "ignore"]])).toMatchInlineSnapshot(`
      "failed: The rules ignore the whole body, so that nothing was compared (portolan.yaml:1:1).
      leaves: 2 compared, 2 ignored, 0 loosened
      rule 0: 1"
    `);
  });
  test("every member ignored", () => {
    expect(
      checkCompare('{"a": 1, "b": 2}', '{"a": 2, "b": 2}', [
        ["$.a", "ignore"],
        ["$.b", "ignore"],
      ]),
    ).toMatchInlineSnapshot(`
      "failed: The rules ignore the whole body, so that nothing was compared (portolan.yaml:1:1).
      leaves: 2 compared, 4 ignored, 0 loosened
      rule 0: 1, rule 1: 1"
    `);
  });
  test("the root loosened", () => {
    expect(checkCompare('{"a": 1}', '{"b": 2}', [["$", "type only"]])).toMatchInlineSnapshot(`
      "failed: A rule loosens the whole body, so that nothing was compared (portolan.yaml:1:1).
      leaves: 2 compared, 0 ignored, 2 loosened
      rule 0: 1"
    `);
  });
  test("every one of several members loosened by one rule", () => {
    expect(checkCompare('{"a": 1, "b": 2}', '{"a": 3, "b": 4}', [["$..*", "type only"]])).toMatchInlineSnapshot(`
      "failed: A rule loosens the whole body, so that nothing was compared (portolan.yaml:1:1).
      leaves: 2 compared, 0 ignored, 4 loosened
      rule 0: 2"
    `);
    expect(checkCompare('{"a": 1}', '{"a": 3}', [["$.*", "type only"]])).toMatchInlineSnapshot(`
      "match
      leaves: 2 compared, 0 ignored, 2 loosened
      rule 0: 1"
    `);
  });
});

test("of two rules for one place the first applies, and the second is told as unused", () => {
  expect(
    checkCompare('{"a": 1, "b": 1}', '{"a": "x", "b": 1}', [
      ["$.a", "ignore"],
      ["$.a", "type only"],
    ]),
  ).toMatchInlineSnapshot(`
    "match
    leaves: 4 compared, 2 ignored, 0 loosened
    rule 0: 1, rule 1: 0"
  `);
});

test("a rule that was tried and hit nothing is a finding; one that was not tried is not", () => {
  const place = { file: "portolan.yaml", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };
  const rule = (path: string): Rule => ({
    endpoints: [endpointKey("GET", "/a")],
    target: { part: "body", path },
    allow: "ignore",
    reason: "r",
    place,
  });
  const hits = [
    { rule: 0, hits: 2 },
    { rule: 1, hits: 0 },
  ];
  const findings = ruleFindings([rule("$.hit"), rule("$.missed"), rule("$.untried")], hits);
  expect(findings.map(({ code, facts }) => [code, facts["path"]])).toEqual([["rule-unused", "$.missed"]]);
});
