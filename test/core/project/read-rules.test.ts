import { describe, expect, test } from "vitest";

import { readCaseFile } from "#core/cases/read-case-file.ts";
import { targetText } from "#core/model/rules/rule.ts";
import { allowanceText } from "#core/model/rules/allowance.ts";
import { readProject } from "#core/project/read-project.ts";
import { findingText } from "#core/report/findings/finding-text.ts";
import { endpointsText } from "#core/model/rules/endpoint-pattern.ts";
import { exampleProject } from "../../fixtures/project/example-project.ts";

/** The rules and the severities that a project file with these lines at its end has, and what is wrong with them. */
function checkRules(lines: string): string {
  const before = exampleProject.slice(0, exampleProject.indexOf("rules:"));
  const { project, findings } = readProject("portolan.yaml", `${before}${lines}`);
  const rules = (project?.rules ?? []).map(({ endpoints, target, allow, reason, ...rest }) => {
    const { owner, issue, expires, limit, when } = rest;
    const more = JSON.stringify({ owner, issue, expires, limit, when });
    return [
      endpointsText(endpoints),
      targetText(target),
      allowanceText(allow),
      reason,
      ...(more === "{}" ? [] : [more]),
    ].join(" | ");
  });
  const line = (at: number | undefined): number => (at ?? -1) + 2 - before.split("\n").length;
  return [
    ...rules,
    ...(project?.differences === undefined ? [] : [JSON.stringify(project.differences)]),
    ...findings.map((finding) => `line ${line(finding.place?.range.start.line)}: ${findingText(finding)}`),
  ].join("\n");
}

/** What one way to write `allow` is read as. */
function checkAllow(allow: string): string {
  return checkRules(`rules: [{ endpoint: GET /a, path: $.a, allow: ${allow}, reason: r }]`).replace(
    /^GET \/a \| \$\.a \| (.*) \| r$/,
    "$1",
  );
}

describe("a rule", () => {
  test("for a pattern of endpoints, with all that it can have", () => {
    expect(
      checkRules(`rules:
  - endpoint: "* /api/**"
    path: $..items[?@.kind == 'x'].at
    allow: { format: rfc3339 }
    reason: the clock
    owner: ana
    issue: 12
    expires: 2026-12-31
    limit: 5000
    when: { request: "$.query.full == 'true'", answer: $.items, status: 200 }
`),
    ).toMatchInlineSnapshot(
      `"* /api/** | $..items[?@.kind == 'x'].at | format: rfc3339 | the clock | {"owner":"ana","issue":"12","expires":"2026-12-31","limit":5000,"when":{"answer":"$.items","request":"$.query.full == 'true'","status":200}}"`,
    );
  });

  test("is told at once where a function is given something else, and where a pattern cannot be used", () => {
    expect(
      checkRules(`rules:
  - { endpoint: GET /a, path: "$[?length(@.*) > 1]", allow: ignore, reason: r }
  - { endpoint: GET /a, path: "$[?match(@.a, '^x')]", allow: ignore, reason: r }
  - endpoint: GET /a
    path: $.a
    allow: ignore
    reason: r
    when: { request: "match($.path, '/a') == true" }
  - { endpoint: GET /a, path: "$[?match(@.id, 'tmp-.*')].at", allow: ignore, reason: r }
`),
    ).toMatchInlineSnapshot(`
      "GET /a | $[?match(@.id, 'tmp-.*')].at | ignore | r
      line 2: \`$[?length(@.*) > 1]\` is not a path: \`length\` is given one value: a path by names and indexes alone, or one in \`value(…)\` (at character 11).
      line 3: \`$[?match(@.a, '^x')]\` is not a path: The pattern cannot be used from its character 1 on: \`^\` is no anchor here: \`match\` takes the whole text and \`search\` any part of it; write \`\\^\` for the character (at character 15).
      line 8: \`match($.path, '/a') == true\` is not a condition: \`match\` holds or does not, and is not compared with anything (at character 1)."
    `);
  });

  test("allows one thing, written as it reads", () => {
    const ways = [
      "ignore",
      "type only",
      "unordered",
      "renamed ids",
      "{ format: uuid }",
      "{ tolerance: { absolute: 0.001, relative: 1e-9, ulps: 4 } }",
      "{ time tolerance: 2s }",
      "{ time tolerance: 0.5 min }",
      "{ equal up to: offset }",
      "{ equal up to: [offset, fraction digits] }",
      "{ keyed by: id }",
    ];
    expect(ways.map((allow) => checkAllow(allow)).join("\n")).toMatchInlineSnapshot(`
      "ignore
      type only
      unordered
      renamed ids
      format: uuid
      tolerance: { absolute: 0.001, relative: 1e-9, ulps: 4 }
      time tolerance: 2s
      time tolerance: "0.5 min"
      equal up to: offset
      equal up to: [offset, fraction digits]
      keyed by: id"
    `);
  });

  test("that is written wrongly is left out, with a sentence", () => {
    const wrong = [
      "anything",
      "12",
      "{}",
      "{ format: guid }",
      "{ format: uuid, time tolerance: 2s }",
      "{ tolerance: { absolute: -1 } }",
      "{ tolerance: {} }",
      "{ tolerance: 1 }",
      "{ time tolerance: 2 }",
      "{ time tolerance: 2 years }",
      "{ equal up to: zone }",
      "{ shape: x }",
    ];
    expect(wrong.map((allow) => `${allow}\n  ${checkAllow(allow)}`).join("\n")).toMatchInlineSnapshot(`
      "anything
        line 1: \`anything\` is not a value of \`rules[].allow\`; known are ignore, renamed ids, renamed keys, renamed uuids, type only, unordered, or a mapping with alike, decoded, equal as, equal but for, equal up to, format, keyed by, pattern, time tolerance, tolerance, url parameters.
      12
        line 1: \`rules[].allow\` must be one of ignore, renamed ids, renamed keys, renamed uuids, type only, unordered, or a mapping with alike, decoded, equal as, equal but for, equal up to, format, keyed by, pattern, time tolerance, tolerance, url parameters; found 12.
      {}
        line 1: \`rules[].allow\` must be a word or a mapping with one key, a rule for each; found a mapping.
      { format: guid }
        line 1: \`guid\` is not a value of \`rules[].allow.format\`; known are rfc3339, date, time, duration, uuid, ulid, integer, decimal, uri, email, ipv4, ipv6, hex, base64, jwt.
      { format: uuid, time tolerance: 2s }
        line 1: \`rules[].allow\` must be a word or a mapping with one key, a rule for each; found a mapping.
      { tolerance: { absolute: -1 } }
        line 1: \`rules[].allow.tolerance.absolute\` must be a number that is not negative; found -1.
      { tolerance: {} }
        line 1: \`rules[].allow.tolerance\` must be a mapping with absolute, relative or ulps; found a mapping.
      { tolerance: 1 }
        line 1: \`rules[].allow.tolerance\` must be a mapping; found 1.
      { time tolerance: 2 }
        line 1: \`rules[].allow.time tolerance\` is a length of time with its unit, such as 500ms or 2s; \`2\` is not.
      { time tolerance: 2 years }
        line 1: \`rules[].allow.time tolerance\` is a length of time with its unit, such as 500ms or 2s; \`2 years\` is not.
      { equal up to: zone }
        line 1: \`zone\` is not a value of \`rules[].allow.equal up to\`; known are offset, fraction digits.
      { shape: x }
        line 1: \`shape\` is not known in rules[].allow; known are alike, decoded, equal as, equal but for, equal up to, format, keyed by, pattern, time tolerance, tolerance, url parameters."
    `);
  });

  test("for the database, a header or a cookie", () => {
    expect(
      checkRules(`rules:
  - { endpoint: GET /a, effect: "$.nodes.inserted[*].id", allow: renamed ids, reason: r }
  - { endpoint: GET /a, header: Location, allow: ignore, reason: r }
  - { endpoint: GET /a, header: set-cookie, cookie: session, allow: type only, reason: r }
`),
    ).toMatchInlineSnapshot(`
      "GET /a | effect $.nodes.inserted[*].id | renamed ids | r
      GET /a | header location | ignore | r
      GET /a | cookie session | type only | r"
    `);
  });

  test("for nothing, for two things, or for what a header cannot be", () => {
    expect(
      checkRules(`rules:
  - { endpoint: GET /a, allow: ignore, reason: r }
  - { endpoint: GET /a, path: $.a, effect: $.a, allow: ignore, reason: r }
  - { endpoint: GET /a, effect: "$.a[", allow: ignore, reason: r }
  - { endpoint: GET /a, header: "a b", allow: ignore, reason: r }
  - { endpoint: GET /a, header: location, cookie: session, allow: ignore, reason: r }
  - { endpoint: GET /a, path: $.a, cookie: session, allow: ignore, reason: r }
  - { endpoint: GET /a, header: location, allow: unordered, reason: r }
`),
    ).toMatchInlineSnapshot(`
      "line 2: A rule needs one of \`path\` (values of the bodies), \`effect\` (values of the effect on the database) and \`header\`.
      line 3: A rule is for one thing: keep one of \`path\` (bodies), \`effect\` (the database) and \`header\`, and write another rule for the other.
      line 4: \`$.a[\` is not a path: A name in quotes, an index, a slice, \`*\` or \`?\` is expected (at character 5).
      line 5: \`a b\` is not the name of a header (RFC 9110).
      line 6: \`cookie: session\` needs \`header: set-cookie\` beside it.
      line 7: \`cookie: session\` needs \`header: set-cookie\` beside it.
      line 8: A header is one text: \`unordered\`, \`keyed by\` and \`equal up to\` say nothing about it. Use \`ignore\`, \`type only\`, \`renamed ids\`, or a mapping with format, tolerance or time tolerance."
    `);
  });

  test("with a path, a condition, a day or a pattern that cannot be read", () => {
    expect(
      checkRules(`rules:
  - { endpoint: GET *, path: $.a, allow: ignore, reason: r }
  - { endpoint: GET /a, path: "$.a[", allow: ignore, reason: r }
  - { endpoint: GET /a, path: $.a, allow: ignore, reason: r, expires: 2026-02-30 }
  - { endpoint: GET /a, path: $.a, allow: ignore, reason: r, when: { answer: "$.a =" } }
`),
    ).toMatchInlineSnapshot(`
      "line 2: \`GET *\` is not an endpoint or a pattern of endpoints; write \`GET /api/nodes/*\` or \`* /api/**\`.
      line 3: \`$.a[\` is not a path: A name in quotes, an index, a slice, \`*\` or \`?\` is expected (at character 5).
      line 4: \`rules[].expires\` is a day such as 2026-12-31; \`2026-02-30\` is not.
      line 5: \`$.a =\` is not a condition: Nothing is expected here; in brackets and quotes a name holds anything: \`['a b']\` (at character 5)."
    `);
  });

  test("twice for the same is told; two measures for one value are not", () => {
    expect(
      checkRules(`rules:
  - { endpoint: GET /a, path: $.a, allow: { format: uuid }, reason: r }
  - { endpoint: GET /a, path: $.a, allow: { format: ulid }, reason: r }
  - { endpoint: GET /a, path: $.a, allow: { format: uuid }, reason: s }
`),
    ).toMatchInlineSnapshot(`
      "GET /a | $.a | format: uuid | r
      GET /a | $.a | format: ulid | r
      GET /a | $.a | format: uuid | s
      line 4: \`GET /a\` stands in \`rules\` twice, first in line 21."
    `);
  });
});

test("severities are set by class, for all endpoints and for some", () => {
  expect(
    checkRules(`differences:
  key-order: fail
  extra: report
  endpoints:
    GET /api/nodes/{id}: { extra: fail }
    nodes: { extra: fail }
  values: fail
  spelling: ignore
`),
  ).toMatchInlineSnapshot(`
    "line 7: \`values\` is not known in differences; did you mean \`value\`?
    line 8: \`ignore\` is not a value of \`differences.spelling\`; known are fail, report.
    line 6: \`nodes\` is not an endpoint or a pattern of endpoints; write \`GET /api/nodes/*\` or \`* /api/**\`."
  `);
});

test("a rule of a case is for that case of its endpoint", () => {
  const { cases, findings } = readCaseFile(
    "cases/a.yaml",
    "a",
    `- endpoint: GET /a
  name: one
  rules: [{ path: $.at, allow: ignore, reason: r }]
`,
  );
  expect(findings).toEqual([]);
  expect(cases[0]?.rules).toMatchObject([
    { endpoints: ["GET /a"], case: "a/one", target: { part: "body", path: "$.at" }, allow: "ignore", reason: "r" },
  ]);
});

test("a rule is for one endpoint, for several, or for every one", () => {
  expect(
    checkRules(`rules:
  - { endpoint: GET /a, path: $.x, allow: ignore, reason: r }
  - { endpoint: [GET /a, "* /b/**"], path: $.x, allow: ignore, reason: r }
  - { path: $.x, allow: ignore, reason: r }
  - { endpoint: [nothing], path: $.y, allow: ignore, reason: r }
`),
  ).toMatchInlineSnapshot(`
    "GET /a | $.x | ignore | r
    GET /a, * /b/** | $.x | ignore | r
    every endpoint | $.x | ignore | r
     | $.y | ignore | r
    line 5: \`nothing\` is not an endpoint or a pattern of endpoints; write \`GET /api/nodes/*\` or \`* /api/**\`."
  `);
});
