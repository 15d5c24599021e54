import type { Place } from "#core/model/place.ts";
import { lookInto } from "./handed-over.ts";
import type { Argument, Entry, Router, Value } from "./values.ts";

interface EntryBase {
  readonly place: Place;
  readonly by: string;
  readonly conditions: readonly string[];
}

/** What two ways of building a router have in common comes once; what only one has, after it. */
export function unionOf(routers: readonly Router[]): Router | undefined {
  const [first, ...others] = routers;
  if (others.length === 0) return first;
  routers.forEach(lookInto);
  return first && { ...first, entries: [...new Set(routers.flatMap(({ entries }) => entries))] };
}

/** A router that something which is not followed may have put routes into. */
export function withUnknownRoutes(router: Router, by: string, value: Value, place: Place): Router {
  lookInto(router);
  const entry = unresolvedEntry(router, { place, by, conditions: [] }, { value, place });
  return { ...router, entries: [...router.entries, entry] };
}

/** What stands for routes that are there and cannot be read. */
export function unresolvedEntry(
  { framework }: Pick<Router, "framework">,
  base: EntryBase,
  target: Argument,
  prefix?: Argument,
): Entry {
  const path = { value: target.value, place: target.place };
  const answers = [{ method: "ANY" as const, handler: target.value, place: base.place }];
  const entry: Entry = { ...base, kind: "route", routeKind: "http", path, answers };
  if (!prefix) return entry;
  return { ...base, kind: "nest", path: prefix, router: { framework, place: base.place, entries: [entry] } };
}
