import { MAX_ITEMS } from "../../../value-limits.ts";
import { mergeFacts, type DeclaredFacts, NO_FACTS } from "../../values/declared-facts.ts";
import {
  NOTHING,
  textOf,
  textParts,
  type Argument,
  type Entry,
  type Router,
  type TextPart,
  type Value,
} from "../../values/values.ts";

type RouteEntry = Extract<Entry, { kind: "route" }>;

/** Routers included in routers, deeper than any table; ends the walk where they include one another. */
const MAX_DEPTH = 24;

/** What `router.routes` holds: the routes of all that it includes, each with its whole path, and what it mounts. */
export function flatEntries(router: Router): readonly Entry[] {
  return entriesBelow(router, { prefix: [], declared: NO_FACTS, depth: 0, room: { left: MAX_ITEMS } });
}

interface Above {
  readonly conditional?: string | undefined;
  readonly prefix: readonly TextPart[];
  readonly declared: DeclaredFacts;
  readonly depth: number;
  /** How many entries may still be found. */
  readonly room: { left: number };
}

function entriesBelow(router: Router, above: Above): readonly Entry[] {
  if (above.depth >= MAX_DEPTH) return [];
  const declared = mergeFacts(above.declared, router.declared);
  return router.entries.flatMap((entry): readonly Entry[] => {
    above.room.left -= 1;
    if (above.room.left <= 0) return [];
    const own = [...above.prefix, ...partsOf(entry.ownPrefix)];
    if (entry.kind === "route") return [wholeRoute(entry, own, declared, above.conditional)];
    const { target } = entry;
    if (entry.isMount || target.kind !== "router") return [entry];
    return entriesBelow(target.router, {
      conditional: bothConditions(above.conditional, entry.conditional),
      prefix: [...own, ...partsOf(entry.path)],
      declared: mergeFacts(declared, entry.declared),
      depth: above.depth + 1,
      room: above.room,
    });
  });
}

function bothConditions(outer: string | undefined, inner: string | undefined): string | undefined {
  if (outer === undefined || inner === undefined || outer === inner) return outer ?? inner;
  return `${outer} and ${inner}`;
}

function wholeRoute(
  entry: RouteEntry,
  prefix: readonly TextPart[],
  declared: DeclaredFacts,
  outer: string | undefined,
): RouteEntry {
  const conditional = bothConditions(outer, entry.conditional);
  const parts = [...prefix, ...partsOf(entry.path)];
  const text = parts.every((part) => typeof part === "string") ? [parts.join("")] : parts;
  const path: Argument = { value: { kind: "text", parts: text }, place: entry.path?.place ?? entry.place };
  return {
    ...entry,
    path,
    ownPrefix: undefined,
    ignoresOwnPrefix: true,
    declared: mergeFacts(declared, entry.declared),
    ...(conditional !== undefined && { conditional }),
  };
}

function partsOf(argument: Argument | undefined): readonly TextPart[] {
  if (!argument || (argument.value.kind === "constant" && argument.value.value === null)) return [];
  return textParts(argument.value, argument.place);
}

/** An attribute of a route as a value: `route.path`, `route.methods`. */
export function memberOfEntry(entry: Entry, name: string): Value | undefined {
  if (name === "path" || name === "path_format") return { kind: "text", parts: partsOf(entry.path) };
  if (entry.kind === "include") return name === "app" ? entry.target : undefined;
  switch (name) {
    case "methods":
      return { kind: "list", items: [...entry.methods, ...entry.implicit].map((method) => textOf(method)) };
    case "endpoint":
      return entry.handler ?? NOTHING;
    case "name":
      return entry.handler?.kind === "function" ? textOf(entry.handler.declaration.name) : undefined;
    case "include_in_schema":
      return { kind: "constant", value: !entry.declared.isHidden };
    case "tags":
      return { kind: "list", items: entry.declared.tags.map((tag) => textOf(tag)) };
    default:
      return undefined;
  }
}

/** Whether a router is of a class of the framework; undefined for a class that is not known. */
export function isRouterOf({ isApp, framework }: Router, name: string): boolean | undefined {
  switch (name) {
    case "FastAPI":
      return isApp && framework === "fastapi";
    case "Starlette":
      return isApp;
    case "APIRouter":
      return !isApp && framework === "fastapi";
    case "Router":
      return !isApp;
    default:
      return undefined;
  }
}

/** How Starlette's own routes are declared, which are no `APIRoute`. */
const BY_STARLETTE = new Set(["route", "add_route", "Route"]);

/** Whether a route as a value is of a class of the framework; undefined for a class that is not known. */
export function isEntryOf(entry: Entry, name: string): boolean | undefined {
  const isHttp = entry.kind === "route" && entry.routeKind === "http";
  switch (name) {
    case "BaseRoute":
      return true;
    case "Route":
      return isHttp;
    case "APIRoute":
      return isHttp && entry.methods.length > 0 && !BY_STARLETTE.has(entry.by);
    case "WebSocketRoute":
    case "APIWebSocketRoute":
      return entry.kind === "route" && entry.routeKind === "websocket";
    case "Mount":
      return entry.kind === "include";
    default:
      return undefined;
  }
}
