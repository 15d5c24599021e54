import type { IdGraph } from "./id-graph.ts";
import type { IdRenaming } from "./renaming-ids.ts";

/** The colours of both sides' elements: equal ones may belong together. */
export interface Colouring {
  readonly left: Int32Array;
  readonly right: Int32Array;
}

/** So many references are looked at over all rounds; what is not told apart by then is left to the search. */
const MOST_WORK = 5_000_000;

/**
 * Colours elements by what they contain and by the ids that they name, and ids by the elements that name them, round by
 * round, until a round tells no more apart (colour refinement). The colourings of some of the rounds, the coarsest
 * first: where a difference has spread, an earlier round still tells what belongs together.
 */
export function refineColours(left: IdGraph, right: IdGraph, renaming: IdRenaming): readonly Colouring[] {
  const names = new Map<string, number>();
  let elements: Colouring = {
    left: coloursOf(left.contents, names),
    right: coloursOf(right.contents, names),
  };
  let ids: Colouring = {
    left: coloursOf(
      left.ids.map((id) => (renaming.rustOf(id) === undefined ? "" : id)),
      names,
    ),
    right: coloursOf(
      right.ids.map((id) => renaming.pythonOf(id) ?? ""),
      names,
    ),
  };
  const kept = [elements];
  // The usual case: no two elements are alike, and there is nothing to tell apart.
  if (areAllApart(elements)) return kept;
  const size = sizeOf(left) + sizeOf(right);
  let count = new Set([...elements.left, ...elements.right]).size;
  for (let round = 1, work = 0; work <= MOST_WORK; round++, work += size) {
    const own = new Map<string, number>();
    const next: Colouring = {
      left: coloursOf(elementTexts(left, elements.left, ids.left), own),
      right: coloursOf(elementTexts(right, elements.right, ids.right), own),
    };
    const idNames = new Map<string, number>();
    ids = {
      left: coloursOf(idTexts(left, next.left, ids.left), idNames),
      right: coloursOf(idTexts(right, next.right, ids.right), idNames),
    };
    elements = next;
    const isKept = (round & (round - 1)) === 0;
    if (isKept) kept.push(elements);
    const found = own.size + idNames.size;
    if (found === count) return isKept ? kept : [...kept, elements];
    count = found;
  }
  return [...kept, elements];
}

function areAllApart({ left, right }: Colouring): boolean {
  return new Set(left).size === left.length && new Set(right).size === right.length;
}

function sizeOf({ references, elements }: IdGraph): number {
  return references.reduce((sum, own) => sum + own.length, elements.length);
}

/** A number for each text, equal for equal ones on both sides. */
function coloursOf(texts: readonly string[], names: Map<string, number>): Int32Array {
  return Int32Array.from(texts, (text) => {
    const known = names.get(text);
    if (known !== undefined) return known;
    names.set(text, names.size);
    return names.size - 1;
  });
}

function elementTexts({ references }: IdGraph, elements: Int32Array, ids: Int32Array): readonly string[] {
  return references.map((own, element) => {
    const named = own.map(({ role, id }) => `${role}:${ids[id]}`).toSorted();
    return `${elements[element]};${named.join(",")}`;
  });
}

function idTexts({ referrers }: IdGraph, elements: Int32Array, ids: Int32Array): readonly string[] {
  return referrers.map((own, id) => {
    const naming = own.map(({ role, element }) => `${role}:${elements[element]}`).toSorted();
    return `${ids[id]};${naming.join(",")}`;
  });
}
