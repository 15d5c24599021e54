import { MAX_ITEMS } from "../../../value-limits.ts";
import { NO_FACTS } from "../../values/declared-facts.ts";
import { itemsOf, type Machine, type PackageModel } from "../../values/machine.ts";
import {
  knownText,
  textOf,
  textParts,
  type Argument,
  type Arguments,
  type Entry,
  type Router,
  type Value,
} from "../../values/values.ts";
import { fastapi } from "./fastapi.ts";

/** Where `@version(1, 2)` keeps what it says of a function. */
const VERSION = "_api_version";

type RouteEntry = Extract<Entry, { kind: "route" }>;
type Version = readonly [major: number, minor: number];

/** fastapi-versioning: an app becomes one app a version, mounted under a prefix, with the routes of earlier versions. */
export const versioning: PackageModel = {
  routers: [],
  isKnown: (name) => name.startsWith("fastapi_versioning."),
  create: () => undefined,
  initialise: () => undefined,
  member: () => undefined,
  call(name, args, machine) {
    const last = /^fastapi_versioning(?:\.\w+)*\.(\w+)$/.exec(name)?.[1];
    if (last === "version") return { kind: "native", call: (decorated) => keepVersion(args, decorated) };
    return last === "VersionedFastAPI" ? versioned(args, machine) : undefined;
  },
};

function keepVersion(args: Arguments, decorated: Arguments): Value {
  const value = decorated.positional[0]?.value;
  const [major, minor] = [args.named.get("major") ?? args.positional[0], args.named.get("minor") ?? args.positional[1]];
  const items: Value[] = [numberOf(major?.value, 1), numberOf(minor?.value, 0)].map((each) => ({
    kind: "constant",
    value: each,
  }));
  if (value?.kind === "function") value.members.set(VERSION, { kind: "list", items });
  return value ?? { kind: "constant", value: null };
}

function numberOf(value: Value | undefined, otherwise: number): number {
  return value?.kind === "constant" && typeof value.value === "number" ? value.value : otherwise;
}

function versioned(args: Arguments, machine: Machine): Value | undefined {
  const app = (args.named.get("app") ?? args.positional[0])?.value;
  const made = fastapi.create("fastapi.FastAPI", args.place);
  if (app?.kind !== "router" || !made) return undefined;
  machine.noteUse(app);
  machine.addRouter(made);
  fastapi.initialise(made, args, machine);
  const format = args.named.get("prefix_format") ?? args.positional[2];
  const byVersion = Map.groupBy(flatRoutes(app.router, undefined, []), (route) => versionOf(route, args).join("."));
  // What the app had is served by those that are made of it alone.
  app.router.entries.length = 0;
  app.router.isApp = false;
  const versions = [...byVersion.keys()].map((key) => key.split(".").map(Number)).toSorted(inOrder);
  const known = new Map<string, RouteEntry>();
  for (const [major = 1, minor = 0] of versions) {
    for (const route of byVersion.get(`${major}.${minor}`) ?? []) known.set(keyOf(route), route);
    mountAll(made, prefixOf(format, [major, minor], args), known.values(), args, machine);
  }
  const latest = args.named.get("enable_latest")?.value;
  if (latest?.kind === "constant" && latest.value === true) {
    mountAll(made, { value: textOf("/latest"), place: args.place }, known.values(), args, machine);
  }
  return { kind: "router", router: made };
}

function inOrder(one: readonly number[], other: readonly number[]): number {
  return (one[0] ?? 0) - (other[0] ?? 0) || (one[1] ?? 0) - (other[1] ?? 0);
}

/** A later version of the same route takes its place. */
function keyOf({ methods, path }: RouteEntry): string {
  return `${methods.join(" ")} ${knownText(path?.value) ?? JSON.stringify(path?.place)}`;
}

function versionOf({ handler }: RouteEntry, args: Arguments): Version {
  const given = handler?.kind === "function" ? handler.members.get(VERSION) : undefined;
  const [major, minor] =
    itemsOf(given ?? args.named.get("default_version")?.value ?? { kind: "list", items: [] }) ?? [];
  return [numberOf(major, 1), numberOf(minor, 0)];
}

/** `/v{major}_{minor}` */
function prefixOf(format: Argument | undefined, [major, minor]: Version, { place }: Arguments): Argument {
  const text = format ? knownText(format.value) : "/v{major}_{minor}";
  if (text === undefined) return format ?? { value: textOf(""), place };
  const filled = text.replaceAll("{major}", String(major)).replaceAll("{minor}", String(minor));
  return { value: textOf(filled), place: format?.place ?? place };
}

function mountAll(
  app: Router,
  prefix: Argument,
  routes: Iterable<RouteEntry>,
  { place }: Arguments,
  machine: Machine,
): void {
  const router = fastapi.create("fastapi.APIRouter", place);
  if (!router) return;
  machine.addRouter(router);
  for (const route of routes) router.entries.push(route);
  app.entries.push({
    kind: "include",
    isMount: true,
    place,
    path: prefix,
    by: "mount",
    target: { kind: "router", router },
    declared: NO_FACTS,
  });
}

/** The routes of an app and of all that it includes, each with its whole path. */
function flatRoutes(
  router: Router,
  above: Argument | undefined,
  way: readonly Router[],
  room = { left: MAX_ITEMS },
): readonly RouteEntry[] {
  if (way.includes(router)) return [];
  return router.entries.flatMap((entry): readonly RouteEntry[] => {
    room.left -= 1;
    if (room.left <= 0) return [];
    const own = joined(above, entry.ownPrefix);
    if (entry.kind === "route") {
      // The pages of the app itself are made anew.
      if (entry.by === "FastAPI") return [];
      return [{ ...entry, path: joined(own, entry.path), ownPrefix: undefined, ignoresOwnPrefix: true }];
    }
    const { target } = entry;
    return target.kind === "router" ? flatRoutes(target.router, joined(own, entry.path), [...way, router], room) : [];
  });
}

function joined(above: Argument | undefined, below: Argument | undefined): Argument | undefined {
  if (!above || !below) return above ?? below;
  const parts = [above, below].flatMap(({ value, place }) =>
    value.kind === "constant" && value.value === null ? [] : textParts(value, place),
  );
  return { value: { kind: "text", parts }, place: below.place };
}
