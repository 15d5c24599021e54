import { describe, expect, test } from "vitest";

import { layOutBodies } from "../../../src/webview/layout/lay-out-bodies.ts";
import { bodies, checkLayout, exchange, rowsText } from "./check-layout.ts";

describe("JSON is laid out as it came", () => {
  test("numbers, escapes, duplicates and order keep their spelling", () => {
    const text = String.raw`{"z":1.0,"a":9007199254740993,"e":1e-05,"t":"caf\u00e9 \/","z":-0,"n":[ ],"o":{}}`;
    expect(checkLayout(text, text)).toMatchInlineSnapshot(`
      "  {                        | {
          "z": 1.0,              |   "z": 1.0,
          "a": 9007199254740993, |   "a": 9007199254740993,
          "e": 1e-05,            |   "e": 1e-05,
          "t": "caf\\u00e9 \\/",   |   "t": "caf\\u00e9 \\/",
          "z": -0,               |   "z": -0,
          "n": [],               |   "n": [],
          "o": {}                |   "o": {}
        }                        | }"
    `);
  });

  test("members stand in Python's order, what only Rust has follows its neighbour", () => {
    expect(
      checkLayout(
        '{"a":1,"b":2,"c":3}',
        '{"new":0,"c":3,"a":1,"extra":4}',
        "missing /b -",
        "extra - /new",
        "extra - /extra",
        "key-order  ",
      ),
    ).toMatchInlineSnapshot(`
      "  {         | { ← 3
      ! ·         |   "new": 0, ← 1
          "a": 1, |   "a": 1,
      ! ·         |   "extra": 4 ← 2
      !   "b": 2, | · ← 0
          "c": 3  |   "c": 3,
        }         | }"
    `);
  });

  test("a name that is escaped on one side finds its counterpart", () => {
    expect(checkLayout(String.raw`{"caf\u00e9":1}`, '{"café":1}', "escape~ /café /café")).toMatchInlineSnapshot(`
      "  {                | {
      ≈   "caf\\u00e9": 1 |   "café": 1 ← 0
        }                | }"
    `);
  });

  test("where a name is repeated, the last stands beside the last", () => {
    expect(checkLayout('{"a":1,"a":2}', '{"a":2}', "duplicate-key /a -")).toMatchInlineSnapshot(`
      "  {         | {
      !   "a": 1, | · ← 0
          "a": 2  |   "a": 2 ← 0
        }         | }"
    `);
  });

  test("what differs by a rule or only cosmetically is told from what counts", () => {
    expect(
      checkLayout(
        '{"at":"10:00","f":1e-05,"n":1}',
        '{"at":"11:00","f":0.00001,"n":2}',
        "spelling~ /f /f",
        "value /n /n",
      ),
    ).toMatchInlineSnapshot(`
      "  {                | {
      ≈   "at": "10:00", |   "at": "11:00",
      ≈   "f": 1e-05,    |   "f": 0.00001, ← 0
      !   "n": 1         |   "n": 2 ← 1
        }                | }"
    `);
  });
});

describe("elements", () => {
  test("an element without counterpart does not shift the ones after it", () => {
    expect(
      checkLayout(
        '{"items":[{"id":1},{"id":2},{"id":3}]}',
        '{"items":[{"id":1},{"id":3},{"id":4}]}',
        "missing /items/1 -",
        "extra - /items/2",
      ),
    ).toMatchInlineSnapshot(`
      "  {             | {
          "items": [  |   "items": [
            {         |     {
              "id": 1 |       "id": 1
            },        |     },
      !     {         | · ← 0
      !       "id": 2 | ·
      !     },        | ·
            {         |     {
              "id": 3 |       "id": 3
            }         |     },
      ! ·             |     { ← 1
      ! ·             |       "id": 4
      ! ·             |     }
          ]           |   ]
        }             | }"
    `);
  });

  test("without differences to go by they stand in their order", () => {
    expect(checkLayout("[1,2]", "[1]", "value  ")).toMatchInlineSnapshot(`
      "  [    | [ ← 0
          1, |   1
      !   2  | ·
        ]    | ]"
    `);
  });

  test("an empty list stands open beside one that is not", () => {
    expect(checkLayout('{"a":[]}', '{"a":[1]}', "extra - /a/0")).toMatchInlineSnapshot(`
      "  {        | {
          "a": [ |   "a": [
      ! ·        |     1 ← 0
          ]      |   ]
        }        | }"
    `);
  });

  test("a moved element stands alone on either side", () => {
    expect(checkLayout("[1,2,3]", "[3,1,2]", "moved /2 /0")).toMatchInlineSnapshot(`
      "  [    | [
      ! ·    |   3, ← 0
          1, |   1,
          2, |   2
      !   3  | · ← 0
        ]    | ]"
    `);
  });
});

describe("unlike values", () => {
  test("an object beside a scalar", () => {
    expect(checkLayout('{"a":{"b":1},"c":2}', '{"a":"x","c":2}', "type /a /a")).toMatchInlineSnapshot(`
      "  {          | {
      !   "a": {   |   "a": "x", ← 0
      !     "b": 1 | ·
      !   },       | ·
          "c": 2   |   "c": 2
        }          | }"
    `);
  });

  test("a key order that differs is noted where the object begins, and marks nothing below", () => {
    expect(checkLayout('{"o":{"a":1,"b":2}}', '{"o":{"b":3,"a":1}}', "key-order~ /o /o", "value /o/b /o/b"))
      .toMatchInlineSnapshot(`
      "  {           | {
          "o": {    |   "o": { ← 0
            "a": 1, |     "a": 1
      !     "b": 2  |     "b": 3, ← 1
          }         |   }
        }           | }"
    `);
  });
});

describe("bodies that are not JSON", () => {
  test("JSON beside text", () => {
    expect(checkLayout('{"detail":"no"}', "Internal\nServer Error", "not-json  ")).toMatchInlineSnapshot(`
      "! {                | Internal ← 0
      !   "detail": "no" | Server Error
      ! }                | ·"
    `);
  });

  test("text beside text shares its start and end", () => {
    expect(checkLayout("one two\nb\nthe end", "one two\nx\ny\nthe end", "value  ")).toMatchInlineSnapshot(`
      "  one two | one two
      ! b       | x ← 0
      ! ·       | y
        the end | the end"
    `);
  });

  test("bytes are their length and hash; no answer and an empty body are nothing", () => {
    const unreachable = { ...exchange(""), outcome: { kind: "unreachable", reason: "It hung up." } } as const;
    const text = (python: Parameters<typeof exchange>[0]): string =>
      rowsText(layOutBodies(bodies(exchange(python), unreachable)));
    expect(text({ kind: "binary", bytes: 5, sha256: "ab12" })).toMatchInlineSnapshot(`"≈ 5 bytes, SHA-256 ab12 | ·"`);
    expect(text({ kind: "empty" })).toBe("");
    expect(rowsText(layOutBodies(bodies(undefined, undefined)))).toBe("");
  });

  test("what a failed case answered was not compared", () => {
    const failed = { ...bodies(exchange('{"a":1,"b":2}'), exchange('{"a":1,"b":3}')), verdict: "failed" } as const;
    expect(rowsText(layOutBodies(failed))).toMatchInlineSnapshot(`
      "  {         | {
          "a": 1, |   "a": 1,
      ?   "b": 2  |   "b": 3
        }         | }"
    `);
  });

  test.each(['{"a":1', '{"a" 1}', "[1,]", '"open', "{} {}", "[".repeat(100_000)])("%.10s is text", (text) => {
    expect(layOutBodies(bodies(exchange(text), exchange(text))).map((row) => row.python?.text)).toStrictEqual([text]);
  });
});

test("the work grows with the lines, not with their square", () => {
  const body = (count: number, name: string): string =>
    `{"items":[${Array.from({ length: count }, (_, id) => `{"id":${id},"name":"${name}"}`).join(",")}]}`;
  const fastest = (count: number): number =>
    Math.min(
      ...Array.from({ length: 3 }, () => {
        const started = performance.now();
        layOutBodies(bodies(exchange(body(count, "a")), exchange(body(count, "b"))));
        return performance.now() - started;
      }),
    );
  const small = fastest(1_000);
  // Ten times as much: 10 where it is linear, 100 where it is quadratic.
  expect(fastest(10_000) / small).toBeLessThan(40);
});
