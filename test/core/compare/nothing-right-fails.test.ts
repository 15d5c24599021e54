import { describe, expect, test } from "vitest";

import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import type { Exchange } from "#core/model/run/exchange.ts";
import { jsonAnswer } from "./check-compare.ts";
import { checkBodies, checkHeaders, checkSides, compareSides } from "./check-verdict.ts";

describe("what each side has of its own is the same", () => {
  const self = (port: number): string => `http://127.0.0.1:${port}`;
  const check = (make: (port: number) => unknown): string =>
    checkBodies(JSON.stringify(make(18001)), JSON.stringify(make(18002)));

  test.each([
    ["its address", (port: number) => ({ self: `${self(port)}/x` })],
    ["its address by another name", (port: number) => ({ self: `http://localhost:${port}/x` })],
    ["its address in a query", (port: number) => ({ to: `/login?next=${encodeURIComponent(`${self(port)}/x`)}` })],
    ["its address in a sentence", (port: number) => ({ text: `See ${self(port)}.` })],
    ["its port", (port: number) => ({ port, text: String(port) })],
    ["a temporary folder", (port: number) => ({ file: `/tmp/tmpab${port}c/x.csv` })],
  ])("%s", (_, make) => {
    expect(check(make)).toBe("match");
  });
  test("in a redirect, a link and a plain text", () => {
    const at = (port: number): Parameters<typeof checkSides>[0] => ({
      headers: [
        ["location", `https://id.example/login?next=${encodeURIComponent(self(port))}`],
        ["link", `<${self(port)}/a>; rel=next`],
        ["content-type", "text/plain"],
      ],
      body: `go to ${self(port)}/a`,
    });
    expect(checkSides(at(18001), at(18002))).toBe("match");
  });
  test("the other side's address is a difference, and is shown as it was written", () => {
    const body = JSON.stringify({ self: `${self(18001)}/x` });
    const { verdict, differences } = compareSides({ body }, { body });
    expect(verdict).toBe("differs");
    expect(differences[0]?.values).toEqual({
      python: '"http://127.0.0.1:18001/x"',
      rust: '"http://127.0.0.1:18001/x"',
    });
  });
  test("in a row that was written", () => {
    const written = (port: number): string =>
      `{"jobs":{"key":[],"inserted":[{"callback":"http://127.0.0.1:${port}/done"}]}}`;
    const exchange = (port: number): Exchange => ({
      request: { method: "POST", url: `http://127.0.0.1:${port}/jobs`, headers: [] },
      outcome: jsonAnswer("{}", 201),
    });
    const [python, rust] = [exchange(18001), exchange(18002)];
    const effects = { python: written(18001), rust: written(18002) };
    expect(compareExchanges({ python, rust, rules: [], effects }).verdict).toBe("match");
    expect(compareExchanges({ python, rust, rules: [], effects: { ...effects, rust: written(18001) } }).verdict).toBe(
      "differs",
    );
  });
  test("another port, and another folder below the temporary ones, are differences", () => {
    expect(checkBodies('{"port":18001}', '{"port":18003}')).toBe("differs");
    expect(checkBodies('{"f":"/tmp/a.csv"}', '{"f":"/tmp/b.csv"}')).toBe("differs");
    expect(checkBodies('{"f":"/tmp/tmpab1cd2e3/a"}', '{"f":"/tmp/tmpzz9cd2e3/b"}')).toBe("differs");
  });
});

describe("cookies", () => {
  test("two deletions are one, whatever else they say", () => {
    const deleted = 'sid=""; expires=Mon, 30 Nov 2026 10:00:00 GMT; Max-Age=0; Path=/; SameSite=lax';
    expect(checkHeaders("set-cookie", deleted, "sid=; Max-Age=0; Path=/")).toMatch(/^match/);
    expect(checkHeaders("set-cookie", deleted, "sid=; Expires=Thu, 01 Jan 1970 00:00:00 GMT; Path=/")).toMatch(
      /^match/,
    );
    expect(checkHeaders("set-cookie", deleted, "sid=; Max-Age=0; Path=/api")).toMatch(/^differs/);
    expect(checkHeaders("set-cookie", deleted, "sid=4; Max-Age=60; Path=/")).toMatch(/^differs/);
  });
  test("of one name with other paths are told apart by them", () => {
    const set = (...cookies: readonly string[]): Parameters<typeof checkSides>[0] => ({
      headers: cookies.map((cookie) => ["set-cookie", cookie] as const),
    });
    expect(checkSides(set("a=1; Path=/", "a=2; Path=/x"), set("a=2; Path=/x", "a=1; Path=/"))).toBe("match");
    expect(checkSides(set("a=1; Path=/", "a=2; Path=/x"), set("a=1; Path=/x", "a=2; Path=/"))).toMatch(/^differs/);
  });
});

describe("bodies that are wrong on both sides alike match, with a note", () => {
  const notes = (python: string, rust: string): string => {
    const found = compareSides({ body: python }, { body: rust });
    return [found.verdict, ...(found.notes ?? [])].join(" ");
  };
  test("NaN", () => {
    expect(notes('{"a":NaN}', '{"a":NaN}')).toMatch(/^match Both bodies have a `NaN`/);
    expect(notes('{"a":NaN,"b":"NaN"}', '{"b":"NaN", "a":NaN}')).toMatch(/^match Both/);
    expect(notes('{"a":NaN,"b":1}', '{"a":NaN,"b":2}')).toMatch(/^differs Both/);
    expect(notes('{"a":NaN}', '{"a":Infinity}')).toMatch(/^differs Both/);
    expect(notes('{"a":NaN}', '{"a":null}')).toBe("differs");
  });
  test("a byte order mark", () => {
    expect(notes('\uFEFF{"a":1}', '\uFEFF{"a":1}')).toMatch(/^match Both bodies begin with a byte order mark/);
    expect(notes('\uFEFF{"a":1}', '\uFEFF{"a":2}')).toMatch(/^differs Both/);
    expect(notes('\uFEFF{"a":1}', '{"a":1}')).toBe("differs");
  });
  test("anything else that is the same text", () => {
    expect(notes("oops", "oops")).toMatch(/^match Both bodies are the same text, which is not JSON: /);
  });
});

describe("spellings that their standards call equal", () => {
  test.each([
    ["content-disposition", 'attachment; filename="r.csv"', "attachment; filename=r.csv"],
    ["content-disposition", "attachment; filename*=UTF-8''%c3%a4.csv", "Attachment;filename*=utf-8''%C3%A4.csv"],
    ["link", '</a>; rel="next"', "</a>; rel=next"],
    ["link", '</a>; rel=next; title="x"', "</a>; title=x; REL=Next"],
    ["www-authenticate", "Bearer", "bearer"],
    ["www-authenticate", 'Basic realm="api", charset="UTF-8"', "basic charset=UTF-8, realm=api"],
    ["location", "/a/%c3%a4", "/a/%C3%A4"],
    ["location", "/a/%7Eb", "/a/~b"],
    ["content-type", 'application/json; charset="utf-8"', "application/json;charset=UTF-8"],
    ["cache-control", 'no-cache="set-cookie", max-age=0', 'max-age="0",No-Cache=set-cookie'],
    [
      "content-security-policy",
      "default-src 'self' a.example; script-src 'nonce-a1'",
      "script-src 'nonce-b2';default-src a.example 'self'",
    ],
    ["strict-transport-security", "max-age=1; includeSubDomains", "includesubdomains;max-age=1"],
  ])("%s: %s", (name, python, rust) => {
    expect(checkHeaders(name, python, rust)).toBe("match");
  });
  test.each([
    ["content-disposition", 'attachment; filename="r.csv"', "attachment; filename=R.csv"],
    ["link", '</a>; rel="next"', '</b>; rel="next"'],
    ["www-authenticate", 'Basic realm="api"', 'Basic realm="API"'],
    ["location", "/a/%2Fb", "/a//b"],
  ])("%s: %s is not %s", (name, python, rust) => {
    expect(checkHeaders(name, python, rust)).toMatch(/^differs/);
  });
});

describe("streams and parts", () => {
  test("`retry` and `id` in a block of their own hold from there on", () => {
    const check = (python: string, rust: string): string => {
      const headers = [["content-type", "text/event-stream"]] as const;
      return checkSides({ headers, body: python }, { headers, body: rust });
    };
    expect(check("retry: 3000\n\ndata: x\n\n", "retry: 3000\ndata: x\n\n")).toBe("match");
    expect(check("id: 7\n\ndata: x\n\n", "id: 7\ndata: x\n\n")).toBe("match");
    expect(check("retry: 3000\n\ndata: x\n\n", "retry: 4000\ndata: x\n\n")).toBe("differs");
    expect(check("data: x\n\nretry: 3000\n\n", "data: x\n\n")).toBe("differs");
  });
  test("multipart answers are compared part by part; the boundary says nothing", () => {
    const mixed = (boundary: string, ...parts: readonly string[]): Parameters<typeof checkSides>[0] => ({
      headers: [["content-type", `multipart/mixed; boundary=${boundary}`]],
      body: `${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("")}--${boundary}--\r\n`,
    });
    const json = (text: string): string => `Content-Type: application/json\r\n\r\n${text}`;
    const part = "content-disposition: form-data; name=a\r\n\r\nx";
    expect(
      checkSides(
        mixed("aaa", json('{"a":1}'), part),
        mixed("b'b", json('{ "a": 1 }'), 'Content-Disposition: form-data; name="a"\r\n\r\nx'),
      ),
    ).toBe("match");
    const { differences } = compareSides(mixed("aaa", json('{"a":1}'), part), mixed("bbb", json('{"a":2}'), part));
    expect(differences.map(({ pointers, values }) => [pointers.python, values.python, values.rust])).toEqual([
      ["/0/body/a", "1", "2"],
    ]);
  });
});
