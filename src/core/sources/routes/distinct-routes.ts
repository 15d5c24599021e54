import { changedRoutes } from "#core/model/sources/changed-routes.ts";
import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";

/** Drops repeated routes from one list after another. */
export interface DistinctRoutes {
  /**
   * Routes, each once: a factory that runs twice makes the same ones again, and two programs may serve one router. Of two
   * that are the same that is kept which says more.
   */
  of(routes: readonly Route[]): readonly Route[];
}

/** More changed routes than this are no key stroke: then all are looked at. */
const MAX_CHANGED = 400;

/** Most routes are the same objects as in the list before: only the others are looked at, where none of them is repeated. */
export function createDistinctRoutes(): DistinctRoutes {
  let routes: readonly Route[] = [];
  let distinct: readonly Route[] = [];
  /** How many of `routes` have an identity. */
  let counts = new Map<string, number>();

  /** What comes of `next`; undefined where more than single routes came and went. `counts` then is of no more use. */
  function followed(next: readonly Route[]): readonly Route[] | undefined {
    const { start, removed, added } = changedRoutes(routes, next);
    const changes = removed.length + added.length;
    if (changes === 0) return distinct;
    const first = distinct.length === routes.length ? start : distinct.findIndex((route) => route === removed[0]);
    if (first < 0 || changes > MAX_CHANGED) return undefined;
    for (const route of removed) {
      const identity = identityOf(route);
      if (counts.get(identity) !== 1) return undefined;
      counts.delete(identity);
    }
    for (const route of added) {
      const identity = identityOf(route);
      if (counts.has(identity)) return undefined;
      counts.set(identity, 1);
    }
    return distinct.toSpliced(first, removed.length, ...added);
  }

  return {
    of(next) {
      distinct = followed(next) ?? all(next);
      routes = next;
      return distinct;
    },
  };

  function all(next: readonly Route[]): readonly Route[] {
    counts = new Map();
    const byIdentity = new Map<string, Route>();
    for (const route of next) {
      const identity = identityOf(route);
      counts.set(identity, (counts.get(identity) ?? 0) + 1);
      const known = byIdentity.get(identity);
      if (!known || saysMore(route, known)) {
        byIdentity.set(identity, route);
      } else if (isOpposite(known.conditional, route.conditional) && known.unmounted === route.unmounted) {
        const { conditional: _, ...always } = known;
        byIdentity.set(identity, always);
      }
    }
    return [...byIdentity.values()];
  }
}

/** A route that an app reaches says more than one that none does, then one without a condition. */
function saysMore(route: Route, known: Route): boolean {
  if (route.unmounted !== known.unmounted) return !route.unmounted;
  return known.conditional !== undefined && route.conditional === undefined;
}

/** In the branches of one `if`: whichever runs, the route is there. */
function isOpposite(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && (isNot(one, other) || isNot(other, one));
}

/** `not (debug)` of `debug`, Rust's `cfg(not(unix))` of `cfg(unix)`. */
function isNot(one: string, other: string): boolean {
  return one === `not (${other})` || (other.startsWith("cfg(") && one === `cfg(not(${other.slice(4)})`);
}

/** Most routes are the same objects as at the last linking. */
const identities = new WeakMap<Route, string>();

function identityOf(route: Route): string {
  const known = identities.get(route);
  if (known !== undefined) return known;
  const { kind, method, path, place, handler, unresolved = [] } = route;
  const identity = [
    kind,
    method,
    path,
    placeKey(place),
    handler ? placeKey(handler.place) : "",
    ...unresolved.map(({ reason }) => reason),
  ].join("\0");
  identities.set(route, identity);
  return identity;
}

function placeKey({ file, range: { start } }: Place): string {
  return `${file}:${start.line}:${start.character}`;
}
