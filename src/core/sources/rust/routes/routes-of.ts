import type { Finding } from "#core/model/finding.ts";
import type { Handler, PathStep, Route, Unresolved } from "#core/model/route.ts";
import { readAxumPath, UNKNOWN_PART } from "../../routes/path-template.ts";
import { isSameList } from "../../same.ts";
import { MAX_ROUTES } from "../../value-limits.ts";
import { evaluateAttributePath } from "../frameworks/axum/axum.ts";
import { declaredFacts } from "../values/declared-facts.ts";
import { isCurrent } from "../run/call-memory.ts";
import type { ProjectMachine } from "../run/create-machine.ts";
import type { Machine } from "../values/machine.ts";
import { pathSyntaxFinding } from "../frameworks/axum/path-syntax.ts";
import type { Trace } from "../run/trace.ts";
import { takenParameters } from "../frameworks/axum/taken-parameters.ts";
import {
  knownText,
  textParts,
  type Answer,
  type Argument,
  type Entry,
  type Router,
  type Value,
} from "../values/values.ts";
import { asMethod, type Method } from "#core/model/endpoint.ts";

/** Routers within routers, deeper than any table. */
const MAX_DEPTH = 40;

interface Prefix {
  readonly argument: Argument;
  readonly by: string;
}

interface Above {
  readonly prefixes: readonly Prefix[];
  readonly conditions: readonly string[];
  readonly without: readonly string[];
  readonly isUnmounted: boolean;
  readonly framework: string;
  readonly depth: number;
}

/** What routers within others came to, over the machines of a project. */
export type RouteMemory = WeakMap<Router, Below>;

interface Below {
  readonly above: Above;
  readonly routes: readonly Route[];
  readonly findings: readonly Finding[];
  readonly trace: Trace;
  readonly moment: number;
  /** The routers within it. */
  readonly within: readonly Router[];
}

/** What a walk from routers to routes goes on. */
interface Walk {
  readonly project: Pick<ProjectMachine, "machine" | "traced">;
  readonly known: RouteMemory;
  /** The router that took the place of one. */
  readonly latest: (router: Router) => Router;
  /** How many routes and routers the walk may still come to. */
  readonly room: { left: number };
}

/** All routes that a router comes to; conditions in `without` hold for the whole of it and are not told. */
export function routesOf(
  on: Walk,
  router: Router,
  { isUnmounted, without }: { readonly isUnmounted: boolean; readonly without: readonly string[] },
): readonly Route[] {
  const above = { prefixes: [], conditions: [], without, isUnmounted, framework: router.framework, depth: 0 };
  on.room.left = MAX_ROUTES;
  const routes = walk(on, router, above);
  if (on.room.left <= 0) {
    const facts = { side: "Rust", limit: MAX_ROUTES };
    on.project.machine.findings.push({ code: "routes-too-many", severity: "warning", place: router.place, facts });
  }
  return routes;
}

/** A router within another one: made by a call that is remembered, it comes to the same as before. */
function below(on: Walk, router: Router, above: Above): readonly Route[] {
  const { project, known, latest } = on;
  const { findings } = project.machine;
  const { moments } = project.machine.crates;
  const before = known.get(router);
  if (
    before &&
    isSameAbove(before.above, above) &&
    isCurrent(before.trace, before.moment, moments) &&
    before.within.every((each) => latest(each) === each)
  ) {
    for (const finding of before.findings) findings.push(finding);
    on.room.left -= before.routes.length + 1;
    return before.routes;
  }
  const first = findings.length;
  const { result: routes, trace } = project.traced(() => walk(on, router, above));
  if (!trace.isLimited && on.room.left > 0) {
    const within = routersWithin(router, latest);
    known.set(router, { above, routes, findings: findings.slice(first), trace, moment: moments.now(), within });
  }
  return routes;
}

function routersWithin(start: Router, latest: (router: Router) => Router): readonly Router[] {
  const found = new Set<Router>();
  const left = [start];
  for (let next = left.pop(); next; next = left.pop()) {
    for (const entry of next.entries) {
      const router = entry.kind === "nest" || entry.kind === "merge" ? latest(entry.router) : undefined;
      if (!router || found.has(router)) continue;
      found.add(router);
      left.push(router);
    }
  }
  return [...found];
}

function isSameAbove(one: Above, other: Above): boolean {
  return (
    one.isUnmounted === other.isUnmounted &&
    one.framework === other.framework &&
    isSameList(one.conditions, other.conditions) &&
    isSameList(one.without, other.without) &&
    one.prefixes.length === other.prefixes.length &&
    one.prefixes.every((prefix, index) => isSamePrefix(prefix, other.prefixes[index]))
  );
}

function isSamePrefix({ argument, by }: Prefix, other: Prefix | undefined): boolean {
  const [one, two] = [argument.value, other?.argument.value];
  return (
    by === other?.by &&
    argument.place.file === other.argument.place.file &&
    argument.place.range === other.argument.place.range &&
    (one === two || (one.kind === "text" && knownText(one) !== undefined && knownText(one) === knownText(two)))
  );
}

function walk(on: Walk, router: Router, above: Above): readonly Route[] {
  if (above.depth > MAX_DEPTH) return [];
  return router.entries.flatMap((entry) => {
    on.room.left -= 1;
    if (on.room.left <= 0) return [];
    const conditions = [...above.conditions, ...entry.conditions.filter((each) => !above.without.includes(each))];
    return walkEntry(on, entry, { ...above, conditions, depth: above.depth + 1, framework: router.framework });
  });
}

function walkEntry(on: Walk, entry: Entry, above: Above): readonly Route[] {
  const { machine } = on.project;
  switch (entry.kind) {
    case "nest": {
      const prefixes = [...above.prefixes, { argument: entry.path, by: entry.by }];
      return below(on, on.latest(entry.router), { ...above, prefixes });
    }
    case "merge":
      return below(on, on.latest(entry.router), above);
    case "route":
      return routesFor(machine, entry, above);
    case "fallback":
  }
  const answer: Answer = { method: "ANY", handler: entry.handler, place: entry.place };
  return [makeRoute(machine, answer, { ...entry, routeKind: "fallback" }, above)];
}

function routesFor(machine: Machine, entry: Extract<Entry, { kind: "route" }>, above: Above): readonly Route[] {
  const routes = entry.answers.map((answer) => makeRoute(machine, answer, entry, above));
  if (entry.isImplicit) return routes.map((route) => ({ ...route, implicit: true }));
  const get = entry.answers.find((answer) => answer.method === "GET");
  // axum answers HEAD with what GET answers, without the body.
  if (
    !get ||
    takesWebSocket(get.handler) ||
    entry.answers.some((answer) => answer.method === "HEAD" || answer.method === "ANY")
  )
    return routes;
  return [...routes, { ...makeRoute(machine, { ...get, method: "HEAD" }, entry, above), implicit: true }];
}

function makeRoute(
  machine: Machine,
  answer: Answer,
  entry: {
    readonly routeKind: Route["kind"];
    readonly path?: Argument;
    readonly place: Route["place"];
    readonly by: string;
  },
  above: Above,
): Route {
  const unresolved: Unresolved[] = answer.unresolved ? [answer.unresolved] : [];
  const all = entry.path ? [...above.prefixes, { argument: entry.path, by: entry.by }] : above.prefixes;
  const steps = all.map(({ argument, by }): PathStep => {
    const text = readText(argument, unresolved);
    // utoipa-axum spells the parameters as its axum needs them.
    const finding = by === "routes" ? undefined : pathSyntaxFinding(machine.crates, argument, text);
    if (finding) machine.findings.push(finding);
    return { text, place: argument.place, by };
  });
  const template = readAxumPath(joinSteps(steps.map((step) => step.text)));
  const declared = declaredBy(machine, answer.handler);
  const taken = takenParameters(machine, answer.handler);
  const conditions = [...new Set(above.conditions)];
  return {
    side: "rust",
    framework: above.framework,
    kind: UPGRADES.has(answer.method) && takesWebSocket(answer.handler) ? "websocket" : entry.routeKind,
    method: answer.method,
    path: template.path,
    place: entry.place,
    steps,
    parameters: template.parameters,
    ...(taken && { taken }),
    ...handlerOf(answer.handler),
    ...(declared && { declared }),
    ...declaredFacts(answer.handler),
    ...(conditions.length > 0 && { conditional: conditions.join(" and ") }),
    ...(above.isUnmounted && { unmounted: true }),
    ...(unresolved.length > 0 && { unresolved }),
  };
}

/** axum's own rule: a nested `/` is the prefix itself, and a slash at the end of a prefix is not doubled. */
function joinSteps(texts: readonly string[]): string {
  let path = "";
  for (const [index, text] of texts.entries()) {
    if (index === 0) path = text;
    else if (path.endsWith("/")) path += text.replace(/^\/+/, "");
    else if (text !== "/") path += text;
  }
  return path || "/";
}

function readText({ value, place }: Argument, unresolved: Unresolved[]): string {
  return textParts(value, place)
    .map((part) => {
      if (typeof part === "string") return part;
      unresolved.push(part.place.file === "" ? { ...part, place } : part);
      return UNKNOWN_PART;
    })
    .join("");
}

/** Methods of requests that ask for an upgrade: of HTTP/1.1, of HTTP/2, or any. */
const UPGRADES: ReadonlySet<Method> = new Set(["GET", "CONNECT", "ANY"]);

/** axum hands a connection that is to be upgraded to a handler that asks for it; one that may do without serves both. */
function takesWebSocket(handler: Value): boolean {
  const types =
    handler.kind === "function"
      ? handler.declaration.parameters.map(({ type }) => type)
      : handler.kind === "closure"
        ? handler.expression.parameterTypes
        : [];
  return types.some((type) => /\bWebSocketUpgrade\b/.test(type) && !/^(?:\w+::)*(?:Option|Result)\s*</.test(type));
}

function declaredBy(machine: Machine, handler: Value): Route["declared"] {
  const attribute = handler.kind === "function" ? handler.declaration.utoipa : undefined;
  if (handler.kind !== "function" || !attribute) return undefined;
  const value = evaluateAttributePath(machine, handler);
  const path =
    value.kind === "text" && value.parts.every((part) => typeof part === "string") ? value.parts.join("") : "";
  return {
    methods: attribute.methods.map((each) => asMethod(each)).filter((method): method is Method => method !== undefined),
    ...(path && { path }),
    place: { file: handler.module.file, range: attribute.at },
  };
}

function handlerOf(value: Value): {
  readonly handler?: Handler;
  readonly handlerHash?: string;
  readonly isStub?: true;
} {
  if (value.kind === "function") {
    const { declaration, module } = value;
    const { file } = module;
    return {
      handler: {
        name: declaration.name,
        place: { file, range: declaration.at },
        body: { file, range: declaration.whole },
      },
      handlerHash: declaration.hash,
      ...(declaration.isStub && { isStub: true }),
    };
  }
  if (value.kind !== "closure") return {};
  const { at, hash, isStub } = value.expression;
  const body = { file: value.module.file, range: at };
  return { handler: { name: "closure", place: body, body }, handlerHash: hash, ...(isStub && { isStub: true }) };
}
