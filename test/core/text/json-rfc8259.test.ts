import * as fc from "fast-check";
import { expect, test } from "vitest";

import { readJson } from "#core/text/json/json-reader.ts";
import { NUMBER, kindOf, rawOf } from "#core/text/json/json-document.ts";

/** What RFC 8259 says of a text: `left to the reader` is what its section 9 allows to limit, and we do not. */
type Row = readonly [what: string, text: string];

const ACCEPTED: readonly Row[] = [
  ["an empty array with blanks in it", "[ \t\r\n]"],
  ["white space on both sides", " [1] \n"],
  ["a lone number", "42"],
  ["a lone string", '"asd"'],
  ["a lone literal", "null"],
  ["a lone empty string", '""'],
  ["an array that ends after a line feed", "[1\n,2]"],
  ["several nulls", "[1,null,null,null,2]"],
  ["a number with a large exponent", "[123e45]"],
  ["zero with a positive exponent", "[0e+1]"],
  ["zero with an exponent", "[0E0]"],
  ["minus zero", "[-0]"],
  ["minus zero with a fraction", "[-0.0]"],
  ["a negative fraction", "[-1.5]"],
  ["a capital E with minus", "[1E-2]"],
  ["a fraction and an exponent", "[123.456e78]"],
  ["a very small double", `[-0.${"0".repeat(80)}1]`],
  ["an object with an empty name", '{"":0}'],
  ["a name with an escaped NUL", String.raw`{"a\u0000b":1}`],
  ["the same name twice", '{"a":"b","a":"c"}'],
  ["the same member twice", '{"a":"b","a":"b"}'],
  ["a long name", `{"${"x".repeat(100)}":1}`],
  ["an object with line feeds", '{\n"a": "b"\n}'],
  ["every short escape", String.raw`["\"\\\/\b\f\n\r\t"]`],
  ["a backslash and a u that is no escape", String.raw`["\\u0041"]`],
  ["a surrogate pair", String.raw`["\ud83d\udc4d"]`],
  ["capital and small hexadecimal digits", String.raw`["\uAbCd"]`],
  ["an escaped NUL", String.raw`["\u0000"]`],
  ["an escaped noncharacter", String.raw`["\uFFFE"]`],
  ["a raw DEL", '["\u007f"]'],
  ["a raw line separator", '["\u2028\u2029"]'],
  ["a raw noncharacter", '["\uffff"]'],
  ["a raw character beyond the first plane", '["😀"]'],
  ["a comment's text in a string", '["a/*b*/c//d"]'],
  ["a no-break space in a string", '["\u00a0"]'],
  ["a byte order mark in a string", '["\uFEFF"]'],
];

const REFUSED: readonly Row[] = [
  ["nothing", ""],
  ["blanks alone", "  \n"],
  ["two values", "1 2"],
  ["a comma after the value", "[],"],
  ["a bracket too many", "[1]]"],
  ["an array that is not closed", "[1"],
  ["an array that a brace closes", "[1}"],
  ["an object that a bracket closes", '{"a":1]'],
  ["a comma before the first element", "[,1]"],
  ["a comma before the end", "[1,]"],
  ["several commas at the end", "[1,,]"],
  ["two commas", "[1,,2]"],
  ["a comma alone", "[,]"],
  ["elements without a comma", '["a" "b"]'],
  ["a colon in an array", '["a": 1]'],
  ["a semicolon in an array", "[1:2]"],
  ["a star", "[*]"],
  ["a minus alone", "[-]"],
  ["a plus", "[+1]"],
  ["two plus signs", "[++1234]"],
  ["infinity", "[Infinity]"],
  ["minus infinity", "[-Infinity]"],
  ["not a number", "[NaN]"],
  ["minus not a number", "[-NaN]"],
  ["a leading zero", "[012]"],
  ["a negative leading zero", "[-012]"],
  ["a leading point", "[.5]"],
  ["a point at the end", "[1.]"],
  ["a point before an exponent", "[2.e3]"],
  ["two points", "[1.2.3]"],
  ["an exponent without digits", "[1e]"],
  ["an exponent with only a sign", "[1e+]"],
  ["two exponents", "[1eE2]"],
  ["a hexadecimal number", "[0x1F]"],
  ["letters after a number", "[1a]"],
  ["a minus and a blank", "[- 1]"],
  ["a digit of another script", "[１]"],
  ["a number with a separator", "[1_000]"],
  ["a blank in a number", "[1 000.0]"],
  ["literals with capitals", "[True]"],
  ["a literal that ends too early", "[nul]"],
  ["a literal that goes on", "[truee]"],
  ["a name without quotes", '{a: "b"}'],
  ["a name in single quotes", "{'a':0}"],
  ["a number as a name", "{1:1}"],
  ["a literal as a name", "{null:1}"],
  ["a name without a value", '{"a":}'],
  ["a name without a colon", '{"a" 1}'],
  ["two colons", '{"a"::1}'],
  ["a comma in the place of a colon", '{"a",1}'],
  ["a comma before the first member", '{,"a":1}'],
  ["a comma after the last member", '{"a":0,}'],
  ["two commas between members", '{"a":0,,"b":1}'],
  ["a member that is only a name", '{"a":1,"b"}'],
  ["something after an object", '{"a":1}#'],
  ["a comment after an object", '{"a":1}/**/'],
  ["a line comment", '{"a":1}// x'],
  ["a string that is not closed", '["a'],
  ["a string that ends in a backslash", String.raw`["\"]`],
  ["an unknown escape", String.raw`["\a"]`],
  ["an escape of two hexadecimal digits", String.raw`["\x41"]`],
  ["an escape with too few digits", String.raw`["\u00A"]`],
  ["an escape with a letter that is no digit", String.raw`["\u00g0"]`],
  ["half of a pair and half of an escape", String.raw`["\uD834\u"]`],
  ["a capital U", String.raw`["\U0041"]`],
  ["an escaped line break", '["a\\\nb"]'],
  ["a raw line feed in a string", '["a\nb"]'],
  ["a raw tab in a string", '["\t"]'],
  ["a raw NUL in a string", '["a\u0000a"]'],
  ["an emoji after a backslash", '["\\😀"]'],
  ["single quotes", "['a']"],
  ["a string without quotes", "[abc]"],
  ["a byte order mark before the value", "\uFEFF{}"],
  ["a form feed as white space", "[\f]"],
  ["a vertical tab as white space", "[\v]"],
  ["a no-break space as white space", "[\u00a0]"],
  ["a word joiner as white space", "[\u2060]"],
  ["a line separator as white space", "\u2028[]"],
  ["an escape outside of a string", String.raw`[\u000A""]`],
  ["a NUL outside of a string", "123\u0000"],
  ["XML", "<.>"],
  ["a thousand open brackets", "[".repeat(1000)],
  ["a thousand open objects", '[{"":'.repeat(1000)],
];

const LEFT_TO_THE_READER: readonly Row[] = [
  ["an exponent beyond all doubles", "[1e9999]"],
  ["a negative exponent beyond all doubles", "[123e-10000000]"],
  ["an integer beyond 64 bits", "[-123123123123123123123123123123]"],
  ["a fraction of a thousand digits", `[0.${"1".repeat(1000)}]`],
  ["a lone first half of a surrogate pair", String.raw`["\uDADA"]`],
  ["a lone second half", String.raw`["\uDFAA"]`],
  ["the halves the wrong way round", String.raw`["\uDd1e\uD834"]`],
  ["a first half before another character", String.raw`["\ud800abc"]`],
  ["500 arrays in one another", `${"[".repeat(500)}${"]".repeat(500)}`],
  ["100,000 arrays in one another", `${"[".repeat(100_000)}${"]".repeat(100_000)}`],
];

test.each(ACCEPTED)("RFC 8259 accepts %s", (_, text) => {
  expect(readJson(text).kind).toBe("document");
});

test.each(REFUSED)("RFC 8259 refuses %s", (_, text) => {
  expect(readJson(text).kind).toBe("malformed");
});

test.each(LEFT_TO_THE_READER)("nothing is limited: %s", (_, text) => {
  expect(readJson(text).kind).toBe("document");
});

test("every number keeps its spelling, whatever a double makes of it", () => {
  const digits = fc.stringMatching(/^\d{1,40}$/);
  const number = fc
    .tuple(
      fc.constantFrom("", "-"),
      fc.oneof(fc.constant("0"), fc.stringMatching(/^[1-9]\d{0,40}$/)),
      fc.option(digits),
      fc.option(fc.tuple(fc.constantFrom("e", "E"), fc.constantFrom("", "+", "-"), digits)),
    )
    .map(
      ([sign, whole, fraction, exponent]) =>
        `${sign}${whole}${fraction === null ? "" : `.${fraction}`}${exponent === null ? "" : exponent.join("")}`,
    );
  fc.assert(
    fc.property(number, (written) => {
      const reading = readJson(`[ ${written} ]`);
      if (reading.kind === "malformed") throw new Error(reading.reason);
      expect([kindOf(reading.document, 1), rawOf(reading.document, 1)]).toEqual([NUMBER, written]);
    }),
  );
});
