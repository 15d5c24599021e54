import type { FileFacts } from "#core/model/file-facts.ts";
import type { Finding } from "#core/model/finding.ts";
import type { PythonFacts } from "#core/model/python-facts.ts";
import type { Route } from "#core/model/route.ts";
import { createMachine, type ProjectMachine } from "./create-machine.ts";
import { fastapi } from "./frameworks/fastapi.ts";
import type { Framework } from "./machine.ts";
import { createModules } from "./modules.ts";
import { routesOf, targetsOf } from "./routes-of.ts";
import type { Argument, FunctionValue, Router, Value } from "./values.ts";

/** Frameworks that are read; one more is one more line. */
const FRAMEWORKS: readonly Framework[] = [fastapi];

/** Files of one side as far as they were read. */
export interface LinkInput {
  /** All source files of the side. */
  readonly files: readonly string[];
  readonly facts: ReadonlyMap<string, FileFacts>;
}

/** Routes of one side, and the files that must be read as well before they are complete. */
export interface Linked {
  readonly routes: readonly Route[];
  readonly findings: readonly Finding[];
  readonly wanted: readonly string[];
  /** Bodies of functions that were looked into, as objects of the facts; what stands in others makes no difference. */
  readonly followed: ReadonlySet<object>;
}

/**
 * Follows a Python project from its modules to the routes of its apps, as the interpreter would at start-up. A module
 * that nobody imports runs too; a function that nobody calls runs with unknown arguments if it registers routes.
 */
export function linkPython({ files, facts }: LinkInput): Linked {
  const python = new Map<string, PythonFacts>();
  for (const [file, each] of facts) if (each.language === "python") python.set(file, each);
  const machine = createMachine(python, createModules(files), FRAMEWORKS);
  const readable = [...python.values()].filter((each) => !isTestCode(each));
  for (const each of readable) machine.runModule(each.file);
  callTheUncalled(machine, readable);
  return {
    routes: collectRoutes(machine.routers),
    findings: withoutRepeatedFindings(machine.findings),
    wanted: [...machine.wanted],
    followed: machine.followed,
  };
}

/** A file that drives an app is not a part of it. */
function isTestCode(facts: PythonFacts): boolean {
  return facts.body.some(
    (statement) =>
      statement.kind === "import-from" &&
      (/^(?:fastapi|starlette)\.testclient$/.test(statement.module) || statement.module === "pytest") &&
      statement.dots === 0,
  );
}

/** Calls what registers routes and was not called: first what none of the others names, then what is still left. */
function callTheUncalled(machine: ProjectMachine, files: readonly PythonFacts[]): void {
  const uncalled = files
    .flatMap(({ file }) => functionsIn([...(machine.scopeOf(file)?.names.values() ?? [])], file))
    .filter(({ declaration }) => declaration.mentionsRoutes && !machine.called.has(declaration));
  // An object is made by the name of its class.
  const nameOf = ({ declaration, owner }: FunctionValue): string =>
    owner && declaration.name === "__init__" ? owner.declaration.name : declaration.name;
  const mentions = uncalled.map(({ declaration }) => ({ declaration, words: new Set(declaration.words) }));
  const isNamed = (value: FunctionValue): boolean =>
    mentions.some(({ declaration, words }) => declaration !== value.declaration && words.has(nameOf(value)));
  for (const value of [...uncalled.filter((each) => !isNamed(each)), ...uncalled.filter(isNamed)]) {
    if (machine.called.has(value.declaration)) continue;
    const place = { file: value.file, range: value.declaration.at };
    if (value.owner && value.declaration.name === "__init__") {
      machine.call(value.owner, { positional: [], named: new Map(), place });
    } else if (!value.owner) {
      machine.call(value, { positional: [], named: argumentsFor(machine, value), place });
    }
  }
}

function functionsIn(values: readonly Value[], file: string): readonly FunctionValue[] {
  return values.flatMap((value) => {
    if (value.kind === "function" && value.file === file) return [value];
    if (value.kind === "class" && value.file === file) return functionsIn([...value.members.values()], file);
    return [];
  });
}

/** `def register(app: FastAPI)`: whoever calls it hands an app over. */
function argumentsFor(machine: ProjectMachine, value: FunctionValue): ReadonlyMap<string, Argument> {
  const named = new Map<string, Argument>();
  for (const parameter of value.declaration.parameters) {
    if (!parameter.type || parameter.default) continue;
    const place = { file: value.file, range: parameter.type.at };
    const type = machine.evaluate(parameter.type, { file: value.file, scope: value.scope, returns: [] });
    const router =
      type.kind === "external"
        ? FRAMEWORKS.map((framework) => framework.create(type.name, place)).find(Boolean)
        : undefined;
    if (!router) continue;
    machine.routers.push(router);
    named.set(parameter.name, { value: { kind: "router", router }, place });
  }
  return named;
}

/** Routes of the apps; then those of routers that no app reaches, marked. */
function collectRoutes(routers: readonly Router[]): readonly Route[] {
  const included = new Set<Router>();
  for (const router of routers) {
    for (const entry of router.entries) {
      if (entry.kind === "include") for (const target of targetsOf(entry.target)) included.add(target);
    }
  }
  const reached = new Set<Router>();
  const reach = (router: Router): void => {
    if (reached.has(router)) return;
    reached.add(router);
    for (const entry of router.entries) if (entry.kind === "include") targetsOf(entry.target).forEach(reach);
  };
  const apps = routers.filter((router) => router.isApp && !included.has(router));
  apps.forEach(reach);
  const loose = routers.filter((router) => !reached.has(router) && !included.has(router));
  const routes = [...apps.flatMap((app) => routesOf(app, false)), ...loose.flatMap((router) => routesOf(router, true))];
  return withoutRepeats(routes);
}

/** A factory that runs twice makes the same routes again. */
function withoutRepeats(routes: readonly Route[]): readonly Route[] {
  const byIdentity = new Map<string, Route>();
  for (const route of routes) {
    const { start } = route.place.range;
    const handler = route.handler?.place;
    const identity = [
      route.kind,
      route.method,
      route.path,
      route.place.file,
      start.line,
      start.character,
      handler?.file,
      handler?.range.start.line,
      ...(route.unresolved ?? []).map(({ reason }) => reason),
    ].join("\0");
    const known = byIdentity.get(identity);
    if (!known || (known.unmounted && !route.unmounted) || (known.conditional && !route.conditional)) {
      byIdentity.set(identity, route);
    }
  }
  return [...byIdentity.values()];
}

/** A loop meets the same call again and again. */
function withoutRepeatedFindings(findings: readonly Finding[]): readonly Finding[] {
  return [...new Map(findings.map((finding) => [JSON.stringify([finding.code, finding.place]), finding])).values()];
}

/** A module without any of these words can only give values to others; it is read when one of them asks. */
const MAY_DECLARE =
  /\b(?:fastapi|starlette|APIRouter|FastAPI|include_router|add_api_route|api_route|add_route|add_api_websocket_route|add_websocket_route|websocket_route|mount)\b|^\s*@\s*\w+(?:\.\w+)*\.(?:get|put|post|delete|options|head|patch|trace|route|websocket)\b/m;

export function mayDeclarePythonRoutes(text: string): boolean {
  return MAY_DECLARE.test(text);
}
