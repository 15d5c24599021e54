import { expect, test } from "vitest";

import { maskIn, secretsIn, secretsInBody } from "#core/parity/secrets.ts";

test("a secret is masked wherever it stands, and what is too short to be one is not looked for", () => {
  const record = {
    reason: "GET /me Bearer s3cret-token",
    headers: [["authorization", "Bearer s3cret-token"]],
    nested: { status: 200, body: null, text: "s3cret-token s3cret-token" },
  };
  expect(maskIn(record, ["s3cret-token", "200", ""])).toEqual({
    reason: "GET /me Bearer •••",
    headers: [["authorization", "Bearer •••"]],
    nested: { status: 200, body: null, text: "••• •••" },
  });
});

test("a secret is masked as JSON spells it too, once and twice", () => {
  const echo = JSON.stringify({ input: JSON.stringify({ password: "harbour-master" }) });
  expect(maskIn(echo, ["harbour-master"])).not.toContain("harbour");
  expect(maskIn(String.raw`{"token":"a\"quoted\"one"}`, ['a"quoted"one'])).toBe('{"token":"•••"}');
});

test("a body's secrets are found where it is JSON", () => {
  expect(secretsInBody({ kind: "text", text: '{"token":"abc-def","n":1}' })).toEqual(["abc-def"]);
  expect(secretsInBody({ kind: "text", text: "token=abc-def" })).toEqual([]);
  expect(secretsInBody({ kind: "empty" })).toEqual([]);
});

test("the secrets of a login's body are what stands under a secret's name", () => {
  expect(secretsIn({ user: "ada", password: "harbour", more: { api_key: ["one", "two"], n: 1 } })).toEqual([
    "harbour",
    "one",
    "two",
  ]);
  expect(secretsIn({ password: "password" })).toEqual([]);
});
