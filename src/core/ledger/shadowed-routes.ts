import type { Route } from "#core/model/route.ts";

/** Patterns of one request method as a tree of path segments, so that finding the first that covers a path is short. */
interface Node {
  readonly literals: Map<string, Node>;
  /** Below a parameter that takes any segment. */
  any: Node | undefined;
  /** Patterns that end here, the first of each shape. */
  readonly ends: Map<string, Pattern>;
  /** Patterns that end here and take the rest of a path as well. */
  readonly rests: Map<string, Pattern>;
}

interface Pattern {
  readonly route: Route;
  readonly order: number;
}

/**
 * Routes that never answer, each with the one that answers in its place: some frameworks take the first route that
 * matches. Where the most exact one answers there are none.
 */
export function shadowedRoutes(routes: readonly Route[]): ReadonlyMap<Route, Route> {
  const shadowed = new Map<Route, Route>();
  const byMethod = new Map<string, Node>();
  for (const [order, route] of routes.entries()) {
    if (!canBeShadowed(route)) continue;
    const root = byMethod.get(route.method) ?? newNode();
    byMethod.set(route.method, root);
    const by = firstThatCovers(root, route.path.split("/"), shapeOf(route.path));
    if (by) shadowed.set(route, by.route);
    if (canShadow(route)) add(root, { route, order });
  }
  return shadowed;
}

/** Whether a route may be one that never answers. */
export function canBeShadowed(route: Route): boolean {
  return route.isByOrder === true && !route.implicit && !route.unmounted && route.kind === "http";
}

/** Whether one of those may answer for others. */
export function canShadow({ path, conditional }: Route): boolean {
  return conditional === undefined && path.includes("{") && !path.includes("{?}");
}

function newNode(): Node {
  return { literals: new Map(), any: undefined, ends: new Map(), rests: new Map() };
}

function add(root: Node, pattern: Pattern): void {
  const { path, parameters } = pattern.route;
  let node = root;
  for (const segment of path.split("/"))
    node = takesAny(segment, parameters) ? anyBelow(node) : literalBelow(node, segment);
  const ends = takesRest(pattern.route) ? node.rests : node.ends;
  const shape = shapeOf(path);
  if (!ends.has(shape)) ends.set(shape, pattern);
}

/** Its last segment takes the rest of a path. */
export function takesRest({ path, parameters }: Route): boolean {
  const last = path.slice(path.lastIndexOf("/") + 1);
  return parameters.some(({ name, isRest }) => isRest && last === `{${name}}`);
}

/** A parameter that is converted takes only some segments: we do not say which. */
export function takesAny(segment: string, parameters: Route["parameters"]): boolean {
  const parameter = /^\{([^{}?]+)\}$/.exec(segment)?.[1];
  if (parameter === undefined) return false;
  return parameters.find(({ name }) => name === parameter)?.isNarrow !== true;
}

function anyBelow(node: Node): Node {
  node.any ??= newNode();
  return node.any;
}

function literalBelow(node: Node, segment: string): Node {
  const known = node.literals.get(segment);
  if (known) return known;
  const made = newNode();
  node.literals.set(segment, made);
  return made;
}

/** The earliest pattern that takes every path of this one and is not the same. */
function firstThatCovers(root: Node, segments: readonly string[], shape: string): Pattern | undefined {
  let first: Pattern | undefined;
  const consider = (patterns: ReadonlyMap<string, Pattern>): void => {
    for (const [other, pattern] of patterns) {
      if (other !== shape && (!first || pattern.order < first.order)) first = pattern;
    }
  };
  let level = [root];
  for (const segment of segments) {
    const next: Node[] = [];
    for (const node of level) {
      const literal = node.literals.get(segment);
      if (literal) next.push(literal);
      if (node.any) next.push(node.any);
    }
    for (const node of next) consider(node.rests);
    level = next;
  }
  for (const node of level) consider(node.ends);
  return first;
}

/** The path without the names of its parameters. */
export function shapeOf(path: string): string {
  return path.includes("{") ? path.replaceAll(/\{[^{}]*\}/g, "{}") : path;
}
