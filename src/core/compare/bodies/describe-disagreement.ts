import type { Difference } from "#core/model/run/difference.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import type { JsonDocument } from "#core/text/json/json-document.ts";
import { NONE, NUMBER, ROOT, kindOf, pointerOf, rawOf } from "#core/text/json/json-document.ts";
import type { AnswerPair, HintValue } from "#core/gaps/hint-subject.ts";
import { hintValue, namesIn } from "#core/gaps/hint-subject.ts";
import { hintFor } from "#core/gaps/hints.ts";
import type { DocumentPart } from "../rules/rule-marks.ts";
import { rowKey } from "../matching/row-key.ts";
import { SEVERITIES } from "../severity.ts";
import type { Disagreement } from "../tally.ts";
import { isLong, longExcerpts, nameText, namesText, valueText } from "./value-text.ts";

/** Where in source the field stands that wrote the value at a JSON pointer; undefined where nobody knows. */
export type PlaceOf = (side: Side, pointer: string) => Place | undefined;

/** The two bodies, or the two effects, as documents. */
export type DocumentPair = Readonly<Record<Side, JsonDocument>>;

/** What the documents are of, and what else is known. */
export interface Surroundings {
  readonly part: DocumentPart;
  readonly answers: AnswerPair;
  readonly placeOf: PlaceOf | undefined;
}

/** Makes a disagreement of two nodes readable: pointers, values, severity, hint, places. */
export function describeDisagreement(
  found: Disagreement,
  documents: DocumentPair,
  { part, answers, placeOf }: Surroundings,
): Difference {
  const pointers = bySide((side) => (found[side] === NONE ? undefined : pointerOf(documents[side], found[side])));
  const values = shownValues(found, documents);
  const hint =
    found.isCoarse === true
      ? undefined
      : (found.hint ??
        hintFor({
          class: found.class,
          part,
          answers,
          pointer: pointers.python ?? pointers.rust ?? "",
          ...bySide((side) => subjectValue(found, documents[side], found[side])),
          ...(found.opposite !== undefined && siblingNames(found, found.opposite, documents)),
        }));
  const places = bySide((side) => placeOf?.(side, pointers[side] ?? pointers.python ?? pointers.rust ?? ""));
  const row =
    part === "effect" ? (rowKey(documents.python, found.python) ?? rowKey(documents.rust, found.rust)) : undefined;
  return {
    class: found.class,
    severity: isNumberKind(found, documents) ? SEVERITIES.value : SEVERITIES[found.class],
    part,
    pointers,
    ...(row !== undefined && { row }),
    values,
    ...(found.isCoarse === true && { isCoarse: true }),
    ...(hint !== undefined && { hint }),
    ...(Object.keys(places).length > 0 && { places }),
  };
}

/** `1` against `1.0`: another type for typed clients only. */
function isNumberKind({ class: found, python, rust }: Disagreement, documents: DocumentPair): boolean {
  return found === "type" && kindOf(documents.python, python) === NUMBER && kindOf(documents.rust, rust) === NUMBER;
}

/** For a member that one side lacks: the names in the object that it would be in, and in the one that it is in. */
function siblingNames(
  { python, rust }: Disagreement,
  opposite: number,
  documents: DocumentPair,
): { readonly oppositeNames: readonly string[]; readonly ownNames: readonly string[] } {
  const [own, other, node] =
    python === NONE ? [documents.rust, documents.python, rust] : [documents.python, documents.rust, python];
  return { oppositeNames: namesIn(other, opposite), ownNames: namesIn(own, own.parents[node] ?? ROOT) };
}

/** A record of what `read` gives for each side; a side without a value is left out. */
function bySide<Value>(read: (side: Side) => Value | undefined): Partial<Record<Side, Value>> {
  const python = read("python");
  const rust = read("rust");
  return { ...(python !== undefined && { python }), ...(rust !== undefined && { rust }) };
}

function shownValue(found: Disagreement, document: JsonDocument, node: number): string | undefined {
  if (node === NONE) return undefined;
  if (found.isInName === true) return nameText(document, node);
  return found.class === "key-order" ? namesText(document, node) : valueText(document, node);
}

/** Two long values are shown around the place where they begin to differ. */
function shownValues(found: Disagreement, documents: DocumentPair): Difference["values"] {
  const { python, rust } = found;
  const isOfValues = python !== NONE && rust !== NONE && found.isInName !== true && found.class !== "key-order";
  if (isOfValues) {
    const [left, right] = [rawOf(documents.python, python), rawOf(documents.rust, rust)];
    if (isLong(left) || isLong(right)) return longExcerpts(left, right);
  }
  return bySide((side) => shownValue(found, documents[side], found[side]));
}

function subjectValue(found: Disagreement, document: JsonDocument, node: number): HintValue | undefined {
  if (node === NONE || found.isInName === true) return undefined;
  // What has moved says nothing; the array that it has moved in does.
  return hintValue(document, found.class === "moved" ? (document.parents[node] ?? node) : node);
}
