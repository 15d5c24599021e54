import { asMethod, type Method } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import { itemsOf, underCondition, type Machine, type PackageModel } from "../../values/machine.ts";
import { placeOfRoute } from "../../run/place-of-route.ts";
import { environment } from "../../library/environment.ts";
import { declaredFacts, routeFacts } from "./declared-facts.ts";
import { isEntryOf, isRouterOf, memberOfEntry } from "./entries.ts";
import { entryBase } from "./entry-base.ts";
import { memberOfClass } from "../../values/class-member.ts";
import { argumentsOfAddApiRoute, argumentsOfApiRoute, overrideOf } from "./overrides.ts";
import { addPages } from "./pages.ts";
import { addEntries, assignPath, assignRoutes, routesList } from "./routes-list.ts";
import { mergeFacts, NO_FACTS } from "../../values/declared-facts.ts";
import {
  knownText,
  NOTHING,
  register,
  textOf,
  type Argument,
  type Arguments,
  type ClassValue,
  type Entry,
  type Router,
  type RouterValue,
  type Value,
} from "../../values/values.ts";

const PACKAGES = /^(?:fastapi|starlette|fastapi_utils|fastapi_restful|fastapi_versioning|fastapi_offline)(?:\.|$)/;

/** Names that make an app or a router, by their last part. */
const MAKERS: Readonly<Record<string, { readonly framework: "fastapi" | "starlette"; readonly isApp: boolean }>> = {
  FastAPI: { framework: "fastapi", isApp: true },
  FastAPIOffline: { framework: "fastapi", isApp: true },
  APIRouter: { framework: "fastapi", isApp: false },
  InferringRouter: { framework: "fastapi", isApp: false },
  Starlette: { framework: "starlette", isApp: true },
  Router: { framework: "starlette", isApp: false },
};

/** Methods of a router that are decorators for one request method. */
const VERBS = new Set(["get", "put", "post", "delete", "options", "head", "patch", "trace"]);

/** What other members of a router register, by how they are called. */
type Shape = {
  readonly style: "decorator" | "call";
  readonly kind: "http" | "websocket";
  /** Starlette's: it adds HEAD to GET, and does not take the prefix of an APIRouter. */
  readonly isStarlette: boolean;
};

const SHAPES: Readonly<Record<string, Shape>> = {
  api_route: { style: "decorator", kind: "http", isStarlette: false },
  route: { style: "decorator", kind: "http", isStarlette: true },
  websocket: { style: "decorator", kind: "websocket", isStarlette: false },
  websocket_route: { style: "decorator", kind: "websocket", isStarlette: true },
  add_api_route: { style: "call", kind: "http", isStarlette: false },
  add_route: { style: "call", kind: "http", isStarlette: true },
  add_api_websocket_route: { style: "call", kind: "websocket", isStarlette: false },
  add_websocket_route: { style: "call", kind: "websocket", isStarlette: true },
};

/** Before, `include_router` dropped mounts. */
const MOUNTS_INCLUDED = "FastAPI is 0.137 or newer, which includes what a router mounts";

/** FastAPI and Starlette, on which it is built. */
export const fastapi: PackageModel = {
  routers: ["fastapi", "starlette"],
  isKnown: (name) => PACKAGES.test(name),
  create,
  initialise,
  call,
  member,
  setMember,
  memberOfEntry: ({ entry }, name) => memberOfEntry(entry, name),
  setMemberOfEntry: (of, name, given, machine) => {
    if (name === "path") assignPath(machine, of, given);
  },
  isInstance: (of, className) =>
    of.kind === "router" ? isRouterOf(of.router, className) : isEntryOf(of.entry, className),
};

function create(name: string, place: Place): Router | undefined {
  const maker = PACKAGES.test(name) ? MAKERS[name.slice(name.lastIndexOf(".") + 1)] : undefined;
  if (!maker) return undefined;
  const prefixBy = maker.isApp ? "prefix" : "APIRouter(prefix)";
  return { ...maker, place, entries: [], prefix: undefined, prefixBy, declared: NO_FACTS, members: new Map() };
}

function initialise(router: Router, args: Arguments, machine: Machine): void {
  router.prefix = args.named.get("prefix") ?? router.prefix;
  router.declared = mergeFacts(router.declared, declaredFacts(args));
  const routes =
    args.named.get("routes") ?? (router.framework === "starlette" && router.isApp ? args.positional[1] : undefined);
  const starletteRoutes = router.framework === "starlette" && !router.isApp ? args.positional[0] : undefined;
  addEntries(machine, router, routes ?? starletteRoutes);
  if (router.framework === "fastapi" && router.isApp) addPages(router, args, machine);
}

/** `Route(…)`, `WebSocketRoute(…)`, `Mount(…)`, `Host(…)`: routes as values. */
function call(name: string, args: Arguments, machine: Machine): Value | undefined {
  if (!PACKAGES.test(name)) return undefined;
  const path = args.named.get("path") ?? args.positional[0];
  switch (name.slice(name.lastIndexOf(".") + 1)) {
    case "Route":
      return routeValue(machine, args, SHAPES["add_route"]);
    case "APIRoute":
      return routeValue(machine, args, SHAPES["add_api_route"]);
    case "WebSocketRoute":
      return routeValue(machine, args, SHAPES["add_websocket_route"]);
    case "APIWebSocketRoute":
      return routeValue(machine, args, SHAPES["add_api_websocket_route"]);
    // `starlette.config.Config()`
    case "Config":
      return native(environment, true);
    case "Depends":
    case "Security":
      return (args.named.get("dependency") ?? args.positional[0])?.value;
    case "Mount":
      return {
        kind: "entry",
        framework: "starlette",
        entry: mountEntry(machine, args, path, args.named.get("app") ?? args.positional[1]),
      };
    case "Host":
      return { kind: "entry", framework: "starlette", entry: hostEntry(machine, args) };
    default:
      return undefined;
  }
}

/** A route that is made before a router has it. */
function routeValue(machine: Machine, args: Arguments, shape: Shape | undefined): Value | undefined {
  if (!shape) return undefined;
  const path = args.named.get("path") ?? args.positional[0];
  const endpoint = (args.named.get("endpoint") ?? args.positional[1])?.value;
  return { kind: "entry", framework: "starlette", entry: routeEntry(machine, args, path, endpoint, "Route", shape) };
}

function member(router: Router, name: string, machine: Machine): Value | undefined {
  if (VERBS.has(name)) return methodDecorator(router, machine, name);
  const shape = SHAPES[name];
  if (shape?.style === "decorator") return decorator(router, machine, name, shape);
  if (shape) {
    return native((args) => {
      const path = args.named.get("path") ?? args.positional[0];
      const endpoint = args.named.get("endpoint") ?? args.named.get("route") ?? args.positional[1];
      register(router, routeEntry(machine, args, path, endpoint?.value, name, shape));
      return NOTHING;
    });
  }
  switch (name) {
    case "include_router":
      return native((args) => include(router, args, machine));
    case "mount":
      return native((args) => {
        const path = args.named.get("path") ?? args.positional[0];
        const mount = mountEntry(machine, args, path, args.named.get("app") ?? args.positional[1]);
        register(
          router,
          router.framework === "fastapi" && !router.isApp ? { ...mount, whenIncluded: MOUNTS_INCLUDED } : mount,
        );
        return NOTHING;
      });
    case "host":
      return native((args) => {
        register(router, hostEntry(machine, args));
        return NOTHING;
      });
    // A folder of files, as a mount of StaticFiles.
    case "frontend":
      return native((args) => {
        const path = args.named.get("path") ?? args.positional[0];
        router.entries.push({ ...mountEntry(machine, args, path, undefined), ownPrefix: router.prefix });
        return NOTHING;
      });
    case "router":
      return { kind: "router", router, isOwn: true };
    case "prefix":
      return router.prefix?.value ?? textOf("");
    case "routes":
      return routesList(router, machine);
    case "state":
      return router.isApp ? stateOf(router, machine) : undefined;
    default:
      return undefined;
  }
}

/** An app has no prefix; its router has. */
function setMember({ router, isOwn }: RouterValue, name: string, given: Argument, machine: Machine): boolean {
  if (name === "routes") assignRoutes(machine, router, given);
  else if (name === "prefix" && (isOwn === true || !router.isApp)) router.prefix = given;
  else return false;
  return true;
}

/** `router.get` */
function methodDecorator(router: Router, machine: Machine, name: string): Value {
  const methods = [name.toUpperCase()];
  const own = overrideOf(machine, router, "api_route");
  if (own) return native((args) => machine.call(own, argumentsOfApiRoute(args, methods)));
  return decorator(router, machine, name, SHAPES["api_route"], methods);
}

/** `app.state`, on which a project keeps what it likes. */
function stateOf(router: Router, machine: Machine): Value {
  const nowhere = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const declaration: ClassValue["declaration"] = {
    kind: "class",
    name: "State",
    bases: [],
    named: [],
    decorators: [],
    body: [],
    at: nowhere,
    whole: nowhere,
    hash: "",
  };
  const of: ClassValue = { kind: "class", declaration, file: router.place.file, bases: [], members: new Map() };
  const state: Value = { kind: "instance", of, members: new Map() };
  machine.noteMade(state);
  router.members.set("state", state);
  return state;
}

function native(run: (args: Arguments) => Value, isStateless = false): Value {
  return { kind: "native", call: run, ...(isStateless && { isStateless: true }) };
}

function decorator(
  router: Router,
  machine: Machine,
  by: string,
  shape: Shape | undefined,
  methods?: readonly string[],
): Value {
  if (!shape) return NOTHING;
  return native((args) =>
    native((decorated) => {
      const endpoint = decorated.positional[0]?.value;
      const own = shape === SHAPES["api_route"] && endpoint && overrideOf(machine, router, "add_api_route");
      if (own) {
        machine.call(own, argumentsOfAddApiRoute(args, endpoint, methods));
        return endpoint;
      }
      const path = args.named.get("path") ?? args.positional[0];
      register(router, routeEntry(machine, args, path, endpoint, by, shape, methods));
      return endpoint ?? NOTHING;
    }),
  );
}

/** The route of a decorator that is called as the verb is, and that another package has. */
export function declareRoute(machine: Machine, args: Arguments, endpoint: Value, verb: string): Entry {
  const path = args.named.get("path") ?? args.positional[0];
  const methods = VERBS.has(verb) ? [verb.toUpperCase()] : undefined;
  const shape: Shape = { style: "decorator", kind: "http", isStarlette: false };
  return routeEntry(machine, args, path, endpoint, verb, shape, methods);
}

function include(router: Router, args: Arguments, machine: Machine): Value {
  const target = args.named.get("router") ?? args.positional[0];
  if (!target) return NOTHING;
  const prefix = args.named.get("prefix") ?? args.positional[1];
  const entry = entryBase(machine, args.place, prefix, "include_router");
  register(router, {
    ...entry,
    kind: "include",
    isMount: false,
    target: target.value,
    declared: declaredFacts(args),
  });
  return NOTHING;
}

function mountEntry(
  machine: Machine,
  args: Arguments,
  path: Argument | undefined,
  app: Argument | undefined,
): Extract<Entry, { kind: "include" }> {
  const routes = args.named.get("routes");
  const entry = entryBase(machine, args.place, path, "mount");
  if (!routes) return { ...entry, kind: "include", isMount: true, target: app?.value ?? NOTHING };
  const router = create("starlette.routing.Router", args.place);
  if (router) addEntries(machine, router, routes);
  return { ...entry, kind: "include", isMount: true, target: router ? { kind: "router", router } : NOTHING };
}

/** What answers for one host name only. */
function hostEntry(machine: Machine, args: Arguments): Entry {
  const host = knownText((args.named.get("host") ?? args.positional[0])?.value) ?? "one that is not known";
  return underCondition(machine, `the host is ${host}`, () =>
    mountEntry(machine, args, undefined, args.named.get("app") ?? args.positional[1]),
  );
}

function routeEntry(
  machine: Machine,
  args: Arguments,
  path: Argument | undefined,
  endpoint: Value | undefined,
  by: string,
  { kind, isStarlette }: Shape,
  methods?: readonly string[],
): Entry {
  const applied = machine.decorators.at(-1);
  const handler = isMadeBy(applied, endpoint) ? applied?.decorated : endpoint;
  const found = kind === "websocket" ? ["GET"] : (methods ?? methodsOf(machine, args, endpoint));
  const answered = found ?? ["ANY"];
  const unresolved = found ? undefined : { reason: "its methods are not known", place: args.place };
  const known = answered.map((each) => asMethod(each)).filter((each) => each !== undefined);
  const otherMethods = answered.filter((each) => asMethod(each) === undefined);
  const implicit: Method[] =
    isStarlette && kind === "http" && known.includes("GET") && !known.includes("HEAD") ? ["HEAD"] : [];
  return {
    ...entryBase(machine, applied?.place ?? placeOfRoute(machine, args.place, path, endpoint), path, by),
    kind: "route",
    routeKind: kind,
    methods: known,
    implicit,
    handler,
    ignoresOwnPrefix: isStarlette,
    ...(unresolved && { unresolved }),
    ...(otherMethods.length > 0 && { otherMethods }),
    declared: routeFacts(args, handler),
  };
}

/** A function that a decorator of the project makes to stand for the one that it decorates. */
function isMadeBy(applied: Machine["decorators"][number] | undefined, endpoint: Value | undefined): boolean {
  if (applied?.decorated.kind !== "function" || endpoint?.kind !== "function" || endpoint.wraps) return false;
  return endpoint.declaration !== applied.decorated.declaration && endpoint.scope.parent !== undefined;
}

/** `methods=`, or the methods of an endpoint class, or GET. Undefined for a list that is not known. */
function methodsOf(machine: Machine, args: Arguments, endpoint: Value | undefined): readonly string[] | undefined {
  const given = args.named.get("methods")?.value;
  if (given && !(given.kind === "constant" && given.value === null)) {
    const items = itemsOf(given)?.map((item) => methodOf(item));
    const known = items?.filter((item) => item !== undefined);
    return known && known.length === items?.length ? known : undefined;
  }
  if (endpoint?.kind !== "class") return ["GET"];
  const names = [...VERBS].filter((verb) => memberOfClass(machine, endpoint, verb));
  return names.length > 0 ? names : ["ANY"];
}

/** `"GET"`, `HTTPMethod.GET` */
function methodOf(value: Value): string | undefined {
  if (value.kind === "external") return /^http\.HTTPMethod\.([A-Z]+)$/.exec(value.name)?.[1];
  return knownText(value);
}
