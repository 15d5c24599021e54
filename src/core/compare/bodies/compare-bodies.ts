import type { Difference, DifferenceClass } from "#core/model/run/difference.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { AnswerBody } from "#core/model/run/exchange.ts";
import { compareJson } from "./compare-json.ts";
import { type PlaceOf, describeDisagreement } from "./describe-disagreement.ts";
import type { AnswerPair } from "#core/gaps/hint-subject.ts";
import { hintFor } from "#core/gaps/hints.ts";
import { type BodyReading, type BodyReadings, withNotFinite } from "./read-bodies.ts";
import type { IndexedRule } from "../rules/rule-marks.ts";
import { severityUnder } from "../rules/rule-severity.ts";
import { SEVERITIES } from "../severity.ts";
import { type OwnServers, areSameButOwn } from "./own-server.ts";
import { excerpts, shownBody, shownBytes } from "./shown-body.ts";
import type { Tally } from "../tally.ts";

export interface BodyOptions {
  readonly readings: BodyReadings;
  readonly rules: readonly IndexedRule[];
  readonly placeOf: PlaceOf | undefined;
  /** Differences beyond this many are counted, not kept. */
  readonly limit: number;
  /** Asked now and then; from when it says so on, what is left is compared coarsely. */
  readonly isTimeUp?: (() => boolean) | undefined;
  /** Where the two sides listen, where that is two places. */
  readonly servers?: OwnServers | undefined;
  readonly caseName?: string | undefined;
}

/**
 * Compares two bodies as what they were read as, and counts in `tally`: JSON and items of JSON value by value, other
 * text as text and bytes by their hash. A body that is not what it promises, or not text, counts as one leaf.
 */
export function compareBodies(answers: AnswerPair, options: BodyOptions, tally: Tally): readonly Difference[] {
  const { python, rust } = { python: answers.python.body, rust: answers.rust.body };
  const { readings } = options;
  if (readings.kind === "nothing-sent") {
    tally.unfinished = "A stream had not sent a single item when its time was up; give the case more time.";
    return [];
  }
  if (isEmpty(python) || isEmpty(rust)) return compareEmpty(answers, tally);
  if (readings.kind === "same-json") {
    tally.compared += 2 * readings.leaves;
    return [];
  }
  if (readings.kind === "json") return compareAsJson(answers, readings, options, tally);
  tally.compared += 2;
  if (python.kind === "text" && rust.kind === "text") {
    const isAlike = python.text === rust.text || areSameButOwn(python.text, rust.text, options.servers);
    return isAlike ? [] : [asDifference(answers, "value", excerpts(python.text, rust.text), tally)];
  }
  if (python.kind === "binary" && rust.kind === "binary") {
    if (python.sha256 === rust.sha256) return [];
    return [asDifference(answers, "value", shownBytes(python, rust), tally)];
  }
  return [wholeBody(answers, "encoding", tally)];
}

/** A body of no characters and no body are one and the same in HTTP. */
function isEmpty(body: AnswerBody): boolean {
  return body.kind === "empty" || (body.kind === "text" && body.text === "");
}

function compareEmpty(answers: AnswerPair, tally: Tally): readonly Difference[] {
  const isPythonEmpty = isEmpty(answers.python.body);
  if (isPythonEmpty && isEmpty(answers.rust.body)) return [];
  tally.compared += 1;
  return [wholeBody(answers, isPythonEmpty ? "extra" : "missing", tally)];
}

function compareAsJson(
  answers: AnswerPair,
  { python, rust, note }: Extract<BodyReadings, { kind: "json" }>,
  { rules, placeOf, ...options }: BodyOptions,
  tally: Tally,
): readonly Difference[] {
  if (python.kind === "document" && rust.kind === "document") {
    if (note !== undefined) tally.notes.push(note);
    compareJson(python.document, rust.document, { part: "body", rules, ...options }, tally);
    const documents = { python: python.document, rust: rust.document };
    const found = tally.disagreements.map((each) =>
      describeDisagreement(each, documents, { part: "body", answers, placeOf }),
    );
    return note === undefined ? found : found.map((each) => ({ ...each, values: valuesAsWritten(each.values) }));
  }
  const texts = [answers.python.body, answers.rust.body].map((body) => (body.kind === "text" ? body.text : ""));
  if (python.kind !== rust.kind || texts[0] !== texts[1])
    return notJson(answers, { python: faultOf(python), rust: faultOf(rust) }, tally);
  tally.compared += 2;
  tally.notes.push(`Both bodies are the same text, which is not JSON: ${faultOf(python) ?? ""}.`);
  return [];
}

function valuesAsWritten({ python, rust }: Difference["values"]): Difference["values"] {
  return {
    ...(python !== undefined && { python: withNotFinite(python) }),
    ...(rust !== undefined && { rust: withNotFinite(rust) }),
  };
}

function faultOf(reading: BodyReading): string | undefined {
  return reading.kind === "malformed" ? reading.reason : undefined;
}

function notJson(
  answers: AnswerPair,
  faults: Readonly<Record<Side, string | undefined>>,
  tally: Tally,
): readonly Difference[] {
  tally.compared += 2;
  const value = (side: Side): string => {
    const shown = shownBody(answers[side].body);
    return faults[side] === undefined ? shown : `not JSON: ${faults[side]}; ${shown}`;
  };
  return [asDifference(answers, "not-json", { python: value("python"), rust: value("rust") }, tally)];
}

function wholeBody(answers: AnswerPair, found: DifferenceClass, tally: Tally): Difference {
  const { python, rust } = answers;
  return asDifference(
    answers,
    found,
    {
      ...(!isEmpty(python.body) && { python: shownBody(python.body) }),
      ...(!isEmpty(rust.body) && { rust: shownBody(rust.body) }),
    },
    tally,
  );
}

function asDifference(
  answers: AnswerPair,
  found: DifferenceClass,
  values: Difference["values"],
  tally: Tally,
): Difference {
  if (severityUnder(tally.policy, found, SEVERITIES[found]) !== "cosmetic") tally.hasFailing = true;
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
