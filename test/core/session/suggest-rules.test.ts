import { describe, expect, test } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { endpointKey } from "#core/model/endpoint.ts";
import type { Project } from "#core/model/project.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import { targetText } from "#core/model/rules/rule.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { readProject } from "#core/project/read-project.ts";
import { overEndpoints } from "#core/session/rules/over-endpoints.ts";
import { suggestForCause } from "#core/session/rules/suggest-for-cause.ts";
import { suggestForRun } from "#core/session/rules/suggest-rules.ts";
import { ruleEdit, rulesEditIn, ruleYaml } from "#core/session/rules/write-rule.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";
import { jsonAnswer } from "../compare/check-compare.ts";

const start = { line: 0, character: 0 };
const place = { file: "portolan.yaml", range: { start, end: start } };

function project(): Project {
  const read = readProject("portolan.yaml", exampleProject).project;
  if (read === undefined) throw new Error("The example project cannot be read.");
  return { ...read, rules: [] };
}

function resultOf(id: string, python: string, rust: string): CaseResult {
  const request = { method: "GET", url: "http://127.0.0.1:1/api/nodes", headers: [] };
  const exchanges = { python: { request, outcome: jsonAnswer(python) }, rust: { request, outcome: jsonAnswer(rust) } };
  return {
    case: {
      id,
      endpoint: endpointKey("GET", "/api/nodes"),
      name: id,
      method: "GET",
      target: "/api/nodes",
      headers: [],
      body: { kind: "none" },
      expect: [200],
      isWriting: false,
      place,
    },
    exchanges,
    ...compareExchanges({ ...exchanges, rules: [] }),
  };
}

/** What is proposed for cases of one endpoint, each a pair of bodies. */
function checkRun(...pairs: readonly (readonly [python: string, rust: string])[]): string {
  const results = pairs.map(([python, rust], at) => resultOf(`case-${at}`, python, rust));
  const { proposals, refusals } = suggestForRun(project(), results);
  return [
    ...proposals.map(
      ({ covers, example, ...rule }) =>
        `${covers}, e.g. ${example.case} at ${example.at}\n${ruleYaml({ ...rule, reason: "r" })}`,
    ),
    ...refusals.map((each) => `${each.endpoint}, ${each.case} at ${each.at} ${each.class}: ${each.reason}\n`),
  ].join("");
}

/** The sets for the cause that all differences of these pairs of bodies are taken to have. */
function checkCause(...pairs: readonly (readonly [python: string, rust: string])[]): string {
  const results = pairs.map(([python, rust], at) => resultOf(`case-${at}`, python, rust));
  const members = results.map(({ case: { id, endpoint }, differences }) => {
    return { endpoint, case: id, differences: [...differences.keys()] };
  });
  const found = suggestForCause(project(), results, members, { insists: false });
  if (found.kind === "refused") return found.reason;
  return found.sets
    .slice(0, 2)
    .map(({ rules, covers }) => {
      return `${covers}: ${rules.map(({ target, allow }) => `${allowanceText(allow)} ${targetText(target)}`).join(", ")}`;
    })
    .join("\n");
}

describe("for a cause", () => {
  test("one rule a place lets all its cases pass, the same allowance everywhere", () => {
    expect(
      checkCause(
        [
          '{"items": [{"at": "2024-01-01T00:00:00Z"}, {"at": "2024-01-02T00:00:00Z"}], "n": 1}',
          '{"items": [{"at": "2024-01-01T00:00:00+00:00"}, {"at": "2024-01-02T00:00:00+00:00"}], "n": 1}',
        ],
        ['{"made": "2024-01-01T00:00:00Z", "n": 1}', '{"made": "2024-01-01T00:00:00+00:00", "n": 1}'],
      ),
    ).toMatchInlineSnapshot(`
      "3: equal up to: offset $.items[*].at, equal up to: offset $.made
      3: equal up to: [offset, fraction digits] $.items[*].at, equal up to: [offset, fraction digits] $.made"
    `);
  });
  test("what may not be hidden in one case is not hidden in any", () => {
    expect(
      checkCause(
        ['{"a": "2024-01-01T00:00:00Z", "n": 1}', '{"a": "2024-01-01T00:00:00+00:00", "n": 1}'],
        ['{"a": 1, "n": 1}', '{"n": 1}'],
      ),
    ).toMatch(/^A value that is missing/);
  });
});

describe("for a run", () => {
  test("one rule for a place that differs in several cases and elements", () => {
    expect(
      checkRun(
        [
          '[{"id": 1, "at": "2024-01-01T00:00:00Z"}, {"id": 2, "at": "2024-01-02T00:00:00Z"}]',
          '[{"id": 1, "at": "2024-01-01T00:00:00+00:00"}, {"id": 2, "at": "2024-01-02T00:00:00+00:00"}]',
        ],
        ['[{"id": 3, "at": "2024-01-01T00:00:00Z"}]', '[{"id": 3, "at": "2024-01-01T00:00:00.000+00:00"}]'],
      ),
    ).toMatchInlineSnapshot(`
      "3, e.g. case-0 at /0/at
      - endpoint: GET /api/nodes
        path: $[*].at
        allow: { equal up to: [offset, fraction digits] }
        reason: r
      "
    `);
  });
  test("the widest tolerance that all its cases need, as a person would write it", () => {
    const at = (seconds: string): string => `{"n": 1, "at": "2024-01-01T00:00:${seconds}Z"}`;
    expect(checkRun([at("00"), at("00.003")], [at("00"), at("03.4")], [at("00"), at("00.9")])).toMatchInlineSnapshot(`
      "3, e.g. case-0 at /at
      - endpoint: GET /api/nodes
        path: $.at
        allow: { time tolerance: 5s }
        reason: r
      "
    `);
    const load = (value: string): string => `{"n": 1, "load": ${value}}`;
    expect(checkRun([load("1.5"), load("1.52")], [load("1.5"), load("4.5")])).toMatchInlineSnapshot(`
      "2, e.g. case-0 at /load
      - endpoint: GET /api/nodes
        path: $.load
        allow: { tolerance: { absolute: 10 } }
        reason: r
      "
    `);
  });
  test("one rule for a place that differs alike at several endpoints", () => {
    const at = (seconds: string): string => `{"n": 1, "at": "2024-01-01T00:00:${seconds}Z"}`;
    const endpoints = [endpointKey("GET", "/a"), endpointKey("GET", "/b/{}"), endpointKey("POST", "/c")];
    const results = endpoints.map((endpoint, index) => {
      const result = resultOf("case", at("00"), at(`0${index + 1}`));
      return { ...result, case: { ...result.case, endpoint } };
    });
    const [proposal, ...rest] = suggestForRun(project(), results).proposals;
    expect(rest).toEqual([]);
    expect(proposal).toMatchObject({ endpoints, covers: 3, allow: { kind: "time tolerance", value: "5s" } });
    expect(proposal?.isForEvery).toBeUndefined();
  });
  test("a rule without an endpoint for a header that differs at many", () => {
    const paths = ["/a", "/b", "/c", "/d"];
    const results = paths.map((path): CaseResult => {
      const { python, rust } = resultOf("case", "{}", "{}").exchanges;
      if (python?.outcome.kind !== "answer" || rust === undefined) throw new Error("No answer.");
      const headers = [...python.outcome.headers, ["vary", "Origin"]] as const;
      const exchanges = { python: { ...python, outcome: { ...python.outcome, headers } }, rust };
      const { case: given } = resultOf("case", "{}", "{}");
      return {
        case: { ...given, endpoint: endpointKey("GET", path) },
        exchanges,
        ...compareExchanges({ ...exchanges, rules: [] }),
      };
    });
    const [proposal, ...rest] = suggestForRun(project(), results).proposals;
    expect(rest).toEqual([]);
    expect(proposal).toMatchObject({ target: { part: "header", name: "vary" }, covers: 4, isForEvery: true });
    const own = { project: project(), endpoint: endpointKey("GET", "/a"), insists: false };
    const [first] = results;
    const members = [{ endpoint: own.endpoint, case: "case", differences: [0] }];
    const narrow = suggestForCause(own.project, first === undefined ? [] : [first], members, { insists: false });
    const wide = overEndpoints(narrow, { ...own, differences: first?.differences ?? [], others: results.slice(1) });
    expect(
      wide.kind === "rules" && wide.sets.map(({ covers, endpoints, isForEvery }) => [covers, endpoints, isForEvery]),
    ).toMatchInlineSnapshot(`
      [
        [
          1,
          undefined,
          undefined,
        ],
        [
          4,
          [
            "GET /a",
            "GET /b",
            "GET /c",
            "GET /d",
          ],
          true,
        ],
      ]
    `);
    const two = overEndpoints(narrow, { ...own, differences: first?.differences ?? [], others: results.slice(1, 2) });
    expect(two.kind === "rules" && two.sets.at(-1)?.endpoints).toEqual(["GET /a", "GET /b"]);
  });
  test("what no rule may hide is named", () => {
    expect(checkRun(['{"a": 1, "b": 2}', '{"a": 1}'])).toMatchInlineSnapshot(
      `
      "GET /api/nodes, case-0 at /b missing: A value that is missing is a matter of structure: mend it on one side, or write the rule by hand.
      "
    `,
    );
  });
  test("a case that could not be compared is named", () => {
    const matching = resultOf("case-0", "{}", "{}");
    const failed: CaseResult = { ...matching, verdict: "failed", reason: "Python answered 401." };
    expect(suggestForRun(project(), [failed, matching])).toEqual({
      proposals: [],
      refusals: [
        { endpoint: "GET /api/nodes", case: "case-0", reason: "The case could not be compared. Python answered 401." },
      ],
    });
  });
  test("differences beyond those that are looked at are counted", () => {
    const bodyWith = (value: number): string =>
      JSON.stringify(Object.fromEntries(Array.from({ length: 60 }, (_, at) => [`m${at}`, value])));
    const { proposals, refusals } = suggestForRun(project(), [resultOf("case-0", bodyWith(1), bodyWith(2))]);
    expect(proposals).toHaveLength(50);
    expect(refusals).toEqual([
      {
        endpoint: "GET /api/nodes",
        case: "case-0",
        reason: "10 more differences were not looked at; write these rules, then ask again.",
      },
    ]);
  });
  test("nothing for what matches", () => {
    expect(checkRun(['{"a": 1}', '{"a": 1}'])).toBe("");
  });
});

describe("writing a rule", () => {
  const rule = {
    endpoints: ["GET /api/nodes/{node_id}"],
    target: { part: "body", path: "$['a b'][*].at" },
    allow: { kind: "tolerance", value: { relative: "1e-9" } },
    reason: "Python's # of digits: more",
  } as const;
  test("it is read again as it was, after the rules that there are", () => {
    const edit = ruleEdit(exampleProject, rule);
    if (edit === undefined) throw new Error("No edit.");
    const text = exampleProject.slice(0, edit.start) + edit.newText + exampleProject.slice(edit.end);
    const { project: read, findings } = readProject("portolan.yaml", text);
    expect(findings).toEqual([]);
    expect(read?.rules.at(-1)).toMatchObject({ target: rule.target, allow: rule.allow, reason: rule.reason });
    expect(read?.rules).toHaveLength(2);
  });
  test("the range is that of a text without its byte order mark", () => {
    const plain = rulesEditIn(exampleProject, [rule]);
    expect(plain).toBeDefined();
    expect(rulesEditIn(`\uFEFF${exampleProject}`, [rule])).toEqual(plain);
  });
  test("several rules are one edit, after which all can be read", () => {
    const rules = [rule, { ...rule, target: { part: "body", path: "$.other" } } as const];
    const edit = rulesEditIn(exampleProject, rules);
    const lines = exampleProject.split("\n");
    const { start: at, end } = edit?.range ?? { start, end: start };
    expect(at).toEqual(end);
    const line = lines[at.line] ?? "";
    lines[at.line] = line.slice(0, at.character) + (edit?.newText ?? "") + line.slice(at.character);
    const read = readProject("portolan.yaml", lines.join("\n")).project?.rules.slice(-2);
    expect(read?.map(({ target }) => target)).toEqual(rules.map(({ target }) => target));
  });
  test.each([
    [["GET /api/nodes/{node_id}", "POST /api/nodes"], '- endpoint: ["GET /api/nodes/{node_id}", POST /api/nodes]'],
    [[], "- path: $['a b'][*].at"],
  ])("for %s", (endpoints, first) => {
    expect(ruleYaml({ ...rule, endpoints }).split("\n")[0]).toBe(first);
    const edit = ruleEdit(exampleProject, { ...rule, endpoints });
    const text = exampleProject.slice(0, edit?.start) + (edit?.newText ?? "") + exampleProject.slice(edit?.end);
    expect(readProject("portolan.yaml", text).project?.rules.at(-1)?.endpoints).toHaveLength(
      Math.max(endpoints.length, 1),
    );
  });
  test("a file that cannot be read is left alone", () => {
    expect(ruleEdit("version: 1\nrules: [", rule)).toBeUndefined();
    expect(ruleEdit("version: 1\n", rule)).toBeUndefined();
  });
});
