import { endpointKey, parseEndpoint, type Side } from "#core/model/endpoint.ts";
import type { Operation } from "#core/model/operation.ts";
import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import { STARLETTE_DIALECT } from "#core/sources/python/frameworks/fastapi/dialect.ts";

/** Line `line`, counted from one, of a file. */
export function placeAt(file: string, line: number): Place {
  const start = { line: line - 1, character: 0 };
  return { file, range: { start, end: start } };
}

/** A route as Starlette writes it: `GET /a/{id:int}`; it stands in the line of its number. */
export function routeOf(side: Side, endpoint: string, line: number, more: Partial<Route> = {}): Route {
  const { method, path: written } = endpointIn(endpoint);
  const { path, parameters } = STARLETTE_DIALECT.readPath(written);
  return {
    side,
    framework: side === "python" ? "fastapi" : "axum",
    kind: "http",
    method,
    path,
    place: placeAt(side === "python" ? "app.py" : "main.rs", line),
    steps: [],
    parameters,
    ...(side === "python" && { isByOrder: true }),
    ...more,
  };
}

/** An operation in the line of its number. */
export function operationOf(endpoint: string, line: number, more: Partial<Operation> = {}): Operation {
  const { method, path } = endpointIn(endpoint);
  return {
    key: endpointKey(method, path),
    method,
    path,
    tags: [],
    parameters: [],
    statuses: [],
    isSecured: false,
    isDeprecated: false,
    place: placeAt("openapi.yaml", line),
    ...more,
  };
}

function endpointIn(text: string) {
  const endpoint = parseEndpoint(text);
  if (!endpoint) throw new Error(`not an endpoint: ${text}`);
  return endpoint;
}
