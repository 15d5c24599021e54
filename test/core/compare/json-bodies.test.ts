import { describe, expect, test } from "vitest";

import { checkCompare } from "./check-compare.ts";

describe("numbers by their exact value", () => {
  test("the same value written otherwise is told and passes", () => {
    expect(checkCompare("[1e-05, 1e+16, 0.10]", "[0.00001, 1e16, 0.1]")).toMatchInlineSnapshot(`
      "match
      cosmetic spelling /0: 1e-05 | 0.00001
        float-spelling
      cosmetic spelling /1: 1e+16 | 1e16
        float-spelling
      cosmetic spelling /2: 0.10 | 0.1
        float-spelling
      leaves: 8 compared, 0 ignored, 0 loosened"
    `);
  });
  test("an integer against a float", () => {
    expect(checkCompare('{"a": 1}', '{"a": 1.0}')).toMatchInlineSnapshot(`
      "differs
      changed type /a: 1 | 1.0
        integer-or-float
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("integers past 2^53 that JSON.parse takes for the same", () => {
    expect(checkCompare('{"a": 9007199254740993}', '{"a": 9007199254740992}')).toMatchInlineSnapshot(`
      "differs
      changed precision /a: 9007199254740993 | 9007199254740992
        precision-past-2-53
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("an integer of 20 digits against its neighbour", () => {
    expect(checkCompare('{"a": 18446744073709551615}', '{"a": 18446744073709551614}')).toMatchInlineSnapshot(`
      "differs
      changed precision /a: 18446744073709551615 | 18446744073709551614
        precision-past-2-53
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("floats that are neighbours", () => {
    expect(checkCompare('{"a": 0.30000000000000004}', '{"a": 0.3}')).toMatchInlineSnapshot(`
      "differs
      changed precision /a: 0.30000000000000004 | 0.3
        float-roundtrip
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("the sign of zero", () => {
    expect(checkCompare("[0.0]", "[-0.0]")).toMatchInlineSnapshot(`
      "differs
      changed value /0: 0.0 | -0.0
        negative-zero
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
});

describe("members", () => {
  test("missing, extra, and null against missing", () => {
    expect(checkCompare('{"a": 1, "b": null}', '{"c": [1, 2], "d": null}')).toMatchInlineSnapshot(`
      "differs
      breaking missing /a: 1 | absent
      changed null-against-missing /b: null | absent
        null-left-out
      additive extra /c: absent | [1, 2]
      changed null-against-missing /d: absent | null
        null-left-out
      leaves: 7 compared, 0 ignored, 0 loosened"
    `);
  });
  test("another order is told and passes", () => {
    expect(checkCompare('{"b": 1, "a": 2}', '{"a": 2, "b": 1}')).toMatchInlineSnapshot(`
      "match
      cosmetic key-order (root): "b", "a" | "a", "b"
        key-order
      leaves: 6 compared, 0 ignored, 0 loosened"
    `);
  });
  test("order, where a member is missing too", () => {
    expect(checkCompare('{"x": 0, "b": 1, "a": 2}', '{"a": 2, "b": 1}')).toMatchInlineSnapshot(`
      "differs
      breaking missing /x: 0 | absent
      cosmetic key-order (root): "x", "b", "a" | "a", "b"
        key-order
      leaves: 7 compared, 0 ignored, 0 loosened"
    `);
  });
  test("a repeated name: the last values are compared, the rest is a difference", () => {
    expect(checkCompare('{"a": 1, "a": 2}', '{"a": 2}')).toMatchInlineSnapshot(`
      "differs
      changed duplicate-key /a: 1 | absent
      leaves: 5 compared, 0 ignored, 0 loosened"
    `);
    expect(checkCompare('{"a": 1, "a": 2}', '{"a": 1, "a": 2}')).toMatchInlineSnapshot(`
      "match
      leaves: 6 compared, 0 ignored, 0 loosened"
    `);
  });
  test("a name that is escaped", () => {
    expect(checkCompare(String.raw`{"\u00e9": 1}`, '{"é": 1}')).toMatchInlineSnapshot(`
      "match
      cosmetic escape /é: "\\u00e9" | "é"
        escape
      leaves: 4 compared, 0 ignored, 0 loosened"
    `);
  });
  test("names as pointers", () => {
    expect(checkCompare('{"a/b": {"m~n": 1, "": 2}}', '{"a/b": {"m~n": 2, "": 3}}')).toMatchInlineSnapshot(`
      "differs
      changed value /a~1b/m~0n: 1 | 2
      changed value /a~1b/: 2 | 3
      leaves: 6 compared, 0 ignored, 0 loosened"
    `);
  });
});

describe("types", () => {
  test("each against another", () => {
    const python = '{"a": 1, "b": "1", "c": true, "d": null, "e": {}, "f": []}';
    expect(checkCompare(python, '{"a": "x", "b": 1.5, "c": 1, "d": 0, "e": [], "f": {}}')).toMatchInlineSnapshot(`
      "differs
      breaking type /a: 1 | "x"
      breaking type /b: "1" | 1.5
      breaking type /c: true | 1
        bool-as-number
      breaking type /d: null | 0
        default-for-null
      breaking type /e: {} | []
      breaking type /f: [] | {}
      leaves: 14 compared, 0 ignored, 0 loosened"
    `);
  });
  test("empty containers are leaves", () => {
    expect(checkCompare('{"a": [], "b": {}}', '{"a": [], "b": {"c": 1}}')).toMatchInlineSnapshot(`
      "differs
      additive extra /b/c: absent | 1
      leaves: 6 compared, 0 ignored, 0 loosened"
    `);
  });
});

test("escapes of the same text are told and pass", () => {
  expect(checkCompare(String.raw`["\u00e9\/\u0041"]`, '["é/A"]')).toMatchInlineSnapshot(`
    "match
    cosmetic escape /0: "\\u00e9\\/\\u0041" | "é/A"
      escape
    leaves: 4 compared, 0 ignored, 0 loosened"
  `);
});

test("white space does not count", () => {
  expect(checkCompare('{ "a" : [ 1 , 2 ] }', '{"a":[1,2]}')).toMatchInlineSnapshot(`
    "match
    leaves: 6 compared, 0 ignored, 0 loosened"
  `);
});

test("depth costs no stack", () => {
  const nested = (inside: string): string => `${'{"a":['.repeat(20_000)}${inside}${"]}".repeat(20_000)}`;
  expect(checkCompare(nested("1"), nested("2")).split("\n")[0]).toBe("differs");
});

test("long values are cut", () => {
  const result = checkCompare(`["${"x".repeat(5000)}"]`, '["y"]');
  expect(result).toContain("… (5002 characters)");
  expect(result.length).toBeLessThan(400);
});

test("secrets are compared and not shown", () => {
  expect(checkCompare('{"token": "a", "list": []}', '{"token": "b", "list": [{"password": "c"}]}'))
    .toMatchInlineSnapshot(`
    "differs
    changed value /token: ••• | •••
    additive extra /list/0: absent | {"password": "•••"}
    leaves: 6 compared, 0 ignored, 0 loosened"
  `);
});

describe("bodies that are the same but for white space", () => {
  const [compact, wide] = ['{"a":1,"a":[1.0,{}]}', '{ "a": 1,\n "a": [1.0, {}] }'];
  test("match, a name that stands twice included, with as many leaves as where a rule wants them read", () => {
    const same = checkCompare(compact, wide);
    expect(same).toBe("match\nleaves: 8 compared, 0 ignored, 0 loosened");
    expect(checkCompare(compact, wide, [["$.other", "ignore"]])).toContain("leaves: 8 compared, 0 ignored, 0 loosened");
  });
});
