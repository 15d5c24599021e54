import { expect, test } from "vitest";

import { maskIn } from "#core/parity/secrets.ts";

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
