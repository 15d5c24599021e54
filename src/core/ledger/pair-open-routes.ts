import { endpointKey, SIDES, type Side } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Route } from "#core/model/route.ts";
import { pathMatcher } from "./matching-paths.ts";
import type { Pair } from "./pair.ts";

/** A part of its path is not known. */
export function isOpen({ path }: Route): boolean {
  return path.includes("{?}");
}

/** Open routes of one side that have the same method and path. */
interface OpenGroup {
  readonly side: Side;
  readonly first: Route;
  readonly routes: readonly Route[];
}

/**
 * Adds the routes of which a part is not known. Such a route joins the endpoint that it alone could be, if that is one
 * that its side has not yet and if some segment of its own says so; what stays is an endpoint by itself.
 */
export function withOpenRoutes(pairs: readonly Pair[], open: readonly Route[]): readonly Pair[] {
  if (open.length === 0) return pairs;
  const all = [...pairs];
  const left: OpenGroup[] = [];
  for (const side of SIDES) {
    const groups = groupsOf(side, open);
    const claims = groups.map((group) => candidates(group, pairs));
    const claimed = Map.groupBy(claims.flat(), (index) => index);
    for (const [place, group] of groups.entries()) {
      const [index, ...others] = claims[place] ?? [];
      const pair = index === undefined ? undefined : all[index];
      const isUnique = index !== undefined && others.length === 0 && claimed.get(index)?.length === 1;
      if (pair && isUnique) all[index] = { ...pair, [side]: group.routes };
      else left.push(group);
    }
  }
  const places = new Map(all.map(({ key }, index) => [key, index]));
  for (const { side, first, routes } of left) {
    const key = endpointKey(first.method, first.path);
    const index = places.get(key);
    const pair = index === undefined ? undefined : all[index];
    if (pair && index !== undefined) {
      all[index] = { ...pair, [side]: [...pair[side], ...routes] };
    } else if (!first.implicit) {
      places.set(key, all.length);
      all.push({ key, method: first.method, path: first.path, python: [], rust: [], [side]: routes });
    }
  }
  return all;
}

function groupsOf(side: Side, open: readonly Route[]): readonly OpenGroup[] {
  const routes = open.filter((route) => route.side === side);
  return [...Map.groupBy(routes, ({ method, path }) => `${method} ${path}`).values()].flatMap((group) =>
    group[0] ? [{ side, first: group[0], routes: group }] : [],
  );
}

/** The endpoints that the routes could be, by their indexes. */
function candidates({ side, first }: OpenGroup, pairs: readonly Pair[]): readonly number[] {
  // `/{?}` alone could be anything.
  if (!first.path.split("/").some((segment) => segment !== "" && !segment.includes("{"))) return [];
  const free = pairs.flatMap((pair, index) => {
    const isMethod = pair.method === first.method || first.method === "ANY";
    return isMethod && pair[side].length === 0 ? [{ path: pair.path, index }] : [];
  });
  if (free.length === 0) return [];
  const matches = pathMatcher(first);
  return free.flatMap(({ path, index }) => (matches(path) ? [index] : []));
}

/** A route that is paired though a part of its path is not known. */
export function uncertainFindings({ key, method, path: known, operation, python, rust }: Pair): readonly Finding[] {
  const sides = [operation, python[0], rust[0]].filter((each) => each !== undefined);
  if (sides.length < 2) return [];
  return [python, rust].flatMap((routes) =>
    routes
      .filter((route) => isOpen(route) && !route.implicit)
      .slice(0, 1)
      .map(({ side, path, place }): Finding => {
        const facts = { side, path, endpoint: `${method} ${known}` };
        return { code: "pair-uncertain", severity: "information", place, endpoint: key, facts };
      }),
  );
}
