import type { Finding } from "#core/model/finding.ts";
import type { Handler, PathStep, Route, Unresolved } from "#core/model/route.ts";
import { UNKNOWN_PART } from "../../routes/path-template.ts";
import { isSameList } from "../../same.ts";
import { MAX_ROUTES } from "../../value-limits.ts";
import { isCurrent } from "../run/call-memory.ts";
import type { ProjectMachine } from "../run/create-machine.ts";
import type { RustDialect } from "./rust-dialect.ts";
import type { Trace } from "../run/trace.ts";
import {
  knownText,
  textParts,
  type Answer,
  type Argument,
  type Entry,
  type Router,
  type Value,
} from "../values/values.ts";

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
  /** How the framework that a router tells writes paths. */
  readonly dialectOf: (framework: string) => RustDialect;
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
  switch (entry.kind) {
    case "nest": {
      const prefixes = [...above.prefixes, { argument: entry.path, by: entry.by }];
      return below(on, on.latest(entry.router), { ...above, prefixes });
    }
    case "merge":
      return below(on, on.latest(entry.router), above);
    case "route":
      return routesFor(on, entry, above);
    case "fallback":
  }
  const answer: Answer = { method: "ANY", handler: entry.handler, place: entry.place };
  return [makeRoute(on, answer, { ...entry, routeKind: "fallback" }, above)];
}

function routesFor(on: Walk, entry: Extract<Entry, { kind: "route" }>, above: Above): readonly Route[] {
  const routes = entry.answers.map((answer) => makeRoute(on, answer, entry, above));
  if (entry.isImplicit) return routes.map((route) => ({ ...route, implicit: true }));
  const implicit = on.dialectOf(above.framework).implicitAnswers(entry.answers);
  return [...routes, ...implicit.map((answer) => ({ ...makeRoute(on, answer, entry, above), implicit: true }))];
}

function makeRoute(
  { project: { machine }, dialectOf }: Walk,
  answer: Answer,
  entry: {
    readonly routeKind: Route["kind"];
    readonly path?: Argument;
    readonly place: Route["place"];
    readonly by: string;
  },
  above: Above,
): Route {
  const dialect = dialectOf(above.framework);
  const unresolved: Unresolved[] = answer.unresolved ? [answer.unresolved] : [];
  const all = entry.path ? [...above.prefixes, { argument: entry.path, by: entry.by }] : above.prefixes;
  const steps = all.map(({ argument, by }): PathStep => {
    const text = readText(argument, unresolved);
    const finding = dialect.pathFinding?.(machine.crates, argument, text, by);
    if (finding) machine.findings.push(finding);
    return { text, place: argument.place, by };
  });
  const joined = dialect.joinPath(steps);
  const template = dialect.readPath(joined.text);
  const conditions = [...new Set(above.conditions)];
  return {
    side: "rust",
    framework: above.framework,
    kind: dialect.isWebSocket(answer) ? "websocket" : entry.routeKind,
    method: answer.method,
    path: template.path,
    place: entry.place,
    steps: joined.steps,
    parameters: template.parameters,
    ...(dialect.answering === "the first declared" && { isByOrder: true }),
    ...handlerOf(answer.handler),
    ...dialect.factsOf(machine, answer.handler),
    ...(conditions.length > 0 && { conditional: conditions.join(" and ") }),
    ...(above.isUnmounted && { unmounted: true }),
    ...(unresolved.length > 0 && { unresolved }),
  };
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
