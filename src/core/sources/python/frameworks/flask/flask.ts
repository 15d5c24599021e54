import type { Place } from "#core/model/place.ts";
import { NO_FACTS } from "../../values/declared-facts.ts";
import type { Machine, PackageModel } from "../../values/machine.ts";
import {
  NOTHING,
  register,
  type Argument,
  type Arguments,
  type Entry,
  type Router,
  type RouterValue,
  type Value,
} from "../../values/values.ts";
import { configOf } from "./config.ts";
import { routeEntries, underHost } from "./rules.ts";
import { addStaticFiles } from "./static-files.ts";

const PACKAGE = /^flask(?:\.|$)/;
const VIEW = /^flask\.(?:views\.)?(?:Method)?View$/;

/** Decorators for one request method. */
const VERBS = new Set(["get", "post", "put", "delete", "patch"]);

export const flask: PackageModel = {
  routers: ["flask"],
  isKnown: (name) => PACKAGE.test(name),
  create,
  initialise,
  call: () => undefined,
  member,
  setMember,
  isInstance: (of, className) => (of.kind === "router" ? isRouterOf(of.router, className) : undefined),
  // `View.as_view("name")` makes a function that stands for the class.
  memberOfClass: (of, bases, name) =>
    name === "as_view" && bases.some((base) => VIEW.test(base)) ? { kind: "native", call: () => of } : undefined,
};

function create(name: string, place: Place): Router | undefined {
  const className = PACKAGE.test(name) ? name.slice(name.lastIndexOf(".") + 1) : "";
  if (className !== "Flask" && className !== "Blueprint") return undefined;
  return {
    framework: "flask",
    isApp: className === "Flask",
    place,
    entries: [],
    prefix: undefined,
    prefixBy: "Blueprint(url_prefix)",
    declared: NO_FACTS,
    members: new Map(),
  };
}

function isRouterOf({ isApp }: Router, className: string): boolean | undefined {
  if (className === "Flask") return isApp;
  return className === "Blueprint" ? !isApp : undefined;
}

function initialise(router: Router, args: Arguments, machine: Machine): void {
  if (!router.isApp) router.prefix = unlessNone(args.named.get("url_prefix") ?? args.positional[5]);
  addStaticFiles(router, args, machine);
}

function member(router: Router, name: string, machine: Machine): Value | undefined {
  if (VERBS.has(name)) return decorator(router, name, machine, [name.toUpperCase()]);
  switch (name) {
    case "route":
      return decorator(router, name, machine);
    case "add_url_rule":
      return native((args) => {
        const view = args.named.get("view_func") ?? args.positional[2];
        // A rule without a function gets it later, by the name of its endpoint.
        add(router, routeEntries(machine, args, args.named.get("rule") ?? args.positional[0], view?.value, name));
        return NOTHING;
      });
    case "register_blueprint":
      return native((args) => {
        add(router, includeEntry(machine, args));
        return NOTHING;
      });
    case "config":
      return router.isApp ? configOf(router, machine) : undefined;
    case "wsgi_app":
      return router.isApp ? { kind: "router", router } : undefined;
    case "url_prefix":
      return router.isApp ? undefined : (router.prefix?.value ?? NOTHING);
    default:
      return undefined;
  }
}

/** The prefix that a blueprint has when it is registered counts for all of its rules. */
function setMember({ router }: RouterValue, name: string, given: Argument): boolean {
  if (name !== "url_prefix" || router.isApp) return false;
  router.prefix = unlessNone(given);
  const entries = router.entries.map((entry) => ({ ...entry, ownPrefix: router.prefix }));
  router.entries.splice(0, router.entries.length, ...entries);
  return true;
}

function decorator(router: Router, by: string, machine: Machine, methods?: readonly string[]): Value {
  return native((args) =>
    native((decorated) => {
      const view = decorated.positional[0]?.value;
      const rule = args.named.get("rule") ?? args.positional[0];
      add(router, routeEntries(machine, args, rule, view, by, methods));
      return view ?? NOTHING;
    }),
  );
}

/** What `register_blueprint` is told takes the place of the prefix that the blueprint has itself. */
function includeEntry(machine: Machine, args: Arguments): readonly Entry[] {
  const target = args.named.get("blueprint") ?? args.positional[0];
  if (!target) return [];
  const path = unlessNone(args.named.get("url_prefix"));
  return underHost(machine, args, () => {
    const conditional = machine.conditions.join(" and ");
    return [
      {
        kind: "include",
        isMount: false,
        target: target.value,
        place: args.place,
        path,
        by: "register_blueprint",
        ...(path && { replacesPrefix: true }),
        ...(conditional && { conditional }),
        declared: NO_FACTS,
      },
    ];
  });
}

function add(router: Router, entries: readonly Entry[]): void {
  for (const entry of entries) register(router, entry);
}

function unlessNone(argument: Argument | undefined): Argument | undefined {
  return argument?.value.kind === "constant" && argument.value.value === null ? undefined : argument;
}

function native(call: (args: Arguments) => Value): Value {
  return { kind: "native", call };
}
