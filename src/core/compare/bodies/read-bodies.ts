import { SIDES, type Side } from "#core/model/endpoint.ts";
import type { AnswerBody } from "#core/model/run/exchange.ts";
import { type JsonReading, readJson, readJsonBeside } from "#core/text/json/json-reader.ts";
import { leavesOfSameTokens } from "#core/text/json/same-layout.ts";
import type { AnswerPair } from "#core/gaps/hint-subject.ts";
import { type ItemReading, itemFormat, readItems } from "./item-bodies.ts";
import { headerValue, isJsonType, readMediaType } from "#core/text/http/media-type.ts";
import { readParts } from "./multipart.ts";

/** A body as a document, or why it is none. */
export type BodyReading =
  | Extract<JsonReading, { kind: "document" }>
  | { readonly kind: "malformed"; readonly reason: string };

/** Two bodies as what they are compared as. */
export type BodyReadings =
  /** As JSON; items, and the parts of a multipart body, as the elements of an array. `note` tells what is wrong on both sides alike. */
  | ({ readonly kind: "json"; readonly note?: string } & Readonly<Record<Side, BodyReading>>)
  /** Both are the same JSON but for white space, and were not kept; `leaves` scalars and empty containers lie in each. */
  | { readonly kind: "same-json"; readonly leaves: number }
  /** Two streams that were cut off, of which one has not a single item. */
  | { readonly kind: "nothing-sent" }
  /** Neither promises more than text, or one is not even text. */
  | { readonly kind: "plain" };

/**
 * Reads both bodies as JSON where either answer promises it, item by item where they promise JSON Lines or server-sent
 * events, and part by part where both are multipart. Of two streams that were cut off, as many items are read as both
 * have: where a stream stops being read says nothing about the server. `areAlikeKept` is false where nobody looks into two
 * bodies that are the same JSON.
 */
export function readBodies(answers: AnswerPair, areAlikeKept = true): BodyReadings {
  const cuts = SIDES.filter((side) => answers[side].cutBy !== undefined);
  // Of two streams that nobody said a limit for, the one that ended in time is held against as much as the other sent.
  const isCut = cuts.length === 2 || cuts.some((side) => answers[side].cutBy === "default");
  const types = SIDES.map((side) => headerValue(answers[side].headers, "content-type"));
  if (types.every((type) => type !== undefined && readMediaType(type).essence.startsWith("multipart/")))
    return readMultipart(answers);
  const [python, rust] = [textOf(answers.python.body), textOf(answers.rust.body)];
  if (python === undefined || rust === undefined) return { kind: "plain" };
  if (types.some((type) => isJsonType(type))) {
    const leaves = areAlikeKept ? undefined : leavesOfSameTokens(python, rust);
    return leaves === undefined ? readBoth(python, rust) : { kind: "same-json", leaves };
  }
  const [format, another] = new Set(types.map((type) => itemFormat(type)).filter((found) => found !== undefined));
  if (format === undefined || another !== undefined) return { kind: "plain" };
  const itemsOf = (side: Side, text: string): ItemReading =>
    readItems(format, answers[side].cutBy === undefined ? text : completeLines(text));
  const items = { python: itemsOf("python", python), rust: itemsOf("rust", rust) };
  const count = isCut ? Math.min(...cuts.map((side) => countOf(items[side]))) : Infinity;
  const found = asArrays(items.python, items.rust, count);
  const isUntold = cuts.some((side) => answers[side].cutBy === "default");
  return found.kind === "json" && isUntold ? { ...found, note: UNTOLD } : found;
}

const UNTOLD =
  "The streams of events did not end within the 3 seconds for which they are read, and were compared as far as both had come; say in the case how many `events` or `seconds` of them to read.";

const BYTE_ORDER_MARK = "\uFEFF";

/** What is wrong on both sides alike is no difference; it is read over, and told. */
function readBoth(python: string, rust: string): BodyReadings {
  if (python.startsWith(BYTE_ORDER_MARK) && rust.startsWith(BYTE_ORDER_MARK)) {
    const readings = { python: readJson(python.slice(1)), rust: readJson(rust.slice(1)) };
    return { kind: "json", ...readings, note: MARKED };
  }
  const first = readJson(python);
  // Two equal texts are read once.
  const strict = { python: first, rust: python === rust ? first : readOther(rust, first) };
  if (strict.python.kind === "document" || strict.rust.kind === "document") return { kind: "json", ...strict };
  const lenient = { python: readJson(withFiniteNumbers(python)), rust: readJson(withFiniteNumbers(rust)) };
  const areRead = lenient.python.kind === "document" && lenient.rust.kind === "document";
  return areRead ? { kind: "json", ...lenient, note: NOT_FINITE } : { kind: "json", ...strict };
}

function readOther(text: string, first: BodyReading): BodyReading {
  return first.kind === "document" ? readJsonBeside(text, first.document) : readJson(text);
}

const MARKED =
  "Both bodies begin with a byte order mark, which JSON must not have (RFC 8259, section 8.1); strict readers refuse it.";

const NOT_FINITE =
  "Both bodies have a `NaN` or an `Infinity`, which is not JSON; they are compared, but strict readers refuse them.";

/**
 * `NaN`, `Infinity` and `-Infinity` as numbers that no double holds, each another one, so that the rest can be compared.
 * Texts are left as they are.
 */
function withFiniteNumbers(text: string): string {
  return text.replaceAll(/"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g, (token) => STANDINS[token] ?? token);
}

const STANDINS: Readonly<Record<string, string>> = { NaN: "9e99990", Infinity: "9e99999", "-Infinity": "-9e99999" };

/** The stand-ins as they were written, for a reader. */
export function withNotFinite(text: string): string {
  const names = Object.fromEntries(Object.entries(STANDINS).map(([name, number]) => [number, name]));
  return text.replaceAll(/-?\b9e9999[09]\b/g, (number) => names[number] ?? number);
}

function readMultipart(answers: AnswerPair): BodyReadings {
  const texts = SIDES.map((side) => {
    const { headers, body } = answers[side];
    return readParts(headerValue(headers, "content-type") ?? "", body);
  });
  const [python, rust] = texts;
  if (python === undefined || rust === undefined) return { kind: "plain" };
  return { kind: "json", python: readJson(python), rust: readJson(rust) };
}

function textOf(body: AnswerBody): string | undefined {
  if (body.kind === "empty") return "";
  return body.kind === "text" ? body.text : undefined;
}

/** Time may be up in the middle of a line. */
function completeLines(text: string): string {
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

function asArrays(python: ItemReading, rust: ItemReading, count: number): BodyReadings {
  if (count === 0) return { kind: "nothing-sent" };
  return { kind: "json", python: asArray(python, count), rust: asArray(rust, count) };
}

/** A body that cannot be read sets no bound. */
function countOf(reading: ItemReading): number {
  return reading.kind === "items" ? reading.texts.length : Infinity;
}

function asArray(reading: ItemReading, count: number): BodyReading {
  return reading.kind === "items" ? readJson(`[${reading.texts.slice(0, count).join(",\n")}]`) : reading;
}
