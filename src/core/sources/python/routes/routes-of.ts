import type { Method } from "#core/model/endpoint.ts";
import type { Handler, PathStep, Route, Unresolved } from "#core/model/route.ts";
import type { Dialect } from "../../routes/dialect.ts";
import { UNKNOWN_PART } from "../../routes/path-template.ts";
import { createReplacements } from "../../routes/replacements.ts";
import { isSameList } from "../../same.ts";
import { MAX_ROUTES } from "../../value-limits.ts";
import { mergeFacts, NO_FACTS, type DeclaredFacts } from "../values/declared-facts.ts";
import { isServedOtherwise } from "./served-otherwise.ts";
import { targetsIn } from "../run/targets.ts";
import { textParts, type Argument, type Entry, type Router, type Value } from "../values/values.ts";

/** Routers included in routers, deeper than any table; ends the walk where they include one another. */
const MAX_DEPTH = 24;

/** What stands above a router on the way to an app. */
interface Above {
  /** Prefixes with what gave each. */
  readonly prefixes: readonly Prefix[];
  readonly conditions: readonly string[];
  readonly declared: DeclaredFacts;
  readonly isUnmounted: boolean;
  /** By another router, which does not mount it. */
  readonly isIncluded: boolean;
  /** The prefix that the router has itself counts. */
  readonly takesOwnPrefix: boolean;
  readonly path: readonly Router[];
  /** The routers, and the entries by which each includes the next. */
  readonly way: readonly object[];
}

interface Prefix {
  readonly argument: Argument;
  readonly by: string;
}

/** The way from apps through what they include to routes. */
export interface Walk {
  /** All routes that an app, or a router that no app reaches, comes to. */
  routesOf(router: Router, isUnmounted: boolean): readonly Route[];
  /** Whether an app came to more routes than are listed since this was last asked. */
  takeCutOff(): boolean;
  /** The routers that an include or a mount may stand for. */
  readonly targetsOf: (value: Value) => readonly Router[];
  /** From now on, what includes the one router comes to the other. */
  replace(old: Router, now: Router): void;
}

/** What an include came to, on which way, through which routers. */
interface Included {
  readonly way: readonly object[];
  readonly targets: readonly Router[];
  readonly routes: readonly Route[];
}

/**
 * `dialectOf` says how the framework of a router writes paths. Remembers what each include came to, as long as nothing on the way to it or below it changed: routers must be complete
 * before the first walk, and change only by being replaced.
 */
export function createWalk(dialectOf: (router: Router) => Dialect): Walk {
  const { replace, latest } = createReplacements<Router>();
  const known = new WeakMap<Entry, Included>();
  /** How many routes and routers the walk from an app may still come to. */
  let left = 0;
  let isCutOff = false;

  function targetsOf(value: Value): readonly Router[] {
    if (value.kind === "router") return [latest(value.router)];
    if (value.kind === "either") return value.options.flatMap((option) => targetsOf(option));
    return [];
  }

  function walk(router: Router, above: Above): readonly Route[] {
    if (above.path.includes(router) || above.path.length >= MAX_DEPTH) return [];
    const here: Above = {
      ...above,
      declared: mergeFacts(above.declared, router.declared),
      path: [...above.path, router],
      way: [...above.way, router],
    };
    return router.entries.flatMap((entry) => {
      left -= 1;
      if (left <= 0) {
        isCutOff = true;
        return [];
      }
      if (entry.kind === "route") return routesFor(dialectOf(router), router, entry, here);
      return isServedOtherwise(router, entry, targetsOf) ? [] : below(router, entry, here);
    });
  }

  function below(router: Router, entry: Extract<Entry, { kind: "include" }>, above: Above): readonly Route[] {
    const targets = targetsOf(entry.target);
    // Below what includes others, those may have changed as well.
    const isLast = !targets.some((target) => target.entries.some(({ kind }) => kind === "include"));
    const before = isLast && !above.isUnmounted ? known.get(entry) : undefined;
    if (before && isSameList(before.way, above.way) && isSameList(before.targets, targets)) {
      left -= before.routes.length;
      return before.routes;
    }
    const routes = belowAnew(router, entry, targets, above);
    if (isLast && !above.isUnmounted && left > 0) known.set(entry, { way: above.way, targets, routes });
    return routes;
  }

  function belowAnew(
    router: Router,
    entry: Extract<Entry, { kind: "include" }>,
    targets: readonly Router[],
    above: Above,
  ): readonly Route[] {
    const included = above.isIncluded ? entry.whenIncluded : undefined;
    const prefix = entry.path ? [{ argument: entry.path, by: entry.by }] : [];
    const here: Above = {
      ...above,
      prefixes: [...above.prefixes, ...ownPrefix(router, entry, above), ...prefix],
      conditions: [...above.conditions, ...[entry.conditional, included].filter((each) => each !== undefined)],
      isIncluded: !entry.isMount,
      takesOwnPrefix: entry.replacesPrefix !== true,
      declared: mergeFacts(above.declared, entry.declared),
      way: [...above.way, entry],
    };
    if (entry.isMount && targets.length === 0) return [mountRoute(dialectOf(router), router, entry, here)];
    return targetsIn(entry.target, entry.place).flatMap(({ router: target, why, conditions }) => {
      // A condition that was noted where the router was added says the same as the choice.
      const own = conditions.filter((each) => entry.conditional?.includes(each) !== true);
      const inside = { ...here, conditions: [...here.conditions, ...own] };
      if (target) return walk(latest(target), inside);
      return why && !entry.isMount ? [unseenRoute(dialectOf(router), router, entry, inside, why)] : [];
    });
  }

  return {
    routesOf: (router, isUnmounted) => {
      left = MAX_ROUTES;
      return walk(router, {
        prefixes: [],
        conditions: [],
        declared: NO_FACTS,
        isUnmounted,
        isIncluded: false,
        takesOwnPrefix: true,
        path: [],
        way: [],
      });
    },
    takeCutOff: () => {
      const was = isCutOff;
      isCutOff = false;
      return was;
    },
    targetsOf,
    replace,
  };
}

/** What a router puts before the path of an entry. */
function ownPrefix({ prefixBy }: Router, { ownPrefix: argument }: Entry, above: Above): readonly Prefix[] {
  return argument && above.takesOwnPrefix ? [{ argument, by: prefixBy }] : [];
}

/** What is mounted is not ours to look into: static files, another kind of app. */
function mountRoute(dialect: Dialect, router: Router, entry: Extract<Entry, { kind: "include" }>, above: Above): Route {
  return makeRoute(
    dialect,
    router,
    { ...entry, path: undefined, handler: entry.target, unresolved: undefined },
    above,
    "mount",
    "ANY",
    false,
    above.prefixes,
  );
}

function withOtherMethod(route: Route, name: string, { place }: Entry): Route {
  const why = { reason: `its method ${name} is not one that is compared`, place };
  return { ...route, unresolved: [...(route.unresolved ?? []), why] };
}

/** What a router adds that source does not show: any method, below a path of which the rest is not known. */
function unseenRoute(
  dialect: Dialect,
  router: Router,
  entry: Extract<Entry, { kind: "include" }>,
  above: Above,
  why: Unresolved,
): Route {
  const path: Argument = { value: { kind: "unknown", why }, place: entry.place };
  return makeRoute(
    dialect,
    router,
    { ...entry, path, handler: undefined, unresolved: undefined },
    above,
    "mount",
    "ANY",
    false,
    above.prefixes,
  );
}

function routesFor(
  dialect: Dialect,
  router: Router,
  entry: Extract<Entry, { kind: "route" }>,
  above: Above,
): readonly Route[] {
  const prefixes = [...above.prefixes, ...ownPrefix(router, entry, above)];
  const make = (method: Method, isImplicit: boolean): Route =>
    makeRoute(dialect, router, entry, above, entry.routeKind, method, isImplicit, prefixes);
  return [
    ...entry.methods.map((method) => make(method, false)),
    ...entry.implicit.map((method) => make(method, true)),
    ...(entry.otherMethods ?? []).map((name) => withOtherMethod(make("ANY", false), name, entry)),
  ];
}

function makeRoute(
  dialect: Dialect,
  router: Router,
  entry: Pick<Entry, "place" | "path" | "by" | "conditional" | "declared"> & {
    readonly handler: Value | undefined;
    readonly unresolved?: Unresolved | undefined;
  },
  above: Above,
  kind: Route["kind"],
  method: Method,
  isImplicit: boolean,
  prefixes: readonly Prefix[],
): Route {
  const unresolved: Unresolved[] = entry.unresolved ? [entry.unresolved] : [];
  const all = entry.path ? [...prefixes, { argument: entry.path, by: entry.by }] : prefixes;
  const steps = all.map(({ argument, by }): PathStep => ({
    text: readText(argument, unresolved),
    place: argument.place,
    by,
  }));
  const joined = dialect.joinPath(steps);
  const template = dialect.readPath(joined.text);
  const conditions = [
    ...new Set([...above.conditions, ...(entry.conditional === undefined ? [] : [entry.conditional])]),
  ];
  const declared = mergeFacts(above.declared, entry.declared);
  return {
    side: "python",
    framework: router.framework,
    kind,
    method,
    path: template.path || "/",
    place: entry.place,
    steps: joined.steps,
    parameters: template.parameters,
    ...(dialect.answering === "the first declared" && { isByOrder: true }),
    ...handlerOf(entry.handler),
    ...(isImplicit && { implicit: true }),
    ...(conditions.length > 0 && { conditional: conditions.join(" and ") }),
    ...(above.isUnmounted && { unmounted: true }),
    ...(unresolved.length > 0 && { unresolved }),
    ...keptFacts(declared),
  };
}

/** Facts that a route has; what does not hold is left out. */
function keptFacts({
  isHidden,
  isDeprecated,
  tags,
  statusCode,
  responseModel,
  dependencies,
}: DeclaredFacts): Partial<Route> {
  return {
    ...(isHidden && { isHidden }),
    ...(isDeprecated && { isDeprecated }),
    ...(tags.length > 0 && { tags }),
    ...(statusCode !== undefined && { statusCode }),
    ...(responseModel && responseModel !== "none" && { responseModel }),
    ...(dependencies.length > 0 && { dependencies }),
  };
}

function readText({ value, place }: Argument, unresolved: Unresolved[]): string {
  // `prefix=None` is no prefix.
  if (value.kind === "constant" && value.value === null) return "";
  return textParts(value, place)
    .map((part) => {
      if (typeof part === "string") return part;
      unresolved.push(part);
      return UNKNOWN_PART;
    })
    .join("");
}

function handlerOf(value: Value | undefined): { readonly handler?: Handler; readonly handlerHash?: string } {
  if (value?.kind === "function" && value.wraps) return handlerOf(value.wraps);
  if (value?.kind === "function" || value?.kind === "class") {
    const { declaration, file } = value;
    return {
      handler: {
        name: declaration.name,
        place: { file, range: declaration.at },
        body: { file, range: declaration.whole },
      },
      handlerHash: declaration.hash,
    };
  }
  if (value?.kind === "lambda") {
    const body = { file: value.file, range: value.body.at };
    return { handler: { name: "lambda", place: body, body } };
  }
  return {};
}
