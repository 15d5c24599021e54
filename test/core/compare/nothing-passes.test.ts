import { describe, expect, test } from "vitest";

import { type ComparisonResult, compareExchanges } from "#core/compare/compare-exchanges.ts";
import { IdRenaming } from "#core/compare/matching/renaming-ids.ts";
import { EVERY_ENDPOINT } from "#core/model/rules/endpoint-pattern.ts";
import type { Rule } from "#core/model/rules/rule.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import { type TestRule, jsonAnswer } from "./check-compare.ts";
import { checkBodies, checkHeaders, checkSides, compareSides } from "./check-verdict.ts";

const ONE = "0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f";
const OTHER = "1c9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f";
const THIRD = "2d9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f";

describe("ids inside texts", () => {
  const rules: readonly TestRule[] = [
    ["$.id", "renamed ids"],
    ["$.text", "renamed ids"],
  ];
  const check = (ids: readonly [string, string], python: string, rust: string): string =>
    checkBodies(JSON.stringify({ text: python, id: ids[0] }), JSON.stringify({ text: rust, id: ids[1] }), rules);

  test.each([
    ["a path", "/api/nodes/U1-7f3a", "/api/nodes/K9-0b2c"],
    [
      "an address with a query",
      "https://a.example/n?id=U1-7f3a&x=1#U1-7f3a",
      "https://a.example/n?id=K9-0b2c&x=1#K9-0b2c",
    ],
    ["a URN", "urn:node:U1-7f3a", "urn:node:K9-0b2c"],
    ["percent-encoded", "node%3AU1-7f3a", "node%3aK9-0b2c"],
    ["an address in a query, encoded twice", "/l?to=%252Fn%252FU1-7f3a", "/l?to=%252Fn%252FK9-0b2c"],
    ["a file's name", "/files/U1-7f3a.json", "/files/K9-0b2c.json"],
    ["a sentence", "Node U1-7f3a was made.", "Node K9-0b2c was made."],
  ])("are found in %s", (_, python, rust) => {
    expect(check(["U1-7f3a", "K9-0b2c"], python, rust)).toBe("match");
  });
  test.each([
    ["another path around it", "/api/nodes/U1-7f3a", "/api/users/K9-0b2c", "differs"],
    ["another id", "/api/nodes/U1-7f3a", "/api/nodes/Z3-5555", "differs renaming-broken"],
    ["another query", "/n?id=U1-7f3a&page=one", "/n?id=K9-0b2c&page=two", "differs"],
    ["another word for it", "Node U1-7f3a was made.", "Node K9-0b2c was lost.", "differs"],
    ["another version beside it", "/v1/nodes/U1-7f3a", "/v2/nodes/K9-0b2c", "differs"],
    ["more around it", "/nodes/U1-7f3a", "/nodes/K9-0b2c/all", "differs"],
  ])("what stands around them is compared: %s", (_, python, rust, outcome) => {
    expect(check(["U1-7f3a", "K9-0b2c"], python, rust)).toBe(outcome);
  });
  test("with a sign in them, however an address writes it", () => {
    expect(check(["n1/x7", "n2/x8"], "/n/n1%2Fx7", "/n/n2%2Fx8")).toBe("match");
    expect(check(["7", "9"], "/nodes/7/edges", "/nodes/9/edges")).toBe("match");
    expect(check(["7", "9"], "/nodes/7/edges", "/nodes/8/edges")).toBe("differs renaming-broken");
  });
  test("that stand by themselves may be words, within a text they may not", () => {
    expect(check(["north", "south"], "x", "x")).toBe("match");
    expect(check(["1", "1"], "/nodes/north", "/nodes/south")).toBe("differs");
  });
});

describe("a pairing of ids that breaks", () => {
  test("is told with where the first one was made, and the one that is met most often is right", () => {
    const list = (ids: readonly string[]): string => JSON.stringify({ first: ids[0], rest: ids.slice(1) });
    const { differences } = compareSides({ body: list(["a1", "a1", "a1"]) }, { body: list(["x9", "b2", "b2"]) }, [
      ["$.first", "renamed ids"],
      ["$.rest[*]", "renamed ids"],
    ]);
    expect(differences.map(({ pointers, hint }) => `${pointers.python}: ${hint?.text ?? ""}`)).toMatchInlineSnapshot(`
      [
        "/first: Python's "a1" is "b2" in Rust (first at \`/rest/0\` of the body, and 2 times in all); here it is "x9".",
      ]
    `);
  });
});

test("a pairing of ids that an earlier case made is not overruled by a later one, however often that says otherwise", () => {
  const renaming = new IdRenaming();
  const compare = (caseName: string, python: readonly string[], rust: readonly string[]): ComparisonResult => {
    const exchange = (body: unknown): Exchange => ({
      request: { method: "GET", url: "http://127.0.0.1:1/", headers: [] },
      outcome: jsonAnswer(JSON.stringify(body)),
    });
    const start = { line: 0, character: 0 };
    const rule: Rule = {
      endpoints: [EVERY_ENDPOINT],
      target: { part: "body", path: "$[*]" },
      allow: "renamed ids",
      reason: "as the test says",
      place: { file: "portolan.yaml", range: { start, end: start } },
    };
    const rules = [{ index: 0, rule }];
    return compareExchanges({ python: exchange(python), rust: exchange(rust), rules, renaming, caseName });
  };
  expect(compare("the first", ["a1"], ["x9"]).verdict).toBe("match");
  const later = compare("the second", ["a1", "a1", "a1"], ["b2", "b2", "b2"]);
  expect([later.verdict, later.differences[0]?.hint?.text]).toMatchInlineSnapshot(`
    [
      "differs",
      "Python's "a1" is "x9" in Rust (first at \`/0\` of the body of the case "the first"); here it is "b2".",
    ]
  `);
});

describe("Location", () => {
  const made = (location: string, id: string): Parameters<typeof checkSides>[0] => ({
    status: 201,
    headers: [["location", location]],
    body: JSON.stringify({ id }),
  });
  test("with another id than the one that the run knows", () => {
    const rules: readonly TestRule[] = [["$.id", "renamed ids"]];
    expect(checkSides(made(`/n/${ONE}`, ONE), made(`/n/${OTHER}`, OTHER), rules)).toBe("match location-id");
    expect(checkSides(made("/n/U1", "U1"), made("/n/U2", "U2"), rules)).toBe("match");
    expect(checkSides(made(`/n/${ONE}`, ONE), made(`/n/${THIRD}`, OTHER), rules)).toBe("differs renaming-broken");
    expect(checkSides(made("/n/U1", "U1"), made("/n/c0ffee00", "U2"), rules)).toBe("differs renaming-broken");
  });
  test("with another id than the side's own body, where a rule takes that from being compared", () => {
    const rules: readonly TestRule[] = [["$.id", { kind: "format", value: "uuid" }]];
    expect(checkSides(made(`/n/${ONE}`, ONE), made(`/n/${OTHER}`, OTHER), rules)).toBe("match location-id");
    expect(checkSides(made(`/n/${ONE}`, ONE), made(`/n/${THIRD}`, OTHER), rules)).toBe("differs location-other-id");
  });
});

describe("cookies", () => {
  const check = (python: string, rust: string): string =>
    checkHeaders("set-cookie", `c=${python}; Path=/`, `c=${rust}; Path=/`);
  const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

  test.each([
    ["a path", "/dashboard/overview/alpha", "/dashboard/overview/omega"],
    ["words", "dark-mode-compact-2024", "light-mode-compact-2024"],
    ["a list", "item-1001_item-1002_item-1003", "item-1001_item-1002_item-1004"],
    ["names in camel case", "lastVisitedDashboardPageOverview", "lastVisitedDashboardPageSettings"],
    ["a moment", "2026-11-30T10:00:00.000Z", "2026-11-30T10:00:09.000Z"],
    ["a number", "1764500000000000", "1764500000000001"],
    ["an encoded query", "lang%3Den%26theme%3Ddark%26x", "lang%3Dde%26theme%3Ddark%26x"],
    [
      "base64 of words",
      Buffer.from("last_page=/alpha").toString("base64"),
      Buffer.from("last_page=/omega").toString("base64"),
    ],
    ["hexadecimal digits of words", Buffer.from("last_page").toString("hex"), Buffer.from("next_page").toString("hex")],
  ])("that can be read are compared: %s", (_, python, rust) => {
    expect(check(python, rust)).toMatch(/^differs/);
  });
  test.each([
    ["base64", "q7XzP0mK3vWn9RtYb2Lc", "Zk4TtG8wQe1uVx6NhS5d"],
    ["hexadecimal digits", "4f2c9a7be1d04c55b8e9", "90aa17cd33be4a10a1f2"],
    ["small letters and digits", "k3j9x2m7q4w8z1v5b6n0", "p0d8f2h6g4s1a9l3t7y5"],
    ["a UUID", ONE, OTHER],
    [
      "signed by Express",
      "s%3AXk2v9QpL0s8TzWm4Rb1Y.q7XzP0mK3vWn9RtYb2Lc",
      "s%3Ab7Ht3Kw6Zq1Nc5Vx9Jd2.Zk4TtG8wQe1uVx6NhS5d",
    ],
  ])("that are random pass: %s", (_, python, rust) => {
    expect(check(python, rust)).toBe("match cookie-token");
  });
  test("the payload of a signed one is decoded and compared", () => {
    const signed = (user: number, signature: string): string =>
      `${encoded({ user, role: "reader" })}.aSyLkQ.${signature}`;
    expect(check(signed(7, "Xk2v9QpL0s8TzWm4Rb1Y"), signed(7, "b7Ht3Kw6Zq1Nc5Vx9Jd2"))).toBe("match cookie-token");
    expect(check(signed(7, "Xk2v9QpL0s8TzWm4Rb1Y"), signed(8, "b7Ht3Kw6Zq1Nc5Vx9Jd2"))).toBe("differs cookie-payload");
  });
  test("the claims of a web token are, but for those that a clock or chance sets", () => {
    const token = (claims: object): string => `${encoded({ alg: "HS256" })}.${encoded(claims)}.q7XzP0mK3vWn9RtYb2Lc`;
    const claims = { sub: "7", iat: 1_764_500_000, jti: ONE };
    expect(check(token(claims), token({ ...claims, iat: 1_764_500_001, jti: OTHER }))).toBe("match cookie-token");
    expect(check(token(claims), token({ ...claims, sub: "8" }))).toBe("differs cookie-payload");
    expect(check(token(claims), token({ ...claims, iat: 1_764_503_600 }))).toBe("differs cookie-payload");
  });
});

describe("headers that clients, caches and browsers act on", () => {
  test.each([
    ["vary", "Origin", "Accept"],
    ["content-security-policy", "default-src 'self'", "default-src *"],
    ["x-frame-options", "DENY", "SAMEORIGIN"],
    ["strict-transport-security", "max-age=31536000", "max-age=0"],
    ["last-modified", "Mon, 30 Nov 2026 10:00:00 GMT", "Mon, 30 Nov 2026 11:00:00 GMT"],
    ["referrer-policy", "no-referrer", "origin"],
    ["x-content-type-options", "nosniff", "none"],
    ["content-language", "en", "de"],
  ])("%s", (name, python, rust) => {
    expect(checkHeaders(name, python, rust)).toBe("differs");
    expect(checkHeaders(name, python, python)).toBe("match");
    expect(checkSides({ headers: [[name, python]] }, {})).toBe("differs");
    expect(checkSides({}, { headers: [[name, python]] })).toBe("differs");
  });
  test("the length that HEAD promises", () => {
    const empty = { kind: "empty" } as const;
    expect(checkHeaders("content-length", "12", "13", { method: "HEAD", body: empty })).toBe("differs");
    expect(checkHeaders("content-length", "12", "13")).toBe("match");
  });
  test("those that only one side sent and nobody compared are named", () => {
    const python = {
      headers: [
        ["x-request-id", "1"],
        ["date", "a"],
        ["x-both", "1"],
        ["vary", "origin"],
      ] as const,
    };
    const rust = {
      headers: [
        ["x-powered-by", "axum"],
        ["server", "b"],
        ["x-both", "2"],
        ["vary", "Origin"],
      ] as const,
    };
    expect(compareSides(python, rust).uncomparedHeaders).toEqual({ python: ["x-request-id"], rust: ["x-powered-by"] });
    expect(compareSides(python, python).uncomparedHeaders).toBeUndefined();
  });
});
