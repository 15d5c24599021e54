import { asMethod, type Method } from "#core/model/endpoint.ts";
import { placeOfRoute } from "../../run/place-of-route.ts";
import { memberOfClass } from "../../values/class-member.ts";
import { NO_FACTS } from "../../values/declared-facts.ts";
import type { Machine } from "../../values/machine.ts";
import { knownText, NOTHING, type Argument, type Arguments, type Entry, type Value } from "../../values/values.ts";

const METHODS = ["get", "post", "put", "patch", "delete", "head", "options", "trace"];
/** Names of functions, of decorators and, behind `add_`, of methods of a router that make one route. */
const MAKERS: ReadonlySet<string> = new Set([...METHODS.slice(0, 7), "view", "route", "static"]);

export function makesRoute(name: string): boolean {
  return MAKERS.has(name);
}

/** What `web.get("/x", handler)` makes, or `router.add_get(…)` or `@routes.get("/x")`, which is handed `decorated`. */
export function routeEntry(machine: Machine, name: string, args: Arguments, by: string, decorated?: Value): Entry {
  const [first, second, third] = args.positional;
  const [method, path, handler] =
    name === "route"
      ? [args.named.get("method") ?? first, args.named.get("path") ?? second, args.named.get("handler") ?? third]
      : [undefined, args.named.get("path") ?? first, args.named.get("handler") ?? second];
  const endpoint = decorated ?? handler?.value;
  const conditional = machine.conditions.join(" and ");
  const base = {
    place: machine.decorators.at(-1)?.place ?? placeOfRoute(machine, args.place, path, endpoint),
    path,
    by,
    ...(conditional && { conditional }),
    declared: NO_FACTS,
  };
  // A folder of files.
  if (name === "static")
    return { ...base, path: args.named.get("prefix") ?? first, kind: "include", isMount: true, target: NOTHING };
  const methods = methodsOf(machine, name, method, endpoint);
  const allowsHead = args.named.get("allow_head")?.value;
  const isHeadRefused = allowsHead?.kind === "constant" && allowsHead.value === false;
  return {
    ...base,
    kind: "route",
    routeKind: "http",
    methods: methods ?? ["ANY"],
    implicit: name === "get" && !isHeadRefused ? ["HEAD"] : [],
    handler: endpoint,
    ignoresOwnPrefix: true,
    ...(methods === undefined && { unresolved: { reason: "its method is not known", place: args.place } }),
  };
}

/** Of `route` the method that is named, of a view those that its class has. */
function methodsOf(
  machine: Machine,
  name: string,
  method: Argument | undefined,
  endpoint: Value | undefined,
): readonly Method[] | undefined {
  if (name === "route") {
    const text = knownText(method?.value);
    const known = text === "*" ? "ANY" : asMethod(text?.toUpperCase() ?? "");
    return known && [known];
  }
  if (name !== "view") return [asMethod(name.toUpperCase()) ?? "ANY"];
  const own = endpoint?.kind === "class" ? METHODS.filter((verb) => memberOfClass(machine, endpoint, verb)) : [];
  return own.length > 0 ? own.flatMap((verb) => asMethod(verb.toUpperCase()) ?? []) : ["ANY"];
}
