import { expect, test } from "vitest";

import type { SentRequest } from "#core/model/run/exchange.ts";

import { curlCommand } from "../../../src/client/panel/curl.ts";

test("a plain request needs no more than its address", () => {
  expect(checkCurl({ method: "GET", url: "http://127.0.0.1:4000/a?b=c&d" })).toBe(
    "curl -i \\\n  'http://127.0.0.1:4000/a?b=c&d'",
  );
});

test("method, headers and body, and a place to put the token in", () => {
  expect(
    checkCurl({
      method: "POST",
      headers: [
        ["host", "127.0.0.1:4000"],
        ["content-length", "12"],
        ["Authorization", "Bearer •••"],
        ["content-type", "application/json"],
      ],
      body: '{"name":"it\'s"}',
    }),
  ).toMatchInlineSnapshot(`
    "curl -i \\
      -X 'POST' \\
      'http://127.0.0.1:4000/a' \\
      -H 'Authorization: Bearer '"$TOKEN" \\
      -H 'content-type: application/json' \\
      --data-raw '{"name":"it'\\''s"}'"
  `);
});

test("a quote at the end is not lost", () => {
  expect(checkCurl({ headers: [["x", "'a' •••"]] })).toContain(String.raw`-H 'x: '\''a'\'' '"$TOKEN"`);
});

test("what a shell would take for its own stays text", () => {
  expect(checkCurl({ method: "GET", headers: [["x", '$(rm -rf .) `id` \\ "']] })).toContain(
    `'x: $(rm -rf .) \`id\` \\ "'`,
  );
});

function checkCurl(request: Partial<SentRequest>): string {
  return curlCommand({ method: "GET", url: "http://127.0.0.1:4000/a", headers: [], ...request });
}
