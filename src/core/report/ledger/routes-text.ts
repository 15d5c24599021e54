import type { RouteRow } from "#core/model/route-row.ts";
import type { Paint } from "../layout/paint.ts";
import { visible } from "../layout/visible.ts";
import { alignedLines, counted } from "../layout/text-table.ts";

/** A row of a side, or of the contract, whose sides and kinds are its own. */
type ShownRow = Omit<RouteRow, "side" | "kind"> & { readonly side: string; readonly kind: string };

/** Routes for a terminal: one aligned line each, then their count. Ends with a line feed. */
export function routesText(written: readonly ShownRow[], paint: Paint): string {
  const routes = visible(written);
  // What is not seen of a side may reach what nothing else reaches.
  const unseen = new Set(routes.filter(({ unresolved }) => unresolved).map(({ side }) => side));
  const lines = alignedLines(routes.map((route) => routeLine(route, unseen.has(route.side), paint)));
  return `${[...lines, ...(lines.length > 0 ? [""] : []), paint.bold(counted(routes.length, "route"))].join("\n")}\n`;
}

function routeLine(route: ShownRow, isPartUnseen: boolean, paint: Paint): readonly string[] {
  const notes = [
    ...(route.kind === "http" ? [] : [route.kind]),
    ...(route.implicit ? ["added by the framework"] : []),
    ...(route.unmounted ? [isPartUnseen ? "no app is seen to reach it" : "no app reaches it"] : []),
    ...(route.conditional === undefined ? [] : [`only if ${route.conditional}`]),
    ...(route.unresolved ?? []).map((reason) => `unresolved: ${reason}`),
  ];
  return [
    route.method,
    route.path,
    route.handler ?? "",
    paint.cyan(`${route.file}:${route.line}`),
    paint.dim(`${route.side}, ${route.framework}`),
    paint.yellow(notes.join("; ")),
  ];
}
