import { describe, expect, test } from "vitest";

import { type ComparisonResult, compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { Answer, Exchange } from "#core/model/run/exchange.ts";
import { answerOf, compareAnswers, resultText } from "./check-compare.ts";

type Lines = Answer["headers"];

/** The differences of two answers that have nothing but headers. */
function checkHeaders(python: Lines, rust: Lines, status = 200): string {
  const answer = (headers: Lines): Answer => ({ ...answerOf(status, { kind: "empty" }), headers });
  return withoutCoverage(compareAnswers(answer(python), answer(rust)));
}

/** The same where the project file names further headers. */
function checkFurther(further: readonly string[], python: Lines, rust: Lines): string {
  const exchange = (headers: Lines): Exchange => ({
    request: { method: "GET", url: "http://127.0.0.1:1/api/nodes", headers: [] },
    outcome: { ...answerOf(200, { kind: "empty" }), headers },
  });
  const given = { python: exchange(python), rust: exchange(rust), rules: [], headers: further };
  return withoutCoverage(compareExchanges(given));
}

function withoutCoverage(result: ComparisonResult): string {
  return resultText(result).split("\n").slice(0, -1).join("\n");
}

describe("what clients act on", () => {
  test("lists are compared as sets, in any case", () => {
    const python: Lines = [
      ["allow", "GET, POST"],
      ["cache-control", "no-store, max-age=0"],
    ];
    const rust: Lines = [
      ["allow", "post"],
      ["allow", "GET"],
      ["cache-control", "Max-Age=0,no-store"],
    ];
    expect(checkHeaders(python, rust)).toMatchInlineSnapshot(`"match"`);
    expect(checkHeaders(python, [["allow", "GET"]])).toMatchInlineSnapshot(`
      "differs
      changed header allow: GET, POST | GET
      changed header cache-control: no-store, max-age=0 | absent"
    `);
  });
  test("a challenge", () => {
    expect(checkHeaders([["www-authenticate", "Bearer"]], [])).toMatchInlineSnapshot(`
      "differs
      changed header www-authenticate: Bearer | absent"
    `);
    expect(checkHeaders([["www-authenticate", 'Basic realm="a"']], [["www-authenticate", "Bearer"]]))
      .toMatchInlineSnapshot(`
      "differs
      changed header www-authenticate: Basic realm="a" | Bearer"
    `);
  });
  test("there is a tag or there is none, good for `If-Match` or not; its value is the server's own", () => {
    expect(checkHeaders([["etag", '"a"']], [["etag", '"b"']])).toMatchInlineSnapshot(`"match"`);
    expect(checkHeaders([["etag", 'W/"a"']], [["etag", 'W/"b"']])).toMatchInlineSnapshot(`"match"`);
    expect(checkHeaders([["etag", '"a"']], [["etag", 'W/"b"']])).toMatchInlineSnapshot(`
      "differs
      changed header etag: "a" | W/"b""
    `);
    expect(checkHeaders([["etag", '"a"']], [])).toMatchInlineSnapshot(`
      "differs
      changed header etag: "a" | absent"
    `);
  });
  test("links, wherever the server stands", () => {
    const link = (value: string): Lines => [["link", value]];
    const python = link('<http://127.0.0.1:1/a?page=2>; rel="next"');
    expect(checkHeaders(python, link('</a?page=2>;rel="next"'))).toMatchInlineSnapshot(`"match"`);
    expect(checkHeaders(python, link('</a?page=3>; rel="next"'))).toMatchInlineSnapshot(`
      "differs
      changed header link: <http://127.0.0.1:1/a?page=2>; rel="next" | </a?page=3>; rel="next""
    `);
  });
  test("who may read it from another origin", () => {
    expect(checkHeaders([["access-control-allow-origin", "*"]], [])).toMatchInlineSnapshot(`
      "differs
      breaking header access-control-allow-origin: * | absent
        cors-header"
    `);
  });
  test("what each answer has anew is left alone", () => {
    expect(
      checkHeaders(
        [["date", "a"]],
        [
          ["date", "b"],
          ["server", "x"],
          ["content-length", "0"],
        ],
      ),
    ).toMatchInlineSnapshot(`"match"`);
  });
});

describe("redirects are compared by where they lead", () => {
  const to = (location: string): Lines => [["location", location]];

  test("the same place, once as a whole address and once as a path, is told and passes", () => {
    expect(checkHeaders(to("http://127.0.0.1:1/api/nodes/"), to("/api/nodes/"), 307)).toMatchInlineSnapshot(`
      "match
      cosmetic header location: http://127.0.0.1:1/api/nodes/ | /api/nodes/
        redirect-address"
    `);
    expect(checkHeaders(to("/api/nodes/"), to("nodes/"), 307)).toMatchInlineSnapshot(`"match"`);
  });
  test("another place", () => {
    expect(checkHeaders(to("/a?x=1"), to("/a"), 307)).toMatchInlineSnapshot(`
      "differs
      breaking header location: /a?x=1 | /a"
    `);
    expect(checkHeaders(to("http://127.0.0.1:1/a"), to("http://127.0.0.1:9/a"), 307)).toMatchInlineSnapshot(`
      "differs
      breaking header location: http://127.0.0.1:1/a | http://127.0.0.1:9/a"
    `);
    expect(checkHeaders(to("/a"), [], 307)).toMatchInlineSnapshot(`
      "differs
      breaking header location: /a | absent"
    `);
  });
  test("something new has a random id", () => {
    const made = (id: string): Lines => to(`/nodes/${id}`);
    const [one, other] = ["0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f", "1c9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f"];
    expect(checkHeaders(made(one), made(other), 201)).toMatchInlineSnapshot(`
      "match
      cosmetic header location: /nodes/0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f | /nodes/1c9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f
        location-id"
    `);
    expect(checkHeaders(made(one), made("17"), 201)).toMatchInlineSnapshot(`
      "differs
      breaking header location: /nodes/0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f | /nodes/17"
    `);
  });
  test("a token in the address is not shown", () => {
    expect(checkHeaders(to("/a?token=abc"), to("/b?token=def"), 307)).toMatchInlineSnapshot(`
      "differs
      breaking header location: /a?token=••• | /b?token=•••"
    `);
  });
});

describe("cookies", () => {
  const set = (...cookies: readonly string[]): Lines => cookies.map((cookie) => ["set-cookie", cookie]);

  test("attributes, in any order and case", () => {
    const python = "theme=dark; Path=/; HttpOnly; SameSite=lax; Max-Age=60";
    expect(
      checkHeaders(set(python), set("theme=dark; max-age=60; samesite=Lax; httponly; path=/")),
    ).toMatchInlineSnapshot(`"match"`);
    expect(checkHeaders(set(python), set("theme=dark; Path=/api; Secure; SameSite=Lax; Max-Age=60")))
      .toMatchInlineSnapshot(`
        "differs
        changed header set-cookie: theme: Path=/ | theme: Path=/api
        changed header set-cookie: theme: HttpOnly | absent
          cookie-protection
        changed header set-cookie: absent | theme: Secure
          cookie-protection"
      `);
  });
  test("values, which are never shown", () => {
    expect(checkHeaders(set("theme=dark"), set("theme=light"))).toMatchInlineSnapshot(`
      "differs
      changed header set-cookie: theme=••• | theme=•••"
    `);
  });
  test("tokens are expected to be others: told, and passed", () => {
    expect(
      checkHeaders(set("session=eyJhbGciOi.JIUzI1NiJ9.kq3Zx9pLm0"), set("session=eyJhbGciOi.JIUzI1NiJ9.Pq8kq1pLm0")),
    ).toMatchInlineSnapshot(`
        "match
        cosmetic header set-cookie: session=••• | session=•••
          cookie-token"
      `);
  });
  test("each by its name and turn, whatever their order", () => {
    expect(checkHeaders(set("a=1", "b=2"), set("b=2", "a=1"))).toMatchInlineSnapshot(`"match"`);
    expect(checkHeaders(set("a=1; Path=/", "a=2; Path=/x"), set("a=1; Path=/"))).toMatchInlineSnapshot(`
      "differs
      breaking header set-cookie: a=•••; Path=/x | absent"
    `);
    expect(checkHeaders(set("a=1"), set("a=1", "csrf=9"))).toMatchInlineSnapshot(`
      "differs
      additive header set-cookie: absent | csrf=•••"
    `);
  });
  test("an expiry may be off by what lies between the two answers", () => {
    const expires = (time: string): Lines => set(`a=1; Expires=Wed, 21 Oct 2026 07:28:${time} GMT`);
    expect(checkHeaders(expires("00"), expires("02"))).toMatchInlineSnapshot(`"match"`);
    expect(checkHeaders(expires("00"), expires("40"))).toMatchInlineSnapshot(`
      "differs
      changed header set-cookie: a: Expires=Wed, 21 Oct 2026 07:28:00 GMT | a: Expires=Wed, 21 Oct 2026 07:28:40 GMT"
    `);
  });
});

describe("headers that the project file names", () => {
  test("are compared, each line of them, and are left alone without it", () => {
    const python: Lines = [["x-shelf", "3"]];
    const rust: Lines = [["x-shelf", "4"]];
    expect(checkHeaders(python, rust)).toBe("match");
    expect(checkFurther(["x-shelf", "x-page"], python, rust)).toMatchInlineSnapshot(`
      "differs
      changed header x-shelf: 3 | 4"
    `);
    expect(checkFurther(["x-shelf"], python, [])).toMatchInlineSnapshot(`
      "differs
      changed header x-shelf: 3 | absent"
    `);
    expect(checkFurther(["x-shelf"], python, [...python, ...python])).toMatchInlineSnapshot(`
      "differs
      changed header x-shelf: 3 | 3, 3"
    `);
    expect(checkFurther(["x-shelf"], python, [["x-shelf", " 3 "]])).toBe("match");
  });
  test("have to be equal also where less is asked of them otherwise", () => {
    expect(checkFurther(["etag"], [["etag", '"a"']], [["etag", 'W/"a"']])).toMatchInlineSnapshot(`
      "differs
      changed header etag: "a" | W/"a""
    `);
    expect(checkFurther(["allow"], [["allow", "GET, POST"]], [["allow", "POST, GET"]])).toMatchInlineSnapshot(`
      "differs
      changed header allow: GET, POST | POST, GET"
    `);
    expect(checkFurther(["content-type"], [["content-type", "text/html"]], [["content-type", "text/plain"]]))
      .toMatchInlineSnapshot(`
      "differs
      breaking header content-type: text/html | text/plain"
    `);
  });
  test("are shown without secrets", () => {
    expect(checkFurther(["x-api-key"], [["x-api-key", "abc"]], [["x-api-key", "def"]])).toMatchInlineSnapshot(`
      "differs
      changed header x-api-key: ••• | •••"
    `);
  });
  test("leave cookies to the comparison of cookies", () => {
    expect(checkFurther(["set-cookie"], [["set-cookie", "a=1; Path=/"]], [["set-cookie", "a=1;path=/"]])).toBe("match");
  });
});
