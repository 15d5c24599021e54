import type { Method } from "#core/model/endpoint.ts";
import type { DifferenceClass, Severity } from "#core/model/run/difference.ts";
import type { Answer } from "#core/model/run/exchange.ts";
import { answerOf, jsonAnswer } from "../compare/check-compare.ts";

/** A pair of answers in which a server in Python and its port to Rust disagree, and what must be said about it. */
export interface GapRow {
  /** The gap, in a few words. */
  readonly gap: string;
  readonly class: DifferenceClass;
  readonly severity: Severity;
  /** The hint's code; absent where the cause cannot be known from the answers. */
  readonly hint?: string;
  /** GET where it is absent. */
  readonly method?: Method;
  readonly python: Answer;
  readonly rust: Answer;
}

type Expected = readonly [found: DifferenceClass, severity: Severity, hint?: string | undefined];

/** Two JSON values of one member. */
export function values(gap: string, [found, severity, hint]: Expected, python: string, rust: string): GapRow {
  return answers(
    gap,
    [found, severity, hint],
    jsonAnswer(`{"field": ${python}, "z": 1}`),
    jsonAnswer(`{"field": ${rust}, "z": 1}`),
  );
}

function bodies(gap: string, expected: Expected, python: string, rust: string): GapRow {
  return answers(gap, expected, jsonAnswer(python), jsonAnswer(rust));
}

function answers(gap: string, [found, severity, hint]: Expected, python: Answer, rust: Answer): GapRow {
  return { gap, class: found, severity, ...(hint !== undefined && { hint }), python, rust };
}

export const text = (status: number, content: string): Answer =>
  answerOf(status, { kind: "text", text: content }, "text/plain; charset=utf-8");
const refused = (reason: string, status = 422): Answer =>
  text(status, `Failed to deserialize the JSON body into the target type: ${reason} at line 1 column 12`);
const detail = (type: string): Answer =>
  jsonAnswer(`{"detail":[{"type":"${type}","loc":["body","n"],"msg":"…","input":"16"}]}`, 422);
export const empty = (status: number): Answer => answerOf(status, { kind: "empty" });
export const withHeader = (answer: Answer, name: string, value: string): Answer => ({
  ...answer,
  headers: [...answer.headers, [name, value]],
});

const CREATED = jsonAnswer("{}", 201);
const STATUS = (hint?: string): Expected => ["status", "breaking", hint];

/** Every row of the list of semantic gaps that two answers can show, in its order. */
export const GAPS: readonly GapRow[] = [
  answers(
    "a text for a number",
    STATUS("lenient-scalar"),
    CREATED,
    refused('n: invalid type: string "16", expected i32'),
  ),
  answers(
    "1 for a bool",
    STATUS("lenient-scalar"),
    CREATED,
    refused("b: invalid type: integer `1`, expected a boolean"),
  ),
  answers(
    "16.0 for an int",
    STATUS("lenient-scalar"),
    CREATED,
    refused("n: invalid type: floating point `16.0`, expected i32"),
  ),
  answers(
    "an int over 64 bits",
    STATUS("integer-range"),
    CREATED,
    refused("n: invalid value: integer `99999999999`, expected i32"),
  ),
  answers(
    "an unknown key that Rust forbids",
    STATUS("unknown-keys-refused"),
    CREATED,
    refused("unknown field `x`, expected `n`"),
  ),
  answers("an unknown key that Python forbids", STATUS("unknown-keys-allowed"), detail("extra_forbidden"), CREATED),
  answers("the same key twice in a request", STATUS("duplicate-key-refused"), CREATED, refused("duplicate field `n`")),
  bodies("the same key twice in an answer", ["duplicate-key", "changed"], '{"a": 1, "a": 2}', '{"a": 2}'),
  values("float spelling", ["spelling", "cosmetic", "float-spelling"], "1e-05", "0.00001"),
  values("large float spelling", ["spelling", "cosmetic", "float-spelling"], "1e+16", "1e16"),
  values("float off by one unit", ["precision", "changed", "float-roundtrip"], "0.1", "0.10000000000000002"),
  values("float in 32 bits", ["precision", "changed", "float-32"], "0.1", "0.10000000149011612"),
  values("integers past 2^53", ["precision", "changed", "precision-past-2-53"], "9007199254740993", "9007199254740992"),
  values("1.0 against 1", ["type", "changed", "integer-or-float"], "1.0", "1"),
  values("1 against 1.0", ["type", "changed", "integer-or-float"], "1", "1.0"),
  values("negative zero", ["value", "changed", "negative-zero"], "0.0", "-0.0"),
  values("key order", ["key-order", "cosmetic", "key-order"], '{"b": 1, "a": 2}', '{"a": 2, "b": 1}'),
  values("UTC", ["value", "changed", "utc-offset"], '"2024-01-01T00:00:00Z"', '"2024-01-01T00:00:00+00:00"'),
  values(
    "UTC and fraction",
    ["value", "changed", "utc-offset"],
    '"2024-01-01T00:00:00.5+00:00"',
    '"2024-01-01T00:00:00.500Z"',
  ),
  values(
    "fraction of three digits",
    ["value", "changed", "fraction-digits"],
    '"2024-01-01T00:00:00.120000Z"',
    '"2024-01-01T00:00:00.120Z"',
  ),
  values(
    "fraction of nine digits",
    ["value", "changed", "fraction-digits"],
    '"2024-01-01T00:00:00.123456Z"',
    '"2024-01-01T00:00:00.123456789Z"',
  ),
  values(
    "fraction of zero",
    ["value", "changed", "fraction-digits"],
    '"2024-01-01T00:00:00Z"',
    '"2024-01-01T00:00:00.000Z"',
  ),
  values("naive datetime", ["value", "changed", "naive-time"], '"2024-01-01T00:00:00"', '"2024-01-01T00:00:00Z"'),
  values("blank for T", ["value", "changed", "time-separator"], '"2024-01-01T00:00:00"', '"2024-01-01 00:00:00"'),
  values("duration as a number", ["type", "breaking", "duration"], '"PT1M30.5S"', "90.5"),
  values("timedelta as a number", ["type", "breaking", "duration"], '"1 day, 1:00:00"', "90000"),
  values("duration as a struct", ["type", "breaking", "duration"], '"PT1M30.5S"', '{"secs": 90, "nanos": 500000000}'),
  values(
    "duration in seconds as a struct",
    ["type", "breaking", "duration-as-struct"],
    "90.5",
    '{"secs": 90, "nanos": 500000000}',
  ),
  values(
    "the same moment in another zone",
    ["value", "changed", "another-zone"],
    '"2026-03-29T01:30:00+01:00"',
    '"2026-03-29T00:30:00Z"',
  ),
  values(
    "a fraction cut and another offset",
    ["value", "changed", "utc-offset"],
    '"2026-11-30T10:00:00.123456+00:00"',
    '"2026-11-30T10:00:00.123Z"',
  ),
  values(
    "an offset as strftime writes it",
    ["value", "changed", "utc-offset"],
    '"2026-11-30T10:00:00+0000"',
    '"2026-11-30T10:00:00+00:00"',
  ),
  values(
    "a date of HTTP",
    ["value", "changed", "date-spelling"],
    '"Mon, 30 Nov 2026 10:00:00 GMT"',
    '"2026-11-30T10:00:00Z"',
  ),
  values("a moment as a number", ["type", "breaking", "time-as-number"], '"2026-11-30T10:00:00Z"', "1796032800000"),
  values("a duration spelt otherwise", ["value", "changed", "duration-spelling"], '"P1D"', '"PT86400S"'),
  values("a duration as Python's str", ["value", "changed", "duration-spelling"], '"1 day, 2:00:00"', '"26h"'),
  values("seconds against milliseconds", ["value", "changed", "time-unit"], "1764500000", "1764500000000"),
  bodies("a length of time in milliseconds", ["value", "changed", "time-unit"], '{"timeout": 5}', '{"timeout": 5000}'),
  values("a whole number that wrapped", ["value", "changed", "integer-wrap"], "-1", "4294967295"),
  values("a whole number cut to 32 bits", ["value", "changed", "integer-wrap"], "4294967297", "1"),
  values("a whole number as text", ["type", "breaking", "integer-as-text"], '"42"', "42"),
  values("a decimal with other digits", ["value", "changed", "decimal-spelling"], '"1.50"', '"1.5"'),
  values(
    "arbitrary precision",
    ["type", "breaking", "arbitrary-precision"],
    "1.5",
    '{"$serde_json::private::Number": "1.5"}',
  ),
  values("JSON encoded twice", ["type", "breaking", "json-twice"], '{"a": 1}', String.raw`"{\"a\": 1}"`),
  values("a text encoded twice", ["value", "changed", "json-twice"], '"x"', String.raw`"\"x\""`),
  values("Debug of an Option", ["value", "changed", "rust-debug"], '"x"', String.raw`"Some(\"x\")"`),
  values("Debug of a struct", ["type", "breaking", "rust-debug"], '{"a": 1}', '"Node { a: 1 }"'),
  values("Debug of None", ["type", "breaking", "rust-debug"], "null", '"None"'),
  bodies("Debug as a body", ["not-json", "breaking", "rust-debug"], '{"a": 1}', "Node { a: 1 }"),
  values("repr of a dict", ["type", "breaking", "python-repr"], String.raw`"{'a': True}"`, '{"a": true}'),
  values("repr of a datetime", ["value", "changed", "python-repr"], '"datetime.date(2026, 1, 1)"', '"2026-01-01"'),
  values("str of an enum", ["value", "changed", "python-repr"], '"Color.RED"', '"red"'),
  values(
    "a cursor that says something else",
    ["value", "changed", "opaque-payload"],
    '"eyJhZnRlciI6N30"',
    '"eyJhZnRlciI6OH0"',
  ),
  values("True as text", ["type", "breaking", "python-repr"], '"True"', "true"),
  bodies("repr as a body", ["not-json", "breaking", "python-repr"], "{'a': 1}", '{"a": 1}'),
  values("a URL normalised", ["value", "changed", "url-normalised"], '"https://a.example/"', '"https://A.example"'),
  values("base64 of another alphabet", ["value", "changed", "base64-alphabet"], '"-_8="', '"+/8="'),
  values("bytes in digits and in base64", ["value", "changed", "bytes-spelling"], '"00ff00ff"', '"AP8A/w=="'),
  values(
    "a UUID as numbers",
    ["type", "breaking", "uuid-as-bytes"],
    '"00000000-0000-4000-8000-0000000000a1"',
    "[0,0,0,0,0,0,64,0,128,0,0,0,0,0,0,161]",
  ),
  values("UTF-8 read as Latin-1", ["value", "changed", "text-in-another-encoding"], '"é"', '"Ã©"'),
  bodies("a body that breaks off", ["not-json", "breaking", "cut-off"], '{"a": "range: NaN, see"}', '{"a": "range: Na'),
  answers(
    "a body in Latin-1",
    ["encoding", "changed", "body-charset"],
    answerOf(200, { kind: "binary", bytes: 1, sha256: "0", latin1: "é" }, "text/plain"),
    answerOf(200, { kind: "text", text: "é" }, "text/plain"),
  ),
  bodies("a byte order mark", ["not-json", "breaking", "byte-order-mark"], "\uFEFF1", "1"),
  values("Decimal as a number", ["type", "breaking", "decimal-as-text"], '"12.50"', "12.5"),
  values("number as a text", ["type", "breaking", "number-as-text"], "12.5", '"12.5"'),
  values("NaN as a text", ["type", "breaking", "nan-as-text"], '"NaN"', "null"),
  values("NaN as Python's json writes it", ["not-json", "breaking", "nan"], "NaN", "null"),
  bodies(
    "null that Rust leaves out",
    ["null-against-missing", "changed", "null-left-out"],
    '{"a": null, "b": 1}',
    '{"b": 1}',
  ),
  bodies(
    "null that Python leaves out",
    ["null-against-missing", "changed", "null-left-out"],
    '{"b": 1}',
    '{"a": null, "b": 1}',
  ),
  values("enum with its content outside", ["type", "breaking", "external-tag"], '"circle"', '{"Circle": {"r": 1}}'),
  bodies("union tagged outside", ["extra", "additive", "external-tag-object"], '{"r": 1}', '{"Circle": {"r": 1}}'),
  values("enum in another case", ["value", "changed", "enum-case"], '"in_progress"', '"InProgress"'),
  bodies(
    "field in another case",
    ["missing", "breaking", "renamed-member"],
    '{"created_at": 1, "b": 1}',
    '{"createdAt": 1, "b": 1}',
  ),
  values("bytes as an array", ["type", "breaking", "bytes-as-array"], '"hi"', "[104, 105]"),
  values("bool from the database", ["type", "breaking", "bool-as-number"], "true", "1"),
  values(
    "UUID in capitals",
    ["value", "changed", "uuid-case"],
    '"0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f"',
    '"0B9D6F803C1D4B0E9D3C0A1B2C3D4E5F"',
  ),
  values(
    "a UUID as a URN",
    ["value", "changed", "uuid-case"],
    '"urn:uuid:0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f"',
    '"0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f"',
  ),
  values("order of a set", ["element-order", "changed", "element-order"], "[3, 1, 5, 2, 4, 6]", "[6, 4, 2, 5, 1, 3]"),
  values("one element elsewhere", ["moved", "changed", "sorted-set"], "[1, 2, 3]", "[3, 1, 2]"),
  values("a set that Rust sorted", ["moved", "changed", "sorted-set"], '["b", "c", "a"]', '["a", "b", "c"]'),
  values(
    "rows without ORDER BY",
    ["moved", "changed", "element-order"],
    '[{"n": 1}, {"n": 2}, {"n": 3}]',
    '[{"n": 3}, {"n": 1}, {"n": 2}]',
  ),
  values("escaped slashes", ["escape", "cosmetic", "escape"], String.raw`"x\/y"`, '"x/y"'),
  values("non-ASCII text", ["escape", "cosmetic", "escape"], String.raw`"\u00e9"`, '"é"'),
  values("Unicode form", ["value", "changed", "unicode-form"], '"\u00e9"', '"e\u0301"'),
  answers("validation error's status", STATUS("validation-status"), detail("int_parsing"), jsonAnswer("{}", 400)),
  answers(
    "validation error's body",
    ["not-json", "breaking", "rejection-as-text"],
    detail("int_parsing"),
    refused("n: invalid type"),
  ),
  answers(
    "path parameter of the wrong type",
    STATUS("validation-status"),
    detail("int_parsing"),
    text(400, "Invalid URL: Cannot parse `x` to a `i32`"),
  ),
  answers(
    "validation errors told in Rust's own way",
    ["value", "changed", "validation-body"],
    detail("missing"),
    jsonAnswer('{"detail":[{"type":"json_invalid","loc":["body",0],"msg":"…","input":{}}]}', 422),
  ),
  answers("a constraint that Rust lacks", STATUS("validation-left-out"), detail("greater_than"), CREATED),
  answers(
    "unknown path",
    ["missing", "breaking", "empty-error"],
    jsonAnswer('{"detail":"Not Found"}', 404),
    empty(404),
  ),
  answers(
    "wrong method",
    ["missing", "breaking", "empty-error"],
    jsonAnswer('{"detail":"Method Not Allowed"}', 405),
    empty(405),
  ),
  answers("wrong method's Allow", ["header", "changed"], withHeader(empty(405), "allow", "GET"), empty(405)),
  { ...answers("HEAD on a GET route", STATUS("head-answered"), empty(405), empty(200)), method: "HEAD" },
  { ...answers("a method too much", STATUS("method-answered"), empty(405), empty(200)), method: "PUT" },
  answers(
    "trailing slash",
    STATUS("trailing-slash"),
    withHeader(empty(307), "location", "http://127.0.0.1:1/api/nodes/"),
    empty(404),
  ),
  answers(
    "address of something new",
    ["header", "cosmetic", "location-id"],
    withHeader(empty(201), "location", "/api/nodes/0b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f"),
    withHeader(empty(201), "location", "/api/nodes/7c9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e60"),
  ),
  answers(
    "redirect's address",
    ["header", "cosmetic", "redirect-address"],
    withHeader(empty(307), "location", "http://127.0.0.1:1/a/"),
    withHeader(empty(307), "location", "/a/"),
  ),
  answers(
    "repeated query value",
    STATUS("query-refused"),
    jsonAnswer("[]"),
    text(400, "Failed to deserialize query string: duplicate field `tag`"),
  ),
  answers("a default for a missing member", STATUS("default-missing"), CREATED, refused("missing field `n`")),
  answers(
    "no Content-Type",
    STATUS("content-type-refused"),
    CREATED,
    text(415, "Expected request with `Content-Type: application/json`"),
  ),
  answers(
    "wrong Content-Type",
    STATUS("validation-status"),
    detail("model_attributes_type"),
    text(415, "Expected request with `Content-Type: application/json`"),
  ),
  answers(
    "oversize body",
    STATUS("body-limit"),
    CREATED,
    text(413, "Failed to buffer the request body: length limit exceeded"),
  ),
  values("percent-encoding", ["value", "changed", "percent-encoding"], '"a b/c"', '"a%20b%2Fc"'),
  values("plus for a blank", ["value", "changed", "percent-encoding"], '"a b"', '"a+b"'),
  answers(
    "a cookie's attribute",
    ["header", "changed", "cookie-attribute"],
    withHeader(empty(204), "set-cookie", "a=1; Path=/"),
    withHeader(empty(204), "set-cookie", "a=1"),
  ),
  answers(
    "a cookie's protection",
    ["header", "changed", "cookie-protection"],
    withHeader(empty(204), "set-cookie", "a=1; Secure; HttpOnly"),
    withHeader(empty(204), "set-cookie", "a=1"),
  ),
  answers(
    "a cookie that can be read",
    ["header", "changed", "cookie-payload"],
    withHeader(empty(204), "set-cookie", "s=eyJhbGciOiJIUzI1NiJ9"),
    withHeader(empty(204), "set-cookie", "s=eyJhbGciOiJIUzUxMiJ9"),
  ),
  answers(
    "a session cookie",
    ["header", "cosmetic", "cookie-token"],
    withHeader(empty(204), "set-cookie", "s=q7XzP0mK3vWn9RtYb2Lc"),
    withHeader(empty(204), "set-cookie", "s=Zk4TtG8wQe1uVx6NhS5d"),
  ),
  answers("count of cookies", ["header", "breaking"], withHeader(empty(204), "set-cookie", "a=1"), empty(204)),
  answers(
    "charset",
    ["header", "changed", "content-type-charset"],
    answerOf(200, { kind: "text", text: "1" }, "text/plain"),
    text(200, "1"),
  ),
  values(
    "order without ORDER BY",
    ["element-order", "changed", "element-order"],
    '[{"n": 3}, {"n": 1}, {"n": 5}, {"n": 2}, {"n": 4}]',
    '[{"n": 4}, {"n": 2}, {"n": 5}, {"n": 1}, {"n": 3}]',
  ),
  values(
    "collation",
    ["element-order", "changed", "collation"],
    '["a", "B", "c", "D", "e", "F", "g", "H"]',
    '["B", "D", "F", "H", "a", "c", "e", "g"]',
  ),
  values("rounding", ["value", "changed"], "2", "3"),
  values("a total that is off by one", ["value", "changed"], "41", "42"),
  answers(
    "CORS",
    ["header", "breaking", "cors-header"],
    withHeader(empty(200), "access-control-allow-origin", "*"),
    empty(200),
  ),
  answers(
    "compression",
    ["header", "changed", "compression"],
    withHeader(empty(200), "content-encoding", "gzip"),
    empty(200),
  ),
  answers("a tag", ["header", "changed"], withHeader(empty(200), "etag", '"a"'), empty(200)),
];
