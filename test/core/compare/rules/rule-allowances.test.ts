import { describe, expect, test } from "vitest";

import type { Allowance, Format } from "#core/model/rules/allowance.ts";
import { FORMATS } from "#core/model/rules/allowance.ts";
import { hasFormat } from "#core/compare/allowances/formats.ts";
import { type TestRule, checkCompare } from "../check-compare.ts";

/** Whether two values pass under one allowance: the verdict and the class of what is left. */
function checkValue(python: string, rust: string, allow: Allowance): string {
  const [verdict = "", found = ""] = checkCompare(`{"a": ${python}, "b": 0}`, `{"a": ${rust}, "b": 0}`, [
    ["$.a", allow],
  ]).split("\n");
  return verdict === "match" ? "passes" : (found.split(" ")[1] ?? "");
}

describe("format", () => {
  test("both sides are held to it", () => {
    const uuid = { kind: "format", value: "uuid" } as const;
    const one = '"0b9d5f6e-8c1a-4f3e-9b77-0d2a4c6e8f10"';
    const other = '"1b9d5f6e-8c1a-4f3e-9b77-0d2a4c6e8f10"';
    expect(checkValue(one, other, uuid)).toBe("passes");
    expect(checkValue(one, '"1b9d5f6e"', uuid)).toBe("value");
    expect(checkValue(one, "null", uuid)).toBe("type");
    expect(checkValue('"x"', '"x"', uuid)).toBe("passes");
  });

  test("a hash has one length and one case, base64 one alphabet and one padding", () => {
    const under = (value: Format): ((python: string, rust: string) => string) => {
      return (python, rust) => checkValue(JSON.stringify(python), JSON.stringify(rust), { kind: "format", value });
    };
    expect(under("hex")("00ff00ff", "0f0f0f0f")).toBe("passes");
    expect(under("hex")("00ff00ff", "0f")).toBe("value");
    expect(under("hex")("00ff", "00FE")).toBe("value");
    expect(under("base64")("aGVsbG8=", "aGVsbA==")).toBe("passes");
    expect(under("base64")("aGVsbG8=", "aGVsbA")).toBe("value");
    expect(under("base64")("ab+/", "ab-_")).toBe("value");
    expect(under("jwt")("1.2.3", "9.9.beta")).toBe("value");
  });

  const SAMPLES: Readonly<Record<Format, readonly [is: readonly string[], isNot: readonly string[]]>> = {
    rfc3339: [
      ["2024-02-29T10:00:00Z", "2024-01-01t00:00:00.123456+05:30"],
      ["2023-02-29T10:00:00Z", "2024-01-01T00:00:00", "2024-01-01"],
    ],
    date: [["2024-02-29"], ["2023-02-29", "2024-2-9"]],
    time: [
      ["23:59:60", "10:00:00.5Z"],
      ["24:00:00", "10:00"],
    ],
    duration: [
      ["P1DT2H", "PT0S", "-P3D"],
      ["P", "PT", "1D"],
    ],
    uuid: [["0B9D5F6E-8C1A-4F3E-9B77-0D2A4C6E8F10"], ["0b9d5f6e8c1a4f3e9b770d2a4c6e8f10"]],
    ulid: [["01ARZ3NDEKTSV4RRFFQ69G5FAV"], ["81ARZ3NDEKTSV4RRFFQ69G5FAV", "01ARZ3NDEKTSV4RRFFQ69G5FAU"]],
    integer: [
      ["0", "-12"],
      ["01", "1.0", "+1"],
    ],
    decimal: [
      ["1.50", "-0.1e5"],
      [".5", "1."],
    ],
    uri: [
      ["https://a.b/c?d#e", "urn:x:1"],
      ["/a", "https://a b"],
    ],
    email: [["a.b+c@d.example"], ["a@b@c", "a b@c"]],
    ipv4: [["127.0.0.1"], ["127.0.0", "256.1.1.1"]],
    ipv6: [
      ["::1", "2001:db8::8a2e:370:7334", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8"],
      ["1:2", "1::2::3", "::ffff:1.2.3.456"],
    ],
    hex: [
      ["00ff", "AB"],
      ["abc", "0x00"],
    ],
    base64: [
      ["aGVsbG8=", "aGVsbG8", "-_-_", "/9j/4AAQSkZJRgABAQ"],
      ["a", "a===", "/api/nodes/7f3a", "/api/nodes/7f3ab", "a+b_", "aGVsbG9="],
    ],
    jwt: [
      ["eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJhbGciOiJub25lIn0.e30."],
      ["aa.bb", "1.2.3", "aa.bb.cc", "e30.e30.c2ln"],
    ],
  };
  test.each(FORMATS)("%s", (format) => {
    const [is, isNot] = SAMPLES[format];
    expect([...is, ...isNot].map((text) => hasFormat(format, text))).toEqual([
      ...is.map(() => true),
      ...isNot.map(() => false),
    ]);
    expect(hasFormat(format, "")).toBe(false);
  });
});

describe("tolerance", () => {
  test("absolute, exact at the edge and for numbers that no double tells apart", () => {
    const absolute = (most: string): Allowance => ({ kind: "tolerance", value: { absolute: most } });
    expect(checkValue("0.1", "0.3", absolute("0.2"))).toBe("passes");
    expect(checkValue("0.1", "0.30000000000000001", absolute("0.2"))).toBe("value");
    expect(checkValue("9007199254740993", "9007199254740992", absolute("0.5"))).toBe("precision");
    expect(checkValue("9007199254740993", "9007199254740992", absolute("1"))).toBe("passes");
    expect(checkValue("-1e-400", "1e400", absolute("1e300"))).toBe("value");
  });
  test("relative to the greater of the two", () => {
    const relative = { kind: "tolerance", value: { relative: "0.1" } } as const;
    expect(checkValue("100.0", "90.0", relative)).toBe("passes");
    expect(checkValue("100.0", "89.9", relative)).toBe("value");
    expect(checkValue("-100.0", "100.0", relative)).toBe("value");
  });
  test("in units of the last place", () => {
    const ulps = { kind: "tolerance", value: { ulps: 1 } } as const;
    expect(checkValue("0.3", "0.30000000000000004", ulps)).toBe("passes");
    expect(checkValue("0.3", "0.3000000000000001", ulps)).toBe("value");
  });
  test("an integer and a float are of two types, however near", () => {
    expect(checkValue("1", "1.0", { kind: "tolerance", value: { absolute: "1" } })).toBe("type");
    expect(checkValue("1", "1.5", { kind: "tolerance", value: { absolute: "1" } })).toBe("value");
  });
});

describe("time", () => {
  const time = (python: string, rust: string, allow: Allowance): string =>
    checkValue(`"${python}"`, `"${rust}"`, allow);
  test("so far apart at most", () => {
    const near = { kind: "time tolerance", value: "2s" } as const;
    expect(time("2024-01-01T00:00:00Z", "2024-01-01T02:00:02+02:00", near)).toBe("passes");
    expect(time("2024-01-01T00:00:00Z", "2024-01-01T00:00:02.000000001Z", near)).toBe("value");
    expect(time("2024-01-01T00:00:00Z", "2024-01-01T00:00:01", near)).toBe("value");
  });
  test("one moment in two spellings is no matter of clocks", () => {
    const near = { kind: "time tolerance", value: "2s" } as const;
    expect(time("2024-01-01T00:00:00Z", "2024-01-01T00:00:00+00:00", near)).toBe("value");
    expect(time("2024-01-01T00:00:00.500000Z", "2024-01-01T00:00:00.500Z", near)).toBe("value");
  });
  test("also without an offset on both sides, with one as C writes it, and as HTTP dates", () => {
    const near = { kind: "time tolerance", value: "2s" } as const;
    expect(time("2024-01-01T00:00:00", "2024-01-01 00:00:01.5", near)).toBe("passes");
    expect(time("2024-01-01T00:00:00", "2024-01-01T00:00:03", near)).toBe("value");
    expect(time("2024-01-01T01:00:00+0100", "2024-01-01T00:00:01Z", near)).toBe("passes");
    expect(time("Mon, 30 Nov 2026 10:00:00 GMT", "Mon, 30 Nov 2026 10:00:01 GMT", near)).toBe("passes");
    expect(time("Mon, 30 Nov 2026 10:00:00 GMT", "Mon, 30 Nov 2026 10:00:03 GMT", near)).toBe("value");
    expect(time("Mon, 31 Feb 2026 10:00:00 GMT", "Mon, 31 Feb 2026 10:00:01 GMT", near)).toBe("value");
  });
  test("equal up to the digits, without an offset too", () => {
    const digits = { kind: "equal up to", value: ["fraction digits"] } as const;
    expect(time("2024-01-01T00:00:00.123456", "2024-01-01T00:00:00.123", digits)).toBe("passes");
    expect(time("2024-01-01T00:00:00.123456", "2024-01-01T00:00:00.123Z", digits)).toBe("value");
  });
  test("equal up to the offset", () => {
    const offset = { kind: "equal up to", value: ["offset"] } as const;
    expect(time("2024-01-01T00:00:00Z", "2024-01-01T00:00:00+00:00", offset)).toBe("passes");
    expect(time("2024-01-01T00:00:00Z", "2024-01-01T05:30:00+05:30", offset)).toBe("passes");
    expect(time("2024-01-01T00:00:00Z", "2024-01-01T00:00:00+01:00", offset)).toBe("value");
    expect(time("2024-01-01T00:00:00Z", "2024-01-01T00:00:00.000+00:00", offset)).toBe("value");
  });
  test("equal up to the digits of the fraction: cut or rounded", () => {
    const digits = { kind: "equal up to", value: ["fraction digits"] } as const;
    expect(time("2024-01-01T00:00:00.123456Z", "2024-01-01T00:00:00.123Z", digits)).toBe("passes");
    expect(time("2024-01-01T00:00:00.999999Z", "2024-01-01T00:00:01Z", digits)).toBe("passes");
    expect(time("1960-01-01T00:00:00.9Z", "1960-01-01T00:00:00Z", digits)).toBe("passes");
    expect(time("1960-01-01T00:00:00.9Z", "1960-01-01T00:00:01Z", digits)).toBe("passes");
    expect(time("2024-01-01T00:00:00.4Z", "2024-01-01T00:00:01Z", digits)).toBe("value");
    expect(time("2024-01-01T00:00:00.123Z", "2024-01-01T00:00:00.124Z", digits)).toBe("value");
    expect(time("2024-01-01T00:00:00.5Z", "2024-01-01T00:00:00.5+00:00", digits)).toBe("value");
  });
});

describe("order of elements", () => {
  const unordered: readonly TestRule[] = [["$.a", "unordered"]];
  test("does not count under the rule", () => {
    expect(checkCompare('{"a": [1, 2, 3]}', '{"a": [3, 1, 2]}', unordered)).toMatchInlineSnapshot(`
      "match
      leaves: 8 compared, 0 ignored, 0 loosened
      rule 0: 1"
    `);
  });
  test("how often an element is there does", () => {
    expect(checkCompare('{"a": [1, 1, 2]}', '{"a": [2, 2, 1]}', unordered)).toMatchInlineSnapshot(`
      "differs
      changed value /a/1: 1 | 2
      leaves: 8 compared, 0 ignored, 0 loosened
      rule 0: 1"
    `);
  });
  test("an array in an array is in any order where the rule says so", () => {
    expect(
      checkCompare("[[1, 2], [3, 4]]", "[[4, 3], [2, 1]]", [
        ["$", "unordered"],
        ["$[*]", "unordered"],
      ]),
    ).toMatchInlineSnapshot(`
      "match
      leaves: 10 compared, 0 ignored, 0 loosened
      rule 0: 1, rule 1: 2"
    `);
  });
  test("a changed element is compared with the one that is likest", () => {
    expect(
      checkCompare(
        '{"a": [{"x": 1, "y": 2, "z": 3}, {"x": 5, "y": 6, "z": 7}]}',
        '{"a": [{"x": 5, "y": 6, "z": 8}, {"x": 1, "y": 2, "z": 3}]}',
        unordered,
      ),
    ).toMatchInlineSnapshot(`
      "differs
      changed value /a/1/z -> /a/0/z: 7 | 8
      leaves: 14 compared, 0 ignored, 0 loosened
      rule 0: 1"
    `);
  });
  test("elements are found again by the key", () => {
    expect(
      checkCompare('{"a": [{"k": 1, "v": 1}, {"k": 2, "v": 2}]}', '{"a": [{"k": 2, "v": 3}, {"k": 1, "v": 1}]}', [
        ["$.a", { kind: "keyed by", value: "k" }],
      ]),
    ).toMatchInlineSnapshot(`
      "differs
      changed value /a/1/v -> /a/0/v: 2 | 3
      leaves: 10 compared, 0 ignored, 0 loosened
      rule 0: 1"
    `);
  });
  test("what is ignored leaves the array before it is matched", () => {
    expect(
      checkCompare('{"a": [{"id": 1, "v": 1}, {"id": 2, "v": 2}]}', '{"a": [{"id": 8, "v": 2}, {"id": 9, "v": 1}]}', [
        ["$.a", "unordered"],
        ["$.a[*].id", "ignore"],
      ]),
    ).toMatchInlineSnapshot(`
      "match
      leaves: 6 compared, 4 ignored, 0 loosened
      rule 0: 1, rule 1: 2"
    `);
  });
});

describe("renamed ids", () => {
  const rules: readonly TestRule[] = [
    ["$..id", "renamed ids"],
    ["$..parent", "renamed ids"],
  ];
  test("one mapping explains all", () => {
    expect(
      checkCompare('[{"id": "a"}, {"id": "b", "parent": "a"}]', '[{"id": "x"}, {"id": "y", "parent": "x"}]', rules),
    ).toMatchInlineSnapshot(`
      "match
      leaves: 2 compared, 0 ignored, 6 loosened
      rule 0: 2, rule 1: 1"
    `);
  });
  test("a break of the mapping is the difference", () => {
    expect(
      checkCompare('[{"id": "a"}, {"id": "b", "parent": "a"}]', '[{"id": "x"}, {"id": "y", "parent": "y"}]', rules),
    ).toMatchInlineSnapshot(`
      "differs
      changed value /1/parent: "a" | "y"
        renaming-broken
      leaves: 2 compared, 0 ignored, 6 loosened
      rule 0: 2, rule 1: 1"
    `);
  });
  test("a text does not stand for a number", () => {
    expect(checkCompare('{"id": 1}', '{"id": "1"}', rules)).toMatchInlineSnapshot(`
      "differs
      breaking type /id: 1 | "1"
        integer-as-text
      leaves: 4 compared, 0 ignored, 0 loosened
      rule 0: 1, rule 1: 0"
    `);
  });
});

test("the loosest of the rules for one value applies, wherever it stands", () => {
  expect(
    checkCompare('{"a": 1, "b": 0}', '{"a": "x", "b": 0}', [
      ["$.a", "type only"],
      ["$.*", "unordered"],
      ["$.a", "ignore"],
    ]),
  ).toMatchInlineSnapshot(`
    "match
    leaves: 4 compared, 2 ignored, 0 loosened
    rule 0: 0, rule 1: 0, rule 2: 1"
  `);
});

test("each measure for one value is tried", () => {
  expect(
    checkCompare('{"a": 1.0, "b": 0}', '{"a": 1.2, "b": 0}', [
      ["$.a", { kind: "tolerance", value: { absolute: "0.1" } }],
      ["$.a", { kind: "tolerance", value: { relative: "0.5" } }],
    ]),
  ).toMatchInlineSnapshot(`
    "match
    leaves: 4 compared, 0 ignored, 2 loosened
    rule 0: 1, rule 1: 1"
  `);
});
