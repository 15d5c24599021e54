import { assert, constantFrom, double, integer, property, string, tuple } from "fast-check";
import { describe, expect, test } from "vitest";

import { compareSides } from "../compare/check-verdict.ts";

/** The codes of the hints for two values of one member. */
function hintsFor(python: unknown, rust: unknown): readonly string[] {
  const body = (value: unknown): string =>
    `{"field":${typeof value === "bigint" ? String(value) : JSON.stringify(value)}}`;
  return compareSides({ body: body(python) }, { body: body(rust) }).differences.flatMap(({ hint }) => hint?.code ?? []);
}

/** The sentences of the hints of two answers. */
function sentences(...sides: Parameters<typeof compareSides>): string {
  return compareSides(...sides)
    .differences.map(({ hint }) => hint?.text ?? "")
    .join(" ");
}

describe("no recogniser takes what only looks like its cause", () => {
  const second = integer({ min: 0, max: 4e9 });
  const iso = (seconds: number, end: string): string => new Date(seconds * 1000).toISOString().replace(".000Z", end);

  test("two moments that are not one", () => {
    const ends = constantFrom("Z", "+00:00", "+0000", ".5Z", ".123456+00:00", "", "+01:00");
    assert(
      property(second, integer({ min: 1, max: 1e6 }), ends, ends, (at, apart, left, right) => {
        // An hour apart, an offset may make them one.
        if (apart === 3600) return;
        expect(hintsFor(iso(at, left), iso(at + apart, right))).toEqual([]);
      }),
    );
  });
  test("two numbers that neither a width nor a unit explains", () => {
    assert(
      property(integer({ min: -1e9, max: 1e9 }), integer({ min: 1, max: 65_535 }), (number, apart) => {
        expect(hintsFor(number, number + apart).filter((code) => code === "integer-wrap")).toEqual([]);
      }),
    );
    assert(
      property(integer({ min: 1, max: 1e6 }), constantFrom(10, 100, 1000, 1024), (number, factor) => {
        expect(hintsFor(number, number * factor).filter((code) => code === "time-unit")).toEqual([]);
      }),
    );
  });
  test("two decimals, two lengths of time, two words that are not the same", () => {
    const decimal = double({ min: 0.001, max: 1e6, noNaN: true }).map((value) => value.toFixed(3));
    assert(
      property(decimal, decimal, (left, right) => {
        if (Number(left) !== Number(right)) expect(hintsFor(left, right)).toEqual([]);
      }),
    );
    assert(
      property(integer({ min: 1, max: 1e5 }), integer({ min: 1, max: 1e5 }), (left, right) => {
        if (left !== right) expect(hintsFor(`PT${left}S`, `${right}s`)).toEqual([]);
      }),
    );
    const word = string({ unit: constantFrom("a", "b", "c", " "), minLength: 1, maxLength: 12 });
    assert(
      property(word, word, (left, right) => {
        if (left.trim() !== right.trim()) expect(hintsFor(left, right)).toEqual([]);
      }),
    );
  });
  test("a text that has the words of Debug or repr for another value", () => {
    assert(
      property(tuple(integer(), integer()), ([left, right]) => {
        if (left === right) return;
        expect(hintsFor(String(left), `Some(${right})`)).toEqual([]);
        expect(hintsFor(`['${left}']`, [String(right)])).toEqual([]);
        expect(hintsFor({ a: left }, JSON.stringify({ a: right }))).toEqual([]);
      }),
    );
  });
});

describe("a hint does not say", () => {
  test("that clients follow both where they lead to two places", () => {
    const to = (location: string): Parameters<typeof compareSides>[0] => ({
      status: 302,
      headers: [["location", location]],
    });
    expect(sentences(to("http://127.0.0.1:18001/orders/7"), to("/invoices/9"))).not.toContain("follow both");
    expect(sentences(to("http://127.0.0.1:18001/orders/7"), to("/orders/7"))).toContain("follow both");
  });
  test("charset where another parameter differs", () => {
    const of = (type: string): Parameters<typeof compareSides>[0] => ({ headers: [["content-type", type]] });
    expect(sentences(of("application/vnd.a+json; version=1"), of("application/vnd.a+json; version=2"))).not.toContain(
      "charset",
    );
    expect(sentences(of("application/json; charset=utf-8"), of("application/json"))).toContain("charset");
  });
  test("to mend the side that is right", () => {
    const offsets = ['{"t":"2026-11-30T10:00:00+0000"}', '{"t":"2026-11-30T10:00:00+00:00"}'] as const;
    expect(sentences({ body: offsets[0] }, { body: offsets[1] })).not.toContain("to_rfc3339()");
    expect(sentences({ body: offsets[1] }, { body: offsets[0] })).toContain("`%:z`");
  });
  test("anything of a long text that it does not know", () => {
    const long = "a".repeat(30_000);
    const { differences } = compareSides({ body: JSON.stringify(`${long}X`) }, { body: JSON.stringify(`${long}Y`) });
    expect(
      differences.map(({ hint, values }) => [
        hint,
        values.python?.length,
        values.python?.endsWith('X" (30003 characters)'),
      ]),
    ).toEqual([[undefined, 102, true]]);
  });
  test("which attribute was lost by the name of another", () => {
    const set = (cookie: string): Parameters<typeof compareSides>[0] => ({ headers: [["set-cookie", cookie]] });
    expect(sentences(set("a=1; Path=/; Secure"), set("a=1; Path=/"))).toMatch(
      /^Python protects this cookie by `Secure`/,
    );
  });
  test("non-ASCII of slashes, and ORDER BY of a set that was sorted", () => {
    expect(sentences({ body: String.raw`{"a":"x\/y"}` }, { body: '{"a":"x/y"}' })).not.toContain("ASCII");
    expect(sentences({ body: '["b","c","a"]' }, { body: '["a","b","c"]' })).not.toContain("ORDER BY");
    expect(sentences({ body: "[3,1,5,2]" }, { body: "[1,5,3,2]" })).toMatch(
      /either a set .* or a query without ORDER BY/,
    );
  });
});
