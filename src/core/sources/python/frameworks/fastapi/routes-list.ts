import type { Place } from "#core/model/place.ts";
import { NO_FACTS } from "../../values/declared-facts.ts";
import { keyOf } from "../../values/entry-key.ts";
import { flatEntries } from "./entries.ts";
import { noneOf } from "../../run/flow/left-early.ts";
import { itemsOf, type Machine } from "../../values/machine.ts";
import {
  register,
  type Argument,
  type Entry,
  type EntryValue,
  type ListValue,
  type Router,
  type Value,
} from "../../values/values.ts";

/** `router.routes`: the routes of all that it includes, each with its whole path. What is added to it or taken out of it changes the router. */
export function routesList(router: Router, machine: Machine): ListValue {
  return {
    kind: "list",
    items: flatEntries(router).map((entry): EntryValue => ({
      kind: "entry",
      framework: router.framework,
      entry,
      of: router,
    })),
    writeBack: (added, removed, place) => {
      machine.noteUse({ kind: "router", router });
      if (removed.length > 0) removeEntries(machine, router, removed);
      for (const value of added) addEntryValue(router, value, place, machine.conditions.join(" and "));
    },
  };
}

/** The routes that a router is made of: `routes=[…]`. */
export function addEntries(machine: Machine, router: Router, routes: Argument | undefined): void {
  if (!routes) return;
  for (const value of itemsOf(routes.value) ?? [routes.value])
    addEntryValue(router, value, routes.place, machine.conditions.join(" and "));
}

/** A route or a mount that was made before the router had it; a prefix of the router does not count for it. */
function addEntryValue(router: Router, value: Value, place: Place, conditional: string): void {
  const [only] = value.kind === "either" && value.options.length === 1 ? value.options : [];
  if (value.kind === "either" && only) {
    addEntryValue(router, only, place, conditional === value.why.reason ? conditional : value.why.reason);
    return;
  }
  if (value.kind === "unknown" || value.kind === "external") {
    const unseen: Entry = {
      kind: "include",
      isMount: false,
      target: value,
      place,
      path: undefined,
      by: "routes",
      declared: NO_FACTS,
    };
    router.entries.push(underCondition(unseen, conditional));
  }
  if (value.kind !== "entry") return;
  const entry = underCondition(value.entry, conditional);
  register(router, entry.kind === "route" ? { ...entry, ignoresOwnPrefix: true } : entry);
}

/** `router.routes = […]`; of a list that is not known, any of the routes that were there may be left. */
export function assignRoutes(machine: Machine, router: Router, { value, place }: Argument): void {
  const conditional = machine.conditions.join(" and ");
  const items = itemsOf(value)?.flatMap((item) => (item.kind === "either" ? item.options : [item]));
  if (!items?.every((item) => item.kind === "entry")) {
    const kept = router.entries.map((entry) => underCondition(entry, "what `routes` is set to keeps it"));
    replaceAll(router, kept);
    return;
  }
  const before = flatEntries(router).map((entry): EntryValue => ({
    kind: "entry",
    framework: router.framework,
    entry,
  }));
  const keys = new Set(items.map(({ entry }) => keyOf(entry)));
  removeEntries(
    machine,
    router,
    before.filter(({ entry }) => !keys.has(keyOf(entry))),
  );
  const known = new Set(before.map(({ entry }) => keyOf(entry)));
  for (const item of items) if (!known.has(keyOf(item.entry))) addEntryValue(router, item, place, conditional);
}

/** `route.path = "/x"`: what an app answers was settled when the route was made, but a router that includes it takes the path anew. */
export function assignPath(machine: Machine, of: EntryValue, path: Argument): void {
  const { entry, of: router } = of;
  if (entry.kind !== "route") return;
  const key = keyOf(entry);
  of.entry = { ...entry, path, ownPrefix: undefined, ignoresOwnPrefix: true };
  if (!router || router.isApp) return;
  machine.noteUse({ kind: "router", router });
  replaceAll(
    router,
    flatEntries(router).map((each) => (keyOf(each) === key ? of.entry : each)),
  );
}

/** Takes routes out; under a condition they stay where it does not hold. Of several that it may be none is taken out. */
function removeEntries(machine: Machine, router: Router, removed: readonly Value[]): void {
  const keys = new Set(
    removed
      .flatMap((value) => (value.kind === "either" && value.options.length === 1 ? value.options : [value]))
      .flatMap((value) => (value.kind === "entry" ? [keyOf(value.entry)] : [])),
  );
  if (keys.size === 0) return;
  const condition = machine.conditions.join(" and ");
  const left = flatEntries(router).flatMap((entry) => {
    if (!keys.has(keyOf(entry))) return [entry];
    return condition === "" ? [] : [underCondition(entry, noneOf([condition]))];
  });
  replaceAll(router, left);
}

function replaceAll(router: Router, entries: readonly Entry[]): void {
  router.entries.length = 0;
  router.entries.push(...entries);
}

function underCondition(entry: Entry, condition: string): Entry {
  const all = [entry.conditional, condition].filter((each) => each !== undefined && each !== "");
  return all.length > 0 ? { ...entry, conditional: [...new Set(all)].join(" and ") } : entry;
}
