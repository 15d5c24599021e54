import { memberOfClass, namesOfClass } from "../../values/class-member.ts";
import type { Machine, PackageModel } from "../../values/machine.ts";
import { register, type Arguments, type Router, type Value } from "../../values/values.ts";
import { declareRoute, fastapi } from "./fastapi.ts";

const DECORATOR = /^classy_fastapi(?:\.decorators)?\.(get|put|post|delete|options|head|patch|trace|route)$/;
const ROUTABLE = /^classy_fastapi(?:\.routable)?\.Routable$/;

/** Where a decorated method keeps its route until an object of its class is made. */
const ROUTE = "_classy_fastapi_route";

/** classy-fastapi: methods of a class become routes of the router that each object of it has. */
export const classy: PackageModel = {
  routers: [],
  isKnown: (name) => name.startsWith("classy_fastapi."),
  create: () => undefined,
  initialise: () => undefined,
  member: () => undefined,
  call(name, args, machine) {
    const verb = DECORATOR.exec(name)?.[1];
    return verb === undefined
      ? undefined
      : { kind: "native", call: (decorated) => keepRoute(verb, args, decorated, machine) };
  },
  adorn(made, bases, args, machine) {
    if (!bases.some((base) => ROUTABLE.test(base))) return;
    const known = made.members.get("router");
    const router = known?.kind === "router" ? known.router : emptyRouter(args, machine);
    if (!router) return;
    fastapi.initialise(router, args, machine);
    made.members.set("router", { kind: "router", router });
    addRoutes(router, made, machine);
  },
};

function keepRoute(verb: string, args: Arguments, decorated: Arguments, machine: Machine): Value {
  const method = decorated.positional[0]?.value;
  if (method?.kind === "function") {
    method.members.set(ROUTE, {
      kind: "entry",
      framework: "fastapi",
      entry: declareRoute(machine, args, method, verb),
    });
  }
  return method ?? { kind: "constant", value: null };
}

function emptyRouter({ place }: Arguments, machine: Machine): Router | undefined {
  const router = fastapi.create("fastapi.APIRouter", place);
  if (router) machine.addRouter(router);
  return router;
}

/** A route for each method that has one, those of the bases included, below the prefix that the constructor was given. */
function addRoutes(router: Router, { of }: Extract<Value, { kind: "instance" }>, machine: Machine): void {
  // The constructor of the base may be called once more, with what the class hands on.
  router.entries.length = 0;
  for (const name of namesOfClass(machine, of)) {
    const method = memberOfClass(machine, of, name);
    const route = method?.kind === "function" ? method.members.get(ROUTE) : undefined;
    if (route?.kind === "entry") register(router, route.entry);
  }
}
