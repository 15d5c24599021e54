import { expect, test } from "vitest";

import { maskJsonText } from "#core/secrets/json-secrets.ts";
import { isSecretName } from "#core/secrets/secret-names.ts";

test("secrets are masked, everything else stays byte for byte", () => {
  expect(maskJsonText('{ "access_token": "abc",  "token_type": "bearer", "n": 1.0, "user": {"newPassword": 5} }')).toBe(
    '{ "access_token": "•••",  "token_type": "bearer", "n": 1.0, "user": {"newPassword": "•••"} }',
  );
});

test("whatever lies under a secret's name is masked in the same shape, but null and bools say nothing", () => {
  expect(maskJsonText('{"credentials": {"a": [1, "x"]}, "password": null, "has_password": true}')).toBe(
    '{"credentials": {"a": ["•••", "•••"]}, "password": null, "has_password": true}',
  );
});

test("texts in a list have the list's name; numbers of that name count something", () => {
  expect(
    maskJsonText('{"tokens": ["abc", {"id": 1}], "api_keys": ["abc"], "tokens_used": ["abc"], "tags": ["abc"]}'),
  ).toBe('{"tokens": ["•••", {"id": 1}], "api_keys": ["•••"], "tokens_used": ["abc"], "tags": ["abc"]}');
  expect(maskJsonText('{"tokens": [5], "total_tokens": 7}')).toBe('{"tokens": [5], "total_tokens": 7}');
});

test("an escaped name is no way around", () => {
  expect(maskJsonText(String.raw`{"p\u0061ssword": "x"}`)).toBe(String.raw`{"p\u0061ssword": "•••"}`);
});

test("a text that is JSON itself is no way around", () => {
  expect(maskJsonText(String.raw`{"config": "{\"password\": \"x\", \"n\": 1.0}", "note": "{x}"}`)).toBe(
    String.raw`{"config": "{\"password\": \"•••\", \"n\": 1.0}", "note": "{x}"}`,
  );
});

test("a text that is not JSON is told", () => {
  expect(maskJsonText("password")).toBeUndefined();
});

test.each(["Authorization", "X-Api-Key", "set-cookie", "refreshToken", "client_secret", "session_id", "password_hash"])(
  "%s is a secret",
  (name) => {
    expect(isSecretName(name)).toBe(true);
  },
);

test.each([
  "token_type",
  "max_tokens",
  "passwords_changed",
  "id",
  "secretary",
  "session",
  "key",
  "next_page_token",
  "continuationToken",
  "access-control-allow-credentials",
])("%s is none", (name) => {
  expect(isSecretName(name)).toBe(false);
});
