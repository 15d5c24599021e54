import { describe, expect, test } from "vitest";

import type { Answer } from "#core/model/run/exchange.ts";
import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { answerOf, compareAnswers, jsonAnswer, resultText } from "./check-compare.ts";

function checkAnswers(python: Answer, rust: Answer): string {
  return resultText(compareAnswers(python, rust));
}

const text = (content: string): Answer["body"] => ({ kind: "text", text: content });
const EMPTY: Answer["body"] = { kind: "empty" };

test("a validation error as FastAPI and as axum answer it", () => {
  const python = jsonAnswer('{"detail":[{"type":"int_parsing","loc":["path","node_id"],"msg":"…","input":"x"}]}', 422);
  const rust = answerOf(400, text("Invalid URL: Cannot parse `x`"), "text/plain; charset=utf-8");
  expect(checkAnswers(python, rust)).toMatchInlineSnapshot(`
    "differs
    breaking status: 422 | 400
      validation-status
    breaking header content-type: application/json | text/plain; charset=utf-8
    breaking not-json (root): {"detail":[{"type":"int_parsing","loc":["path","node_id"],"msg":"…","input":"x"}]} | not JSON: a value is expected, found \`Invalid\` at byte 0; Invalid URL: Cannot parse \`x\`
    leaves: 4 compared, 0 ignored, 0 loosened"
  `);
});

test("an application's own shape of errors is what Rust has to answer with", () => {
  const own = jsonAnswer('{"error":{"code":"invalid","fields":[{"loc":["body","title"]}]}}', 422);
  const rust = answerOf(400, text("Failed to parse the request body as JSON"), "text/plain; charset=utf-8");
  const hintOf = (python: Answer, answer: Answer): string | undefined =>
    compareAnswers(python, answer).differences[0]?.hint?.text;
  expect(hintOf(own, rust)).toMatchInlineSnapshot(
    `"Python answers 422 to input that it refuses; axum's extractors reject with 400: map the rejection to 422 with the shape of errors that the application has of its own."`,
  );
  expect(
    hintOf(
      jsonAnswer('{"error":"bad"}', 400),
      answerOf(422, text("Failed to deserialize the JSON body"), "text/plain"),
    ),
  ).toMatchInlineSnapshot(
    `"Python answers 400 to input that it refuses; axum's extractors reject with 422: map the rejection to 400 with the shape of errors that the application has of its own."`,
  );
  expect(hintOf(jsonAnswer('{"error":"bad"}', 400), jsonAnswer('{"error":"worse"}', 422))).toBeUndefined();
});

test.each([
  ['{"detail":[{"loc":["body","tags",0,"a/b"],"msg":"…"}]}', 422, "", 200, "/tags/0/a~1b"],
  ['{"error":{"items":[{"msg":"…", "loc": ["body", "title"]}]}}', 400, "", 415, "/title"],
  ['{"detail":[{"loc":["query","limit"]}]}', 422, "", 200, undefined],
  [
    "{}",
    200,
    "Failed to deserialize the JSON body into the target type: items[1].title: invalid type: null",
    422,
    "/items/1/title",
  ],
  [
    "{}",
    200,
    "Failed to deserialize the JSON body into the target type: missing field `title` at line 1 column 2",
    422,
    "/title",
  ],
  [
    "{}",
    200,
    "Failed to deserialize the JSON body into the target type: tags: unknown field `x`, expected `y`",
    422,
    "/tags/x",
  ],
  ['{"loc":["body","title"]}', 200, "", 201, undefined],
])("what a side refused in %s %d | %s %d", (python, pythonStatus, rust, rustStatus, field) => {
  const request = { method: "POST", url: "http://127.0.0.1:1/", headers: [] };
  const asked: string[] = [];
  compareExchanges({
    python: { request, outcome: jsonAnswer(python, pythonStatus) },
    rust: { request, outcome: answerOf(rustStatus, text(rust), "text/plain") },
    rules: [],
    requestPlaceOf: (_, pointer) => void asked.push(pointer),
  });
  expect(asked[0]).toBe(field);
});

describe("Content-Type", () => {
  test("case, blanks and quotes do not count", () => {
    const python = answerOf(200, text("1"), "application/json; charset=utf-8");
    expect(checkAnswers(python, answerOf(200, text("1"), 'Application/JSON;charset="UTF-8"'))).toMatchInlineSnapshot(`
      "match
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("another charset is a change, another type breaks", () => {
    const python = jsonAnswer("1");
    expect(checkAnswers(python, answerOf(200, text("1"), "application/json; charset=utf-8"))).toMatchInlineSnapshot(`
      "differs
      changed header content-type: application/json | application/json; charset=utf-8
        content-type-charset
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
    expect(checkAnswers(python, answerOf(200, text("1"), "text/plain"))).toMatchInlineSnapshot(`
      "differs
      breaking header content-type: application/json | text/plain
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
    expect(checkAnswers(python, answerOf(200, text("1")))).toMatchInlineSnapshot(`
      "differs
      breaking header content-type: application/json | absent
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
});

describe("bodies that are not JSON", () => {
  test("a body that promises JSON", () => {
    expect(checkAnswers(jsonAnswer('{"a": NaN}'), jsonAnswer('{"a": null}'))).toMatchInlineSnapshot(`
      "differs
      breaking not-json (root): not JSON: a value is expected, found \`NaN\` at byte 6; {"a": NaN} | {"a": null}
        nan
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("text is compared as text and shown around the first difference", () => {
    const long = "line\n".repeat(100);
    const other = `${long.slice(0, 250)}LINE${long.slice(254)}`;
    expect(checkAnswers(answerOf(200, text(long), "text/plain"), answerOf(200, text(other), "text/plain")))
      .toMatchInlineSnapshot(`
      "differs
      changed value (root): …line
      line
      line
      line
      line
      line
      line
      line
      line
      line
      line
      line
      line
      line
      line
      line
      … | …line
      line
      line
      line
      line
      line
      line
      line
      LINE
      line
      line
      line
      line
      line
      line
      line
      …
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
    expect(checkAnswers(answerOf(200, text(long), "text/plain"), answerOf(200, text(long), "text/plain")))
      .toMatchInlineSnapshot(`
      "match
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("a secret in a text is not shown", () => {
    const form = (token: string, n: number): Answer =>
      answerOf(200, text(`access_token=${token}&n=${n}`), "text/plain");
    expect(checkAnswers(form("abc", 1), form("def", 2))).toMatchInlineSnapshot(`
      "differs
      changed value (root): access_token=•••&n=1 | access_token=•••&n=2
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("JSON that says it is text is compared as text", () => {
    expect(checkAnswers(answerOf(200, text('{"a": 1}'), "text/plain"), answerOf(200, text('{"a":1}'), "text/plain")))
      .toMatchInlineSnapshot(`
      "differs
      changed value (root): {"a": 1} | {"a":1}
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("bytes by their hash", () => {
    const bytes = (sha256: string): Answer => answerOf(200, { kind: "binary", bytes: 3, sha256 }, "image/png");
    expect(checkAnswers(bytes("aa"), bytes("aa"))).toMatchInlineSnapshot(`
      "match
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
    expect(checkAnswers(bytes("aa"), bytes("bb"))).toMatchInlineSnapshot(`
      "differs
      changed value (root): 3 bytes, SHA-256 aa | 3 bytes, SHA-256 bb
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
    expect(checkAnswers(bytes("aa"), answerOf(200, text("abc"), "image/png"))).toMatchInlineSnapshot(`
      "differs
      changed encoding (root): 3 bytes, SHA-256 aa | abc
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
});

describe("empty bodies", () => {
  test("both", () => {
    expect(checkAnswers(answerOf(204, EMPTY), answerOf(204, EMPTY))).toMatchInlineSnapshot(`
      "match
      leaves: 2 compared, 0 ignored, 0 loosened"
    `);
  });
  test("on one side", () => {
    expect(checkAnswers(jsonAnswer('{"detail":"Not Found"}', 404), answerOf(404, EMPTY))).toMatchInlineSnapshot(`
      "differs
      breaking header content-type: application/json | absent
      breaking missing (root): {"detail":"Not Found"} | absent
        empty-error
      leaves: 3 compared, 0 ignored, 0 loosened"
    `);
    expect(checkAnswers(answerOf(200, EMPTY), jsonAnswer("null"))).toMatchInlineSnapshot(`
      "differs
      breaking header content-type: absent | application/json
      additive extra (root): absent | null
      leaves: 3 compared, 0 ignored, 0 loosened"
    `);
  });
});

test("a side that does not answer cannot be compared", () => {
  const request = { method: "GET", url: "http://127.0.0.1:1/", headers: [] };
  const result = compareExchanges({
    python: { request, outcome: jsonAnswer("1") },
    rust: { request, outcome: { kind: "unreachable", reason: "The connection was refused." } },
    rules: [],
  });
  expect(resultText(result)).toMatchInlineSnapshot(`
    "failed: The Rust server gave no answer. The connection was refused.
    leaves: 0 compared, 0 ignored, 0 loosened"
  `);
});

test("an answer that broke off is told with how much of it came", () => {
  const request = { method: "GET", url: "http://127.0.0.1:1/", headers: [] };
  const came = { status: 200, bytes: 1234 };
  const result = compareExchanges({
    python: { request, outcome: jsonAnswer("1") },
    rust: { request, outcome: { kind: "unreachable", reason: "It broke the connection off.", came } },
    rules: [],
  });
  expect(result.reason).toMatchInlineSnapshot(
    `"The Rust server's answer (200) broke off after 1,234 bytes of its body. It broke the connection off."`,
  );
});

test("the places of a field come from who knows them", () => {
  const request = { method: "GET", url: "http://127.0.0.1:1/", headers: [] };
  const { differences } = compareExchanges({
    python: { request, outcome: jsonAnswer('{"a": 1}') },
    rust: { request, outcome: jsonAnswer('{"a": 2}') },
    rules: [],
    placeOf: (side, pointer) => ({
      file: `${side}${pointer}`,
      range: { start: { line: 1, character: 2 }, end: { line: 1, character: 3 } },
    }),
  });
  expect(differences.map(({ places }) => [places?.python?.file, places?.rust?.file])).toEqual([["python/a", "rust/a"]]);
});
