import { SIDES, type Side } from "#core/model/endpoint.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Route } from "#core/model/route.ts";
import type { RouteRow } from "#core/model/route-row.ts";
import { createIndex, type IndexOptions } from "./create-index.ts";

/**
 * What to look into: `folder` is relative to the root of `files`; without `sides`, both. Where the folder is itself a
 * package, imports name it: the root of `files` is then better the folder above.
 */
export interface ReadRoutesOptions extends Omit<IndexOptions, "layout"> {
  readonly folder: string;
  readonly sides?: readonly Side[];
}

export interface RouteTable {
  readonly rows: readonly RouteRow[];
  readonly findings: readonly Finding[];
}

/** All routes below a folder, no project file needed; sorted by side, path, method and place. */
export async function readRoutes(options: ReadRoutesOptions): Promise<readonly RouteRow[]> {
  return (await readRouteTable(options)).rows;
}

/** The same, and what was found wrong on the way: what is not read, and what could not be followed. */
export async function readRouteTable({ folder, sides = SIDES, ...given }: ReadRoutesOptions): Promise<RouteTable> {
  const layout = { folders: Object.fromEntries(sides.map((side) => [side, folder])) };
  const { routes, findings } = await createIndex({ ...given, layout }).snapshot();
  const rows = SIDES.flatMap((side) => routes[side].map((route) => rowOf(route, folder)).toSorted(compareRows));
  return { rows, findings: [...new Map(findings.map((each) => [JSON.stringify(each), each])).values()] };
}

function rowOf(route: Route, folder: string): RouteRow {
  const { side, framework, kind, method, path, place, handler, conditional, unresolved } = route;
  return {
    side,
    framework,
    kind,
    method,
    path,
    file: place.file.startsWith(`${folder}/`) ? place.file.slice(folder.length + 1) : place.file,
    line: place.range.start.line + 1,
    ...(handler && { handler: handler.name }),
    ...(route.implicit && { implicit: true as const }),
    ...(conditional !== undefined && { conditional }),
    ...(route.unmounted && { unmounted: true as const }),
    // One reason may stand behind several parts of a path.
    ...(unresolved && { unresolved: [...new Set(unresolved.map(({ reason }) => reason))] }),
  };
}

function compareRows(one: RouteRow, other: RouteRow): number {
  return (
    compare(one.path, other.path) ||
    compare(one.method, other.method) ||
    compare(one.file, other.file) ||
    one.line - other.line ||
    compare(one.kind, other.kind) ||
    compare(one.handler ?? "", other.handler ?? "")
  );
}

/** By code units, so that the order is the same on every machine. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
