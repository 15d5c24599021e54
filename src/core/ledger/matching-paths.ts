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
  const pattern = shortened(route.path)
    .split(/(\{[^{}]*\})/)
    .map((part) => {
      const name = /^\{([^{}]*)\}$/.exec(part)?.[1];
      if (name === undefined) return part.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
      return name === "?" || rests.has(name) ? ".*" : "[^/]+";
    })
    .join("");
  const end = route.kind === "mount" ? "(?:/.*)?" : "";
  const expression = new RegExp(`^${pattern}${end}$`);
  return (path) => expression.test(shortened(path));
}

function shapeOf(path: string): string {
  return shortened(path).replaceAll(/\{[^{}]*\}/g, "{}");
}

function shortened(path: string): string {
  return path.length > 1 && path.endsWith("/") ? path.slice(0, -1) : path;
}
