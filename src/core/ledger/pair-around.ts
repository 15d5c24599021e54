import type { Operation } from "#core/model/operation.ts";
import { changedRoutes, type ChangedRoutes } from "#core/model/sources/changed-routes.ts";
import type { Route } from "#core/model/route.ts";
import { groupsOf, regroup, type EndpointGroups } from "./endpoint-groups.ts";
import type { Pair } from "./pair.ts";
import { isOpen } from "./pair-open-routes.ts";

interface Declared {
  readonly operations: readonly Operation[];
  readonly routes: { readonly python: readonly Route[]; readonly rust: readonly Route[] };
}

/** Which pairs are no more, which take their place, and what changed in Python. */
interface Around {
  readonly gone: readonly Pair[];
  readonly come: readonly Pair[];
  readonly groups: EndpointGroups;
  readonly python: ChangedRoutes;
}

/** More changed routes than this are no key stroke: then all are paired. */
const MAX_CHANGED = 400;

/**
 * Pairs again what routes that came, went or changed have to do with; the operations are those of the last time, and no
 * route among those that were paired had a path of which a part is not known. Undefined where such a route has come,
 * because it is held against all pairs. `groups` of the last time are used up.
 */
export function pairAround(
  last: { readonly snapshot: Declared; readonly pairs: readonly Pair[]; readonly groups: EndpointGroups | undefined },
  { operations, routes }: Declared,
): Around | undefined {
  const python = changedRoutes(last.snapshot.routes.python, routes.python);
  const rust = changedRoutes(last.snapshot.routes.rust, routes.rust);
  const removed = [...python.removed, ...rust.removed];
  const added = [...python.added, ...rust.added];
  if (removed.length + added.length > MAX_CHANGED || added.some(isOpen)) return undefined;
  const groups = last.groups ?? groupsOf(operations, last.snapshot.routes, last.pairs);
  return { ...regroup(groups, { removed, added }, routes), groups, python };
}

/** The order of the rows: by code units, so that it is the same on every machine. */
export function comparePairs(one: Pair, other: Pair): number {
  return compare(one.path, other.path) || compare(one.method, other.method);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Where a pair belongs among pairs that are in their order. */
export function placeOf(pair: Pair, pairs: readonly Pair[]): number {
  let [from, to] = [0, pairs.length];
  while (from < to) {
    const middle = (from + to) >>> 1;
    const other = pairs[middle];
    if (other && comparePairs(other, pair) < 0) from = middle + 1;
    else to = middle;
  }
  return from;
}
