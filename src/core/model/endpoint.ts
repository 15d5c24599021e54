/** Request methods of RFC 9110, section 9, and PATCH (RFC 5789); `ANY` where a route answers all of them. */
export const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "ANY"] as const;

export type Method = (typeof METHODS)[number];

/** One of the two servers that are compared. */
export type Side = "python" | "rust";

export const SIDES = ["python", "rust"] as const satisfies readonly Side[];

/** What people call each side. */
export const SIDE_NAMES: Readonly<Record<Side, string>> = { python: "Python", rust: "Rust" };

declare const endpointKeyBrand: unique symbol;

/**
 * The id of an endpoint everywhere: a method and the shape of its path, parameter names left out.
 * A trailing slash is kept. `GET /api/nodes/{}`
 */
export type EndpointKey = string & { readonly [endpointKeyBrand]: true };

/**
 * The key of a method and a path template in OpenAPI's form. A parameter may be a part of a segment.
 * `("get", "/files/{name}.{ext}")` → `GET /files/{}.{}`
 */
export function endpointKey(method: string, path: string): EndpointKey {
  return `${method.toUpperCase()} ${path.replaceAll(/\{[^{}]*\}/g, "{}")}` as EndpointKey;
}

/**
 * Reads an endpoint as a person writes it: `GET /api/nodes/{node_id}`.
 * Returns undefined where the text is not a known method, one or more blanks, and a path that starts with a slash, or with a part
 * that is not known (`GET {?}/api/usage`).
 */
export function parseEndpoint(
  text: string,
): { readonly key: EndpointKey; readonly method: Method; readonly path: string } | undefined {
  const match = /^\s*([A-Za-z]+)\s+((?:\/|\{\?\})\S*)\s*$/.exec(text);
  if (match?.[1] === undefined || match[2] === undefined) return undefined;
  const method = asMethod(match[1]);
  return method && { key: endpointKey(method, match[2]), method, path: match[2] };
}

/** `"get"` → `GET`; undefined for what is not a request method. */
export function asMethod(text: string): Method | undefined {
  const upper = text.toUpperCase();
  return METHODS.find((method) => method === upper);
}
