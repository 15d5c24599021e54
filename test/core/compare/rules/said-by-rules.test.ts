import { describe, expect, test } from "vitest";

import type { Allowance } from "#core/model/rules/allowance.ts";
import type { TestRule } from "../check-compare.ts";
import { checkBodies, compareSides } from "../check-verdict.ts";

/** Two values of one member under one rule: the verdict. */
function check(python: unknown, rust: unknown, allow: Allowance): string {
  const body = (value: unknown): string => JSON.stringify({ a: value, z: 1 });
  return checkBodies(body(python), body(rust), [["$.a", allow]]).split(" ")[0] ?? "";
}

const ONE = "0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f";
const OTHER = "1c9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f";
const THIRD = "2d9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f";

describe("a rule says", () => {
  test.each<readonly [string, Allowance, unknown, unknown, unknown]>([
    ["decimals as text", { kind: "equal as", value: "decimal" }, "1.50", "1.5", "1.51"],
    [
      "JSON within a text",
      { kind: "equal as", value: "json" },
      '{"a": 1, "b": [2]}',
      '{"b":[2.0],"a":1}',
      '{"a":1,"b":[3]}',
    ],
    ["durations", { kind: "equal as", value: "duration" }, "P1D", "PT86400S", "PT86401S"],
    ["durations as Python's str", { kind: "equal as", value: "duration" }, "-1 day, 23:59:59", "-PT1S", "PT1S"],
    [
      "moments in any zone",
      { kind: "equal as", value: "moment" },
      "2026-03-29T01:30:00+01:00",
      "2026-03-29T00:30:00Z",
      "2026-03-29T01:30:00Z",
    ],
    ["addresses", { kind: "equal as", value: "url" }, "https://A.example", "https://a.example/", "https://a.example/a"],
    ["a pattern", { kind: "pattern", value: "N-[0-9]{3}" }, "N-123", "N-456", "N-45"],
    [
      "durations within texts",
      { kind: "equal but for", value: ["durations"] },
      "took 12ms in all",
      "took 1.5 s in all",
      "took 12ms in part",
    ],
    ["UUIDs within texts", { kind: "equal but for", value: ["uuids"] }, `see ${ONE}`, `see ${OTHER}`, `saw ${OTHER}`],
    [
      "several within texts",
      { kind: "equal but for", value: ["moments", "numbers"] },
      "3 at 2026-01-01T00:00:00Z",
      "14 at 2026-01-01T00:00:01Z",
      "x at 2026-01-01T00:00:01Z",
    ],
    [
      "one parameter of an address",
      { kind: "url parameters", value: ["sig"] },
      "/f?a=1&sig=x",
      "/f?a=1&sig=y",
      "/f?a=2&sig=y",
    ],
    ["parameters that both have", { kind: "url parameters", value: ["sig"] }, "/f?sig=x", "/f?sig=y", "/f"],
    ["null and an empty list alike", { kind: "alike", value: ["null", "empty list"] }, null, [], {}],
    ["an empty text and null alike", { kind: "alike", value: ["null", "empty text"] }, "", null, "x"],
  ])("%s", (_, allow, python, rust, another) => {
    expect(check(python, rust, allow)).toBe("match");
    expect(check(rust, python, allow)).toBe("match");
    expect(check(python, another, allow)).toBe("differs");
  });

  test("a cursor, a token or a cookie by what it says", () => {
    const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString("base64url");
    const decoded: Allowance = { kind: "decoded", value: ["exp"] };
    expect(check(encoded({ after: 7, exp: 1 }), encoded({ exp: 2, after: 7 }), decoded)).toBe("match");
    expect(check(encoded({ after: 7, exp: 1 }), encoded({ after: 8, exp: 1 }), decoded)).toBe("differs");
    expect(check(encoded({ after: 7, exp: 1 }), "anything", decoded)).toBe("differs");
  });
  test("null, an empty list and an absent member alike", () => {
    const alike: readonly TestRule[] = [
      ["$.items[*].tags", { kind: "alike", value: ["null", "empty list", "absent"] }],
    ];
    const list = (...tags: readonly string[]): string =>
      `{"items":[${tags.map((each, at) => `{"n":${at}${each === "" ? "" : `,"tags":${each}`}}`).join(",")}]}`;
    expect(checkBodies(list("null", "[]", ""), list("[]", "", "null"), alike)).toBe("match");
    expect(checkBodies(list("null"), list("[1]"), alike)).toMatch(/^differs/);
    expect(checkBodies(list('"x"'), list(""), alike)).toMatch(/^differs/);
  });
  test("names by a pattern", () => {
    const rules: readonly TestRule[] = [["$..*_at", { kind: "time tolerance", value: "2s" }]];
    const body = (second: number, at: number): string =>
      `{"created_at":"2026-01-01T00:00:0${second}Z","in":[{"updated_at":"2026-01-01T00:00:0${second}Z","at":${at}}]}`;
    expect(checkBodies(body(0, 1), body(1, 1), rules)).toBe("match");
    expect(checkBodies(body(0, 1), body(1, 2), rules)).toBe("differs");
    expect(
      checkBodies('{"a1b":1,"ab":1}', '{"a1b":2,"ab":2}', [
        ["$.a*b", "ignore"],
        ["$.z*", "ignore"],
      ]),
    ).toMatch(/^failed/);
  });
  test("every UUID anywhere, also within texts, and counts nothing else", () => {
    const rules: readonly TestRule[] = [["$..*", "renamed uuids"]];
    const body = (id: string, again: string, name = "north"): string =>
      JSON.stringify({ id, items: [{ href: `/n/${again}/x`, name }], n: 3 });
    expect(checkBodies(body(ONE, ONE), body(OTHER, OTHER), rules)).toBe("match");
    expect(checkBodies(body(ONE, ONE), body(OTHER, THIRD), rules)).toBe("differs renaming-broken");
    expect(checkBodies(body(ONE, ONE), body(OTHER, OTHER, "south"), rules)).toBe("differs");
    const { coverage } = compareSides({ body: body(ONE, ONE) }, { body: body(OTHER, OTHER) }, rules);
    expect(coverage).toEqual({ compared: 6, ignored: 0, loosened: 4 });
  });
  test("a tolerance on everything counts only numbers", () => {
    const rules: readonly TestRule[] = [["$..*", { kind: "tolerance", value: { absolute: "1" } }]];
    const { coverage, verdict } = compareSides({ body: '{"a":1,"b":"x"}' }, { body: '{"a":2,"b":"x"}' }, rules);
    expect([verdict, coverage]).toEqual(["match", { compared: 4, ignored: 0, loosened: 2 }]);
    expect(checkBodies('{"a":1,"b":"x"}', '{"a":2,"b":"y"}', rules)).toBe("differs");
  });
  test("objects whose names are ids", () => {
    const rules: readonly TestRule[] = [
      ["$.by_id", "renamed keys"],
      ["$.first", "renamed ids"],
    ];
    const body = (ids: readonly [string, string], first: string, name = "b"): string =>
      `{"by_id":{"${ids[0]}":{"name":"a"},"${ids[1]}":{"name":"${name}"}},"first":"${first}"}`;
    expect(checkBodies(body(["u1", "u2"], "u1"), body(["k1", "k2"], "k1"), rules)).toBe("match");
    expect(checkBodies(body(["u1", "u2"], "u1"), body(["k1", "k2"], "k2"), rules)).toBe("differs renaming-broken");
    expect(checkBodies(body(["u1", "u2"], "u1"), body(["k1", "k2"], "k1", "c"), rules)).toBe("differs");
    expect(
      checkBodies(
        '{"by_id":{"u1":{"n":1},"u2":{"n":2}},"first":"u1"}',
        '{"by_id":{"k2":{"n":2},"k1":{"n":1}},"first":"k1"}',
        rules,
      ),
    ).toBe("match");
  });
  test("a key that no element has is told", () => {
    const { verdict, notes } = compareSides({ body: '[{"a":1},{"a":2}]' }, { body: '[{"a":2},{"a":1}]' }, [
      ["$", { kind: "keyed by", value: "code" }],
    ]);
    expect([verdict, notes?.[0]?.slice(0, 33)]).toEqual(["match", "No element has the member `code` "]);
  });
  test("what the order of elements is not disturbed by", () => {
    const rules: readonly TestRule[] = [
      ["$", "unordered"],
      ["$[*].text", { kind: "equal but for", value: ["durations"] }],
    ];
    expect(checkBodies('[{"text":"a 1ms"},{"text":"b 2ms"}]', '[{"text":"b 7ms"},{"text":"a 9ms"}]', rules)).toBe(
      "match",
    );
  });
});
