import type { Method } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import type { CrateModel } from "../../values/machine.ts";
import { lookInto } from "../../values/handed-over.ts";
import {
  textOf,
  textParts,
  unknown,
  type Argument,
  type Entry,
  type Router,
  type TextPart,
  type Value,
} from "../../values/values.ts";

interface Base {
  readonly place: Place;
  readonly by: string;
  readonly conditions: readonly string[];
}

export const loco: CrateModel = {
  routers: ["loco"],
  routerType: () => undefined,
  call: (_, path, args, place) => callLoco(path, args, place),
  method: (machine, { router }, name, args, place) =>
    locoMethod(router, name, args, { place, by: name, conditions: [...machine.conditions] }),
};

/** What the app answers by itself. */
const DEFAULTS = ["/_ping", "/_health", "/_readiness"];

/** `Routes::new()`, `AppRoutes::with_default_routes()` of loco, a framework over axum with builders of its own. */
function callLoco(path: readonly string[], args: readonly Argument[], place: Place): Value | undefined {
  const [name = "", type] = path.toReversed();
  if (path[0] !== "loco_rs" || (type !== "Routes" && type !== "AppRoutes")) return undefined;
  const prefixes = name === "at" && args[0] ? [args[0]] : [];
  const base = { place, by: name, conditions: [] };
  const entries = name === "with_default_routes" ? DEFAULTS.map((each) => defaultEntry(base, each)) : [];
  return { kind: "router", router: { framework: "loco", place, entries, kept: prefixes } };
}

function defaultEntry(base: Base, path: string): Entry {
  const answer = {
    method: "GET" as Method,
    handler: unknown("it is part of the crate", base.place),
    place: base.place,
  };
  const at = { value: textOf(path), place: base.place };
  return { ...base, kind: "route", routeKind: "http", path: at, answers: [answer], isImplicit: true };
}

/** A method of one of the builders (docs.rs, "loco_rs::controller"). */
function locoMethod(router: Router, name: string, args: readonly Argument[], base: Base): Value {
  const [first, second] = args;
  const { kept: prefixes = [] } = router;
  const leave: Value = { kind: "router", router };
  const add = (...entries: readonly Entry[]): Value => {
    lookInto(router);
    return { kind: "router", router: { ...router, entries: [...router.entries, ...entries] } };
  };
  const under = (...all: readonly Argument[]): Value => {
    lookInto(router);
    return { kind: "router", router: { ...router, kept: all } };
  };
  switch (name) {
    case "prefix":
      return first ? under(first) : leave;
    case "nest_prefix":
      return first ? under(...prefixes, first) : leave;
    case "add":
      if (!first || second?.value.kind !== "method-router") return leave;
      return add({ ...base, kind: "route", routeKind: "http", path: normal(first), answers: second.value.answers });
    // Of those that are merged or nested into `Routes`, the prefix does not count.
    case "merge":
    case "merge_all":
      return add(...routersIn(first).map((other): Entry => ({ ...base, kind: "merge", router: other })));
    case "nest":
      return add(...routersIn(second).flatMap((other) => (first ? [below(base, [first], other)] : [])));
    case "add_route":
    case "add_routes":
      return add(...routersIn(first).map((other) => below(base, [...prefixes, ...ownOf(other)], other)));
    case "nest_route":
    case "nest_routes":
      if (!first) return leave;
      return add(...routersIn(second).map((other) => below(base, [...prefixes, first, ...ownOf(other)], other)));
    default:
      return leave;
  }
}

/** Where another one stands is said by itself: who adds it reads that. */
function ownOf(router: Router): readonly Argument[] {
  lookInto(router);
  return router.kept ?? [];
}

function routersIn(argument: Argument | undefined): readonly Router[] {
  if (argument?.value.kind === "router") return [argument.value.router];
  const items = argument?.value.kind === "list" ? argument.value.items : [];
  return items.flatMap((item) => (item.kind === "router" ? [item.router] : []));
}

function below(base: Base, prefixes: readonly Argument[], router: Router): Entry {
  const [last, ...outer] = prefixes.toReversed();
  if (!last) return { ...base, kind: "merge", router };
  const inner: Entry = { ...base, kind: "nest", path: normal(last), router };
  return outer.reduce<Entry>((entry, path) => {
    const around: Router = { framework: router.framework, place: base.place, entries: [entry] };
    return { ...base, kind: "nest", path: normal(path), router: around };
  }, inner);
}

/** As loco spells a path: with a slash before it, none behind it, and none doubled. */
function normal({ value, place }: Argument): Argument {
  const parts = [...textParts(value, place)];
  const text = (part: TextPart | undefined): string | undefined => (typeof part === "string" ? part : undefined);
  const slashed = parts.map((part) => (typeof part === "string" ? part.replaceAll(/\/{2,}/g, "/") : part));
  if (!text(slashed[0])?.startsWith("/")) slashed.unshift("/");
  const end = text(slashed.at(-1));
  if (slashed.length > 1 || (end !== undefined && end.length > 1)) {
    if (end?.endsWith("/")) slashed[slashed.length - 1] = end.slice(0, -1);
  }
  return { value: { kind: "text", parts: slashed }, place };
}
