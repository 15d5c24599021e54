import { describe, expect, test } from "vitest";

import type { Answer } from "#core/model/run/exchange.ts";
import { type TestRule, answerOf, compareAnswers, resultText } from "./check-compare.ts";

function check(type: string, python: string, rust: string, rules: readonly TestRule[] = []): string {
  const answer = (text: string): Answer => answerOf(200, { kind: "text", text }, type);
  return resultText(compareAnswers(answer(python), answer(rust), rules));
}

describe("JSON Lines item by item", () => {
  const lines = (...items: readonly string[]): string => items.map((item) => `${item}\n`).join("");
  const checkLines = (python: string, rust: string, rules: readonly TestRule[] = []): string =>
    check("application/x-ndjson", python, rust, rules);

  test("a value in the third", () => {
    expect(
      checkLines(
        lines('{"id": 1}', '{"id": 2}', '{"id": 3, "at": "Z"}'),
        lines('{"id": 1}', '{"id": 2}', '{"id": 3, "at": "z"}'),
      ),
    ).toMatchInlineSnapshot(`
      "differs
      changed value /2/at: "Z" | "z"
        enum-case
      leaves: 10 compared, 0 ignored, 0 loosened"
    `);
  });
  test("one that is missing, and blank lines that mean nothing", () => {
    expect(checkLines(lines('{"id": 1}', '{"id": 2}'), '\n{"id": 2}\r\n\n')).toMatchInlineSnapshot(`
      "differs
      breaking missing /0: {"id": 1} | absent
      leaves: 5 compared, 0 ignored, 0 loosened"
    `);
  });
  test("rules see an array", () => {
    expect(checkLines(lines('{"id": 1, "n": 1}'), lines('{"id": 9, "n": 1}'), [["$[*].id", "ignore"]]))
      .toMatchInlineSnapshot(`
      "match
      leaves: 4 compared, 2 ignored, 0 loosened
      rule 0: 1"
    `);
  });
  test("a line that is not JSON", () => {
    expect(checkLines(lines("1", "{}"), lines("1", "{,"))).toMatchInlineSnapshot(`
      "differs
      breaking not-json (root): 1
      {}
       | not JSON: in line 2 a name in double quotes is expected, found \`,\` at byte 1; 1
      {,

      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
});

describe("server-sent events item by item", () => {
  const checkEvents = (python: string, rust: string): string => check("text/event-stream", python, rust);

  test("data that is JSON is compared as JSON", () => {
    expect(
      checkEvents(
        'data: {"id": 1, "at": "2024-01-01T00:00:00Z"}\n\n',
        'data: {"id": 1, "at": "2024-01-01T00:00:00+00:00"}\n\n',
      ),
    ).toMatchInlineSnapshot(`
      "differs
      changed value /0/data/at: "2024-01-01T00:00:00Z" | "2024-01-01T00:00:00+00:00"
        utc-offset
      leaves: 6 compared, 0 ignored, 0 loosened"
    `);
  });
  test("what a client is not handed does not count", () => {
    expect(checkEvents(": ping\n\ndata: a\ndata: b\n\n", "event: message\r\ndata:a\r\ndata:b\r\n\r\n: pong\n\n"))
      .toMatchInlineSnapshot(`
      "match
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("type, id and a text", () => {
    expect(checkEvents("event: done\nid: 4\ndata: 1\n\n", "event: end\ndata: 1.0\n\n")).toMatchInlineSnapshot(`
      "differs
      breaking missing /0/id: "4" | absent
      changed value /0/event: "done" | "end"
      changed value /0/data: "1" | "1.0"
        decimal-spelling
      leaves: 7 compared, 0 ignored, 0 loosened"
    `);
  });
  test("a text is not the JSON of that text", () => {
    expect(checkEvents("data: a\n\n", 'data: "a"\n\n')).toMatchInlineSnapshot(`
      "differs
      changed value /0/data: "a" | "\\"a\\""
        json-twice
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("an event that no blank line closes is not handed over", () => {
    expect(checkEvents("data: 1\n\ndata: 2\n\n", "data: 1\n\ndata: 2\n")).toMatchInlineSnapshot(`
      "differs
      breaking missing /1: {"data":"2"} | absent
      leaves: 5 compared, 0 ignored, 0 loosened"
    `);
  });
});

describe("streams that were cut off", () => {
  const cut = (text: string): Answer => ({
    ...answerOf(200, { kind: "text", text }, "text/event-stream"),
    cutBy: "timeMs",
  });

  test("are compared as far as both came", () => {
    expect(resultText(compareAnswers(cut("data: 1\n\ndata: 2\n\n"), cut("data: 1\n\n")))).toMatchInlineSnapshot(`
      "match
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("cannot match where one sent nothing", () => {
    expect(resultText(compareAnswers(cut("data: 1\n\n"), cut(": ping\n\n")))).toMatchInlineSnapshot(`
      "failed: A stream had not sent a single item when its time was up; give the case more time.
      leaves: 2 compared, 0 ignored, 0 loosened"
    `);
  });
});

describe("streams of events that nobody said a limit for", () => {
  const events = (count: number, cutBy?: Answer["cutBy"]): Answer => ({
    ...answerOf(200, { kind: "text", text: "data: 1\n\n".repeat(count) }, "text/event-stream"),
    ...(cutBy !== undefined && { cutBy }),
  });
  test("are compared as far as both came, which is told", () => {
    const { verdict, notes } = compareAnswers(events(3, "default"), events(2, "default"));
    expect([verdict, notes?.[0]?.slice(0, 43)]).toEqual(["match", "The streams of events did not end within th"]);
  });
  test("of which one ended in time are compared as far as the other came", () => {
    expect(compareAnswers(events(3, "default"), events(9)).verdict).toBe("match");
    expect(compareAnswers(events(3, "default"), events(2)).verdict).toBe("differs");
    expect(compareAnswers(events(3), events(2)).verdict).toBe("differs");
  });
});

describe("JSON Lines that were cut off", () => {
  const cut = (text: string, cutBy: Answer["cutBy"] = "timeMs"): Answer => ({
    ...answerOf(200, text === "" ? { kind: "empty" } : { kind: "text", text }, "application/x-ndjson"),
    ...(cutBy !== undefined && { cutBy }),
  });

  test("in the middle of a line, which does not count", () => {
    expect(resultText(compareAnswers(cut('{"a":1}\n{"a":2}\n{"a"'), cut('{"a":1}\n{"a":2}\n')))).toMatchInlineSnapshot(`
      "match
      leaves: 6 compared, 0 ignored, 0 loosened"
    `);
    expect(resultText(compareAnswers(cut('{"a":1}\n{"a":2}\n{"a"'), cut('{"a":1}\n{"a":3}\n')))).toMatchInlineSnapshot(`
      "differs
      changed value /1/a: 2 | 3
      leaves: 6 compared, 0 ignored, 0 loosened"
    `);
  });
  test("before anything had come cannot match", () => {
    expect(resultText(compareAnswers(cut(""), cut("")))).toMatchInlineSnapshot(`
      "failed: A stream had not sent a single item when its time was up; give the case more time.
      leaves: 2 compared, 0 ignored, 0 loosened"
    `);
    expect(resultText(compareAnswers(cut('{"a":1}\n'), cut("")))).toMatchInlineSnapshot(`
      "failed: A stream had not sent a single item when its time was up; give the case more time.
      leaves: 2 compared, 0 ignored, 0 loosened"
    `);
  });
  test("of which one ended, and is not JSON at its end", () => {
    const ended = answerOf(200, { kind: "text", text: '{"a":1}\n{"a"' }, "application/x-ndjson");
    expect(resultText(compareAnswers(cut('{"a":1}\n{"a"'), ended))).toMatchInlineSnapshot(`
      "differs
      breaking not-json (root): {"a":1}
      {"a" | not JSON: in line 2 \`:\` is expected after the name, the text ends too early at byte 4; {"a":1}
      {"a"
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
});

test("bytes are told with the first that differs", () => {
  const bytes = (latin1: string, sha256: string): Answer =>
    answerOf(200, { kind: "binary", bytes: latin1.length, sha256, latin1 }, "image/png");
  expect(resultText(compareAnswers(bytes("\x89PNG\xff", "aa"), bytes("\x89PNK", "bb")))).toMatchInlineSnapshot(`
    "differs
    changed value (root): 5 bytes, SHA-256 aa; 0x47 at byte 3 | 4 bytes, SHA-256 bb; 0x4B at byte 3
    leaves: 4 compared, 0 ignored, 0 loosened"
  `);
});

test("no characters and no body are the same", () => {
  expect(resultText(compareAnswers(answerOf(200, { kind: "empty" }), answerOf(200, { kind: "text", text: "" }))))
    .toMatchInlineSnapshot(`
    "match
    leaves: 2 compared, 0 ignored, 0 loosened"
  `);
});

test("once the time is up, values are only held against each other as texts", () => {
  const body = (b: string): Answer =>
    answerOf(200, { kind: "text", text: `{"a": [1, 2], "b": ${b}}` }, "application/json");
  const coarse = (rust: Answer): string =>
    resultText(compareAnswers(body('{"c": 1}'), rust, [], { isTimeUp: () => true }));
  expect(coarse(body('{"c": 1}'))).toMatchInlineSnapshot(`
    "match
    leaves: 8 compared, 0 ignored, 0 loosened"
  `);
  expect(coarse(body(String.raw`{"\u0063": 1}`))).toMatchInlineSnapshot(`
    "failed: The time for comparing was up before all was looked into; what is marked as coarse is only known to be written otherwise.
    coarse changed value (root): {"a": [1, 2], "b": {"c": 1}} | {"a": [1, 2], "b": {"\\u0063": 1}}
    leaves: 8 compared, 0 ignored, 0 loosened"
  `);
});
