import type { Place } from "#core/model/place.ts";
import { NO_FACTS } from "../../values/declared-facts.ts";
import { itemsOf, underCondition, type Machine, type PackageModel } from "../../values/machine.ts";
import {
  knownText,
  NOTHING,
  register,
  type Argument,
  type Arguments,
  type Router,
  type Value,
} from "../../values/values.ts";
import { makesRoute, routeEntry } from "./routes.ts";

const PACKAGE = /^aiohttp\.web(?:_app|_routedef|_urldispatcher)?\./;

/** aiohttp's server: apps, tables of routes, routes as values, and apps within apps. */
export const aiohttp: PackageModel = {
  routers: ["aiohttp"],
  isKnown: (name) => PACKAGE.test(name),
  create,
  initialise: () => undefined,
  call: (name, args, machine) => {
    const maker = lastPart(name);
    if (!PACKAGE.test(name) || !makesRoute(maker)) return undefined;
    return { kind: "entry", framework: "aiohttp", entry: routeEntry(machine, maker, args, maker) };
  },
  member,
  isInstance: (of, className) => {
    if (of.kind !== "router") return undefined;
    if (className === "Application") return of.router.isApp;
    return className === "RouteTableDef" ? !of.router.isApp : undefined;
  },
};

function create(name: string, place: Place): Router | undefined {
  const className = PACKAGE.test(name) ? lastPart(name) : "";
  if (className !== "Application" && className !== "RouteTableDef") return undefined;
  const isApp = className === "Application";
  return {
    framework: "aiohttp",
    isApp,
    place,
    entries: [],
    prefix: undefined,
    prefixBy: "",
    declared: NO_FACTS,
    members: new Map(),
  };
}

function member(router: Router, name: string, machine: Machine): Value | undefined {
  if (!router.isApp) return makesRoute(name) ? decorator(router, name, machine) : undefined;
  // `app.router` has what registers single routes.
  const maker = name.startsWith("add_") ? name.slice("add_".length) : "";
  if (makesRoute(maker)) {
    return native((args) => {
      register(router, routeEntry(machine, maker, args, name));
      return NOTHING;
    });
  }
  switch (name) {
    case "router":
      return { kind: "router", router, isOwn: true };
    case "add_routes":
      return native((args) => {
        addRoutes(router, args.named.get("routes") ?? args.positional[0], machine);
        return NOTHING;
      });
    case "add_subapp":
      return native((args) => {
        const [prefix, app] = [
          args.named.get("prefix") ?? args.positional[0],
          args.named.get("subapp") ?? args.positional[1],
        ];
        include(router, name, args, machine, app, prefix);
        return NOTHING;
      });
    case "add_domain":
      return native((args) => {
        const [domain, app] = args.positional;
        const condition = `the host is ${knownText(domain?.value) ?? "one that is not known"}`;
        underCondition(machine, condition, () => include(router, name, args, machine, app));
        return NOTHING;
      });
    case "add_resource":
      return native((args) => resourceOf(router, args, machine));
    default:
      return undefined;
  }
}

/** `@routes.get("/x")` */
function decorator(router: Router, name: string, machine: Machine): Value {
  return native((args) => {
    if (name === "static") {
      register(router, routeEntry(machine, name, args, name));
      return NOTHING;
    }
    return native((decorated) => {
      const endpoint = decorated.positional[0]?.value;
      register(router, routeEntry(machine, name, args, name, endpoint));
      return endpoint ?? NOTHING;
    });
  });
}

/** A table, or a list of routes. */
function addRoutes(router: Router, given: Argument | undefined, machine: Machine): void {
  if (!given) return;
  const { value, place } = given;
  const conditional = machine.conditions.join(" and ");
  for (const each of value.kind === "list" ? (itemsOf(value) ?? []) : [value]) {
    if (each.kind === "entry") {
      const conditions = [each.entry.conditional, conditional].filter((text) => text !== undefined && text !== "");
      register(router, {
        ...each.entry,
        ...(conditions.length > 0 && { conditional: [...new Set(conditions)].join(" and ") }),
      });
    } else include(router, "add_routes", { positional: [], named: new Map(), place }, machine, { value: each, place });
  }
}

function include(
  router: Router,
  by: string,
  { place }: Arguments,
  machine: Machine,
  app: Argument | undefined,
  path?: Argument,
): void {
  const conditional = machine.conditions.join(" and ");
  register(router, {
    kind: "include",
    isMount: false,
    target: app?.value ?? NOTHING,
    place,
    path,
    by,
    ...(conditional && { conditional }),
    declared: NO_FACTS,
  });
}

/** `resource = app.router.add_resource("/x")`, to which `resource.add_route("GET", handler)` adds. */
function resourceOf(router: Router, { named, positional }: Arguments, machine: Machine): Value {
  const path = named.get("path") ?? positional[0];
  const addRoute = native((args) => {
    const [method, ...rest] = args.positional;
    const all = [...(method ? [method] : []), ...(path ? [path] : []), ...rest];
    register(router, routeEntry(machine, "route", { ...args, positional: all }, "add_route"));
    return NOTHING;
  });
  return { kind: "dictionary", entries: [], methods: new Map([["add_route", addRoute]]) };
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

function native(call: (args: Arguments) => Value): Value {
  return { kind: "native", call };
}
