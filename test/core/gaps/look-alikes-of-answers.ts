import { type Arbitrary, constant, constantFrom, integer, oneof, string, tuple } from "fast-check";

import type { Answer } from "#core/model/run/exchange.ts";
import { answerOf, jsonAnswer } from "../compare/check-compare.ts";
import { type LookAlikes, word } from "./look-alike.ts";
import { empty, text, withHeader } from "./semantic-gaps.ts";

type Pair = readonly [python: Answer, rust: Answer];

/** What axum and serde write, where the answer shows that it was not why this request was refused. */
function saidElsewhere(...sentences: readonly string[]): Arbitrary<Pair> {
  const statuses = constantFrom(
    [200, 401],
    [200, 404],
    [201, 409],
    [200, 500],
    [422, 400],
    [404, 422],
    [500, 400],
    [200, 200],
  );
  return tuple(constantFrom(...sentences), statuses).map(([sentence, [python = 200, rust = 200]]) => [
    jsonAnswer("{}", python),
    text(rust, `Failed to deserialize the JSON body into the target type: ${sentence}`),
  ]);
}

/** Python takes the request, and Rust refuses it with these words. */
function refused(sentences: Arbitrary<string>): Arbitrary<Pair> {
  return sentences.map((sentence) => [
    jsonAnswer("{}", 201),
    text(422, `Failed to deserialize the JSON body into the target type: ${sentence} at line 1 column 12`),
  ]);
}

/** pydantic refuses the request with these types of errors, and Rust takes it. */
function refusedByPython(types: Arbitrary<readonly string[]>): Arbitrary<Pair> {
  return types.map((list) => [
    jsonAnswer(
      JSON.stringify({
        detail: list.map((type) => ({ type, loc: ["body", "n"], msg: "no", input: "extra_forbidden" })),
      }),
      422,
    ),
    jsonAnswer("{}", 201),
  ]);
}

const bodies = (pairs: Arbitrary<readonly [python: string, rust: string]>): Arbitrary<Pair> =>
  pairs.map(([python, rust]) => [jsonAnswer(python), jsonAnswer(rust)]);

const headers = (name: string, pairs: Arbitrary<readonly [python: string, rust: string]>): Arbitrary<Pair> =>
  pairs.map(([python, rust]) => [withHeader(empty(200), name, python), withHeader(empty(200), name, rust)]);

const words = (count: number): Arbitrary<readonly string[]> => tuple(...Array.from({ length: count }, () => word));

const other = tuple(word, word).filter(([left, right]) => left !== right);

/** Answers that look like the cause of a hint about the whole answer or a header, and come from another. */
export const ANSWER_LOOK_ALIKES: LookAlikes = {
  "query-refused": { from: saidElsewhere("Failed to deserialize query string: duplicate field `tag`") },
  "lenient-scalar": {
    from: oneof(
      saidElsewhere('n: invalid type: string "16", expected i32'),
      refused(
        constantFrom(
          "n: invalid type: null, expected i32",
          "n: invalid type: map, expected a string",
          'n: invalid type: string "x", expected struct Node',
          'n: invalid value: string "x", expected a UUID',
        ),
      ),
    ),
  },
  "integer-range": {
    from: oneof(
      saidElsewhere("n: number out of range", "n: invalid value: integer `999`, expected u8"),
      refused(
        constantFrom("n: invalid length 3, expected a tuple of size 2", 'n: invalid value: string "x", expected i32'),
      ),
    ),
  },
  "unknown-keys-refused": {
    from: oneof(
      saidElsewhere("unknown field `x`, expected `n`"),
      refused(words(2).map(([name, own]) => `unknown field \`${name}\`, expected \`${own}\``)),
    ),
    names: [/deny_unknown_fields/, /another name/],
  },
  "duplicate-key-refused": {
    from: oneof(saidElsewhere("duplicate field `n`"), refused(constant("unknown variant `duplicate`, expected `a`"))),
  },
  "default-missing": {
    from: oneof(saidElsewhere("missing field `n`"), refused(word.map((name) => `missing field \`${name}\``))),
    names: [/serde\(default\)/, /rename/],
  },
  "content-type-refused": { from: saidElsewhere("Expected request with `Content-Type: application/json`") },
  "body-limit": { from: saidElsewhere("Failed to buffer the request body: length limit exceeded") },
  "unknown-keys-allowed": {
    from: refusedByPython(
      constantFrom(["int_parsing"], ["missing", "extra_forbidden"], ["extra_forbidden", "greater_than"]),
    ),
  },
  "validation-left-out": {
    from: oneof(
      word.map((reason): Pair => [jsonAnswer(JSON.stringify({ detail: reason }), 422), jsonAnswer("{}", 201)]),
      integer({ min: 300, max: 599 }).map((status): Pair => [
        jsonAnswer('{"detail":[{"type":"missing","loc":["body"]}]}', 422),
        jsonAnswer("{}", status),
      ]),
    ),
  },
  "validation-status": {
    from: tuple(constantFrom(400, 422), constantFrom(400, 413, 415, 422), word)
      .filter(([python, rust]) => python !== rust)
      .map(([python, rust, reason]) => [
        jsonAnswer(JSON.stringify({ detail: reason }), python),
        jsonAnswer(JSON.stringify({ detail: reason }), rust),
      ]),
  },
  "validation-body": {
    from: tuple(constantFrom(400, 404, 409, 422), other).map(([status, [a, b]]) => [
      jsonAnswer(JSON.stringify({ detail: a }), status),
      jsonAnswer(JSON.stringify({ error: b }), status),
    ]),
  },
  "rejection-as-text": {
    from: tuple(constantFrom(400, 413, 415, 422), word).map(([status, reason]) => [
      jsonAnswer(JSON.stringify({ detail: reason }), status),
      text(status, `${reason} is not allowed here`),
    ]),
  },
  "empty-error": {
    from: tuple(constantFrom(404, 405, 410), word).map(([status, reason]) => [
      jsonAnswer(JSON.stringify({ detail: reason }), status),
      empty(status),
    ]),
    names: [/unknown path or method/, /`StatusCode` alone/],
  },
  // What a GET is answered with.
  "head-answered": {
    from: tuple(constantFrom(403, 404, 405, 501), constantFrom(200, 204, 304, 404, 405))
      .filter(([python, rust]) => python !== rust)
      .map(([python, rust]) => [empty(python), empty(rust)]),
  },
  "method-answered": {
    from: tuple(constantFrom(403, 404, 405, 501), constantFrom(200, 204, 304, 404, 405))
      .filter(([python, rust]) => python !== rust && !(python === 405 && rust < 300))
      .map(([python, rust]) => [empty(python), empty(rust)]),
  },
  "trailing-slash": {
    from: word.map((path) => [withHeader(empty(307), "location", `http://127.0.0.1:1/${path}`), empty(404)]),
  },
  "body-charset": {
    from: tuple(string({ minLength: 2, maxLength: 9 }), string({ minLength: 1, maxLength: 9 }))
      .filter(([left, right]) => left !== right)
      .map(([latin1, sent]) => [
        answerOf(200, { kind: "binary", bytes: latin1.length, sha256: "0", latin1 }, "text/plain"),
        answerOf(200, { kind: "text", text: sent }, "text/plain"),
      ]),
  },
  "cut-off": {
    from: bodies(
      oneof(
        words(2).map(([name, junk]): [string, string] => [`{"${name}":1}`, `{"${name}":1}${junk}`]),
        words(2).map(([name, junk]): [string, string] => [`{"${name}":1}`, `{"${name}z${junk}`]),
      ),
    ),
  },
  "byte-order-mark": {
    from: bodies(word.map((name): [string, string] => [`\uFEFF{"${name}":1}`, `\uFEFF{"${name}":}`])),
  },
  nan: {
    from: bodies(
      oneof(
        word.map((name): [string, string] => [`{"${name}":"to NaN, Infinity"}`, `{"${name}":"to NaN, In`]),
        word.map((name): [string, string] => [`{"${name}":NaN}`, `{"${name}":NaN,}`]),
      ),
    ),
  },
  "content-type-charset": {
    from: headers(
      "content-type",
      oneof(
        other.map(([a, b]): [string, string] => [`application/json; profile=${a}`, `application/json; profile=${b}`]),
        other.map(([a, b]): [string, string] => [`text/${a}; charset=utf-8`, `text/${b}`]),
        word.map((a): [string, string] => [`text/csv; header=${a}; charset=utf-8`, "text/csv; charset=latin1"]),
      ),
    ),
  },
  "cookie-token": {
    from: headers(
      "set-cookie",
      other.map(([a, b]): [string, string] => [`${a}=${a}; Path=/`, `${a}=${b}; Path=/`]),
    ),
  },
  "cookie-attribute": {
    from: headers(
      "set-cookie",
      constantFrom<[string, string]>(
        ["a=1; Path=/; Secure", "a=1; Path=/"],
        ["a=1; Path=/a", "a=1; Path=/b"],
        ["a=1; SameSite=Strict", "a=1; SameSite=Lax"],
        ["a=1", "a=1; SameSite=Lax"],
        ["a=1; Max-Age=60", "a=1"],
      ),
    ),
  },
  "cookie-protection": {
    from: headers(
      "set-cookie",
      constantFrom<[string, string]>(["a=Secure", "a=HttpOnly"], ["Secure=1; Path=/a", "Secure=1; Path=/b"]),
    ),
  },
  "cors-header": {
    from: constantFrom(...["methods", "headers", "credentials"].map((name) => `access-control-allow-${name}`)).map(
      (name): Pair => [
        withHeader(withHeader(empty(200), "access-control-allow-origin", "*"), name, "x"),
        withHeader(empty(200), "access-control-allow-origin", "*"),
      ],
    ),
    names: [/other headers of CORS/],
  },
  compression: { from: headers("content-encoding", constant<[string, string]>(["gzip", "br"])) },
  "location-id": {
    from: headers(
      "location",
      other.map(([a, b]): [string, string] => {
        const id = (digit: string): string => `${digit}b9d6f80-3c1d-4b0e-9d3c-0a1b2c3d4e5f`;
        return [`/${a}/${id("0")}`, `/${b}/${id("1")}`];
      }),
    ),
  },
  "redirect-address": {
    from: headers(
      "location",
      oneof(
        other.map(([a, b]): [string, string] => [`http://127.0.0.1:1/${a}`, `/${b}`]),
        word.map((a): [string, string] => [`https://${a}.example/x`, "/x"]),
      ),
    ),
  },
  "rust-debug": {
    from: bodies(
      oneof(
        word.map((name): [string, string] => ['{"a":1}', `Error (${name})`]),
        word.map((name): [string, string] => ['{"a":1}', `Failed(${name} is away)`]),
        tuple(word, integer()).map(([name, n]): [string, string] => [`{"${name}":${n}}`, `"Node { ${name}s: ${n} }"`]),
        tuple(integer(), integer({ min: 1 })).map(([n, more]): [string, string] => [`${n}`, `"Some(${n + more})"`]),
      ),
    ),
  },
  "python-repr": {
    from: bodies(
      oneof(
        word.map((name): [string, string] => [`{"a": "it's ${name}"`, '{"a":1}']),
        word.map((name): [string, string] => [`"${name} None of it"`, "null"]),
        other.map(([a, b]): [string, string] => [`"['${a}']"`, `["${b}"]`]),
      ),
    ),
  },
};
