import type { Method } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import { NO_FACTS } from "../../values/declared-facts.ts";
import type { Machine, PackageModel } from "../../values/machine.ts";
import {
  register,
  textOf,
  type Argument,
  type Arguments,
  type Entry,
  type Router,
  type Value,
} from "../../values/values.ts";
import { fastapi } from "./fastapi.ts";

type Route = readonly [method: Method, path: string];

/** Routers that FastAPI Users makes, by the method or function that makes each (its guide, "Routers"). */
const USERS_ROUTERS: Readonly<Record<string, readonly Route[]>> = {
  get_auth_router: [
    ["POST", "/login"],
    ["POST", "/logout"],
  ],
  get_register_router: [["POST", "/register"]],
  get_verify_router: [
    ["POST", "/request-verify-token"],
    ["POST", "/verify"],
  ],
  get_reset_password_router: [
    ["POST", "/forgot-password"],
    ["POST", "/reset-password"],
  ],
  get_users_router: [
    ["GET", "/me"],
    ["PATCH", "/me"],
    ["GET", "/{id}"],
    ["PATCH", "/{id}"],
    ["DELETE", "/{id}"],
  ],
  get_oauth_router: [
    ["GET", "/authorize"],
    ["GET", "/callback"],
  ],
  get_oauth_associate_router: [
    ["GET", "/authorize"],
    ["GET", "/callback"],
  ],
};

const INSTRUMENTATOR = "prometheus_fastapi_instrumentator.Instrumentator";

/** Packages that add routes of their own to a FastAPI app, and that many projects use. */
export const addOns: PackageModel = {
  routers: [],
  isKnown: (name) => /^(?:fastapi_users|strawberry|gradio|prometheus_fastapi_instrumentator)\./.test(name),
  create: () => undefined,
  initialise: () => undefined,
  member: () => undefined,
  call,
  inherits: (name) => /^fastapi_users\.(?:\w+\.)*FastAPIUsers$/.test(name),
};

/** What an object of such a package is called stands for the object itself: its methods are `FastAPIUsers.get_auth_router`. */
function call(name: string, args: Arguments, machine: Machine): Value | undefined {
  const [top] = name.split(".", 1);
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (top === "fastapi_users") {
    if (last === "FastAPIUsers") return { kind: "external", name };
    const routes = USERS_ROUTERS[last];
    return routes && routerOf(routes, last, { ...args, named: new Map() }, machine);
  }
  if (name === INSTRUMENTATOR) return { kind: "external", name };
  if (name.startsWith(`${INSTRUMENTATOR}.`)) return instrument(last, args, machine);
  if (top === "strawberry" && last === "GraphQLRouter") return graphqlRouter(args, machine);
  if (top === "gradio" && last === "mount_gradio_app") return mountGradio(args, machine);
  return undefined;
}

/** `Instrumentator().instrument(app).expose(app, endpoint="/metrics")`; all but `expose` give the instrumentator back. */
function instrument(method: string, args: Arguments, machine: Machine): Value {
  const app = (args.named.get("app") ?? args.positional[0])?.value;
  if (method === "expose" && app?.kind === "router") {
    const path = args.named.get("endpoint") ?? { value: textOf("/metrics"), place: args.place };
    machine.noteUse(app);
    register(app.router, routeEntry(machine, args.place, path, "expose", ["GET"]));
  }
  return { kind: "external", name: INSTRUMENTATOR };
}

/** Strawberry's page, its endpoint and its subscriptions, all at one path. */
function graphqlRouter(args: Arguments, machine: Machine): Value | undefined {
  const path = args.named.get("path") ?? { value: textOf(""), place: args.place };
  const value = routerOf([], "GraphQLRouter", args, machine);
  if (value?.kind !== "router") return value;
  register(value.router, routeEntry(machine, args.place, path, "GraphQLRouter", ["GET", "POST"]));
  register(value.router, {
    ...routeEntry(machine, args.place, path, "GraphQLRouter", ["GET"]),
    routeKind: "websocket",
  });
  return value;
}

/** `app = gradio.mount_gradio_app(app, blocks, path="/ui")` */
function mountGradio(args: Arguments, machine: Machine): Value | undefined {
  const app = (args.named.get("app") ?? args.positional[0])?.value;
  const path = args.named.get("path") ?? args.positional[2];
  const mount = app && machine.member(app, "mount", args.place);
  if (mount && path) machine.call(mount, { positional: [path], named: new Map(), place: args.place });
  return app;
}

function routerOf(routes: readonly Route[], by: string, args: Arguments, machine: Machine): Value | undefined {
  const router: Router | undefined = fastapi.create("fastapi.APIRouter", args.place);
  if (!router) return undefined;
  fastapi.initialise(router, args, machine);
  machine.addRouter(router);
  for (const [method, path] of routes) {
    const argument = { value: textOf(path), place: args.place };
    register(router, routeEntry(machine, args.place, argument, by, [method]));
  }
  return { kind: "router", router };
}

function routeEntry(
  machine: Machine,
  place: Place,
  path: Argument,
  by: string,
  methods: readonly Method[],
): Extract<Entry, { kind: "route" }> {
  const conditional = machine.conditions.join(" and ");
  return {
    kind: "route",
    routeKind: "http",
    methods,
    implicit: [],
    handler: undefined,
    ignoresOwnPrefix: false,
    place,
    path,
    by,
    ...(conditional && { conditional }),
    declared: NO_FACTS,
  };
}
