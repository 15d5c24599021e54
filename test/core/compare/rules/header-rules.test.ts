import { describe, expect, test } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { Answer } from "#core/model/run/exchange.ts";
import type { RuleTarget } from "#core/model/rules/rule.ts";
import type { Allowance } from "#core/model/rules/allowance.ts";
import { answerOf, compareAnswers, narrowestText, resultText, type TestRule } from "../check-compare.ts";

type Lines = Answer["headers"];

const header = (name: string, cookie?: string): RuleTarget => ({ part: "header", name, ...(cookie && { cookie }) });

function answer(headers: Lines, body = '{"id":"p1"}'): Answer {
  return {
    ...answerOf(200, { kind: "text", text: body }),
    headers: [["content-type", "application/json"], ...headers],
  };
}

/** The differences of two answers with these headers beside a body with an id, under rules. */
function checkRules(python: Lines, rust: Lines, rules: readonly TestRule[], ids = ["p1", "p1"]): string {
  const [left, right] = ids.map((id) => `{"id":"${id}"}`);
  return resultText(compareAnswers(answer(python, left), answer(rust, right), rules));
}

/** One header under one rule: `match`, or the differences. */
function checkHeader(name: string, python: string, rust: string, allow: Allowance): string {
  return checkRules([[name, python]], [[name, rust]], [[header(name), allow]])
    .split("\n")
    .slice(0, -2)
    .join("\n");
}

/** The rules for the first difference of two answers with these headers. */
function checkNarrowest(python: Lines, rust: Lines): string {
  const request = { method: "GET", url: "http://127.0.0.1:1/", headers: [] };
  const comparison = {
    python: { request, outcome: answer(python) },
    rust: { request, outcome: answer(rust) },
    rules: [],
  };
  const difference = compareExchanges(comparison).differences.find(({ severity }) => severity !== "cosmetic");
  return narrowestText(difference, comparison);
}

describe("a rule for a header", () => {
  test("ignores it, also where one side does not send it", () => {
    expect(checkRules([["cache-control", "no-store"]], [], [[header("cache-control"), "ignore"]]))
      .toMatchInlineSnapshot(`
      "match
      leaves: 4 compared, 0 ignored, 0 loosened
      rule 0: 1"
    `);
  });

  test("of its type only asks that both send it", () => {
    expect(checkHeader("cache-control", "no-store", "no-cache", "type only")).toBe("match");
    expect(checkRules([["cache-control", "no-store"]], [], [[header("cache-control"), "type only"]]))
      .toMatchInlineSnapshot(`
      "differs
      changed header cache-control: no-store | absent
      leaves: 4 compared, 0 ignored, 0 loosened
      rule 0: 1"
    `);
  });

  test("allows a format and a tolerance", () => {
    expect(checkHeader("retry-after", "30", "31", { kind: "tolerance", value: { absolute: "1" } })).toBe("match");
    expect(checkHeader("retry-after", "30", "32", { kind: "tolerance", value: { absolute: "1" } }))
      .toMatchInlineSnapshot(`
      "differs
      changed header retry-after: 30 | 32"
    `);
    expect(checkHeader("link", "https://a.example/", "https://b.example/", { kind: "format", value: "uri" })).toBe(
      "match",
    );
  });

  test("that hits no header has no hit", () => {
    expect(checkRules([], [], [[header("location"), "ignore"]])).toContain("rule 0: 0");
  });
});

describe("renamed ids", () => {
  const rules: readonly TestRule[] = [
    ["$.id", "renamed ids"],
    [header("location"), "renamed ids"],
  ];

  test("in a header are those of the body", () => {
    const at = (id: string): Lines => [["location", `/api/nodes/${id}?from=2`]];
    expect(checkRules(at("p1"), at("r1"), rules, ["p1", "r1"])).toMatchInlineSnapshot(`
      "match
      leaves: 2 compared, 0 ignored, 2 loosened
      rule 0: 1, rule 1: 1"
    `);
  });

  test("that are others in the body are no renaming", () => {
    const at = (id: string): Lines => [["location", `/api/nodes/${id}`]];
    expect(checkRules(at("p1"), at("r2"), [...rules].toReversed(), ["p1", "r1"])).toMatchInlineSnapshot(`
      "differs
      breaking header location: /api/nodes/p1 | /api/nodes/r2
        renaming-broken
      leaves: 2 compared, 0 ignored, 2 loosened
      rule 0: 1, rule 1: 1"
    `);
  });

  test("may be in a part of the header, whose rest stays as it is", () => {
    expect(checkHeader("location", "/api/nodes/1", "/api/node/1/2", "renamed ids")).toMatchInlineSnapshot(`
      "differs
      breaking header location: /api/nodes/1 | /api/node/1/2"
    `);
  });
});

describe("a rule for one cookie", () => {
  const python: Lines = [
    ["set-cookie", "session=a; Path=/"],
    ["set-cookie", "theme=dark"],
  ];
  const rust: Lines = [
    ["set-cookie", "session=b; Path=/api"],
    ["set-cookie", "theme=light"],
  ];

  test("takes that one only", () => {
    expect(checkRules(python, rust, [[header("set-cookie", "session"), "ignore"]])).toMatchInlineSnapshot(`
      "differs
      changed header set-cookie: theme=••• | theme=•••
      leaves: 4 compared, 0 ignored, 0 loosened
      rule 0: 1"
    `);
  });

  test("but for ignore, is for its value: the attributes are compared", () => {
    expect(checkRules(python, rust, [[header("set-cookie", "session"), "type only"]])).toMatchInlineSnapshot(`
      "differs
      changed header set-cookie: session: Path=/ | session: Path=/api
      changed header set-cookie: theme=••• | theme=•••
      leaves: 4 compared, 0 ignored, 0 loosened
      rule 0: 1"
    `);
  });

  test("without a name is for all", () => {
    expect(checkRules(python, rust, [[header("set-cookie"), "ignore"]])).toMatchInlineSnapshot(`
      "match
      leaves: 4 compared, 0 ignored, 0 loosened
      rule 0: 2"
    `);
  });
});

describe("the narrowest rule", () => {
  test("for a header", () => {
    expect(checkNarrowest([["location", "/nodes/7f3a"]], [["location", "/nodes/9b1c"]])).toMatchInlineSnapshot(`
      "header location  renamed ids  1
      header location  type only  1
      header location  ignore  1"
    `);
    expect(checkNarrowest([["retry-after", "30"]], [["retry-after", "31"]])).toMatchInlineSnapshot(`
      "header retry-after  tolerance: { absolute: 1 }  1
      header retry-after  type only  1
      header retry-after  ignore  1"
    `);
  });

  test("for an attribute of a cookie is for the cookie", () => {
    expect(checkNarrowest([["set-cookie", "s=a; Path=/"]], [["set-cookie", "s=a; Path=/api"]])).toMatchInlineSnapshot(
      `"cookie s  ignore  1"`,
    );
  });

  test("there is none where one side lacks the header", () => {
    expect(checkNarrowest([["location", "/a"]], [])).toMatchInlineSnapshot(
      `"refused: A header that only one side sends is a matter of structure: mend it on one side, or write the rule by hand."`,
    );
  });
});
