import { array, assert, boolean, constantFrom, nat, property, record, tuple } from "fast-check";
import { expect, test } from "vitest";
import type { Route } from "#core/model/route.ts";
import { createDistinctRoutes } from "#core/sources/routes/distinct-routes.ts";

const route = record({
  line: nat({ max: 12 }),
  conditional: constantFrom(undefined, undefined, "x", "not (x)"),
  isUnmounted: boolean(),
}).map(({ line, conditional, isUnmounted }): Route => {
  const start = { line, character: 0 };
  return {
    side: "rust",
    framework: "axum",
    kind: "http",
    method: "GET",
    path: "/a",
    place: { file: "app.rs", range: { start, end: start } },
    steps: [],
    parameters: [],
    ...(conditional !== undefined && { conditional }),
    ...(isUnmounted && { unmounted: true }),
  };
});

test("repeated routes dropped from one list after another are those that are dropped from each by itself", () => {
  const change = record({ at: nat(), removed: nat({ max: 3 }), added: array(route, { maxLength: 3 }) });
  const given = tuple(array(route, { maxLength: 10 }), array(change, { maxLength: 6 }));
  assert(
    property(given, ([first, changes]) => {
      const followed = createDistinctRoutes();
      let routes: readonly Route[] = first;
      expect(followed.of(routes)).toEqual(createDistinctRoutes().of(routes));
      for (const { at, removed, added } of changes) {
        routes = routes.toSpliced(at % (routes.length + 1), removed, ...added);
        expect(followed.of(routes)).toEqual(createDistinctRoutes().of(routes));
      }
    }),
    { numRuns: 2000 },
  );
});
