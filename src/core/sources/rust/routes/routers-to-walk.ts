import type { Place } from "#core/model/place.ts";
import type { FoundRouters } from "../run/find-routers.ts";
import { keyOf, type Served } from "../values/machine.ts";
import type { Router } from "../values/values.ts";

/** A router whose routes stand in the table, with what holds for all of them. */
interface WalkedRouter {
  readonly router: Router;
  readonly isUnmounted: boolean;
  /** Conditions that are not told. */
  readonly without: readonly string[];
}

type Latest = (router: Router) => Router;
type PlacesIn = (router: Router) => ReadonlySet<string>;

/**
 * What is served; then what functions return that does not stand in it; then what only has a name. `latest` gives the
 * router that took another one's place.
 */
export function routersToWalk(found: FoundRouters, latest: Latest): readonly WalkedRouter[] {
  const now = <T extends { readonly router: Router }>(each: T): T => ({ ...each, router: latest(each.router) });
  const placesIn = createPlaces(latest);
  const served = found.served.map(now);
  const outermost = found.loose.length === 0 ? [] : notServed(found.loose.map(now), found.allServed.map(now), placesIn);
  const forgotten = forgottenOnes(found.named.map(now), served, outermost, placesIn);
  const loose = withoutPartsOf(outermost, forgotten, placesIn);
  return [
    ...served.map(({ router, conditions }) => ({ router, isUnmounted: false, without: conditions })),
    ...loose.map(({ router, folder }) => ({
      router,
      isUnmounted: served.length > 0 && found.servedFolders.has(folder),
      without: [],
    })),
    // A program that gives a router a name, and does not return it, hands it to somebody that we do not see.
    ...forgotten.map(({ router, conditions }) => ({ router, isUnmounted: false, without: conditions })),
  ];
}

/** Without those that stand in one that is served. */
function notServed<T extends { readonly router: Router }>(
  loose: readonly T[],
  served: readonly Served[],
  placesIn: PlacesIn,
): readonly T[] {
  const known = new Set(served.map(({ router }) => router));
  return withoutPartsOf(
    loose.filter(({ router }) => router.entries.length === 0 || !known.has(router)),
    [...known].map((router) => ({ router })),
    placesIn,
  );
}

/** Without those of which all stands in some of the others. */
function withoutPartsOf<T extends { readonly router: Router }>(
  routers: readonly T[],
  others: readonly { readonly router: Router }[],
  placesIn: PlacesIn,
): readonly T[] {
  if (routers.length === 0 || others.length === 0) return routers;
  const known = new Set(others.flatMap(({ router }) => [...placesIn(router)]));
  return routers.filter(
    ({ router }) => router.entries.length === 0 || ![...placesIn(router)].every((place) => known.has(place)),
  );
}

/**
 * Routers of a program that are not seen to be served, as where each connection is handed over by its own code. One that
 * has more than what a function returns stands for that as well.
 */
function forgottenOnes(
  named: readonly Served[],
  served: readonly Served[],
  loose: readonly { readonly router: Router }[],
  placesIn: PlacesIn,
): readonly Served[] {
  if (named.length === 0) return [];
  const reached = new Set(served.flatMap(({ router }) => [...placesIn(router)]));
  const seen = new Set(loose.flatMap(({ router }) => [...placesIn(router)]));
  const forgotten: Served[] = [];
  const open = named.filter(({ router: { entries } }) => entries[0] && !reached.has(keyOfPlace(entries[0].place)));
  // A name is often given anew to the router that has more: what has most stands for what it has.
  const bySize = open.toReversed().toSorted((one, other) => placesIn(other.router).size - placesIn(one.router).size);
  for (const each of bySize) {
    const own = [...placesIn(each.router)];
    if (own.some((place) => reached.has(place)) || own.every((place) => seen.has(place))) continue;
    forgotten.unshift(each);
    for (const place of own) seen.add(place);
  }
  return forgotten;
}

/** Places live as long as the code that they stand in. */
const keys = new WeakMap<Place, string>();

/** Places of all that a router has. */
function createPlaces(latest: Latest): PlacesIn {
  const known = new Map<Router, ReadonlySet<string>>();
  const placesIn = (router: Router): ReadonlySet<string> => {
    const before = known.get(router);
    if (before) return before;
    const places = new Set<string>();
    for (const entry of router.entries) {
      places.add(keyOfPlace(entry.place));
      if (entry.kind !== "nest" && entry.kind !== "merge") continue;
      for (const place of placesIn(latest(entry.router))) places.add(place);
    }
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
