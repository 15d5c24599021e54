import type { Operation } from "#core/model/operation.ts";
import type { Route } from "#core/model/route.ts";
import { changedRoutes, type ChangedRoutes } from "#core/model/changed-routes.ts";
import { groupOf, pairEndpoints, type Pair } from "./pair-endpoints.ts";
import { isOpen } from "./pair-open-routes.ts";

interface Declared {
  readonly operations: readonly Operation[];
  readonly routes: { readonly python: readonly Route[]; readonly rust: readonly Route[] };
}

/** All pairs, where each that was kept stood before (those that were not are -1), and what changed in Python. */
interface Around {
  readonly pairs: readonly Pair[];
  readonly before: readonly number[];
  readonly python: ChangedRoutes;
}

/** More changed routes than this are no key stroke: then all are paired. */
const MAX_CHANGED = 400;

/** The order of the rows: by code units, so that it is the same on every machine. */
export function comparePairs(one: Pair, other: Pair): number {
  return compare(one.path, other.path) || compare(one.method, other.method);
}

/**
 * Pairs again what routes that came, went or changed have to do with, and keeps all other pairs as they are, the same
 * objects; the operations are those of the last time, and no route among those that were paired had a path of which a
 * part is not known. What is paired with each other has one path, but for the slash at its end. Undefined where such a
 * route has come, because it is held against all pairs.
 */
export function pairAround(
  last: { readonly snapshot: Declared; readonly pairs: readonly Pair[] },
  { operations, routes }: Declared,
): Around | undefined {
  const python = changedRoutes(last.snapshot.routes.python, routes.python);
  const rust = changedRoutes(last.snapshot.routes.rust, routes.rust);
  const changed = [python, rust].flatMap(({ removed, added }) => [...removed, ...added]);
  if (changed.length > MAX_CHANGED || changed.some(isOpen)) return undefined;
  const groups = new Set(changed.map((route) => groupOf(route)));
  const isNear = (entry: Operation | Route | Pair): boolean => groups.has(groupOf(entry));
  const near = pairEndpoints(operations.filter(isNear), {
    python: routes.python.filter(isNear),
    rust: routes.rust.filter(isNear),
  }).toSorted(comparePairs);
  return { ...merge(last.pairs, isNear, near), python };
}

/** Two sorted lists as one, without what is left out of the first. */
function merge(
  many: readonly Pair[],
  isLeftOut: (pair: Pair) => boolean,
  few: readonly Pair[],
): Pick<Around, "pairs" | "before"> {
  const pairs: Pair[] = [];
  const before: number[] = [];
  const left = few.toReversed();
  const add = (pair: Pair | undefined, index: number): void => {
    if (!pair) return;
    pairs.push(pair);
    before.push(index);
  };
  for (const [index, pair] of many.entries()) {
    if (isLeftOut(pair)) continue;
    for (let next = left.at(-1); next && comparePairs(next, pair) < 0; next = left.at(-1)) add(left.pop(), -1);
    add(pair, index);
  }
  while (left.length > 0) add(left.pop(), -1);
  return { pairs, before };
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
