import type { Paint } from "./paint.ts";
import { alignedLines, counted } from "./text-table.ts";

/** What the table shows of a route. */
interface ShownRoute {
  readonly side: string;
  readonly framework: string;
  readonly kind: string;
  readonly method: string;
  readonly path: string;
  readonly file: string;
  readonly line: number;
  readonly handler?: string;
  readonly implicit?: true;
  readonly conditional?: string;
  readonly unmounted?: true;
  readonly unresolved?: readonly string[];
}

/** Routes for a terminal: one aligned line each, then their count. Ends with a line feed. */
export function routesText(routes: readonly ShownRoute[], paint: Paint): string {
  const lines = alignedLines(routes.map((route) => routeLine(route, paint)));
  return `${[...lines, ...(lines.length > 0 ? [""] : []), paint.bold(counted(routes.length, "route"))].join("\n")}\n`;
}

function routeLine(route: ShownRoute, paint: Paint): readonly string[] {
  const notes = [
    ...(route.kind === "http" ? [] : [route.kind]),
    ...(route.implicit ? ["added by the framework"] : []),
    ...(route.unmounted ? ["no app reaches it"] : []),
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
