import type { JsonDocument } from "#core/text/json/json-document.ts";
import { ARRAY, NONE, NUMBER, ROOT, STRING, kindOf, nameOf, rawOf, stringOf } from "#core/text/json/json-document.ts";
import { UNMARKED, type MarkedDocument, type RuleLeeway, renamesIds } from "../rules/rule-marks.ts";
import { type ElementHashes, hashOf } from "./element-hashes.ts";
import { idTokens, isOneId } from "./ids-in-texts.ts";

/** One place where an element names an id; `role` is a number for where in the element that is. */
export interface Reference {
  readonly role: number;
  readonly id: number;
}

/**
 * The elements of all arrays of a document whose order does not count, and the ids that rules let be renamed, each
 * with what names it. What lies in no such array is the first element, which is paired with nothing.
 */
export interface IdGraph {
  /** The nodes of the elements. */
  readonly elements: readonly number[];
  /** For each element a number that is equal for equal content in arrays at the same place, ids left out. */
  readonly contents: readonly string[];
  readonly references: readonly (readonly Reference[])[];
  /** Each id as `IdRenaming` writes it. */
  readonly ids: readonly string[];
  /** For each id the elements that name it, and by which role. */
  readonly referrers: readonly (readonly { readonly role: number; readonly element: number }[])[];
}

/** The graph of one side; undefined where no order is free. */
export function idGraph(side: MarkedDocument, hashes: ElementHashes): IdGraph | undefined {
  const { document, marks } = side;
  if (marks === undefined) return undefined;
  const { kinds, parents, ordinals, nameStarts, count } = document;
  const owners = new Int32Array(count);
  const roles = new Int32Array(count);
  const places = new Int32Array(count);
  const elements = [ROOT];
  const contents = ["rest"];
  const references: Reference[][] = [[]];
  const all: string[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (id: string): number => {
    const known = numbers.get(id);
    if (known !== undefined) return known;
    numbers.set(id, all.length);
    return all.push(id) - 1;
  };
  const refer = (element: number, role: number, id: string): void => {
    references[element]?.push({ role, id: numberOf(id) });
  };
  for (let node = ROOT + 1; node < count; node++) {
    const parent = parents[node] ?? ROOT;
    const outer = owners[parent] ?? 0;
    const isElement = (nameStarts[node] ?? NONE) === NONE;
    const isFree = isElement && leewayAt(side, parent)?.order !== undefined;
    const step = isElement ? 0 : textHash(nameOf(document, node) ?? "");
    const place = mix(places[parent] ?? 0, step);
    places[node] = place;
    if (isFree && kindOf(document, node) >= ARRAY) {
      const element = elements.push(node) - 1;
      owners[node] = element;
      contents.push(`${place} ${hashOf(hashes, node)}`);
      references.push([]);
      // That one element lies in another is a reference too.
      if (outer !== 0) {
        refer(element, WITHIN, `#${outer}`);
        refer(outer, ITSELF, `#${outer}`);
      }
      continue;
    }
    owners[node] = outer;
    const ordinal = isElement && !isFree ? (ordinals[node] ?? 0) + 1 : 0;
    roles[node] = outer === 0 ? place : mix(mix(roles[parent] ?? 0, step), ordinal);
    const kind = kinds[node] ?? 0;
    if (kind !== STRING && kind !== NUMBER) continue;
    const leeway = leewayAt(side, node);
    if (leeway === undefined || !renamesIds(leeway)) continue;
    const ids = idsAt(document, node, kind, leeway);
    for (const [at, id] of ids.entries()) refer(outer, mix(roles[node] ?? 0, at), id);
  }
  if (elements.length === 1 || all.length === 0) return undefined;
  return {
    elements,
    contents,
    references: references.map(onceEach),
    ids: all,
    referrers: referrersOf(references, all.length),
  };
}

const UUIDS = /[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/gi;

const WITHIN = -1;
const ITSELF = -2;

function leewayAt({ marks, leeways }: MarkedDocument, node: number): ReturnType<typeof leeways.leeway> {
  return leeways.leeway(marks?.[node] ?? UNMARKED);
}

/** The id that a value is, or those that stand within a text. */
function idsAt(document: JsonDocument, node: number, kind: number, { values }: RuleLeeway): readonly string[] {
  const areAnyIds = values.some(({ allow }) => allow === "renamed ids");
  if (kind === NUMBER) return areAnyIds ? [rawOf(document, node)] : [];
  const text = stringOf(document, node);
  if (!areAnyIds) return (text.match(UUIDS) ?? []).map((id) => JSON.stringify(id));
  return isOneId(text) ? [JSON.stringify(text)] : idTokens(text);
}

function onceEach(references: readonly Reference[]): readonly Reference[] {
  const seen = new Set<string>();
  return references.filter(({ role, id }) => {
    const key = `${role} ${id}`;
    return !seen.has(key) && seen.add(key).size > 0;
  });
}

function referrersOf(references: readonly (readonly Reference[])[], count: number): IdGraph["referrers"] {
  const referrers = Array.from({ length: count }, (): { role: number; element: number }[] => []);
  for (const [element, own] of references.entries()) {
    for (const { role, id } of onceEach(own)) referrers[id]?.push({ role, element });
  }
  return referrers;
}

function mix(value: number, step: number): number {
  const mixed = Math.imul(value ^ Math.imul(step + 0x9e3779b1, 0x85ebca6b), 0xc2b2ae35);
  return mixed ^ (mixed >>> 15);
}

function textHash(text: string): number {
  let hash = 7;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}
