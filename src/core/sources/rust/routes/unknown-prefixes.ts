import type { Finding } from "#core/model/finding.ts";
import type { Route } from "#core/model/route.ts";
import { keyOf } from "../values/machine.ts";
import { UNKNOWN_PART } from "../../routes/path-template.ts";

/**
 * `if !prefix.is_empty() { app = Router::new().nest(&prefix, app) }`: the routes stand there once, below no prefix. What is
 * left out for an unknown prefix, or as an option that nobody set, is said in `findings`.
 */
export function withoutUnknownPrefixes(routes: readonly Route[], findings: Finding[]): readonly Route[] {
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
    if (
      !isOption(route) &&
      !known.get(sourceOf(route))?.some(({ path }) => path === (rest.replace(/^\/+/, "/") || "/"))
    )
      return true;
    for (const { reason, place } of route.unresolved ?? []) {
      findings.push({
        code: "router-unresolved",
        severity: "warning",
        place,
        facts: { by: isOption(route) ? "route" : "nest", reason },
      });
    }
    return false;
  });
}

function isBelowUnknown({ unresolved, conditional, path }: Route): boolean {
  return unresolved !== undefined && conditional !== undefined && path.includes(UNKNOWN_PART);
}

/** A path that is an option altogether: `if let Ok(path) = env::var("X") { app.route(&path, …) }`. */
function isOption({ path, conditional = "" }: Route): boolean {
  return path === UNKNOWN_PART && /\blet (?:Ok|Some)\s*\(|!\s*[\w.]+\.is_empty\(\)| is Some\(/.test(conditional);
}

/** What declares a route, whatever stands before its path. */
function sourceOf({ method, place, handler }: Route): string {
  return [method, keyOf(place), handler ? keyOf(handler.place) : ""].join("\0");
}
