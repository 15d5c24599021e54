import type { Finding } from "#core/model/finding.ts";
import type { Route } from "#core/model/route.ts";
import { keyOf } from "./machine.ts";
import { UNKNOWN_PART } from "../path-template.ts";

/** Two binaries may serve the same router. What is left out for an unknown prefix is said in `findings`. */
export function withoutRepeats(routes: readonly Route[], findings: Finding[]): readonly Route[] {
  const byIdentity = new Map<string, Route>();
  for (const route of routes) {
    const identity = identityOf(route);
    const known = byIdentity.get(identity);
    if (!known || saysMore(route, known)) {
      byIdentity.set(identity, route);
    }
  }
  return withoutUnknownPrefixes([...byIdentity.values()], findings);
}

/** Most routes are the same objects as at the last linking. */
const identities = new WeakMap<Route, string>();

function identityOf(route: Route): string {
  const known = identities.get(route);
  if (known !== undefined) return known;
  const handler = route.handler ? keyOf(route.handler.place) : "";
  const identity = [route.kind, route.method, route.path, keyOf(route.place), handler].join("\0");
  identities.set(route, identity);
  return identity;
}

/** A route that an app reaches says more than one that none does, then one without a condition. */
function saysMore(route: Route, known: Route): boolean {
  if (route.unmounted !== known.unmounted) return !route.unmounted;
  return known.conditional !== undefined && route.conditional === undefined;
}

/** `if !prefix.is_empty() { app = Router::new().nest(&prefix, app) }`: the routes stand there once, below no prefix. */
function withoutUnknownPrefixes(routes: readonly Route[], findings: Finding[]): readonly Route[] {
  if (!routes.some(isBelowUnknown)) return routes;
  const known = new Map<string, Route[]>();
  for (const route of routes) {
    if (route.unresolved) continue;
    const of = sourceOf(route);
    known.set(of, [...(known.get(of) ?? []), route]);
  }
  return routes.filter((route) => {
    if (!isBelowUnknown(route)) return true;
    const [, rest = ""] = route.path.split(UNKNOWN_PART);
    if (!known.get(sourceOf(route))?.some(({ path }) => path === (rest.replace(/^\/+/, "/") || "/"))) return true;
    for (const { reason, place } of route.unresolved ?? []) {
      findings.push({ code: "router-unresolved", severity: "warning", place, facts: { by: "nest", reason } });
    }
    return false;
  });
}

function isBelowUnknown({ unresolved, conditional, path }: Route): boolean {
  return unresolved !== undefined && conditional !== undefined && path.includes(UNKNOWN_PART);
}

/** What declares a route, whatever stands before its path. */
function sourceOf({ method, place, handler }: Route): string {
  return [method, keyOf(place), handler ? keyOf(handler.place) : ""].join("\0");
}
