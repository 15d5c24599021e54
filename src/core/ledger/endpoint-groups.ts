import { SIDES, type Side } from "#core/model/endpoint.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Route } from "#core/model/route.ts";
import type { Pair } from "./pair.ts";
import { groupOf, pairEndpoints } from "./pair-endpoints.ts";

/** All that has one path, but for the names of its parameters and the slash at its end; each list in the order of all. */
interface Group extends Readonly<Record<Side, readonly Route[]>> {
  readonly operations: readonly Operation[];
  readonly pairs: readonly Pair[];
}

/** What is declared, by groups: what is paired with each other stands in one. Changes as routes do. */
export type EndpointGroups = Map<string, Group>;

const EMPTY: Group = { operations: [], python: [], rust: [], pairs: [] };

/** Groups of pairs, none of which has a path of which a part is not known, and of what they were made of. */
export function groupsOf(
  operations: readonly Operation[],
  routes: Readonly<Record<Side, readonly Route[]>>,
  pairs: readonly Pair[],
): EndpointGroups {
  const groups: EndpointGroups = new Map();
  for (const [name, each] of Map.groupBy(operations, groupOf)) changeGroup(groups, name, { operations: each });
  for (const side of SIDES) {
    for (const [name, each] of Map.groupBy(routes[side], groupOf)) changeGroup(groups, name, { [side]: each });
  }
  for (const [name, each] of Map.groupBy(pairs, groupOf)) changeGroup(groups, name, { pairs: each });
  return groups;
}

function changeGroup(groups: EndpointGroups, name: string, change: Partial<Group>): void {
  groups.set(name, { ...(groups.get(name) ?? EMPTY), ...change });
}

/**
 * Pairs anew the groups that have to do with routes that came or went; `routes` are all that there are now. Gives the
 * pairs that are no more, and those that take their place.
 */
export function regroup(
  groups: EndpointGroups,
  { removed, added }: { readonly removed: readonly Route[]; readonly added: readonly Route[] },
  routes: Readonly<Record<Side, readonly Route[]>>,
): { readonly gone: readonly Pair[]; readonly come: readonly Pair[] } {
  const isGone = new Set(removed);
  const addedByName = Map.groupBy(added, groupOf);
  const gone: Pair[] = [];
  const come: Pair[] = [];
  for (const name of new Set([...removed, ...added].map(groupOf))) {
    const before = groups.get(name) ?? EMPTY;
    const of = (side: Side): readonly Route[] => {
      const own = addedByName.get(name)?.filter((route) => route.side === side) ?? [];
      const left = before[side].filter((route) => !isGone.has(route));
      return inOrder([...left, ...own], routes[side]);
    };
    const now = { python: of("python"), rust: of("rust") };
    const pairs = pairEndpoints(before.operations, now);
    if (before.operations.length + now.python.length + now.rust.length === 0) groups.delete(name);
    else groups.set(name, { operations: before.operations, ...now, pairs });
    gone.push(...before.pairs);
    come.push(...pairs);
  }
  return { gone, come };
}

/** Some of a list's routes, as they follow one another there. */
function inOrder(some: readonly Route[], all: readonly Route[]): readonly Route[] {
  if (some.length < 2) return some;
  if (some.length > 50) {
    const wanted = new Set(some);
    return all.filter((route) => wanted.has(route));
  }
  const places = new Map(some.map((route) => [route, all.indexOf(route)]));
  return some.toSorted((one, other) => (places.get(one) ?? 0) - (places.get(other) ?? 0));
}

/** Routes, and the pairs that have them, took the place of others that have the same paths. */
export function moveGroups(
  groups: EndpointGroups,
  routes: ReadonlyMap<Route, Route>,
  pairs: ReadonlyMap<Pair, Pair>,
): void {
  for (const name of new Set([...routes.keys()].map(groupOf))) {
    const group = groups.get(name);
    if (!group) continue;
    const now = (route: Route): Route => routes.get(route) ?? route;
    groups.set(name, {
      operations: group.operations,
      python: group.python.map(now),
      rust: group.rust.map(now),
      pairs: group.pairs.map((pair) => pairs.get(pair) ?? pair),
    });
  }
}
