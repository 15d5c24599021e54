import { endpointKey, type EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Operation } from "#core/model/operation.ts";
import { placeText } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { Pair } from "./pair-endpoints.ts";

/** What does not fit between contract, Python and Rust, by endpoint. */
export function pairFindings(
  pairs: readonly Pair[],
  snapshot: {
    readonly routes: { readonly python: readonly Route[]; readonly rust: readonly Route[] };
    readonly operations: readonly Operation[];
  },
): ReadonlyMap<EndpointKey, readonly Finding[]> {
  const shadows = new Map([
    ...shadowedBy(snapshot.routes.python, comesFirst),
    ...shadowedBy(snapshot.routes.rust, () => false),
  ]);
  const hasContract = snapshot.operations.length > 0;
  return new Map(
    pairs.map((pair) => [
      pair.key,
      [
        ...slashFindings(pair),
        ...parameterFindings(pair),
        ...[pair.python, pair.rust].flatMap((routes) => duplicateFindings(pair.key, routes)),
        ...[...pair.python, ...pair.rust].flatMap((route) => shadowFinding(pair.key, route, shadows.get(route))),
        ...pair.rust.flatMap((route) => declarationFindings(pair.key, route)),
        ...(hasContract ? contractFindings(pair) : []),
        ...[...pair.python, ...pair.rust].flatMap((route) => unresolvedFindings(pair.key, route)),
      ],
    ]),
  );
}

function slashFindings({ key, path, python, rust }: Pair): readonly Finding[] {
  const end = path.endsWith("/");
  const differing = [...python, ...rust].filter((route) => route.path !== "/" && route.path.endsWith("/") !== end);
  return differing.slice(0, 1).map((route) => ({
    code: "path-slash-differs",
    severity: "warning",
    place: route.place,
    endpoint: key,
    facts: { side: route.side, path: route.path, other: path },
  }));
}

/** Names are no part of an endpoint, but a client that is generated sees them. */
function parameterFindings({ key, path, operation, python, rust }: Pair): readonly Finding[] {
  const expected = operation?.path ?? python[0]?.path ?? path;
  const from = operation ? "contract" : "python";
  return [python[0], rust[0]].flatMap((route): readonly Finding[] => {
    if (!route || namesIn(route.path) === namesIn(expected)) return [];
    const facts = { side: route.side, path: route.path, other: expected, from };
    return [{ code: "parameter-names-differ", severity: "information", place: route.place, endpoint: key, facts }];
  });
}

function namesIn(path: string): string {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map((match) => match[1]).join(",");
}

function duplicateFindings(key: EndpointKey, routes: readonly Route[]): readonly Finding[] {
  const certain = routes.filter(
    (route) => !route.implicit && route.conditional === undefined && route.method !== "ANY",
  );
  const [first, ...rest] = certain;
  if (!first) return [];
  return rest
    .filter((route) => endpointKey(route.method, route.path) === endpointKey(first.method, first.path))
    .map((route) => ({
      code: "route-duplicate",
      severity: "warning",
      place: route.place,
      endpoint: key,
      facts: { side: route.side, first: placeText(first.place) },
    }));
}

function shadowFinding(key: EndpointKey, route: Route, by: Route | undefined): readonly Finding[] {
  if (!by) return [];
  const facts = { side: route.side, by: by.path, where: placeText(by.place) };
  return [{ code: "route-shadowed", severity: "warning", place: route.place, endpoint: key, facts }];
}

/** Starlette answers by the first route that matches; axum by the most exact one, whatever the order. */
function comesFirst(earlier: Route, later: Route): boolean {
  const pattern = earlier.path.split("/");
  const concrete = later.path.split("/");
  const last = pattern.at(-1) ?? "";
  const isRest = earlier.parameters.some(({ name, isRest: takesRest }) => takesRest && last === `{${name}}`);
  if (isRest ? pattern.length > concrete.length : pattern.length !== concrete.length) return false;
  const covers = pattern.every((segment, index) => {
    const other = concrete[index] ?? "";
    const parameter = /^\{([^{}?]+)\}$/.exec(segment)?.[1];
    if (parameter === undefined) return segment === other;
    const converter = earlier.parameters.find(({ name }) => name === parameter)?.converter;
    return converter === undefined || converter === "str" || converter === "path" || segment === other;
  });
  return (
    covers && pattern.join("/").replaceAll(/\{[^{}]*\}/g, "{}") !== concrete.join("/").replaceAll(/\{[^{}]*\}/g, "{}")
  );
}

function shadowedBy(
  routes: readonly Route[],
  isShadowing: (earlier: Route, later: Route) => boolean,
): ReadonlyMap<Route, Route> {
  const shadowed = new Map<Route, Route>();
  const earlierByMethod = new Map<string, Route[]>();
  for (const route of routes) {
    if (route.implicit || route.unmounted || route.kind !== "http") continue;
    const earlier = earlierByMethod.get(route.method) ?? [];
    earlierByMethod.set(route.method, earlier);
    const by = earlier.find(
      (each) => each.path.includes("{") && !each.path.includes("{?}") && isShadowing(each, route),
    );
    if (by) shadowed.set(route, by);
    if (route.conditional === undefined && route.path.includes("{")) earlier.push(route);
  }
  return shadowed;
}

/** The attribute above the handler makes the contract; the router makes the server. */
function declarationFindings(key: EndpointKey, route: Route): readonly Finding[] {
  const { declared } = route;
  if (!declared || route.implicit || route.kind !== "http" || route.unresolved) return [];
  const isSamePath = declared.path === undefined || shapeOf(route.path).endsWith(shapeOf(declared.path));
  const isSameMethod = route.method === "ANY" || declared.methods.includes(route.method);
  if (isSamePath && isSameMethod) return [];
  const facts = {
    attribute: `${declared.methods.join(", ")} ${declared.path ?? "{?}"}`,
    route: `${route.method} ${route.path}`,
  };
  return [{ code: "attribute-differs", severity: "warning", place: declared.place, endpoint: key, facts }];
}

function shapeOf(path: string): string {
  return path.replaceAll(/\{[^{}]*\}/g, "{}");
}

function contractFindings({ key, operation, python, rust }: Pair): readonly Finding[] {
  const route = python[0] ?? rust[0];
  if (operation || !route || route.isHidden || route.kind !== "http" || route.implicit) return [];
  return [
    { code: "contract-lacks-route", severity: "warning", place: route.place, endpoint: key, facts: { endpoint: key } },
  ];
}

function unresolvedFindings(key: EndpointKey, route: Route): readonly Finding[] {
  return (route.unresolved ?? []).map(({ reason, place }) => ({
    code: "path-unresolved",
    severity: "warning",
    place,
    endpoint: key,
    facts: { side: route.side, path: route.path, reason },
  }));
}
