import type { Route } from "#core/model/route.ts";
import type { ChangedRoutes } from "#core/model/sources/changed-routes.ts";
import { canBeShadowed, canShadow, shapeOf, takesAny, takesRest } from "./shadowed-routes.ts";

/** A route that may answer for others, as it is held against thousands of paths. */
interface Pattern {
  readonly route: Route;
  readonly segments: readonly string[];
  /** What every path begins with that it takes. */
  readonly prefix: string;
}

/** Routes live from one list to the next; undefined for one that answers for no other. */
const patterns = new WeakMap<Route, { readonly pattern: Pattern | undefined }>();

/**
 * What `shadowedRoutes` says of `routes`, from what it said of the list before `changed`: only what was changed, and what
 * that shadows or shadowed, is looked at.
 */
export function shadowedAgain(
  routes: readonly Route[],
  before: ReadonlyMap<Route, Route>,
  { removed, added }: ChangedRoutes,
): ReadonlyMap<Route, Route> {
  const gone = new Set(removed);
  const open = new Set(added.filter(canBeShadowed));
  const shadowed = new Map<Route, Route>();
  for (const [route, by] of before) {
    if (gone.has(route)) continue;
    if (gone.has(by)) open.add(route);
    else shadowed.set(route, by);
  }
  for (const route of open) {
    const by = firstThatCovers(routes, route);
    if (by) shadowed.set(route, by);
  }
  const orders = new Map<Route, number>();
  const orderOf = (route: Route): number => {
    const order = orders.get(route) ?? routes.indexOf(route);
    orders.set(route, order);
    return order;
  };
  for (const route of added) {
    const pattern = patternOf(route);
    if (!pattern) continue;
    for (let order = orderOf(route) + 1; order < routes.length; order += 1) {
      const other = routes[order];
      if (!other || other.method !== route.method || !covers(pattern, other.path)) continue;
      if (open.has(other) || !canBeShadowed(other)) continue;
      const known = shadowed.get(other);
      if (!known || orderOf(known) > orderOf(route)) shadowed.set(other, route);
    }
  }
  return shadowed;
}

function firstThatCovers(routes: readonly Route[], route: Route): Route | undefined {
  for (const other of routes) {
    if (other === route) return undefined;
    if (other.method !== route.method) continue;
    const pattern = patternOf(other);
    if (pattern && covers(pattern, route.path)) return other;
  }
  return undefined;
}

function patternOf(route: Route): Pattern | undefined {
  const known = patterns.get(route);
  if (known) return known.pattern;
  const { path } = route;
  const pattern =
    canBeShadowed(route) && canShadow(route)
      ? { route, segments: path.split("/"), prefix: path.slice(0, path.indexOf("{")) }
      : undefined;
  patterns.set(route, { pattern });
  return pattern;
}

/** Every path of the one is a path of the pattern, which is not the same. */
function covers({ route, segments, prefix }: Pattern, path: string): boolean {
  if (!path.startsWith(prefix)) return false;
  const others = path.split("/");
  if (takesRest(route) ? others.length < segments.length : others.length !== segments.length) return false;
  return (
    segments.every((segment, index) => segment === others[index] || takesAny(segment, route.parameters)) &&
    shapeOf(path) !== shapeOf(route.path)
  );
}
