import { describe, expect, test } from "vitest";

import type { Answer } from "#core/model/run/exchange.ts";
import { compareExchanges } from "#core/compare/compare-exchanges.ts";
import { narrowestRules } from "#core/compare/rules/narrowest-rule.ts";
import { answerOf, jsonAnswer, narrowestText } from "../check-compare.ts";

/** The rules for one of the differences of two bodies: path, allowance, and how many differences pass; or why none. */
function checkNarrowest(python: string, rust: string, which = 0): string {
  return checkAnswers(jsonAnswer(python), jsonAnswer(rust), which);
}

function checkAnswers(python: Answer, rust: Answer, which = 0): string {
  const request = { method: "GET", url: "http://127.0.0.1:1/", headers: [] };
  const comparison = { python: { request, outcome: python }, rust: { request, outcome: rust }, rules: [] };
  const difference = compareExchanges(comparison).differences[which];
  return narrowestText(difference, comparison);
}

describe("the narrowest first", () => {
  test("a moment written with another offset", () => {
    expect(checkNarrowest('{"at": "2024-01-01T00:00:00Z", "n": 1}', '{"at": "2024-01-01T00:00:00+00:00", "n": 1}'))
      .toMatchInlineSnapshot(`
        "$.at  equal up to: offset  1
        $.at  equal up to: [offset, fraction digits]  1
        $.at  equal as: moment  1
        $.at  format: rfc3339  1
        $.at  type only  1
        $.at  ignore  1"
      `);
  });
  test("another moment", () => {
    expect(checkNarrowest('{"at": "2024-01-01T00:00:00Z", "n": 1}', '{"at": "2024-01-01T00:00:02Z", "n": 1}'))
      .toMatchInlineSnapshot(`
        "$.at  time tolerance: 2s  1
        $.at  format: rfc3339  1
        $.at  type only  1
        $.at  ignore  1"
      `);
  });
  test("a random id", () => {
    expect(
      checkNarrowest(
        '{"id": "0b9d5f6e-8c1a-4f3e-9b77-0d2a4c6e8f10", "n": 1}',
        '{"id": "1b9d5f6e-8c1a-4f3e-9b77-0d2a4c6e8f11", "n": 1}',
      ),
    ).toMatchInlineSnapshot(`
      "$.id  renamed ids  1
      $.id  format: uuid  1
      $.id  type only  1
      $.id  ignore  1"
    `);
  });
  test("a number", () => {
    expect(checkNarrowest('{"load": 0.3, "n": 1}', '{"load": 0.30000000000000004, "n": 1}')).toMatchInlineSnapshot(`
      "$.load  tolerance: { ulps: 1 }  1
      $.load  tolerance: { relative: 1e-15 }  1
      $.load  tolerance: { absolute: 1e-16 }  1
      $.load  type only  1
      $.load  ignore  1"
    `);
    expect(checkNarrowest('{"count": 3, "n": 1}', '{"count": 5, "n": 1}')).toMatchInlineSnapshot(`
      "$.count  tolerance: { absolute: 10 }  1
      $.count  type only  1
      $.count  ignore  1"
    `);
  });
  test("in each element of an array", () => {
    expect(
      checkNarrowest('[{"id": 1, "a": true}, {"id": 2, "a": true}]', '[{"id": 1, "a": false}, {"id": 2, "a": false}]'),
    ).toMatchInlineSnapshot(`
      "$[0].a  type only  1
      $[*].a  type only  2
      $[0].a  ignore  1
      $[*].a  ignore  2"
    `);
  });
  test("elements in another order", () => {
    expect(
      checkNarrowest('{"tags": ["a", "b", "c"], "n": 1}', '{"tags": ["c", "a", "b"], "n": 1}'),
    ).toMatchInlineSnapshot(`"$.tags  unordered  1"`);
  });
});

describe("refused", () => {
  test("structure", () => {
    expect(checkNarrowest('{"a": 1, "n": 1}', '{"n": 1}')).toMatchInlineSnapshot(
      `"refused: A value that is missing is a matter of structure: mend it on one side, or write the rule by hand."`,
    );
    expect(checkNarrowest('{"a": 1, "n": 1}', '{"a": "1", "n": 1}')).toMatchInlineSnapshot(
      `"refused: Another type is a matter of structure: mend it on one side, or write the rule by hand."`,
    );
  });
  test("the whole body", () => {
    expect(checkNarrowest('"a"', '"b"')).toMatchInlineSnapshot(
      `"refused: The difference is the whole body; a rule for it would leave nothing to compare."`,
    );
  });
  test("a rule that would leave nothing to compare is not offered", () => {
    expect(checkNarrowest('{"on": true}', '{"on": false}')).toMatchInlineSnapshot(`"$.on  type only  1"`);
  });
  test("elements of which it is not known that they belong together", () => {
    expect(
      checkNarrowest(
        '[{"x": 1, "y": 1, "z": 7}, {"x": 2, "y": 2, "z": 2}]',
        '[{"x": 9, "y": 1, "z": 7}, {"x": 2, "y": 2, "z": 2}, {"x": 3, "y": 3, "z": 3}]',
        1,
      ),
    ).toMatchInlineSnapshot(
      `"refused: Elements of the array around it are missing, added or out of order, and no id tells which belong together: whether these two values do is not known. Mend the order first, or give the array a rule \`keyed by\`."`,
    );
  });
  test("what fails no case", () => {
    expect(checkNarrowest('{"a": 1e1, "b": 2}', '{"b": 2, "a": 1e1}')).toMatchInlineSnapshot(
      `"refused: This difference does not fail its case; it needs no rule."`,
    );
  });
  test("a body that is not JSON", () => {
    const request = { method: "GET", url: "http://127.0.0.1:1/", headers: [] };
    const comparison = {
      python: { request, outcome: answerOf(200, { kind: "text", text: "a" }, "text/plain") },
      rust: { request, outcome: answerOf(200, { kind: "text", text: "b" }, "text/plain") },
      rules: [],
    };
    const [difference] = compareExchanges(comparison).differences;
    expect(difference && narrowestRules(difference, comparison)).toMatchObject({ kind: "refused" });
  });
});

describe("for the effect on the database", () => {
  /** The rules for the first difference of two effects beside equal bodies. */
  function checkEffect(python: string, rust: string): string {
    const request = { method: "POST", url: "http://127.0.0.1:1/", headers: [] };
    const exchange = { request, outcome: jsonAnswer('{"at":"x"}') };
    const comparison = { python: exchange, rust: exchange, rules: [], effects: { python, rust } };
    return narrowestText(compareExchanges(comparison).differences[0], comparison);
  }

  test("a value of rows, and nothing of the body", () => {
    const rows = (at: string): string =>
      `{"nodes":{"key":["id"],"inserted":[{"id":1,"at":"2024-01-01T00:00:0${at}Z"},{"id":2,"at":"2024-01-01T00:00:0${at}Z"}]}}`;
    expect(checkEffect(rows("1"), rows("2"))).toMatchInlineSnapshot(`
      "effect $.nodes.inserted[*].at  time tolerance: 1s  2
      effect $.nodes.inserted[*].at  format: rfc3339  2
      effect $.nodes.inserted[*].at  type only  2
      effect $.nodes.inserted[*].at  ignore  2"
    `);
  });

  test("a row that is missing is a matter of structure", () => {
    expect(checkEffect('{"nodes":{"key":["id"],"inserted":[{"id":1}]}}', "{}")).toMatchInlineSnapshot(
      `"refused: A value that is missing is a matter of structure: mend it on one side, or write the rule by hand."`,
    );
  });
});

describe("the items of a stream are an array", () => {
  const streamOf =
    (type: string) =>
    (text: string): Answer =>
      answerOf(200, { kind: "text", text }, type);

  test("JSON Lines", () => {
    const lines = streamOf("application/x-ndjson");
    expect(
      checkAnswers(
        lines('{"id": 1, "at": "2024-01-01T00:00:00Z"}\n{"id": 2, "at": "2024-01-02T00:00:00Z"}\n'),
        lines('{"id": 1, "at": "2024-01-01T00:00:00+00:00"}\n{"id": 2, "at": "2024-01-02T00:00:00+00:00"}\n'),
      ),
    ).toMatchInlineSnapshot(`
      "$[0].at  equal up to: offset  1
      $[*].at  equal up to: offset  2
      $[0].at  equal up to: [offset, fraction digits]  1
      $[*].at  equal up to: [offset, fraction digits]  2
      $[0].at  equal as: moment  1
      $[*].at  equal as: moment  2
      $[0].at  format: rfc3339  1
      $[*].at  format: rfc3339  2
      $[0].at  type only  1
      $[*].at  type only  2
      $[0].at  ignore  1
      $[*].at  ignore  2"
    `);
  });
  test("server-sent events, in their data and beside it", () => {
    const events = streamOf("text/event-stream");
    const python = events('id: a\ndata: {"n": 1, "v": 0.1}\n\nid: b\ndata: {"n": 2, "v": 0.2}\n\n');
    const rust = events('id: c\ndata: {"n": 1, "v": 0.1}\n\nid: b\ndata: {"n": 2, "v": 0.20000000000000001}\n\n');
    expect(checkAnswers(python, rust)).toMatchInlineSnapshot(`
      "$[0].id  renamed ids  1
      $[*].id  renamed ids  1
      $[0].id  type only  1
      $[*].id  type only  1
      $[0].id  ignore  1
      $[*].id  ignore  1"
    `);
    expect(checkAnswers(python, rust, 1)).toMatchInlineSnapshot(`
      "$[1].data.v  tolerance: { ulps: 1 }  1
      $[*].data.v  tolerance: { ulps: 1 }  1
      $[1].data.v  tolerance: { relative: 1e-16 }  1
      $[*].data.v  tolerance: { relative: 1e-16 }  1
      $[1].data.v  tolerance: { absolute: 1e-17 }  1
      $[*].data.v  tolerance: { absolute: 1e-17 }  1
      $[1].data.v  type only  1
      $[*].data.v  type only  1
      $[1].data.v  ignore  1
      $[*].data.v  ignore  1"
    `);
  });
  test("whose order is another", () => {
    const lines = streamOf("application/x-ndjson");
    expect(checkAnswers(lines('{"id": 1}\n{"id": 2}\n'), lines('{"id": 2}\n{"id": 1}\n'))).toMatchInlineSnapshot(
      `"$  unordered  1"`,
    );
  });
  test("which one side does not send", () => {
    const lines = streamOf("application/x-ndjson");
    expect(checkAnswers(lines('{"id": 1}\n{"id": 2}\n'), lines('{"id": 1}\n'))).toMatchInlineSnapshot(
      `"refused: A value that is missing is a matter of structure: mend it on one side, or write the rule by hand."`,
    );
  });
  test("of which one is not JSON", () => {
    const lines = streamOf("application/x-ndjson");
    expect(checkAnswers(lines("1\n"), lines("{\n"))).toMatchInlineSnapshot(
      `"refused: A body that is not JSON is a matter of structure: mend it on one side, or write the rule by hand."`,
    );
  });
  test("of two streams that were cut off, what both have", () => {
    const cut = (text: string): Answer => ({ ...streamOf("text/event-stream")(text), cutBy: "timeMs" });
    expect(checkAnswers(cut("data: one\n\ndata: 2\n\n"), cut("data: another\n\n"))).toMatchInlineSnapshot(`
      "$[0].data  type only  1
      $[*].data  type only  1"
    `);
  });
});
