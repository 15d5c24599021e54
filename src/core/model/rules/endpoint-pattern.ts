import { METHODS, parseEndpoint, type EndpointKey } from "../endpoint.ts";

declare const endpointPatternBrand: unique symbol;

/**
 * Which endpoints something is for: an `EndpointKey`, which means itself, or a pattern. `*` stands for any method, for
 * a segment of a path or for a part of one; `**` for any number of segments: `GET /api/nodes/*`, `* /api/**`.
 */
export type EndpointPattern = EndpointKey | (string & { readonly [endpointPatternBrand]: true });

/** Reads a pattern as a person writes it; names of parameters do not count. Undefined where it is not one. */
export function parseEndpointPattern(text: string): EndpointPattern | undefined {
  const exact = text.includes("*") ? undefined : parseEndpoint(text);
  if (exact !== undefined) return exact.key;
  const [, method = "", path = ""] = /^\s*([A-Za-z]+|\*)\s+(\/\S*)\s*$/.exec(text) ?? [];
  const upper = method.toUpperCase();
  if (path === "" || (upper !== "*" && !METHODS.some((known) => known === upper))) return undefined;
  return `${upper} ${path.replaceAll(/\{[^{}]*\}/g, "{}")}` as EndpointPattern;
}

/** The pattern of a rule that names no endpoint. */
export const EVERY_ENDPOINT = "* /**" as EndpointPattern;

/** What a rule is for, as reports say it; `nameOf` gives one endpoint with its parameters' names. `GET /a, POST /b` */
export function endpointsText(
  patterns: readonly EndpointPattern[],
  nameOf: (endpoint: EndpointKey) => string = String,
): string {
  if (patterns.includes(EVERY_ENDPOINT)) return "every endpoint";
  return patterns.map((pattern) => (isExactPattern(pattern) ? nameOf(pattern) : pattern)).join(", ");
}

/** Whether a pattern is one endpoint's own key. */
export function isExactPattern(pattern: EndpointPattern): pattern is EndpointKey {
  return !pattern.includes("*");
}

/** Whether an endpoint is one of those that a pattern is for. `("* /api/**", "GET /api/nodes/{}")` → true */
export function matchesEndpoint(pattern: EndpointPattern, endpoint: EndpointKey): boolean {
  if (isExactPattern(pattern)) return pattern === endpoint;
  const [method = "", path = ""] = pattern.split(" ");
  const [ownMethod = "", ownPath = ""] = endpoint.split(" ");
  return (method === "*" || method === ownMethod) && pathExpression(path).test(ownPath);
}

function pathExpression(path: string): RegExp {
  const parts = path.split(/(\/\*\*(?=\/|$)|\*+)/).map((part) => {
    if (part === "/**") return "(?:/.*)?";
    return part.startsWith("*") ? "[^/]*" : part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
  });
  return new RegExp(`^${parts.join("")}$`);
}
