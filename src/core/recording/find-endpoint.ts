import { escapePattern } from "#core/text/escape-pattern.ts";
/** An endpoint that may have been asked. */
export interface KnownEndpoint {
  readonly method: string;
  /** With parameter names. */
  readonly path: string;
  /** The parameters that take the rest of the path. */
  readonly rests: ReadonlySet<string>;
}

/** The endpoint that a request was for, and what it names in its path. */
export interface FoundEndpoint {
  readonly endpoint: KnownEndpoint;
  /** Decoded, in the path's order. */
  readonly parameters: readonly (readonly [name: string, value: string])[];
}

type FindEndpoint = (method: string, path: string) => FoundEndpoint | undefined;

/** Finds endpoints by the method and the path of a request; of several that fit the one with fewest parameters. */
export function endpointFinder(endpoints: readonly KnownEndpoint[]): FindEndpoint {
  const matchers = endpoints
    .map((endpoint) => ({ endpoint, names: namesIn(endpoint.path), pattern: patternOf(endpoint) }))
    .toSorted((one, other) => one.names.length - other.names.length);
  return (method, path) => {
    for (const { endpoint, names, pattern } of matchers) {
      const values = endpoint.method === method ? pattern.exec(path)?.slice(1) : undefined;
      if (values === undefined) continue;
      return { endpoint, parameters: names.map((name, at) => [name, decoded(values[at] ?? "")]) };
    }
    return undefined;
  };
}

function namesIn(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]*)\}/g)].map(([, name = ""]) => name);
}

function patternOf({ path, rests }: KnownEndpoint): RegExp {
  const parts = path.split(/(\{[^{}]*\})/).map((part) => {
    const name = /^\{([^{}]*)\}$/.exec(part)?.[1];
    if (name === undefined) return escapePattern(part);
    return rests.has(name) ? "(.+)" : "([^/]+)";
  });
  return new RegExp(`^${parts.join("")}$`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
