import type { Method } from "#core/model/endpoint.ts";
import type { Place } from "#core/model/place.ts";
import { lookInto } from "../../values/handed-over.ts";
import type { CrateModel, Machine } from "../../values/machine.ts";
import { unresolvedEntry } from "../../values/routers.ts";
import { evaluateAttributePath } from "./attribute-path.ts";
import { callDocumentation, DOCUMENTATION, documentEntry } from "./documentation-pages.ts";
import { HAVE_AXUM } from "./words.ts";
import { resourceEntry, typedPathOf } from "./typed-paths.ts";
import { knownText, unknown, type Answer, type Argument, type Entry, type Value } from "../../values/values.ts";

/** Functions of `axum::routing` (and aide's) that begin a method router, and its methods of the same names. */
const METHOD_BY_NAME: Readonly<Record<string, Method>> = {
  get: "GET",
  post: "POST",
  put: "PUT",
  patch: "PATCH",
  delete: "DELETE",
  head: "HEAD",
  options: "OPTIONS",
  trace: "TRACE",
  connect: "CONNECT",
  any: "ANY",
};

/** `get`, `get_service`, aide's `get_with` → GET */
function methodOf(name: string): Method | undefined {
  return METHOD_BY_NAME[name.replace(/_(?:service|with)$/, "")];
}

/** What axum's routers are called, and in which crate. */
const ROUTERS: Readonly<Record<string, string>> = { Router: "axum", OpenApiRouter: "utoipa-axum", ApiRouter: "aide" };

export const axum: CrateModel = {
  routers: [...Object.values(ROUTERS), ...Object.keys(DOCUMENTATION)],
  routerType,
  call: callExternal,
  method: routerMethod,
  methodOfMethodRouter: methodRouterMethod,
  macro: (name, args) => (name === "routes" ? { kind: "routes", handlers: args } : undefined),
};

/** What stands where routes cannot be read is told as axum's. */
const AXUMS = { framework: "axum" };

/** The framework of a router type, by its path: `utoipa_axum::router::OpenApiRouter`. */
function routerType(path: readonly string[]): string | undefined {
  return HAVE_AXUM.has(path[0] ?? "") ? ROUTERS[path.at(-1) ?? ""] : undefined;
}

/** Calling something of another crate: `Router::new()`, `get(handler)`, `axum::serve(listener, app)`. */
function callExternal(
  machine: Machine,
  path: readonly string[],
  args: readonly Argument[],
  place: Place,
): Value | undefined {
  const name = path.at(-1) ?? "";
  const framework = routerType(path.slice(0, -1));
  if (framework) {
    const [first, ...rest] = args;
    if (name === "from") return first?.value;
    // `Router::merge(a, b)`
    if (first?.value.kind === "router") return routerMethod(machine, first.value, name, rest, place);
    if (name === "clone") return undefined;
    const router: Value = { kind: "router", router: { framework, place, entries: [] } };
    // `with_openapi`, `new`, `default`, `with_path_items`: all begin with nothing.
    return router;
  }
  const documentation = callDocumentation(path, args, place);
  if (documentation) return documentation;
  if (!HAVE_AXUM.has(path[0] ?? "")) return undefined;
  if (name === "new" && path.at(-2) === "MethodRouter")
    return { kind: "method-router", framework: "axum", answers: [] };
  if (path.at(-2) === "Resource" && (name === "named" || name === "new")) {
    const resource = knownText(args[0]?.value);
    if (resource !== undefined)
      return { kind: "router", router: { framework: "axum", place, entries: [], kept: args.slice(0, 1) } };
  }
  const answers = beginMethodRouter(name, args, place);
  return answers && { kind: "method-router", framework: "axum", answers };
}

function beginMethodRouter(name: string, args: readonly Argument[], place: Place): readonly Answer[] | undefined {
  if (name === "on" || name === "on_service") {
    const [filter, handler] = args;
    return handler && filterAnswers(filter, handler.value, place);
  }
  const method = methodOf(name);
  if (!method) return undefined;
  return [{ method, handler: args[0]?.value ?? unknown("no handler is given", place), place }];
}

/** `MethodFilter::GET`, `MethodFilter::GET.or(MethodFilter::POST)`; what is not known is any method, and marked. */
function filterAnswers(filter: Argument | undefined, handler: Value, place: Place): readonly Answer[] {
  const names = filter?.value.kind === "list" ? filter.value.items : filter ? [filter.value] : [];
  const methods = names.map((each) =>
    each.kind === "external" ? METHOD_BY_NAME[(each.path.at(-1) ?? "").toLowerCase()] : undefined,
  );
  const known = methods.filter((method) => method !== undefined);
  if (known.length > 0 && known.length === methods.length) return known.map((method) => ({ method, handler, place }));
  const unresolved = { reason: "the methods are not known", place: filter?.place ?? place };
  return [{ method: "ANY", handler, place, unresolved }];
}

/** A method of a method router: `.post(h)`, `.merge(other)`; layers and state leave it as it is. */
function methodRouterMethod(
  value: Extract<Value, { kind: "method-router" }>,
  name: string,
  args: readonly Argument[],
  place: Place,
): Value {
  const [first] = args;
  if (name === "merge" && first?.value.kind === "method-router") {
    return { ...value, answers: [...value.answers, ...first.value.answers] };
  }
  if (name === "fallback" || name === "fallback_service") {
    return { ...value, answers: [...value.answers, { method: "ANY", handler: first?.value ?? value, place }] };
  }
  const added = beginMethodRouter(name, args, place);
  return added ? { ...value, answers: [...value.answers, ...added] } : value;
}

/** A method of a router; those that only wrap it leave it as it is. */
function routerMethod(
  machine: Machine,
  { router }: Extract<Value, { kind: "router" }>,
  name: string,
  args: readonly Argument[],
  place: Place,
): Value {
  const base = { place, by: name, conditions: [...machine.conditions] };
  const [first, second] = args;
  const add = (...entries: readonly Entry[]): Value => {
    lookInto(router);
    return { kind: "router", router: { ...router, entries: [...router.entries, ...entries] } };
  };
  const leave: Value = { kind: "router", router };
  const typed = /^typed_(\w+)$/.exec(name)?.[1];
  const typedMethod = typed === undefined ? undefined : methodOf(typed);
  if (typedMethod && first) {
    const answers = [{ method: typedMethod, handler: first.value, place }];
    return add({ ...base, kind: "route", routeKind: "http", path: typedPathOf(machine, first), answers });
  }
  const resource = knownText(router.kept?.[0]?.value);
  if (resource !== undefined) {
    const entry = resourceEntry(resource, name, args, base);
    if (entry) return add(entry);
  }
  switch (name) {
    case "route":
    case "route_with_tsr":
    case "api_route":
    case "api_route_with":
      if (!first || !second) return leave;
      return add({ ...base, kind: "route", routeKind: "http", path: first, answers: answersOf(second, place) });
    case "url":
      return first && DOCUMENTATION[router.framework] ? add(documentEntry(base, first)) : leave;
    case "reset_fallback":
      lookInto(router);
      return {
        kind: "router",
        router: { ...router, entries: router.entries.filter((entry) => entry.kind !== "fallback") },
      };
    case "route_service":
    case "route_service_with_tsr":
      if (!first || !second) return leave;
      return add({ ...base, kind: "route", routeKind: "http", path: first, answers: [serviceAnswer(second, place)] });
    case "nest":
    case "nest_api_service":
    case "nest_service":
      if (!first || !second) return leave;
      return add(nestEntry(machine, base, first, second));
    case "merge":
    // What `merge` was called up to axum 0.2.
    case "or":
      return first ? add(...mergeEntries(machine, base, first)) : leave;
    case "fallback":
    case "fallback_service":
      return first ? add(...fallbackEntries(base, first.value)) : leave;
    case "routes":
      return first ? add(...routesEntries(machine, base, first)) : leave;
    case "split_for_parts":
      return { kind: "list", items: [leave, unknown("the document that a router exports", place)] };
    default:
      return leave;
  }
}

/** A router that answers what no route takes has its own routes, and what it does not take falls to its fallback. */
function fallbackEntries(
  base: { readonly place: Place; readonly by: string; readonly conditions: readonly string[] },
  value: Value,
): readonly Entry[] {
  const fallback: Entry = { ...base, kind: "fallback", handler: value };
  if (value.kind !== "router") return [fallback];
  lookInto(value.router);
  const hasOwn = value.router.entries.some(({ kind }) => kind === "fallback");
  return [{ ...base, kind: "merge", router: value.router }, ...(hasOwn ? [] : [fallback])];
}

function answersOf({ value, place: at }: Argument, place: Place): readonly Answer[] {
  if (value.kind === "method-router") return value.answers;
  const handler = value.kind === "unknown" ? value : unknown(`a ${value.kind} where a method router was expected`, at);
  return [{ method: "ANY", handler, place }];
}

function serviceAnswer(argument: Argument, place: Place): Answer {
  return { method: "ANY", handler: argument.value, place };
}

function nestEntry(
  machine: Machine,
  base: { readonly place: Place; readonly by: string; readonly conditions: readonly string[] },
  path: Argument,
  target: Argument,
): Entry {
  if (target.value.kind === "router") return { ...base, kind: "nest", path, router: target.value.router };
  if (isMadeByMacro(target)) return unresolvedEntry(AXUMS, base, target, path);
  if (base.by === "nest") reportUnresolved(machine, base.by, target);
  return { ...base, kind: "route", routeKind: "mount", path, answers: [serviceAnswer(target, base.place)] };
}

function mergeEntries(
  machine: Machine,
  base: { readonly place: Place; readonly by: string; readonly conditions: readonly string[] },
  target: Argument,
): readonly Entry[] {
  if (target.value.kind === "router") return [{ ...base, kind: "merge", router: target.value.router }];
  if (isMadeByMacro(target)) return [unresolvedEntry(AXUMS, base, target)];
  reportUnresolved(machine, base.by, target);
  // What another project makes has routes that are not seen here.
  return target.value.kind === "unknown" && target.value.isForeign ? [unresolvedEntry(AXUMS, base, target)] : [];
}

function isMadeByMacro({ value }: Argument): boolean {
  return value.kind === "unknown" && value.makesRoutes === true;
}

function reportUnresolved(machine: Machine, by: string, { value, place }: Argument): void {
  // An optional router that is not there.
  if (value.kind === "list" && value.items.length === 0) return;
  const reason = value.kind === "unknown" ? value.why.reason : `a ${value.kind} where a router was expected`;
  machine.findings.push({ code: "router-unresolved", severity: "warning", place, facts: { by, reason } });
}

/** utoipa-axum: path and methods stand in each handler's attribute. */
function routesEntries(
  machine: Machine,
  base: { readonly place: Place; readonly by: string; readonly conditions: readonly string[] },
  { value, place }: Argument,
): readonly Entry[] {
  if (value.kind === "method-router") return [];
  if (value.kind !== "routes") {
    reportUnresolved(machine, "routes", { value, place });
    return [];
  }
  return value.handlers.map(({ value: handler, place: at }): Entry => {
    const attribute = handler.kind === "function" ? handler.declaration.utoipa : undefined;
    if (handler.kind !== "function" || !attribute) {
      const reason = handler.kind === "unknown" ? handler.why.reason : "the handler has no `utoipa::path` attribute";
      const path = { value: unknown(reason, at), place: at };
      return { ...base, kind: "route", routeKind: "http", path, answers: [{ method: "ANY", handler, place: at }] };
    }
    const evaluated = evaluateAttributePath(machine, handler);
    const methods = attribute.methods.map((each) => methodOf(each)).filter((method) => method !== undefined);
    return {
      ...base,
      kind: "route",
      routeKind: "http",
      place: at,
      path: { value: evaluated, place: { file: handler.module.file, range: attribute.at } },
      answers: methods.map((method) => ({ method, handler, place: at })),
    };
  });
}
