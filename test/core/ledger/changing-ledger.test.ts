import { array, assert, boolean, constant, constantFrom, nat, oneof, property, record, tuple } from "fast-check";
import { expect, test } from "vitest";
import { changedRoutes } from "#core/model/sources/changed-routes.ts";
import { buildLedger, createLedgerBuilder } from "#core/ledger/build-ledger.ts";
import { shadowedAgain } from "#core/ledger/shadowed-again.ts";
import { shadowedRoutes } from "#core/ledger/shadowed-routes.ts";
import type { Side } from "#core/model/endpoint.ts";
import type { Route } from "#core/model/route.ts";
import type { EndpointVerdict } from "#core/model/run/verdict.ts";
import { operationOf, placeAt, routeOf } from "./endpoints-as-text.ts";

const segment = constantFrom("a", "b", "{x}", "{y}", "{x:int}", "{x:path}", "v{x}");
const path = tuple(array(segment, { maxLength: 3 }), boolean()).map(
  ([segments, isSlashed]) => `/${segments.join("/")}${isSlashed && segments.length > 0 ? "/" : ""}`,
);
const endpoint = tuple(constantFrom("GET", "GET", "POST", "ANY"), path).map((words) => words.join(" "));
const rarely = (name: string) =>
  oneof({ weight: 9, arbitrary: constant({}) }, { weight: 1, arbitrary: constant({ [name]: true }) });
/** What one handler answers with both slashes is one endpoint. */
const handler = constantFrom("one", "one", "other").map((name) => {
  const place = placeAt("handlers", 1);
  return { handler: { name, place, body: place } };
});
const more = tuple(
  rarely("implicit"),
  rarely("unmounted"),
  rarely("isHidden"),
  handler,
  constantFrom({}, {}, {}, { conditional: "x" }),
).map((marks): Partial<Route> => Object.assign({}, ...marks));
const routesOf = (side: Side, maxLength: number) =>
  array(
    tuple(endpoint, more).map(([text, marks]) => routeOf(side, text, 1, marks)),
    { maxLength },
  );
/** Routes of which a part is not known are paired in another way. */
const openRoutes = constantFrom(false, false, false, true).map((isThere): readonly Route[] =>
  isThere ? [{ ...routeOf("python", "GET /a/{x}", 1), path: "/a/{?}" }] : [],
);

const change = record({
  side: constantFrom<Side>("python", "rust"),
  at: nat(),
  removed: nat({ max: 3 }),
  python: routesOf("python", 3),
  rust: routesOf("rust", 3),
  open: openRoutes,
  isCompared: boolean(),
  isMoved: boolean(),
  hasOtherCases: boolean(),
});

test("a ledger that follows changes is the ledger that is built anew", () => {
  const given = tuple(
    array(endpoint, { maxLength: 5 }),
    routesOf("python", 12),
    routesOf("rust", 12),
    array(change, { minLength: 1, maxLength: 5 }),
  );
  assert(
    property(given, ([contract, python, rust, changes]) => {
      const follow = createLedgerBuilder();
      const project = { milestones: [], notMigrated: [] };
      const operations = contract.map((text) => operationOf(text, 1));
      let verdicts: ReadonlyMap<EndpointVerdict["endpoint"], EndpointVerdict> = new Map();
      const routes = { python, rust };
      let endpointsWithCases = new Set(operations.map(({ key }) => key));
      const check = (): void => {
        const input = { snapshot: { operations, routes: { ...routes } }, project, verdicts, endpointsWithCases };
        expect(follow(input)).toEqual(buildLedger(input));
      };
      check();
      for (const { side, at, removed, isCompared, isMoved, hasOtherCases, open, ...added } of changes) {
        if (hasOtherCases) endpointsWithCases = new Set(operations.slice(1).map(({ key }) => key));
        if (isMoved) {
          routes[side] = routes[side].map((route) => ({ ...route, handlerHash: "moved" }));
          check();
        }
        routes[side] = routes[side].toSpliced(at % (routes[side].length + 1), removed, ...added[side]);
        if (side === "python") routes.python = [...routes.python, ...open];
        if (isCompared) verdicts = new Map(operations.slice(0, 1).map(({ key }) => [key, verdictOf(key)]));
        check();
      }
    }),
    { numRuns: 2000 },
  );
});

test("what shadows what, followed over changes, is what it is when all routes are looked at", () => {
  const some = array(
    tuple(path, more).map(([text, marks]) => routeOf("python", `GET ${text}`, 1, marks)),
    { maxLength: 15 },
  );
  assert(
    property(some, nat(), nat({ max: 3 }), some, (before, at, count, inserted) => {
      const after = before.toSpliced(at % (before.length + 1), count, ...inserted.slice(0, 4));
      const followed = shadowedAgain(after, shadowedRoutes(before), changedRoutes(before, after));
      expect(new Map(followed)).toEqual(shadowedRoutes(after));
      for (const [route, by] of shadowedRoutes(after)) expect(followed.get(route)).toBe(by);
    }),
    { numRuns: 3000 },
  );
});

function verdictOf(endpointKey: EndpointVerdict["endpoint"]): EndpointVerdict {
  return { endpoint: endpointKey, verdict: "match", cases: 1, matched: 1, handlers: {}, at: "2026-01-01T00:00:00Z" };
}
