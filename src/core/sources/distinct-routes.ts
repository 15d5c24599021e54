import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";

/**
 * Routes, each once: a factory that runs twice makes the same ones again, and two programs may serve one router. Of two
 * that are the same that is kept which says more.
 */
export function distinctRoutes(routes: readonly Route[]): readonly Route[] {
  const byIdentity = new Map<string, Route>();
  for (const route of routes) {
    const identity = identityOf(route);
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
