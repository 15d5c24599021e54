import * as fc from "fast-check";
import { LosslessNumber, parse } from "lossless-json";
import { expect, test } from "vitest";
import { childrenOf, kindOf, NUMBER, rawOf, ROOT, type JsonDocument } from "#core/text/json/json-document.ts";
import { readJson } from "#core/text/json/json-reader.ts";

/** All numbers of a document as they are spelt, in their order. */
function numbersIn(document: JsonDocument, node: number = ROOT): readonly string[] {
  if (kindOf(document, node) === NUMBER) return [rawOf(document, node)];
  return childrenOf(document, node).flatMap((child) => numbersIn(document, child));
}

/** The same by lossless-json. */
function numbersOf(value: unknown): readonly string[] {
  if (value instanceof LosslessNumber) return [value.value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(numbersOf) : [];
}

const digits = (most: number) => fc.stringMatching(new RegExp(`^[0-9]{1,${most}}$`));

/** Numbers of RFC 8259, section 6, far beyond what a double holds. */
const spelling = fc
  .record({
    sign: fc.constantFrom("", "-"),
    whole: fc.oneof(fc.constant("0"), fc.stringMatching(/^[1-9][0-9]{0,40}$/)),
    fraction: fc.oneof(
      fc.constant(""),
      digits(40).map((text) => `.${text}`),
    ),
    exponent: fc.oneof(
      fc.constant(""),
      fc.tuple(fc.constantFrom("e", "E", "e+", "E-"), digits(4)).map((parts) => parts.join("")),
    ),
  })
  .map(({ sign, whole, fraction, exponent }) => `${sign}${whole}${fraction}${exponent}`);

test("numbers keep the spelling that lossless-json keeps", () => {
  fc.assert(
    fc.property(fc.array(spelling, { minLength: 1, maxLength: 20 }), (numbers) => {
      const text = `{"rows":[${numbers.map((number, index) => `{"n${index}":${number}}`).join(", ")}]}`;
      const read = readJson(text);
      expect(read.kind).toBe("document");
      if (read.kind === "document") expect(numbersIn(read.document)).toEqual(numbersOf(parse(text)));
    }),
    { numRuns: 500 },
  );
});
