import { escapePattern } from "#core/text/escape-pattern.ts";
import type { Route } from "#core/model/route.ts";

/** Whether two path templates are the same but for names of parameters and a slash at the end. */
export function sameShape(one: string, other: string): boolean {
  return shapeOf(one) === shapeOf(other);
}

/**
 * Whether a route may answer a path, which is a request's or a template: a parameter takes one segment or a part of one,
 * or the rest of the path, an unknown part anything. A slash at the end does not count.
 */
export function isServedBy(path: string, route: Pick<Route, "path" | "parameters" | "kind">): boolean {
  return pathMatcher(route)(path);
}

/** The same for many paths. */
export function pathMatcher(route: Pick<Route, "path" | "parameters" | "kind">): (path: string) => boolean {
  const rests = new Set(route.parameters.filter(({ isRest }) => isRest).map(({ name }) => name));
  const parts = shortened(route.path)
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      const name = /^\{([^{}]*)\}$/.exec(part)?.[1];
      if (name === undefined) return escapePattern(part);
      return name === "?" || rests.has(name) ? ANYTHING : "[^/]+";
    });
  const pattern = withFewUnknown(parts).join("");
  const end = route.kind === "mount" ? "(?:/.*)?" : "";
  const expression = new RegExp(`^${pattern}${end}$`);
  return (path) => expression.test(shortened(path));
}

const ANYTHING = ".*";
/** Each further one multiplies how long the pattern may be tried. */
const MAX_UNKNOWN = 3;

/** Between the first unknown part and the last one anything may stand where there are many. */
function withFewUnknown(parts: readonly string[]): readonly string[] {
  const unknown = parts.flatMap((part, index) => (part === ANYTHING ? [index] : []));
  const [first = 0, last = 0] = [unknown[0], unknown.at(-1)];
  return unknown.length > MAX_UNKNOWN ? [...parts.slice(0, first), ...parts.slice(last)] : parts;
}

function shapeOf(path: string): string {
  return shortened(path).replaceAll(/\{[^{}]*\}/g, "{}");
}

function shortened(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
