import { expect, test } from "vitest";

import { maskShapes } from "#core/secrets/secret-shapes.ts";

const WEB_TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";

test.each([
  [`the session is ${WEB_TOKEN}.`, "the session is •••."],
  [`{"a":"${WEB_TOKEN}"}`, '{"a":"•••"}'],
  ["Authorization: Bearer abc.def-123", "Authorization: Bearer •••"],
  ["sent Basic YWRhOnNlY3JldA== twice", "sent Basic ••• twice"],
  ['{"next":"/a?page=2&access_token=abc&n=1"}', '{"next":"/a?page=2&access_token=•••&n=1"}'],
  ["postgres://ada:secret@localhost:5432/db", "postgres://ada:•••@localhost:5432/db"],
  [
    String.raw`{"log":"{\"password\": \"hun\\\"ter2\", \"n\": \"1\"}"}`,
    String.raw`{"log":"{\"password\": \"•••\", \"n\": \"1\"}"}`,
  ],
])("%s becomes %s", (text, masked) => {
  expect(maskShapes(text)).toBe(masked);
});

test.each([
  "Basic authentication is not supported",
  'Basic realm="nodes"',
  "http://localhost:8000/a@b",
  "/a?token_type=bearer",
  "eyJ is how they begin",
  "Set it there: API_PASSWORD=… portolan check.",
  String.raw`{"log":"{\"user\":\"ada\"}"}`,
])("%s stays", (text) => {
  expect(maskShapes(text)).toBe(text);
});

test("a long text of beginnings is looked through once", () => {
  for (const part of ["?", "&a", "eyJ-", "a.", "a://", "a://b:", String.raw`\"a`, String.raw`\"a\":\"`, "Bearer "]) {
    const text = part.repeat(200_000);
    expect(maskShapes(text)).toHaveLength(text.length);
  }
});
