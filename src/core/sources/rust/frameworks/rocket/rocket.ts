import { asMethod, type Method } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import type { RustAttribute, RustExpression } from "#core/model/sources/rust-facts.ts";
import { lookInto } from "../../values/handed-over.ts";
import type { CrateModel, Machine } from "../../values/machine.ts";
import { unresolvedEntry } from "../../values/routers.ts";
import { textOf, unknown, type Argument, type Entry, type Router, type Value } from "../../values/values.ts";

interface Base {
  readonly place: Place;
  readonly by: string;
  readonly conditions: readonly string[];
}

export const rocket: CrateModel = {
  routers: ["rocket"],
  routerType: (path) => (path[0] === "rocket" && path.at(-1) === "Rocket" ? "rocket" : undefined),
  serving: new Set(["launch"]),
  call: (_, path, args, place) => callRocket(path, args, place),
  method: (machine, { router }, name, args, place) =>
    rocketMethod(machine, router, name, args, { place, by: name, conditions: [...machine.conditions] }),
};

/** What makes an empty server (docs.rs, "rocket::Rocket"); `ignite` is what 0.4 called it. */
const MAKES_ROUTER = new Set(["build", "custom", "ignite"]);
/** What makes a fairing that is handed the server when it is attached. */
const ON_IGNITE = new Set(["on_ignite", "try_on_ignite", "on_attach"]);

function callRocket(path: readonly string[], args: readonly Argument[], place: Place): Value | undefined {
  const [name = "", type] = path.toReversed();
  if (path[0] !== "rocket") return undefined;
  if (type === "AdHoc" && ON_IGNITE.has(name)) return args[1]?.value;
  const isMade = MAKES_ROUTER.has(name) && (type === "rocket" || type === "Rocket");
  return isMade ? { kind: "router", router: { framework: "rocket", place, entries: [] } } : undefined;
}

function rocketMethod(machine: Machine, router: Router, name: string, args: readonly Argument[], base: Base): Value {
  const [first, second] = args;
  const leave: Value = { kind: "router", router };
  if (name === "mount" && first && second) {
    lookInto(router);
    return {
      kind: "router",
      router: { ...router, entries: [...router.entries, mountEntry(machine, base, first, second)] },
    };
  }
  // A fairing gives back the server, with what it mounted.
  if (name === "attach" && first?.value.kind === "closure") {
    const attached = machine.call(first.value, [leave], base.place);
    return attached.kind === "router" ? attached : leave;
  }
  return leave;
}

/** `mount("/base", routes![a, b])` */
function mountEntry(machine: Machine, base: Base, path: Argument, { value, place }: Argument): Entry {
  if (value.kind !== "routes") {
    const target = value.kind === "unknown" ? value : unknown("the routes are not a list that is read", place);
    return unresolvedEntry({ framework: "rocket" }, base, { value: target, place }, path);
  }
  const entries = value.handlers.map((handler) => routeEntry(machine, base, handler));
  return { ...base, kind: "nest", path, router: { framework: "rocket", place: base.place, entries } };
}

/** Method and path of a handler stand in its attribute. */
function routeEntry(machine: Machine, base: Base, { value: handler, place }: Argument): Entry {
  const attributes = handler.kind === "function" ? (handler.declaration.attributes ?? []) : [];
  const [found] = attributes.flatMap((attribute) => routeIn(attribute) ?? []);
  const entry = { ...base, place, kind: "route", routeKind: "http" } as const;
  if (handler.kind !== "function" || !found) {
    const reason =
      handler.kind === "unknown" ? handler.why.reason : "the handler has no attribute with a method and a path";
    const path = { value: unknown(reason, place), place };
    return { ...entry, path, answers: [{ method: "ANY", handler, place }] };
  }
  const { module } = handler;
  const at = { file: module.file, range: found.at };
  const frame = { module, names: { values: new Map<string, Value>() }, returns: [] };
  const value = found.path ? machine.evaluate(found.path, frame) : textOf("/");
  const unresolved = found.method ? {} : { unresolved: { reason: "its method is not known", place: at } };
  return {
    ...entry,
    path: { value, place: at },
    answers: [{ method: found.method ?? "ANY", handler, place, ...unresolved }],
  };
}

interface RouteAttribute {
  readonly method: Method | undefined;
  readonly path: RustExpression | undefined;
  readonly at: RustAttribute["at"];
}

/** `#[get("/x")]`, `#[route(GET, uri = "/x")]`, `#[route("/x", method = GET)]` */
function routeIn({ path, args, at }: RustAttribute): RouteAttribute | undefined {
  const name = path.at(-1) ?? "";
  const named = new Map(args.flatMap((each) => (each.name === undefined ? [] : [[each.name, each.value] as const])));
  const [first, second] = args.filter((each) => each.name === undefined).map(({ value }) => value);
  const method = asMethod(name);
  if (method) return { method, path: named.get("uri") ?? first, at };
  if (name !== "route") return undefined;
  const isPathFirst = first?.kind === "text";
  const given = isPathFirst ? named.get("method") : first;
  const word = given?.kind === "path" ? given.segments.at(-1) : undefined;
  const uri = named.get("uri") ?? named.get("path") ?? (isPathFirst ? first : second);
  return { method: word === undefined ? undefined : asMethod(word.toLowerCase()), path: uri, at };
}
