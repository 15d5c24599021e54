import { expect, test } from "vitest";

import { endpointKey } from "#core/model/endpoint.ts";
import type { AnswerBody, Exchange } from "#core/model/run/exchange.ts";
import type { CaseResult } from "#core/model/run/verdict.ts";
import { KnownTexts } from "#core/secrets/known-texts.ts";
import { maskExchange } from "#core/secrets/mask-exchange.ts";
import { maskResult } from "#core/secrets/mask-result.ts";
import { maskingOnce, type MaskText, maskText } from "#core/secrets/mask-text.ts";

const NOTHING_KNOWN = new KnownTexts();
const maskNothingKnown: MaskText = (text) => maskText(text, NOTHING_KNOWN);

const EXCHANGE: Exchange = {
  request: {
    method: "POST",
    url: "http://127.0.0.1:1/api?limit=2&access_token=abc",
    headers: [
      ["Authorization", "Bearer abc.def"],
      ["cookie", "session=abc; theme=dark"],
      ["accept", "application/json"],
    ],
    body: '{"user": "ada", "password": "abc"}',
  },
  outcome: {
    kind: "answer",
    status: 200,
    headers: [
      ["set-cookie", "session=abc; HttpOnly; Path=/"],
      ["x-api-key", "abc"],
      ["location", "/next?token=abc#top"],
    ],
    body: { kind: "text", text: '{"access_token":"abc","id":12345678901234567890}' },
    durationMs: 1,
  },
};

test("nothing that is secret is left in an exchange, everything else is", () => {
  const masked = maskExchange(EXCHANGE, maskNothingKnown);
  expect(JSON.stringify(masked)).not.toContain("abc");
  expect(masked.request.url).toBe("http://127.0.0.1:1/api?limit=2&access_token=•••");
  expect(masked.request.headers).toEqual([
    ["Authorization", "Bearer •••"],
    ["cookie", "session=•••; theme=•••"],
    ["accept", "application/json"],
  ]);
  expect(masked.outcome).toMatchObject({
    headers: [
      ["set-cookie", "session=•••; HttpOnly; Path=/"],
      ["x-api-key", "•••"],
      ["location", "/next?token=•••#top"],
    ],
    body: { text: '{"access_token":"•••","id":12345678901234567890}' },
  });
});

test("a form is masked too, and an assignment in other text", () => {
  const withBody = (body: string): string | undefined =>
    maskExchange({ ...EXCHANGE, request: { ...EXCHANGE.request, body } }, maskNothingKnown).request.body;
  expect(withBody("username=ada&password=abc")).toBe("username=ada&password=•••");
  expect(withBody("the password=abc is text")).toBe("the password=••• is text");
  expect(withBody("the passwords are text")).toBe("the passwords are text");
});

test("lines of a stream are masked member by member, and bytes are not kept", () => {
  const withBody = (body: AnswerBody): unknown =>
    maskExchange(
      { ...EXCHANGE, outcome: { kind: "answer", status: 200, headers: [], body, durationMs: 1 } },
      maskNothingKnown,
    ).outcome;
  expect(withBody({ kind: "text", text: '{"token":"abc"}\n{"n":1,"token":"abc"}\n' })).toMatchObject({
    body: { text: '{"token":"•••"}\n{"n":1,"token":"•••"}\n' },
  });
  expect(withBody({ kind: "binary", bytes: 3, sha256: "ff", latin1: "abc" })).toMatchObject({
    body: { kind: "binary", bytes: 3, sha256: "ff" },
  });
  expect(JSON.stringify(withBody({ kind: "binary", bytes: 3, sha256: "ff", latin1: "abc" }))).not.toContain("abc");
});

test("what two sides answer alike is looked through once", () => {
  const looked: string[] = [];
  class Watched extends KnownTexts {
    override mask(text: string): string {
      looked.push(text);
      return super.mask(text);
    }
  }
  const mask = maskingOnce(new Watched());
  expect([mask('{"n":1}'), mask('{"n":1}'), mask('{"n":2}')]).toEqual(['{"n":1}', '{"n":1}', '{"n":2}']);
  expect(looked).toEqual(['{"n":1}', '{"n":2}']);
});

test("a result: its case, its exchanges, and the answer that its reason quotes", () => {
  const place = { file: "cases.yaml", range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } } };
  const result: CaseResult = {
    case: {
      id: "one",
      endpoint: endpointKey("POST", "/login"),
      name: "one",
      method: "POST",
      target: "/login?token=abc",
      headers: [["authorization", "abc"]],
      body: { kind: "text", text: '{"password":"abc"}', mediaType: "application/json" },
      expect: [200],
      isWriting: false,
      place,
    },
    verdict: "failed",
    reason: 'Python answered 201: {"access_token": "abc.def", "n": 1, "refresh_token": "abc…',
    differences: [],
    exchanges: { python: EXCHANGE, rust: EXCHANGE },
    coverage: { compared: 0, ignored: 0, loosened: 0 },
    ruleHits: [],
  };
  const masked = maskResult(result, NOTHING_KNOWN);
  expect(JSON.stringify(masked)).not.toContain("abc");
  expect(masked.reason).toBe('Python answered 201: {"access_token": "•••", "n": 1, "refresh_token": "•••"');
});
