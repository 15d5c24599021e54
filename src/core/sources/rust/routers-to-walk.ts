import type { Place } from "#core/model/place.ts";
import type { FoundRouters } from "./find-routers.ts";
import { keyOf, type Served } from "./machine.ts";
import type { Router } from "./values.ts";

/** A router whose routes stand in the table, with what holds for all of them. */
interface WalkedRouter {
  readonly router: Router;
  readonly isUnmounted: boolean;
  /** Conditions that are not told. */
  readonly without: readonly string[];
}

type Latest = (router: Router) => Router;

/**
 * What is served; then what functions return that does not stand in it; then what only has a name. `latest` gives the
 * router that took another one's place.
 */
export function routersToWalk(found: FoundRouters, latest: Latest): readonly WalkedRouter[] {
  const { served, servedFolders } = found;
  const now = <T extends { readonly router: Router }>(each: T): T => ({ ...each, router: latest(each.router) });
  const placesIn = createPlaces(latest);
  const loose = found.loose.length === 0 ? [] : looseOnes(found.loose.map(now), found.allServed.map(now), placesIn);
  const forgotten = forgottenOnes(found.named.map(now), [...served.map(now), ...loose], placesIn);
  return [
    ...served.map(({ router, conditions }) => ({ router: latest(router), isUnmounted: false, without: conditions })),
    ...loose.map(({ router, folder }) => ({
      router,
      isUnmounted: served.length > 0 && servedFolders.has(folder),
      without: [],
    })),
    ...forgotten.map(({ router, folder, conditions }) => ({
      router,
      isUnmounted: served.some((each) => each.folder === folder),
      without: conditions,
    })),
  ];
}

/** Without those that stand in one that is served. */
function looseOnes<T extends { readonly router: Router }>(
  loose: readonly T[],
  served: readonly Served[],
  placesIn: (router: Router) => readonly string[],
): readonly T[] {
  const known = new Set(served.map(({ router }) => router));
  const left = loose.filter(({ router }) => router.entries.length === 0 || !known.has(router));
  if (left.length === 0) return left;
  const servedPlaces = new Set([...known].flatMap(placesIn));
  return left.filter(
    ({ router }) => router.entries.length === 0 || !placesIn(router).every((place) => servedPlaces.has(place)),
  );
}

/** Routers of a program that are not seen to be served, as where each connection is handed over by its own code. */
function forgottenOnes(
  named: readonly Served[],
  known: readonly { readonly router: Router }[],
  placesIn: (router: Router) => readonly string[],
): readonly Served[] {
  if (named.length === 0) return [];
  const seen = new Set(known.flatMap(({ router }) => placesIn(router)));
  const forgotten: Served[] = [];
  // A name is often given anew to the router that has more: the last one has all.
  for (const each of named.toReversed()) {
    const own = placesIn(each.router);
    if (own.length === 0 || own.some((place) => seen.has(place))) continue;
    forgotten.unshift(each);
    for (const place of own) seen.add(place);
  }
  return forgotten;
}

/** Places live as long as the code that they stand in. */
const keys = new WeakMap<Place, string>();

/** Places of all that a router has. */
function createPlaces(latest: Latest): (router: Router) => readonly string[] {
  const known = new Map<Router, readonly string[]>();
  const placesIn = (router: Router): readonly string[] => {
    const before = known.get(router);
    if (before) return before;
    const places = router.entries.flatMap((entry) => [
      keyOfPlace(entry.place),
      ...(entry.kind === "nest" || entry.kind === "merge" ? placesIn(latest(entry.router)) : []),
    ]);
    known.set(router, places);
    return places;
  };
  return placesIn;
}

function keyOfPlace(place: Place): string {
  const known = keys.get(place) ?? keyOf(place);
  keys.set(place, known);
  return known;
}
