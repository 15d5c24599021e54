import type { Difference, DifferenceClass } from "#core/model/difference.ts";
import { SIDES, type Side } from "#core/model/endpoint.ts";
import type { AnswerBody } from "#core/model/exchange.ts";
import { type JsonReading, readJson } from "#core/text/json-reader.ts";
import { compareJson } from "./compare-json.ts";
import { type PlaceOf, describeDisagreement } from "./describe-disagreement.ts";
import type { AnswerPair } from "./hint-subject.ts";
import { hintFor } from "./hints.ts";
import { headerValue, isJsonType } from "./media-type.ts";
import type { IndexedRule } from "./rule-marks.ts";
import { SEVERITIES } from "./severity.ts";
import type { Tally } from "./tally.ts";
import { cut } from "./value-text.ts";

export interface BodyOptions {
  readonly rules: readonly IndexedRule[];
  readonly placeOf: PlaceOf | undefined;
  /** Differences beyond this many are counted, not kept. */
  readonly limit: number;
}

/**
 * Compares two bodies and counts in `tally`. Both are read as JSON where either answer promises it; otherwise text is
 * compared as text and bytes by their hash. A body that is not JSON, or not text, counts as one leaf.
 */
export function compareBodies(answers: AnswerPair, options: BodyOptions, tally: Tally): readonly Difference[] {
  const { python, rust } = { python: answers.python.body, rust: answers.rust.body };
  if (python.kind === "empty" || rust.kind === "empty") return compareEmpty(answers, tally);
  if (python.kind === "text" && rust.kind === "text") {
    const isJson = SIDES.some((side) => isJsonType(headerValue(answers[side].headers, "content-type")));
    return isJson
      ? compareAsJson(answers, { python: readJson(python.text), rust: readJson(rust.text) }, options, tally)
      : compareText(answers, python.text, rust.text, tally);
  }
  tally.compared += 2;
  if (python.kind === "binary" && rust.kind === "binary" && python.sha256 === rust.sha256) return [];
  const isOneText = python.kind === "text" || rust.kind === "text";
  return [wholeBody(answers, isOneText ? "encoding" : "value", tally)];
}

function compareEmpty(answers: AnswerPair, tally: Tally): readonly Difference[] {
  const isPythonEmpty = answers.python.body.kind === "empty";
  if (isPythonEmpty && answers.rust.body.kind === "empty") return [];
  tally.compared += 1;
  return [wholeBody(answers, isPythonEmpty ? "extra" : "missing", tally)];
}

function compareAsJson(
  answers: AnswerPair,
  readings: Readonly<Record<Side, JsonReading>>,
  { rules, placeOf, limit }: BodyOptions,
  tally: Tally,
): readonly Difference[] {
  const { python, rust } = readings;
  if (python.kind === "document" && rust.kind === "document") {
    compareJson(python.document, rust.document, rules, tally, limit);
    const documents = { python: python.document, rust: rust.document };
    return tally.disagreements.map((found) => describeDisagreement(found, documents, answers, placeOf));
  }
  tally.compared += 2;
  const values = (side: Side): string => {
    const reading = readings[side];
    return reading.kind === "malformed"
      ? `not JSON: ${reading.reason}; ${shownBody(answers[side].body)}`
      : shownBody(answers[side].body);
  };
  return [asDifference(answers, "not-json", { python: values("python"), rust: values("rust") }, tally)];
}

/** How much of a text is shown before and after the first unit in which two differ. */
const AROUND = 40;

function compareText(answers: AnswerPair, python: string, rust: string, tally: Tally): readonly Difference[] {
  tally.compared += 2;
  if (python === rust) return [];
  let at = 0;
  while (at < python.length && at < rust.length && python.charCodeAt(at) === rust.charCodeAt(at)) at++;
  const excerpt = (text: string): string => {
    const start = at <= AROUND * 2 ? 0 : at - AROUND;
    const end = text.length - at <= AROUND * 2 ? text.length : at + AROUND;
    return `${start === 0 ? "" : "…"}${text.slice(start, end).toWellFormed()}${end === text.length ? "" : "…"}`;
  };
  return [asDifference(answers, "value", { python: excerpt(python), rust: excerpt(rust) }, tally)];
}

function wholeBody(answers: AnswerPair, found: DifferenceClass, tally: Tally): Difference {
  const { python, rust } = answers;
  return asDifference(
    answers,
    found,
    {
      ...(python.body.kind !== "empty" && { python: shownBody(python.body) }),
      ...(rust.body.kind !== "empty" && { rust: shownBody(rust.body) }),
    },
    tally,
  );
}

function shownBody(body: AnswerBody): string {
  if (body.kind === "binary") return `${body.bytes} bytes, SHA-256 ${body.sha256}`;
  return body.kind === "text" ? cut(body.text) : "";
}

function asDifference(
  answers: AnswerPair,
  found: DifferenceClass,
  values: Difference["values"],
  tally: Tally,
): Difference {
  tally.hasFailing = true;
  const hint = hintFor({ class: found, part: "body", answers, pointer: "" });
  return {
    class: found,
    severity: SEVERITIES[found],
    part: "body",
    pointers: { ...(values.python !== undefined && { python: "" }), ...(values.rust !== undefined && { rust: "" }) },
    values,
    ...(hint !== undefined && { hint }),
  };
}
