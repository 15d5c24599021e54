/** A request's target could not be made: this parameter in the path has no value. */
export interface MissingParameter {
  readonly missing: string;
}

/**
 * Fills a path template and adds the query, percent-encoded (RFC 3986) where `encode` does nothing else.
 * `("/nodes/{id}", {id: "a b"}, [["tag", "x&y"]])` → `/nodes/a%20b?tag=x%26y`
 */
export function requestTarget(
  template: string,
  parameters: ReadonlyMap<string, string>,
  query: readonly (readonly [name: string, value: string])[],
  encode: (text: string) => string = encodeText,
): string | MissingParameter {
  const missing = parameterNames(template).find((name) => !parameters.has(name));
  if (missing !== undefined) return { missing };
  const path = template.replaceAll(/\{([^{}]*)\}/g, (_, name: string) => encode(parameters.get(name) ?? ""));
  const pairs = query.map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return pairs.length === 0 ? path : `${path}?${pairs.join("&")}`;
}

/** `/nodes/{id}/files/{name}.{ext}` → `id`, `name`, `ext` */
export function parameterNames(template: string): readonly string[] {
  return [...template.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
}

/** Percent-encoded (RFC 3986). Half of a surrogate pair, which YAML and JSON can write, has no UTF-8; it is sent as U+FFFD. */
export function encodeText(text: string): string {
  return encodeURIComponent(text.toWellFormed());
}
