import type { Difference } from "#core/model/run/difference.ts";
import { SIDES, type Side } from "#core/model/endpoint.ts";

/** Where the differences of two bodies, or of two effects, stand, ready to be asked while the two trees are walked. */
export interface DifferenceIndex {
  /** Indexes of the differences at a value of a side. */
  at(side: Side, pointer: string): readonly number[];
  /** The elements of an array that have no counterpart at the same turn of the other side: absent there, or moved. */
  loneElements(side: Side, arrayPointer: string): ReadonlySet<number>;
  /** How the differences at a row bear on all that stands below it. */
  effect(differences: readonly number[]): Effect;
}

/** `none` says nothing about what is below, e.g. the order of the members. */
export type Effect = "none" | "tolerated" | "differs";

/** Indexes the differences of one part by pointer; numbers are indexes in `differences`, those of other parts included. */
export function indexDifferences(differences: readonly Difference[], part: Difference["part"]): DifferenceIndex {
  const places = { python: new Map<string, number[]>(), rust: new Map<string, number[]>() };
  const lone = { python: new Map<string, Set<number>>(), rust: new Map<string, Set<number>>() };
  for (const [index, difference] of differences.entries()) {
    if (difference.part !== part) continue;
    for (const side of SIDES) {
      const pointer = difference.pointers[side];
      if (pointer === undefined) continue;
      entry(places[side], pointer, () => []).push(index);
      const element = standsAlone(difference, side) ? elementOf(pointer) : undefined;
      if (element) entry(lone[side], element.array, () => new Set<number>()).add(element.index);
    }
  }
  return {
    at: (side, pointer) => places[side].get(pointer) ?? [],
    loneElements: (side, arrayPointer) => lone[side].get(arrayPointer) ?? NO_ELEMENTS,
    effect: (indexes) => strongest(indexes.map((index) => effectOf(differences[index]))),
  };
}

const NO_ELEMENTS: ReadonlySet<number> = new Set();

function standsAlone(difference: Difference, side: Side): boolean {
  const other = side === "python" ? "rust" : "python";
  return difference.pointers[other] === undefined || difference.class === "moved";
}

/** `/items/3` → the array `/items` and the index 3. */
function elementOf(pointer: string): { readonly array: string; readonly index: number } | undefined {
  const slash = pointer.lastIndexOf("/");
  const last = pointer.slice(slash + 1);
  return slash >= 0 && /^\d+$/.test(last) ? { array: pointer.slice(0, slash), index: Number(last) } : undefined;
}

function effectOf(difference: Difference | undefined): Effect {
  if (difference === undefined || difference.class === "key-order") return "none";
  return difference.severity === "cosmetic" ? "tolerated" : "differs";
}

function strongest(effects: readonly Effect[]): Effect {
  if (effects.includes("differs")) return "differs";
  return effects.includes("tolerated") ? "tolerated" : "none";
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
