import { endpointKey, type EndpointKey } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import { placeText } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import { converterFindings, missingFindings, statusFindings } from "./contract-findings.ts";
import type { Pair } from "./pair.ts";
import { uncertainFindings } from "./pair-open-routes.ts";
import { takenFindings } from "./taken-findings.ts";

/**
 * What does not fit between contract, Python and Rust for one endpoint. `shadows` says which route answers in place of
 * another; without a contract nothing is missing in it.
 */
export function pairFindings(
  pair: Pair,
  { shadows, hasContract }: { readonly shadows: ReadonlyMap<Route, Route>; readonly hasContract: boolean },
): readonly Finding[] {
  const { key, python, rust } = pair;
  const routes = python.length === 0 ? rust : rust.length === 0 ? python : [...python, ...rust];
  return [
    ...slashFindings(pair),
    ...parameterFindings(pair),
    ...converterFindings(pair),
    ...takenFindings(pair),
    ...duplicateFindings(key, python),
    ...duplicateFindings(key, rust),
    ...routes.flatMap((route) => shadowFinding(key, route, shadows.get(route))),
    ...rust.flatMap((route) => declarationFindings(key, route)),
    ...missingFindings(pair, hasContract),
    ...statusFindings(pair),
    ...uncertainFindings(pair),
    ...routes.flatMap((route) => unresolvedFindings(key, route)),
  ];
}

/** A path that is written with the other slash, and one that a side has with both. */
function slashFindings({ key, path, python, rust }: Pair): readonly Finding[] {
  const end = path.endsWith("/");
  const isOther = (route: Route): boolean => route.path !== "/" && route.path.endsWith("/") !== end;
  const twins = [python, rust].flatMap((routes) => {
    const twin = routes.find((route) => !route.implicit && isOther(route));
    return twin && routes.some((route) => !isOther(route)) ? [twin] : [];
  });
  const isTwin = (route: Route): boolean => twins.some(({ side }) => side === route.side);
  const differing = [...python, ...rust].filter((route) => isOther(route) && !isTwin(route));
  return [
    ...differing.slice(0, 1).map((route): Finding => {
      const facts = { side: route.side, path: route.path, other: path };
      return { code: "path-slash-differs", severity: "warning", place: route.place, endpoint: key, facts };
    }),
    ...twins.map((twin): Finding => {
      const lacking = twin.side === "python" ? rust : python;
      const facts = { side: twin.side, path: twin.path, other: path, ...(lacking[0] && { lacking: lacking[0].side }) };
      const severity = lacking.length > 0 ? "warning" : "information";
      return { code: "path-slash-twin", severity, place: twin.place, endpoint: key, facts };
    }),
  ];
}

/** Names are no part of an endpoint, but a client that is generated sees them. */
function parameterFindings({ key, path, operation, python, rust }: Pair): readonly Finding[] {
  const expected = operation?.path ?? python[0]?.path ?? path;
  const from = operation ? "contract" : "python";
  const where = operation?.place ?? python[0]?.place;
  return [python[0], rust[0]].flatMap((route): readonly Finding[] => {
    if (!route || namesIn(route.path) === namesIn(expected)) return [];
    const facts = {
      side: route.side,
      path: route.path,
      other: expected,
      from,
      ...(where && { where: placeText(where) }),
    };
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

function unresolvedFindings(key: EndpointKey, route: Route): readonly Finding[] {
  return (route.unresolved ?? []).map(({ reason, place }) => ({
    code: "path-unresolved",
    severity: "warning",
    place,
    endpoint: key,
    facts: { side: route.side, path: route.path, reason },
  }));
}
