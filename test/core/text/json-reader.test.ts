import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { type JsonDocument, kindOf, nameOf, pointerOf, rawOf } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";
import { jsonValueOf } from "./json-value-of.ts";

/** Reads a text and tells each value on a line: where it stands, its type, and how it was written. */
function checkRead(text: string): string {
  const reading = readJson(text);
  if (reading.kind === "malformed") return reading.reason;
  const { document } = reading;
  return Array.from({ length: document.count }, (_, node) => nodeLine(document, node)).join("\n");
}

function nodeLine(document: JsonDocument, node: number): string {
  const kinds = ["null", "false", "true", "number", "string", "array", "object"];
  const name = nameOf(document, node);
  const pointer = pointerOf(document, node) || "(root)";
  return `${pointer}${name === undefined ? "" : ` named ${name}`}: ${kinds[kindOf(document, node)]} ${rawOf(document, node)}`;
}

describe("nothing is lost", () => {
  test("spelling of numbers", () => {
    expect(checkRead("[1, 1.0, 1e0, -0, 12345678901234567890]")).toMatchInlineSnapshot(`
      "(root): array [1, 1.0, 1e0, -0, 12345678901234567890]
      /0: number 1
      /1: number 1.0
      /2: number 1e0
      /3: number -0
      /4: number 12345678901234567890"
    `);
  });

  test("order, repeated names and escapes", () => {
    expect(checkRead(String.raw`{"b": 1, "a": "\u00e9", "b": 2, "\u0061/~": []}`)).toMatchInlineSnapshot(`
      "(root): object {"b": 1, "a": "\\u00e9", "b": 2, "\\u0061/~": []}
      /b named b: number 1
      /a named a: string "\\u00e9"
      /b named b: number 2
      /a~1~0 named a/~: array []"
    `);
  });

  test("a lone surrogate in an escape", () => {
    expect(checkRead(String.raw`"\ud800"`)).toMatchInlineSnapshot(`"(root): string "\\ud800""`);
  });

  test("depth costs no stack", () => {
    const depth = 300_000;
    expect(checkDepth(`${"[".repeat(depth)}${"]".repeat(depth)}`)).toBe(depth);
    expect(checkDepth(`${'{"a":'.repeat(depth)}1${"}".repeat(depth)}`)).toBe(depth + 1);
  });
});

function checkDepth(text: string): number | string {
  const reading = readJson(text);
  return reading.kind === "document" ? reading.document.count : reading.reason;
}

describe("what is not JSON is told with the byte", () => {
  test("the offset counts bytes of UTF-8", () => {
    expect(checkRead('{"é😀": nope}')).toMatchInlineSnapshot(`"a value is expected, found \`nope\` at byte 11"`);
  });

  test("each place has its sentence", () => {
    const texts = [
      "",
      "{",
      "[1,]",
      "{,}",
      '{"a"}',
      '{"a":1,}',
      "[1 2]",
      '{"a":1 "b":2}',
      "1 2",
      '"a',
      '"a\nb"',
      '"\\x"',
    ];
    const faults = [...texts, "01", "1.", "-", "NaN", "Infinity", "'a'", "\uFEFF1", "[1}", "nul", "{a:1}", "1e+"];
    expect(faults.map((text) => `${JSON.stringify(text)}: ${checkRead(text)}`).join("\n")).toMatchInlineSnapshot(`
      """: a value is expected, the text ends too early at byte 0
      "{": a name in double quotes is expected, the text ends too early at byte 1
      "[1,]": a value is expected, found \`]\` at byte 3
      "{,}": a name in double quotes is expected, found \`,\` at byte 1
      "{\\"a\\"}": \`:\` is expected after the name, found \`}\` at byte 4
      "{\\"a\\":1,}": a name in double quotes is expected, found \`}\` at byte 7
      "[1 2]": \`,\` or \`]\` is expected, found \`2\` at byte 3
      "{\\"a\\":1 \\"b\\":2}": \`,\` or \`}\` is expected, found \`"\` at byte 7
      "1 2": the value has ended, but more text follows, found \`2\` at byte 2
      "\\"a": a string is not closed, the text ends too early at byte 2
      "\\"a\\nb\\"": a control character in a string must be escaped, found U+000A at byte 2
      "\\"\\\\x\\"": an escape in a string is wrong, found \`\\\` at byte 1
      "01": a number goes on wrongly, found \`1\` at byte 1
      "1.": a number goes on wrongly, the text ends too early at byte 2
      "-": a number goes on wrongly, the text ends too early at byte 1
      "NaN": a value is expected, found \`NaN\` at byte 0
      "Infinity": a value is expected, found \`Infinity\` at byte 0
      "'a'": a value is expected, found \`'\` at byte 0
      "﻿1": a value is expected, found U+FEFF at byte 0
      "[1}": \`,\` or \`]\` is expected, found \`}\` at byte 2
      "nul": a value is expected, found \`nul\` at byte 0
      "{a:1}": a name in double quotes is expected, found \`a\` at byte 1
      "1e+": a number goes on wrongly, the text ends too early at byte 3"
    `);
  });
});

describe("RFC 8259", () => {
  test.each(
    [
      [" [] ", "\t\r\n{}", "0", "-0", "0.0", "-0e-0", "1E+2", "1e999", "123456789012345678901234567890", "null"],
      ['""', '"\\""', '"\\\\\\/\\b\\f\\n\\r\\t"', '"\\uD83D\\ude00"', '"\\ud800"', '"\u007f"', '"\u2028"', '"\uFEFF"'],
      ['{"":0}', '{"a":{"a":{}}}', "[[],[[]]]", "[true,false,null]", '{"a":1,"a":1}', '"\\u0000"', "[0.1e1,-1.5E-2]"],
    ].flat(),
  )("accepts %j", (text) => {
    expect(readJson(text).kind).toBe("document");
  });

  test.each(
    [
      [
        "",
        " ",
        "+1",
        ".5",
        "5.",
        "1.e1",
        "0x1",
        "1e",
        "1e+",
        "--1",
        "-a",
        "00",
        "-01",
        "1_0",
        "1,",
        "NaN",
        "-Infinity",
      ],
      ["[", "]", "[,1]", "[1,,2]", "[1,]", "[1;2]", "[1", "[1]]", "[1}", "{]", "{", '{"a"}', '{"a":}', '{"a":1,}'],
      [
        '{"a" 1}',
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        '{"a":1,,"b":2}',
        '{"a":1}{',
        '{"a":1} x',
        '"',
        '"\\"',
        '"\\a"',
        '"\\u12"',
      ],
      ['"\\u12G4"', '"\\U0041"', '"\t"', '"\u0000"', '"\u001f"', "'a'", "True", "nulL", "truefalse", "tru", "\u00a01"],
      ["\uFEFF{}", "\f1", "1\v", "// x\n1", "/**/1", "[1 2]", '{"a":1 "b":2}', "\u2028[]", "\\u0031", "１"],
    ].flat(),
  )("refuses %j", (text) => {
    expect(readJson(text).kind).toBe("malformed");
  });

  test("accepts and refuses what JSON.parse does, and reads the same", () => {
    const pieces = fc.constantFrom(
      ...'{}[]:,"\\ \n\t0123456789.-+eEtrufalsn/bxuD8é\u0000\uFEFF'.split(""),
      "true",
      "null",
      '"a"',
      "\\u00e9",
    );
    const broken = fc.array(pieces, { maxLength: 30 }).map((parts) => parts.join(""));
    const valid = fc.json({ maxDepth: 5 });
    const edited = fc
      .tuple(valid, fc.nat(), fc.nat({ max: 2 }), pieces)
      .map(
        ([text, at, gone, piece]) =>
          text.slice(0, at % (text.length + 1)) + piece + text.slice((at % (text.length + 1)) + gone),
      );
    fc.assert(
      fc.property(fc.oneof(valid, broken, edited), (text) => {
        const reading = readJson(text);
        expect(reading.kind === "document" ? { value: jsonValueOf(reading.document) } : undefined).toEqual(
          parsed(text),
        );
      }),
      { numRuns: 3000 },
    );
  });
});

function parsed(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}
