import { endpointKey, type Method, type Side } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import type { Route, RouteKind } from "#core/model/route.ts";
import { isServedBy, sameShape } from "./matching-paths.ts";
import { isOpen } from "./pair-open-routes.ts";

/** A route as the running code tells it. */
export interface AskedRoute {
  readonly kind: RouteKind;
  readonly method: Method;
  /** In OpenAPI's form. */
  readonly path: string;
  readonly handler?: string;
  /** Added by the framework itself. */
  readonly isImplicit: boolean;
  /** Of the handler, where it lies in the project. */
  readonly place?: Place;
}

/**
 * All routes that the running code has against those that were read: what static reading missed (`asked-missed`), made up
 * (`asked-made-up`), left open and the code fills in (`asked-resolved`), or found under a condition that does not hold now
 * (`asked-conditional`).
 */
export function compareAsked(side: Side, routes: readonly Route[], asked: readonly AskedRoute[]): readonly Finding[] {
  const served = routes.filter(({ unmounted }) => !unmounted);
  const told = new Endpoints(asked);
  const madeUp = served
    .filter(({ implicit, kind }) => !implicit && (kind === "http" || kind === "websocket"))
    .filter((route) => !isOpen(route) && !told.has(route))
    .map((route): Finding => {
      const { method, path, place, conditional } = route;
      const facts = { side, endpoint: `${method} ${path}` };
      const at = { place, endpoint: endpointKey(method, path) };
      return conditional === undefined
        ? { code: "asked-made-up", severity: "warning", ...at, facts }
        : { code: "asked-conditional", severity: "information", ...at, facts: { ...facts, condition: conditional } };
    });
  return [...missing(side, served, asked, { code: "asked-missed", severity: "warning" }), ...madeUp];
}

/**
 * What an exported document describes against the routes that were read: a description may be ahead of the router, so
 * that an operation without a route (`asked-described`) is nothing more than information.
 */
export function compareExported(
  side: Side,
  routes: readonly Route[],
  asked: readonly AskedRoute[],
): readonly Finding[] {
  const served = routes.filter(({ unmounted }) => !unmounted);
  return missing(side, served, asked, { code: "asked-described", severity: "information" });
}

/** What was told and not read, or read with a part that was not known. */
function missing(
  side: Side,
  served: readonly Route[],
  asked: readonly AskedRoute[],
  otherwise: Pick<Finding, "code" | "severity">,
): readonly Finding[] {
  const known = new Endpoints(served);
  const open = served.filter(isOpen);
  return asked
    .filter((route) => !route.isImplicit && !known.has(route))
    .map((route): Finding => {
      const { method, path, handler = "" } = route;
      const by = open.find((each) => (each.method === method || each.method === "ANY") && isServedBy(path, each));
      const place = route.place ?? by?.place;
      const at = { ...(place && { place }), endpoint: endpointKey(method, path) };
      const facts = { side, endpoint: `${method} ${path}`, handler };
      return by
        ? { code: "asked-resolved", severity: "information", ...at, facts: { ...facts, path: by.path } }
        : { ...otherwise, ...at, facts };
    });
}

type Declared = Pick<AskedRoute, "kind" | "method" | "path">;

/** Which endpoints there are, by method and shape of the path. A slash at the end counts, but for mounts. */
class Endpoints {
  readonly #methods: ReadonlyMap<string, ReadonlySet<Method>>;
  readonly #mounts: readonly string[];

  constructor(routes: readonly Declared[]) {
    const groups = Map.groupBy(routes, shapeOf);
    this.#methods = new Map([...groups].map(([shape, all]) => [shape, new Set(all.map(({ method }) => method))]));
    this.#mounts = routes.filter(({ kind }) => kind === "mount").map(({ path }) => path);
  }

  has(route: Declared): boolean {
    if (route.kind === "mount") return this.#mounts.some((path) => sameShape(path, route.path));
    const methods = this.#methods.get(shapeOf(route));
    return methods !== undefined && (route.method === "ANY" || methods.has(route.method) || methods.has("ANY"));
  }
}

function shapeOf({ kind, path }: Declared): string {
  return `${kind === "websocket" ? kind : "http"} ${path.replaceAll(/\{[^{}]*\}/g, "{}")}`;
}
