import type { Side } from "#core/model/endpoint.ts";
import type { PathStep, Route } from "#core/model/route.ts";
import { createLines } from "#core/text/lines.ts";

import { closeAfter, codeOnly, openBefore } from "./rust-scan.ts";

/**
 * A call that adds a route or a router to a router, as `.route("/auth/me", get(me))`, `.nest("/nodes", nodes::router())`,
 * or `.routes(routes!(me))` of utoipa-axum, whose path stands in the handler's attribute.
 */
export interface RouteSite {
  readonly file: string;
  /** What is called: `route`, `nest`. */
  readonly name: string;
  /** What stands before the path that it adds: `/api`. */
  readonly prefix: string;
  /** The path that it adds. */
  readonly own: string;
  /** The code of its other arguments: `get(me)`, `routes!(me)`. */
  readonly rest: string;
  /** Offset behind the closing parenthesis. */
  readonly end: number;
  /** What a further call begins with, so that it stands as this one does: a line break with its indentation, or nothing. */
  readonly lead: string;
  /** A route that it leads to. */
  readonly route: Route;
}

/** The calls by which a server's routes come about, as far as they add a path that is known, each once. */
export function routeSites(routes: readonly Route[], texts: ReadonlyMap<string, string>): readonly RouteSite[] {
  const sites = new Map<string, RouteSite>();
  const codes = new Map([...texts].map(([file, text]) => [file, codeOnly(text)] as const));
  for (const route of routes.filter(isUsable)) {
    const found = [
      ...route.steps.map((step, at) => siteOf(route, step, at, { texts, codes })),
      macroSiteOf(route, { texts, codes }),
    ];
    for (const site of found) {
      if (site !== undefined && !sites.has(`${site.file} ${site.end}`)) sites.set(`${site.file} ${site.end}`, site);
    }
  }
  return [...sites.values()];
}

const RUST: Side = "rust";

function isUsable(route: Route): boolean {
  return route.side === RUST && route.kind === "http" && !route.unmounted && !route.unresolved && !route.implicit;
}

/** Texts by file, as they are and without what is no code. */
type Texts = Readonly<Record<"texts" | "codes", ReadonlyMap<string, string>>>;

function siteOf(route: Route, step: PathStep, at: number, { texts, codes }: Texts): RouteSite | undefined {
  const { file, range } = step.place;
  const text = texts.get(file);
  const code = codes.get(file);
  if (text === undefined || code === undefined) return undefined;
  const start = createLines(text).offsetAt(range.start);
  const named = /^\.?\w+\s*\(/.exec(code.slice(start, start + 100));
  const open = named === null ? openBefore(code, start) : start + named[0].length - 1;
  const end = open === undefined ? undefined : closeAfter(code, open);
  if (open === undefined || end === undefined) return undefined;
  const [, lead = "", name = ""] = /(\n[ \t]*)?(?:\.\s*)?(\w+)\s*$/.exec(code.slice(0, open)) ?? [];
  const literal = /^\s*"((?:[^"\\]|\\.)*)"\s*,?/.exec(text.slice(open + 1, end));
  if (literal === null || name === "") return undefined;
  const rest = text
    .slice(open + 1 + literal[0].length, end - 1)
    .trim()
    .replace(/,$/, "");
  const prefix = joined(route.steps.slice(0, at).map((each) => each.text));
  return { file, name, prefix, own: step.text, rest, end, lead, route };
}

/** `.routes(routes!(list, create))`: such a route stands where the macro names its handler. */
function macroSiteOf(route: Route, { texts, codes }: Texts): RouteSite | undefined {
  const { file, range } = route.place;
  const text = texts.get(file);
  const code = codes.get(file);
  const last = route.steps.at(-1);
  if (text === undefined || code === undefined || last === undefined) return undefined;
  const inner = openBefore(code, createLines(text).offsetAt(range.start));
  const open = inner === undefined ? undefined : openBefore(code, inner);
  const end = open === undefined ? undefined : closeAfter(code, open);
  if (inner === undefined || open === undefined || end === undefined) return undefined;
  if (!/^\s*(?:\w+::)*routes!\s*$/.test(code.slice(open + 1, inner))) return undefined;
  const call = /(\n[ \t]*)?\.\s*routes\s*$/.exec(code.slice(0, open));
  if (call === null) return undefined;
  const prefix = joined(route.steps.slice(0, -1).map((each) => each.text));
  const rest = text.slice(open + 1, end - 1).trim();
  return { file, name: "routes", prefix, own: last.text, rest, end, lead: call[1] ?? "", route };
}

/** Paths put together as routers do it: `/api`, `/` → `/api` */
function joined(parts: readonly string[]): string {
  const path = parts.map((part) => part.replace(/\/$/, "")).join("");
  return path.startsWith("/") || path === "" ? path : `/${path}`;
}

/** The rest of a path below a prefix; undefined where it does not begin with it. `/api/nodes`, `/api` → `/nodes` */
export function below(path: string, prefix: string): string | undefined {
  const shape = (text: string): string => text.replaceAll(/\{[^{}]*\}/g, "{}");
  const parts = path.split("/");
  const above = prefix === "" ? [""] : prefix.split("/");
  const fits = above.every((part, at) => shape(part) === shape(parts[at] ?? "\0"));
  return fits ? `/${parts.slice(above.length).join("/")}` : undefined;
}
