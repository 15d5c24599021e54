import { describe, expect, test } from "vitest";

import type { Format } from "#core/model/rules/allowance.ts";
import type { TestRule } from "./check-compare.ts";
import { type Side, checkBodies, checkHeaders, checkSides, compareSides } from "./check-verdict.ts";

const [A, B] = ["U1-7f", "K1-1f"];
const [UUID, OTHER] = ["0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f", "1c9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f"];
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString("base64url");

/** An id beside a text that has it, both renamed; the verdict. */
function checkText(python: readonly [id: unknown, text: string], rust: readonly [id: unknown, text: string]): string {
  const rules: readonly TestRule[] = [
    ["$.id", "renamed ids"],
    ["$.text", "renamed ids"],
  ];
  const body = ([id, text]: readonly [unknown, string]): string => JSON.stringify({ text, id });
  return checkBodies(body(python), body(rust), rules).split(" ")[0] ?? "";
}

describe("an id within a text", () => {
  test.each([
    ["a mail address", `${A}@a.example`, `${B}@a.example`, `${B}@b.example`],
    ["a file in a bucket", `s3://shelf/${A}/a.png`, `s3://shelf/${B}/a.png`, `s3://shelf/${B}/a.jpg`],
    ["JSON", `{"ref":"${A}","n":1}`, `{"ref":"${B}","n":1}`, `{"ref":"${B}","n":2}`],
    ["a URN in a path", `/x/urn%3Anode%3A${A}`, `/x/urn%3Anode%3A${B}`, `/x/urn%3Aedge%3A${B}`],
    ["a page of a list", `/n/${A}/e?page=1`, `/n/${B}/e?page=1`, `/n/${B}/e?page=2`],
    ["a count in a sentence", `${A} has 3 nodes`, `${B} has 3 nodes`, `${B} has 4 nodes`],
    ["another id", `user-${A}`, `user-${B}`, `admin-${B}`],
    ["a key", `${A}:profile`, `${B}:profile`, `${B}:account`],
    ["a fragment", `/n#${A}`, `/n#${B}`, `/m#${B}`],
  ])("%s", (_, python, rust, another) => {
    expect(checkText([A, python], [B, rust])).toBe("match");
    expect(checkText([A, python], [B, another])).toBe("differs");
  });
  test("that is a number", () => {
    expect(checkText([17, "urn:isbn:17"], [23, "urn:isbn:23"])).toBe("match");
    expect(checkText([17, "urn:isbn:17"], [23, "urn:issn:23"])).toBe("differs");
    expect(checkText([17, "/nodes?id=17"], [23, "/nodes?id=23"])).toBe("match");
    expect(checkText([17, "/nodes?limit=17"], [24, "/nodes?limit=23"])).toBe("differs");
  });
  test("that nobody knows", () => {
    const check = (python: string, rust: string): string =>
      checkBodies(JSON.stringify({ t: python }), JSON.stringify({ t: rust }), [["$.t", "renamed ids"]]);
    expect(check(`/n/${UUID}/x`, `/n/${OTHER}/x`)).toBe("match");
    expect(check(`/n/${UUID}/x`, `/n/${OTHER}/y`)).toBe("differs");
    expect(check("/n/7/e", "/n/9/e")).toBe("match");
    expect(check("/n?offset=10", "/n?offset=20")).toBe("differs");
  });
  test("two of them, in turn", () => {
    const rules: readonly TestRule[] = [["$..*", "renamed ids"]];
    const body = (a: string, b: string, text: string): string => JSON.stringify({ a, b, text });
    expect(checkBodies(body(A, "U2-8e", `/x?ids=${A},U2-8e`), body(B, "K2-9e", `/x?ids=${B},K2-9e`), rules)).toBe(
      "match",
    );
    expect(checkBodies(body(A, "U2-8e", `/x?ids=${A},U2-8e`), body(B, "K2-9e", `/x?ids=K2-9e,${B}`), rules)).toMatch(
      /^differs/,
    );
  });
});

test.each<readonly [Format, string, string, "match" | "differs"]>([
  ["hex", "00FF00FF", "0f0f0f0e", "differs"],
  ["hex", "12345678", "0f0f0f0e", "match"],
  ["base64", "ab_-ab_-", "ab+/ab+/", "differs"],
  ["base64", "helloworld12", "/api/nodes/1", "differs"],
  [
    "jwt",
    `${encoded({ alg: "HS256" })}.${encoded({ a: 1 })}.c2ln`,
    `${encoded({ alg: "HS256" })}.${encoded({ a: 2 })}.c2lo`,
    "match",
  ],
  ["jwt", `${encoded({ alg: "HS256" })}.aaaa.c2ln`, `${encoded({ alg: "HS256" })}.bbbb.c2lo`, "differs"],
  ["uri", "https://a.example/x", "/x", "differs"],
  ["date", "2026-02-28", "2026-02-30", "differs"],
  ["rfc3339", "2026-02-28T10:00:00Z", "2026-02-28T10:00:00", "differs"],
  ["ulid", "01ARZ3NDEKTSV4RRFFQ69G5FAV", "01arz3ndektsv4rrffq69g5fav0", "differs"],
])("the format %s holds what it names: %s, %s", (value, python, rust, verdict) => {
  expect(checkBodies(`"${python}"`, `"${rust}"`, [["$", { kind: "format", value }]]).split(" ")[0]).toBe(verdict);
});

test.each([
  ["a choice", "theme=dark", "theme=light", "differs"],
  ["a language", "locale=de-DE", "locale=en-US", "differs"],
  ["JSON", `cart=${encodeURIComponent('{"items":[1,2]}')}`, `cart=${encodeURIComponent('{"items":[1,3]}')}`, "differs"],
  ["JSON in base64", `cart=${encoded({ items: [1, 2] })}`, `cart=${encoded({ items: [1, 3] })}`, "differs"],
  ["a mail address", "user=alice%40a.example", "user=bob%40a.example", "differs"],
  ["a sentence", "flash=Your+profile+was+saved", "flash=Your+profile+was+lost", "differs"],
  ["a random text of another length", "sid=4f2c9a7be1d04c55b8e94f2c9a7be1d0", "sid=90aa17cd", "differs"],
  ["a random text", "sid=4f2c9a7be1d04c55b8e94f2c9a7be1d0", "sid=90aa17cd33be4a10a1f290aa17cd33be", "match"],
  ["a domain that was lost", "a=1; Domain=a.example", "a=1", "differs"],
  ["another age", "a=1; Max-Age=60", "a=1; Max-Age=3600", "differs"],
  ["SameSite=None", "a=1; SameSite=Lax", "a=1; SameSite=None", "differs"],
  ["a deletion for an empty value", "a=; Max-Age=0", "a=", "differs"],
  ["a deletion of another domain", "a=; Max-Age=0; Domain=a.example", "a=; Max-Age=0", "differs"],
  ["a deletion however it is written", "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "a=deleted; Max-Age=0", "match"],
  [
    "Expires beside the same Max-Age",
    "a=1; Max-Age=60; Expires=Tue, 01 Dec 2026 10:00:00 GMT",
    "a=1; Max-Age=60",
    "match",
  ],
])("a cookie with %s", (_, python, rust, verdict) => {
  expect(checkHeaders("set-cookie", `${python}; Path=/`, `${rust}; Path=/`).split(" ")[0]).toBe(verdict);
});

describe("an id in an address that a header has", () => {
  const rules: readonly TestRule[] = [["$.id", "renamed ids"]];
  const side = (name: string, value: string, id: unknown): Side => ({
    headers: [[name, value]],
    body: JSON.stringify({ id }),
  });
  test.each<readonly [string, string, unknown, string, unknown, string]>([
    ["location", "/x/17", 17, "/x/23", 23, "match"],
    ["location", "/x/17", 17, "/x/24", 23, "differs"],
    ["location", "/x/17", "-", "/x/23", "-", "differs"],
    ["location", "/x?next=17", "-", "/x?next=18", "-", "differs"],
    ["content-location", `/x/${A}`, A, `/x/${B}`, B, "match"],
    ["content-location", `/x/${A}`, A, "/x/K9-9f", B, "differs"],
    ["link", `</x/${A}>; rel=self`, A, `</x/${B}>; rel=self`, B, "match"],
    ["link", `</x/${A}>; rel=self`, A, "</x/K9-9f>; rel=self", B, "differs"],
    ["refresh", `5;url=/x/${A}`, A, `5;url=/x/${B}`, B, "match"],
    ["refresh", `5;url=/x/${A}`, A, `6;url=/x/${B}`, B, "differs"],
  ])("%s: %s of %s, %s of %s", (name, python, id, rust, otherId, verdict) => {
    expect(checkSides(side(name, python, id), side(name, rust, otherId), rules).split(" ")[0]).toBe(verdict);
  });
});

test.each([
  ["permissions-policy", "camera=()", "camera=*"],
  ["access-control-allow-credentials", "true", undefined],
  ["access-control-max-age", "600", "60"],
  ["accept-ranges", "bytes", undefined],
  ["content-range", "bytes 0-1/2", "bytes 0-1/3"],
  ["expires", "0", "Mon, 30 Nov 2026 10:00:00 GMT"],
  ["clear-site-data", '"cache"', '"cookies"'],
  ["www-authenticate", 'Basic realm="a"', "Bearer"],
  ["proxy-authenticate", "Basic", undefined],
  ["content-disposition", 'attachment; filename="a.csv"', 'inline; filename="a.csv"'],
  ["accept-patch", "application/json", undefined],
  ["accept-post", "application/json", "text/plain"],
  ["x-total-count", "41", "42"],
  ["ratelimit-limit", "10", "100"],
  ["origin-agent-cluster", "?1", undefined],
  ["x-permitted-cross-domain-policies", "none", undefined],
  ["x-dns-prefetch-control", "off", "on"],
  ["alt-svc", 'h3=":443"', undefined],
  ["service-worker-allowed", "/", undefined],
  ["sourcemap", "/a.map", "/b.map"],
  ["preference-applied", "return=minimal", undefined],
  ["content-digest", "sha-256=:a=:", undefined],
  ["accept-ch", "DPR", undefined],
  ["access-control-allow-private-network", "true", undefined],
])("%s: %s is not %s", (name, python, rust) => {
  const side = (value: string | undefined): Side => ({ headers: value === undefined ? [] : [[name, value]] });
  expect(checkSides(side(python), side(rust))).toMatch(/^differs/);
  expect(checkSides(side(rust), side(python))).toMatch(/^differs/);
});

test.each([
  ["allow", "GET, HEAD", "HEAD,get"],
  ["vary", "Origin, Accept-Encoding", "accept-encoding,origin"],
  ["content-encoding", "x-gzip", "gzip"],
  ["content-type", "text/html; charset=utf8", "text/html;charset=UTF-8"],
  ["last-modified", "Mon, 30 Nov 2026 10:00:00 GMT", "Monday, 30-Nov-26 10:00:00 GMT"],
  ["last-modified", "Mon, 30 Nov 2026 10:00:00 GMT", "Mon Nov 30 10:00:00 2026"],
  ["link", "</a>; rel=next, </b>; rel=last", "</b>;rel=last,</a>;rel=next"],
  ["link", '</a>; rel="next prev"', '</a>; rel="prev next"'],
  ["location", "http://a.example:80/x", "HTTP://A.example/x"],
  ["www-authenticate", 'Digest realm="a", qop="auth"', "digest qop=auth,realm=a"],
  [
    "content-disposition",
    "attachment; filename=\"a b.csv\"; filename*=UTF-8''a%20b.csv",
    "attachment;filename*=utf-8''a%20b.csv",
  ],
  ["permissions-policy", "camera=(), geolocation=()", "geolocation=(),camera=()"],
  ["access-control-allow-headers", "content-type, X-A", "x-a,Content-Type"],
  ["cache-control", "s-maxage=5,Max-Age=3", "max-age=3, s-maxage=5"],
])("%s: %s is %s", (name, python, rust) => {
  expect(checkHeaders(name, python, rust)).toMatch(/^match/);
});

test.each<readonly [string, (port: number) => unknown]>([
  ["HTML", (port) => ({ html: `<a href="http://127.0.0.1:${port}/x">x</a>` })],
  ["a WebSocket's address", (port) => ({ to: `ws://127.0.0.1:${port}/ws` })],
  [
    "an address within an address within an address",
    (port) => ({ to: `/l?n=${encodeURIComponent(encodeURIComponent(`http://localhost:${port}/x`))}` }),
  ],
  ["IPv6", (port) => ({ to: `http://[::1]:${port}/` })],
  ["host and port apart", (port) => ({ host: "127.0.0.1", port })],
  ["the name of a member", (port) => ({ servers: { [`http://127.0.0.1:${port}`]: 1 } })],
  ["a temporary folder of macOS", (port) => ({ f: `/private/var/folders/zz/zyx_n00000/T/tmpab${port}c/f.txt` })],
])("its own server in %s", (_, make) => {
  expect(checkBodies(JSON.stringify(make(18001)), JSON.stringify(make(18002)))).toBe("match");
});

test.each([
  ["a temporary folder of each language", '{"f":"/tmp/tmpab12cd34/f.txt"}', '{"f":"/tmp/.tmpAb12Cd/f.txt"}', "match"],
  ["a temporary file with another ending", '{"f":"/tmp/tmpab12cd34.csv"}', '{"f":"/tmp/tmpzz12cd34.json"}', "differs"],
  ["-Infinity", "[-Infinity,1]", "[-Infinity, 1]", "match"],
  ["a comma at the end", '{"a":1,}', '{"a":1,}', "match"],
  ["single quotes", "{'a':1}", "{'a':2}", "differs"],
  ["a byte order mark and NaN", '\uFEFF{"a":NaN}', '\uFEFF{"a":NaN}', "match"],
  ["a byte order mark and NaN beside a difference", '\uFEFF{"a":NaN,"b":1}', '\uFEFF{"a":NaN,"b":2}', "differs"],
])("%s on both sides", (_, python, rust, verdict) => {
  expect(checkBodies(python, rust).split(" ")[0]).toBe(verdict);
});

test.each([
  ["the end of lines", "data: a\r\n\r\n", "data: a\n\n", "match"],
  ["fields in another order", "event: x\nid: 1\ndata: a\n\n", "id: 1\ndata: a\nevent: x\n\n", "match"],
  ["two events for one", "data: a\ndata: b\n\n", "data: a\n\ndata: b\n\n", "differs"],
  ["the last of two `retry`", "retry: 1\n\nretry: 2\n\ndata: a\n\n", "retry: 2\n\ndata: a\n\n", "match"],
  ["a `retry` that is no number", "retry: abc\ndata: a\n\n", "data: a\n\n", "match"],
  ["an id that is sent again", "id: 1\ndata: a\n\nid: 1\ndata: b\n\n", "id: 1\ndata: a\n\ndata: b\n\n", "match"],
  ["an id that goes on", "id: 1\ndata: a\n\nid: 2\ndata: b\n\n", "id: 1\ndata: a\n\ndata: b\n\n", "differs"],
])("server-sent events: %s", (_, python, rust, verdict) => {
  const side = (body: string): Side => ({ headers: [["content-type", "text/event-stream"]], body });
  expect(checkSides(side(python), side(rust)).split(" ")[0]).toBe(verdict);
});

test("a multipart answer: text before and behind it is none, parts have an order and headers", () => {
  const side = (boundary: string, parts: readonly string[], around = ""): Side => ({
    headers: [["content-type", `multipart/byteranges; boundary=${boundary}`]],
    body: `${around}${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join("")}--${boundary}--\r\n`,
  });
  const part = (text: string, range: string): string =>
    `Content-Type: text/plain\r\nContent-Range: ${range}\r\n\r\n${text}`;
  const parts = [part("a", "bytes 0-0/9"), part("b", "bytes 1-1/9")];
  expect(checkSides(side("x", parts), side("y", parts, "before\r\n"))).toBe("match");
  expect(checkSides(side("x", parts), side("y", parts.toReversed()))).toMatch(/^differs/);
  expect(checkSides(side("x", parts), side("y", [parts[0] ?? "", part("b", "bytes 2-2/9")]))).toMatch(/^differs/);
});

describe("a hint is silent", () => {
  test.each([
    ["clients follow both", "location", "http://a.example/a", "/a"],
    ["clients follow both", "location", "https://127.0.0.1:18001/a", "/a"],
    ["clients follow both", "location", "http://127.0.0.1:18001/a?x=1", "/a?x=2"],
    ["charset", "content-type", 'application/ld+json; profile="a"', 'application/ld+json; profile="b"'],
  ])("%s: %s: %s, %s", (words, name, python, rust) => {
    const { differences } = compareSides({ headers: [[name, python]] }, { headers: [[name, rust]] });
    expect(differences.map(({ hint }) => hint?.text ?? "").join(" ")).not.toContain(words);
  });
});
