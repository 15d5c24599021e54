import { expect, test } from "vitest";

import type { MintedToken } from "#core/model/identity.ts";
import { createMinting } from "#core/parity/identities/minting.ts";
import { createWebTokens } from "#host/web-tokens.ts";

const HOUR_MS = 60 * 60 * 1000;

const ADA: MintedToken = {
  kind: "minted",
  algorithm: "HS256",
  claims: '{"sub":"ada","n":9007199254740993}',
  claimNames: ["sub", "n"],
  lifetimeMs: HOUR_MS,
  header: "Authorization",
  value: "Bearer ${token}",
};

/** Minting at a time that a test sets. */
function mintingAt(time: { now: number }) {
  return createMinting(createWebTokens(), {
    now: () => time.now,
    elapsed: () => 0,
    sleep: () => Promise.resolve(),
    turn: () => Promise.resolve(),
  });
}

function claimsOf(token: string): string {
  return Buffer.from(token.split(".")[1] ?? "", "base64url").toString();
}

test("claims keep their digits, and get the times that they do not have", () => {
  const minting = mintingAt({ now: 5000 });
  expect(claimsOf(minting.tokenFor(ADA))).toBe('{"sub":"ada","n":9007199254740993,"iat":5,"exp":3605}');
  const empty = { ...ADA, claims: "{}", claimNames: [] };
  expect(claimsOf(minting.tokenFor(empty))).toBe('{"iat":5,"exp":3605}');
  const whole = { ...ADA, claims: '{"iat":1,"exp":2}', claimNames: ["iat", "exp"] };
  expect(claimsOf(minting.tokenFor(whole))).toBe('{"iat":1,"exp":2}');
});

test("a token is the same until half of its lifetime is over, and its key for ever", () => {
  const time = { now: 0 };
  const minting = mintingAt(time);
  const identities = [{ name: "ada", setting: "", schemes: [], methods: { python: ADA, rust: ADA } }];
  const tokens = (): readonly string[] => minting.tokensOf({ identities });
  const first = tokens();
  const { verifying } = minting.keyFor("HS256");
  expect(new Set(first).size).toBe(1);
  time.now = HOUR_MS / 2 - 1;
  expect(tokens()).toEqual(first);
  time.now = HOUR_MS / 2;
  expect(tokens()).not.toEqual(first);
  expect(minting.keyFor("HS256").verifying).toBe(verifying);
});
