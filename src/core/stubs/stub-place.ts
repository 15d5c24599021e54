import type { Route } from "#core/model/route.ts";

import { snakeName } from "./rust-names.ts";
import { below, type RouteSite, routeSites } from "./route-site.ts";
import { codeOnly } from "./rust-scan.ts";

/** Where the handler of a new route goes, and how its router learns of it. */
export type StubPlace =
  /** Into a file that is there; `handler` is what its name has before it where the router names it. */
  | {
      readonly kind: "beside";
      readonly site: RouteSite;
      readonly local: string;
      readonly handlerFile: string;
      readonly path: string;
    }
  /** Into a module of its own with a router, which is added as the one beside it is. */
  | {
      readonly kind: "module";
      readonly site: RouteSite;
      readonly module: string;
      readonly file: string;
      /** Where its router is added: behind this offset of that file. */
      readonly parent: { readonly file: string; readonly end: number; readonly lead: string };
      /** What the router is nested under; absent where it is merged. */
      readonly nest?: string;
      readonly local: string;
      readonly router: RouterStyle;
    };

/** How the modules of a server give their routers. */
interface RouterStyle {
  /** `router` */
  readonly name: string;
  /** `Router<App>` */
  readonly returns: string;
  /** Lines that its types need. */
  readonly uses: readonly string[];
}

/**
 * The place for a route of `path`: at the call that adds the path nearest to it. Where all that is added there is about
 * something else, it gets a module beside those, if the server has such modules. Undefined where no router could take it.
 */
export function stubPlace(
  path: string,
  routes: readonly Route[],
  texts: ReadonlyMap<string, string>,
): StubPlace | undefined {
  const sites = routeSites(routes, texts).flatMap((site) => {
    const local = below(path, site.prefix);
    return local === undefined ? [] : [{ site, local }];
  });
  const depth = Math.max(-1, ...sites.map(({ site }) => segmentsOf(site.prefix).length));
  const nearest = sites.filter(({ site }) => segmentsOf(site.prefix).length === depth);
  const isRoute = ({ site }: (typeof sites)[number]): boolean => ROUTE_CALLS.has(site.name);
  const all = nearest.map(({ site }) => site);
  const [kin] = nearest
    .filter((each) => isRoute(each) && isOfGroup(each.site, each.local, all))
    .toSorted((a, b) => sharedWith(path, b.site) - sharedWith(path, a.site) || b.site.end - a.site.end);
  if (kin !== undefined) return besideOf(kin.site, kin.local);
  for (const each of nearest.toReversed()) {
    const own = moduleBeside(each.site, each.local, texts);
    if (own !== undefined) return own;
  }
  const last = nearest.findLast(isRoute);
  return last && besideOf(last.site, last.local);
}

/** How many segments the path of a call has in common with another. */
function sharedWith(path: string, { prefix, own }: RouteSite): number {
  const segments = segmentsOf(path);
  const others = segmentsOf(`${prefix}${own}`);
  const differing = others.findIndex((each, at) => each !== segments[at]);
  return differing < 0 ? others.length : differing;
}

/** Calls that add one route with its handler. */
const ROUTE_CALLS: ReadonlySet<string> = new Set(["route", "add", "routes"]);

/**
 * Whether the routes that a router's file adds there are about the same as a new one. Where several files add routes there,
 * each is about what its own paths begin with; where one adds them all, it takes anything but what is plainly of one subject.
 */
function isOfGroup(site: RouteSite, local: string, all: readonly RouteSite[]): boolean {
  const added = all.filter(({ name }) => ROUTE_CALLS.has(name));
  const firsts = new Set(added.filter(({ file }) => file === site.file).map(({ own }) => segmentsOf(own)[0] ?? ""));
  if (firsts.has(segmentsOf(local)[0] ?? "")) return true;
  const isAlone = added.every(({ file }) => file === site.file);
  const isAnySubject = [...firsts].some((first) => first === "" || first.startsWith("{"));
  return isAnySubject || (isAlone && firsts.size > 1);
}

function besideOf(site: RouteSite, local: string): StubPlace {
  const named = /\(\s*((?:\w+::)*)(?:r#)?\w+\s*[),]?/.exec(site.rest);
  const { handler } = site.route;
  const isInRouter = handler === undefined || handler.name === "closure" || handler.place.file === site.file;
  const handlerFile = isInRouter ? site.file : handler.place.file;
  const path = isInRouter ? "" : (named?.[1] ?? "");
  return {
    kind: "beside",
    site,
    local,
    handlerFile,
    path: isInRouter || path !== "" ? path : `${cratePath(handlerFile)}::`,
  };
}

/** `crate::routes::nodes` of `server/src/routes/nodes.rs` */
function cratePath(file: string): string {
  const inside = file.replace(/^.*?(?:^|\/)src\//, "").replace(/(?:^|\/)mod\.rs$|\.rs$/, "");
  const modules = inside.split("/").filter((name) => name !== "" && name !== "main" && name !== "lib");
  return ["crate", ...modules].join("::");
}

function moduleBeside(site: RouteSite, local: string, texts: ReadonlyMap<string, string>): StubPlace | undefined {
  const [first = ""] = segmentsOf(local);
  const module = snakeName(first);
  if (first === "" || first.startsWith("{")) return undefined;
  const parts = site.name === "nest" ? nestedParts(site, texts) : mergedParts(site, texts);
  if (parts === undefined) return undefined;
  const { sibling, parent, file } = parts;
  const text = texts.get(parent.file) ?? "";
  const own = file.replace(new RegExp(String.raw`${sibling}(\.rs|/mod\.rs)$`), `${module.replace(/^r#/, "")}.rs`);
  const router = routerStyle(texts.get(file) ?? "", parts.router);
  if (
    router === undefined ||
    texts.has(own) ||
    modLine(text, sibling) === undefined ||
    modLine(text, module) !== undefined
  )
    return undefined;
  const isNested = site.name === "nest";
  const rest = `/${segmentsOf(local).slice(1).join("/")}`;
  return {
    kind: "module",
    site,
    module,
    file: own,
    parent,
    router,
    ...(isNested ? { nest: `/${first}`, local: rest } : { local }),
  };
}

interface ModuleParts {
  readonly sibling: string;
  /** The function that gives its router. */
  readonly router: string;
  /** The sibling's file. */
  readonly file: string;
  readonly parent: { readonly file: string; readonly end: number; readonly lead: string };
}

/** `.nest("/nodes", nodes::router())`: the modules stand in the file of the call. */
function nestedParts(site: RouteSite, texts: ReadonlyMap<string, string>): ModuleParts | undefined {
  const [, sibling, router] = /^(\w+)::(\w+)\(\s*\)$/.exec(site.rest) ?? [];
  const file = sibling === undefined ? undefined : moduleFile(site.file, sibling, texts);
  if (sibling === undefined || router === undefined || file === undefined) return undefined;
  return { sibling, router, file, parent: { file: site.file, end: site.end, lead: site.lead } };
}

/** `.merge(auth::router())` in the file that declares the module whose router the call is in. */
function mergedParts(site: RouteSite, texts: ReadonlyMap<string, string>): ModuleParts | undefined {
  for (const [file, text] of texts) {
    for (const match of codeOnly(text).matchAll(/(\n[ \t]*)?\.merge\(\s*(\w+)::(\w+)\(\s*\)\s*\)/g)) {
      const [whole, lead = "", sibling = "", router = ""] = match;
      if (moduleFile(file, sibling, texts) !== site.file) continue;
      return { sibling, router, file: site.file, parent: { file, end: match.index + whole.length, lead } };
    }
  }
  return undefined;
}

/** The file of a module that another file declares. */
function moduleFile(parent: string, module: string, texts: ReadonlyMap<string, string>): string | undefined {
  const folder = /(?:^|\/)(?:main|lib|mod)\.rs$/.test(parent)
    ? parent.replace(/[^/]*$/, "")
    : parent.replace(/\.rs$/, "/");
  return [`${folder}${module}.rs`, `${folder}${module}/mod.rs`].find((file) => texts.has(file));
}

/** The line that declares a module, and its place. */
export function modLine(text: string, module: string): { readonly line: string; readonly at: number } | undefined {
  const match = new RegExp(String.raw`^([ \t]*(?:pub(?:\([^)]*\))?\s+)?mod\s+)${module}\s*;`, "m").exec(text);
  return match === null ? undefined : { line: match[1] ?? "", at: match.index };
}

/** How a module's router function is declared; undefined where it takes something, or its types are not to be found. */
function routerStyle(text: string, name: string): RouterStyle | undefined {
  const declared = new RegExp(String.raw`fn\s+${name}\s*\(\s*\)\s*->\s*([^{]+?)\s*\{`).exec(text);
  const returns = declared?.[1];
  if (returns === undefined) return undefined;
  const names = [...new Set(returns.match(/(?<![\w:])\w+(?!\w*::)/g) ?? [])].filter((each) => each !== "Router");
  const uses = names.map((each) => useOf(text, each));
  return uses.includes(undefined) ? undefined : { name, returns, uses: uses.filter((use) => use !== undefined) };
}

function useOf(text: string, name: string): string | undefined {
  const alone = new RegExp(String.raw`^use\s+[\w:]+::${name}\s*;`, "m").exec(text);
  if (alone !== null) return alone[0];
  const grouped = new RegExp(String.raw`^use\s+([\w:]+)::\{[^{}]*\b${name}\b[^{}]*\}\s*;`, "m").exec(text);
  return grouped === null ? undefined : `use ${grouped[1] ?? ""}::${name};`;
}

function segmentsOf(path: string): readonly string[] {
  return path.split("/").filter((part) => part !== "");
}
