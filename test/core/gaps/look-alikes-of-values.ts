import { type Arbitrary, array, constant, constantFrom, integer, oneof, tuple } from "fast-check";

import type { Answer } from "#core/model/run/exchange.ts";
import { jsonAnswer } from "../compare/check-compare.ts";
import { type LookAlikes, word } from "./look-alike.ts";

type Pair = readonly [python: Answer, rust: Answer];
type Values = Arbitrary<readonly [python: unknown, rust: unknown]>;

/** Two values of one member. */
function values(pairs: Values, name = "field"): Arbitrary<Pair> {
  return pairs.map(([python, rust]) => {
    const answer = (value: unknown): Answer => jsonAnswer(JSON.stringify({ [name]: value, z: 1 }));
    return [answer(python), answer(rust)];
  });
}

/** The same as they are written. */
function raws(pairs: Arbitrary<readonly [python: string, rust: string]>): Arbitrary<Pair> {
  return pairs.map(([python, rust]) => [jsonAnswer(`{"field":${python}}`), jsonAnswer(`{"field":${rust}}`)]);
}

const bodies = (pairs: Values): Arbitrary<Pair> =>
  pairs.map(([python, rust]) => [jsonAnswer(JSON.stringify(python)), jsonAnswer(JSON.stringify(rust))]);

const small = integer({ min: 1, max: 5000 });
const two = tuple(small, small).filter(([left, right]) => left !== right);
const other = tuple(word, word).filter(([left, right]) => left !== right);

/** Two moments that are not one; an hour apart an offset may make them one. */
const moments = tuple(
  integer({ min: 0, max: 4e9 }),
  integer({ min: 1, max: 1e6 }).filter((apart) => apart % 3600 !== 0),
  constantFrom("Z", "+00:00", "+0000", ".5Z", ".123456+00:00", "", "+01:00"),
  constantFrom("Z", "+00:00", ".500Z", "", "-05:00"),
  constantFrom("T", " "),
).map(([at, apart, left, right, separator]): [string, string] => {
  const iso = (seconds: number, end: string): string => new Date(seconds * 1000).toISOString().replace(".000Z", end);
  return [iso(at, left), iso(at + apart, right).replace("T", separator)];
});

/** Bytes as base64, hexadecimal digits and numbers; the second ones are others. */
const bytes = tuple(
  array(integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 16 }),
  integer({ min: 1, max: 255 }),
).map(([list, change]) => {
  const changed = list.map((byte, at) => (at === 0 ? (byte + change) % 256 : byte));
  return [Buffer.from(list), Buffer.from(changed)] as const;
});

const uuid = (first: number): string => `${String(first).padStart(8, "0")}-3c1d-4b0e-9d3c-0a1b2c3d4e5f`;

const wide = integer({ min: 3e9, max: 4e15 });

/** Answers that look like the cause of a hint about a value, and come from another. */
export const VALUE_LOOK_ALIKES: LookAlikes = {
  "utc-offset": { from: values(moments) },
  "another-zone": { from: values(moments) },
  "naive-time": { from: values(moments) },
  "fraction-digits": { from: values(moments) },
  "time-separator": { from: values(moments) },
  "date-spelling": {
    from: values(two.map(([a, b]) => [new Date(a * 1e6).toUTCString(), new Date(b * 1e6).toISOString()])),
  },
  "time-as-number": { from: values(two.map(([a, b]) => [new Date(a * 1e6).toISOString(), b * 1e3])) },
  "duration-as-struct": { from: values(two.map(([a, b]) => [a, { secs: b, nanos: 0 }])) },
  "time-spelling": {
    from: values(
      oneof(
        two.map(([a, b]): [string, string] => {
          const minute = (at: number): string => new Date(at * 60_000).toISOString();
          return [minute(a), `${minute(b).slice(0, 16)}Z`];
        }),
        // A local time is that of nobody knows which zone.
        small.map((a): [string, string] => {
          const text = new Date(a * 1e6).toISOString();
          return [text, text.slice(0, 19).replace("T", " ").replaceAll(/[:-]/g, "")];
        }),
      ),
    ),
  },
  duration: {
    from: values(
      // 5 seconds and 5000, milliseconds, are the same length.
      two
        .filter(([a, b]) => a * 1000 !== b && a * 1e6 !== b)
        .map(([a, b]) => [`PT${a}S`, b % 2 === 0 ? b : { secs: b, nanos: 0 }]),
    ),
  },
  "duration-spelling": { from: values(two.map(([a, b]) => [`PT${a}S`, `${b}s`])) },
  "arbitrary-precision": { from: values(word.map((name) => [name, `serde_json::private::${name}`])) },
  "json-twice": { from: values(two.map(([a, b]) => [{ a }, JSON.stringify({ a: b })])) },
  "decimal-spelling": {
    from: oneof(
      values(two.map(([a, b]) => [`${a}.50`, `${b}.5`])),
      values(
        small.map((a) => [`${a}.10`, `${a}.1`]),
        "version",
      ),
    ),
  },
  "url-normalised": {
    from: values(other.map(([a, b]) => [`https://a.example/${a}`, `https://a.example/${b}/`])),
  },
  "base64-alphabet": {
    from: oneof(
      values(bytes.map(([left, right]) => [left.toString("base64"), right.toString("base64url")])),
      values(other.map(([a, b]) => [`${a}/${b}`.padEnd(20, "a"), `${a}_${b}`.padEnd(20, "a")])),
    ),
  },
  "opaque-payload": {
    from: values(two.map(([a, b]) => [JSON.stringify({ after: a }), JSON.stringify({ after: b })])),
  },
  "bytes-spelling": { from: values(bytes.map(([left, right]) => [left.toString("hex"), right.toString("base64")])) },
  "precision-past-2-53": {
    from: raws(tuple(wide, small).map(([a, b]): [string, string] => [String(a), String(a + b)])),
  },
  "float-32": { from: raws(two.map(([a, b]): [string, string] => [`${a}.25`, `${b}.25`])) },
  "float-roundtrip": {
    from: raws(
      small.map((a): [string, string] => {
        const sum = a / 10;
        return [String(sum), String(sum + 2 ** (Math.floor(Math.log2(sum)) - 52))];
      }),
    ),
    names: [/float_roundtrip/, /compute in the same order/],
  },
  "float-spelling": { from: raws(two.map(([a, b]): [string, string] => [`${a}e1`, `${b}.0`])) },
  "integer-or-float": { from: raws(small.map((a): [string, string] => [`${a}.0`, `"${a}"`])) },
  "bool-as-text": {
    from: values(tuple(constantFrom(true, false), oneof(word, constantFrom("yes", "no", "1", "on")))),
  },
  "null-as-text": { from: values(word.map((text) => [null, text])) },
  "default-for-null": {
    from: values(
      oneof(
        small,
        word,
        word.map((text) => [text]),
      ).map((value) => [null, value]),
    ),
  },
  "address-slash": { from: values(other.map(([a, b]) => [`https://a.example/${a}`, `https://a.example/${a}/${b}/`])) },
  "negative-zero": { from: raws(small.map((a): [string, string] => ["0.0", `-0.000${a}`])) },
  "integer-wrap": {
    from: raws(
      oneof(
        tuple(small, integer({ min: 1, max: 65_535 })).map(([a, apart]): [string, string] => [
          String(a),
          String(a + apart),
        ]),
        small.map((a): [string, string] => [String(a + 65_536), String(a + 256)]),
      ),
    ),
  },
  "integer-saturated": {
    from: raws(
      oneof(
        tuple(wide, small).map(([a, b]): [string, string] => [String(a), String(b)]),
        small.map((a): [string, string] => [String(2_147_483_647 - a), "2147483647"]),
      ),
    ),
  },
  "time-unit": { from: values(tuple(small, constantFrom(10, 100, 1000, 1024)).map(([a, factor]) => [a, a * factor])) },
  "integer-as-text": { from: raws(two.map(([a, b]): [string, string] => [`"${a}"`, String(b)])) },
  "decimal-as-text": {
    from: raws(
      oneof(
        two.map(([a, b]): [string, string] => [`"${a}.5"`, `${b}.5`]),
        small.map((a): [string, string] => [`"90071992547409${a}"`, `90071992547409${a}`]),
      ),
    ),
  },
  "number-as-text": { from: raws(two.map(([a, b]): [string, string] => [`${a}.5`, `"${b}.5"`])) },
  "nan-as-text": { from: values(constantFrom(["Nan", null], ["Infinite", null], ["nan bread", null])) },
  "percent-encoding": { from: values(other.map(([a, b]) => [`${a} ${b}`, `${b}%20${a}`])) },
  "unicode-form": { from: values(two.map(([a, b]) => [`é${a}`, `e\u0301${b}`])) },
  "text-in-another-encoding": { from: values(two.map(([a, b]) => [`é${a}`, `Ã©${b}`])) },
  collation: {
    from: values(
      array(word, { minLength: 4, maxLength: 9 }).map((list) => {
        const sorted = [...new Set(list)].toSorted();
        return [sorted, sorted.toReversed()];
      }),
    ),
  },
  "html-escape": { from: values(other.map(([a, b]) => [`${a} & ${b}`, `${b} &amp; ${a}`])) },
  "line-endings": { from: values(other.map(([a, b]) => [`${a}\n${b}`, `${b}\r\n${a}`])) },
  "lossy-text": { from: values(other.map(([a, b]) => [`é${a}`, `\uFFFD${b}`])) },
  "compatibility-form": { from: values(other.map(([a, b]) => [`ﬁ${a}`, `fi${b}`])) },
  "outer-blanks": { from: values(other.map(([a, b]) => [` ${a} `, b])) },
  "digit-grouping": { from: values(two.map(([a, b]) => [`1,${String(a).padStart(3, "0").slice(-3)}`, String(b)])) },
  "percent-case": { from: values(other.map(([a, b]) => [`/${a}%2fb`, `/${b}%2Fb`])) },
  "query-order": { from: values(other.map(([a, b]) => [`/x?a=${a}&b=${b}`, `/x?b=${a}&a=${b}`])) },
  "ip-spelling": { from: values(two.map(([a, b]) => [`10.0.0.${a % 256}`, `::ffff:10.0.1.${b % 256}`])) },
  "path-separator": { from: values(other.map(([a, b]) => [`${a}/${b}`, `${b}\\${a}`])) },
  "base64-lines": {
    from: values(bytes.map(([left, right]) => [`${left.toString("base64")}\n`, right.toString("base64")])),
  },
  "date-or-moment": {
    from: values(constantFrom(["2026-11-30", "2026-11-30T10:00:00Z"], ["2026-11-30", "2026-12-01T00:00:00Z"])),
  },
  "time-of-day": { from: values(constantFrom(["10:00", "10:00:01"], ["10:00", "10:01:00"])) },
  "null-left-out": {
    from: oneof(
      bodies(word.map((name) => [{ [name]: null, z: 1 }, { z: 1 }])),
      bodies(word.map((name) => [{ z: 1 }, { [name]: null, z: 1 }])),
    ),
    names: [/skip_serializing_if/, /lacks it|model without it/],
  },
  "renamed-member": {
    from: oneof(
      bodies(other.map(([a, b]) => [{ [a]: 1 }, { [b]: 1 }])),
      bodies(other.map(([a, b]) => [{ [`${a}_${b}`]: 1 }, { [`${a}-${b}`]: 1, [`${a}${b}`]: 1 }])),
    ),
  },
  "key-order": {
    from: bodies(
      other.map(([a, b]) => [
        { [`y${b}`]: 1, [`x${a}`]: 1 },
        { [`x${a}`]: 1, [`y${b}`]: 1 },
      ]),
    ),
    names: [/struct's fields/, /`Value`/],
  },
  escape: { from: raws(other.map(([a, b]): [string, string] => [String.raw`"\u0061${a}"`, `"a${b}"`])) },
  "uuid-case": { from: values(two.map(([a, b]) => [uuid(a), uuid(b).toUpperCase()])) },
  "uuid-as-bytes": {
    from: values(two.map(([a, b]) => [uuid(a), [...Buffer.from(uuid(b).replaceAll("-", ""), "hex")]])),
  },
  "bytes-as-array": { from: values(bytes.map(([left, right]) => [left.toString("base64"), [...right]])) },
  "bool-as-number": { from: values(constantFrom([true, 0], [false, 1], [true, 2], ["true", 1])) },
  "external-tag": { from: values(other.map(([a, b]) => [a, { [b]: {} }])) },
  "external-tag-object": {
    from: oneof(
      bodies(
        other.map(([a, b]) => [
          { r: 1, [a]: 1 },
          { r: 1, [a]: 1, [`${b}x`]: { r: 1, [a]: 1 } },
        ]),
      ),
      bodies(word.map((a) => [{ r: 1 }, { r: 1, [a]: {} }])),
    ),
  },
  "map-as-pairs": { from: values(two.map(([a, b]) => [{ x: a }, [["x", b]]])) },
  "struct-as-array": { from: values(two.map(([a, b]) => [{ x: a, y: b }, [b, a]])) },
  "enum-case": { from: values(other.map(([a, b]) => [`${a}_x`, `${b}X`])) },
  "sorted-set": {
    from: oneof(
      values(
        constant([
          [3, 1, 2],
          [2, 3, 1],
        ]),
      ),
      values(
        array(small, { minLength: 3, maxLength: 6 }).map((list) => [
          list.map((n) => ({ n })),
          list.toSorted((a, b) => a - b).map((n) => ({ n })),
        ]),
      ),
    ),
  },
  "element-order": {
    from: values(
      array(small, { minLength: 3, maxLength: 8 }).map((list) => {
        const rows = [...new Set(list)].map((n) => ({ n, name: "a" }));
        return [rows, rows.toReversed()];
      }),
    ),
    names: [/ORDER BY/, /key and direction/],
  },
};
