import { SIDES, type Side } from "#core/model/endpoint.ts";
import type { AnswerBody } from "#core/model/run/exchange.ts";
import { type JsonReading, readJson } from "#core/text/json/json-reader.ts";
import type { AnswerPair } from "../hints/hint-subject.ts";
import { type ItemReading, itemFormat, readItems } from "./item-bodies.ts";
import { headerValue, isJsonType } from "./media-type.ts";

/** A body as a document, or why it is none. */
export type BodyReading =
  | Extract<JsonReading, { kind: "document" }>
  | { readonly kind: "malformed"; readonly reason: string };

/** Two bodies as what they are compared as. */
export type BodyReadings =
  /** As JSON; items as the elements of an array. */
  | ({ readonly kind: "json" } & Readonly<Record<Side, BodyReading>>)
  /** Two streams that were cut off, of which one has not a single item. */
  | { readonly kind: "nothing-sent" }
  /** Neither promises more than text, or one is not even text. */
  | { readonly kind: "plain" };

/**
 * Reads both bodies as JSON where either answer promises it, and item by item where they promise JSON Lines or
 * server-sent events. Of two streams that were cut off, as many items are read as both have: where a stream stops being
 * read says nothing about the server.
 */
export function readBodies(answers: AnswerPair): BodyReadings {
  const isCut = answers.python.cutBy !== undefined && answers.rust.cutBy !== undefined;
  const [python, rust] = [textOf(answers.python.body), textOf(answers.rust.body)];
  if (python === undefined || rust === undefined) return { kind: "plain" };
  const types = SIDES.map((side) => headerValue(answers[side].headers, "content-type"));
  if (types.some((type) => isJsonType(type))) {
    return { kind: "json", python: readJson(python), rust: readJson(rust) };
  }
  const [format, another] = new Set(types.map((type) => itemFormat(type)).filter((found) => found !== undefined));
  if (format === undefined || another !== undefined) return { kind: "plain" };
  const itemsOf = (side: Side, text: string): ItemReading =>
    readItems(format, answers[side].cutBy === undefined ? text : completeLines(text));
  return asArrays(itemsOf("python", python), itemsOf("rust", rust), isCut);
}

function textOf(body: AnswerBody): string | undefined {
  if (body.kind === "empty") return "";
  return body.kind === "text" ? body.text : undefined;
}

/** Time may be up in the middle of a line. */
function completeLines(text: string): string {
  return text.slice(0, text.lastIndexOf("\n") + 1);
}

function asArrays(python: ItemReading, rust: ItemReading, isCut: boolean): BodyReadings {
  const count = isCut ? Math.min(countOf(python), countOf(rust)) : Infinity;
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
