import type { FileFacts } from "#core/model/file-facts.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { CargoFacts, RustFacts, RustFunction } from "#core/model/rust-facts.ts";
import { callExternal, routerType } from "./axum.ts";
import { buildCrates, type Crate, type Module } from "./crates.ts";
import { evaluate } from "./evaluate.ts";
import { keyOf, placeOf, type Frame, type Machine, type Served } from "./machine.ts";
import { bindPattern, joinValues } from "./names.ts";
import { resolve } from "./resolve.ts";
import { withoutRepeats } from "./repeats.ts";
import { routesOf } from "./routes-of.ts";
import { unknown, type FunctionValue, type Router, type Value } from "./values.ts";

/** Routes of one side, and the files that must be read as well before they are complete. */
interface Linked {
  readonly routes: readonly Route[];
  readonly findings: readonly Finding[];
  readonly wanted: readonly string[];
  /** Bodies of functions that were looked into, as objects of the facts; what stands in others makes no difference. */
  readonly followed: ReadonlySet<object>;
}

const MAX_STEPS = 5_000_000;
const MAX_CALLS = 60;
/** Expressions within one another over all calls, before JavaScript's own stack gets short. */
const MAX_NESTING = 1200;

const CUT_OFF: Finding = { code: "steps-too-many", severity: "warning", facts: { side: "Rust", steps: MAX_STEPS } };

/**
 * Follows a Rust project from what serves a router back to its routes. Where nothing serves one, the outermost functions
 * that return a router are the apps; where something does, a router that it does not reach is unmounted.
 */
export function linkRust({
  files,
  facts,
}: {
  readonly files: readonly string[];
  readonly facts: ReadonlyMap<string, FileFacts>;
}): Linked {
  const rust = new Map<string, RustFacts | CargoFacts>();
  for (const [file, each] of facts) if (each.language === "rust" || each.language === "cargo") rust.set(file, each);
  const crates = buildCrates(files, rust);
  const project = createMachine(crates);
  const functions = crates.all.flatMap((crate) => functionsOf(crate));

  const servedFolders = new Set<string>();
  for (const each of functions) {
    if (!isEntry(each) || project.called.has(each.declaration)) continue;
    const before = project.machine.served.length;
    project.runAgain(each);
    const folders = project.takeFolders();
    if (project.machine.served.length > before) for (const folder of folders) servedFolders.add(folder);
  }
  const served = [...project.machine.served];
  for (const { folder } of served) servedFolders.add(folder);
  const named = [...project.machine.named];
  const loose = collectLoose(project, functions);
  const forgotten = collectForgotten(named, [...served, ...loose]);
  const routes = [
    ...served.flatMap(({ router, conditions }) =>
      routesOf(project.machine, router, { isUnmounted: false, without: conditions }),
    ),
    ...loose.flatMap(({ router, folder }) =>
      routesOf(project.machine, router, {
        isUnmounted: served.length > 0 && servedFolders.has(folder),
        without: [],
      }),
    ),
    ...forgotten.flatMap(({ router, folder, conditions }) =>
      routesOf(project.machine, router, {
        isUnmounted: served.some((each) => each.folder === folder),
        without: conditions,
      }),
    ),
  ];
  const distinct = withoutRepeats(routes, project.machine.findings);
  const cargoFindings = [...rust.values()].flatMap((each) => each.findings);
  return {
    routes: distinct,
    findings: [
      ...cargoFindings,
      ...withoutRepeatedFindings(project.machine.findings),
      ...(project.isCutOff() ? [CUT_OFF] : []),
    ],
    wanted: [...crates.wanted, ...project.wanted],
    followed: project.followed,
  };
}

interface ProjectMachine {
  readonly machine: Machine;
  /** Calls a function with arguments that are not known; tells which functions ran then. */
  runAgain(value: FunctionValue): { readonly value: Value; readonly called: ReadonlySet<RustFunction> };
  readonly called: ReadonlySet<RustFunction>;
  readonly followed: ReadonlySet<object>;
  /** Files of which a body was left out that is needed. */
  readonly wanted: ReadonlySet<string>;
  /** The project takes more steps than are followed. */
  isCutOff(): boolean;
  /** Packages of which a function ran since this was last asked. */
  takeFolders(): readonly string[];
}

function createMachine(crates: Machine["crates"]): ProjectMachine {
  const called = new Set<RustFunction>();
  const followed = new Set<object>();
  const wanted = new Set<string>();
  const folders = new Set<string>();
  const active: RustFunction[] = [];
  let steps = 0;
  let depth = 0;
  let leftSelf: Value | undefined;
  const machine: Machine = {
    crates,
    findings: [],
    conditions: [],
    served: [],
    named: [],
    takeSelf: () => {
      const taken = leftSelf;
      leftSelf = undefined;
      return taken;
    },
    evaluate: (expression, frame) => {
      if (depth >= MAX_NESTING)
        return unknown("the expressions nest too deep to follow", placeOf(frame, expression.at));
      depth += 1;
      const value = evaluate(machine, expression, frame);
      depth -= 1;
      return value;
    },
    call: (callee, args, place) => {
      if (callee.kind === "function") return machine.callFunction(callee, args, place);
      if (callee.kind === "external") {
        const given = args.map((value) => ({ value, place }));
        return callExternal(machine, callee.path, given, place) ?? unknown("the call cannot be followed", place);
      }
      if (callee.kind !== "closure") return unknown("the call cannot be followed", place);
      const { expression, module, names, at } = callee;
      const frame: Frame = { module, names: { values: new Map(), parent: names }, returns: [], ...(at && { at }) };
      for (const [index, pattern] of expression.parameters.entries()) {
        bindPattern(pattern, args[index] ?? unknown("the closure's argument is not known", place), frame.names, place);
      }
      if (active.length >= MAX_CALLS) return unknown("the calls go too deep to follow", place);
      return machine.evaluate(expression.body, frame);
    },
    callFunction: (callee, args, place) => {
      const { declaration, module, twins, ...only } = callee;
      if (twins) {
        const all = [{ declaration, module, ...only }, ...twins];
        return joinValues(all.map((each) => machine.callFunction(each, args, place)));
      }
      called.add(declaration);
      folders.add(module.crate.folder);
      if (declaration.isBodyLeftOut) wanted.add(module.file);
      if (declaration.body) followed.add(declaration.body);
      else return unknown(`the body of \`${declaration.name}\` was not followed`, place);
      if (active.length >= MAX_CALLS || active.includes(declaration)) {
        return unknown("the calls go too deep to follow", place);
      }
      const frame: Frame = { module, ...typeOf(callee), names: { values: new Map() }, returns: [] };
      bindArguments(machine, callee, args, frame, place);
      active.push(declaration);
      const condition = conditionOf(callee);
      if (condition !== undefined) machine.conditions.push(condition);
      const result = machine.evaluate(declaration.body, frame);
      if (condition !== undefined) machine.conditions.pop();
      active.pop();
      leftSelf = declaration.isMethod ? frame.names.values.get("self") : undefined;
      const all = [...frame.returns, result].filter((value) => value.kind !== "unknown");
      return all.find((value) => value.kind === "router") ?? all.at(-1) ?? result;
    },
    step: () => {
      steps += 1;
      return steps < MAX_STEPS;
    },
  };
  const takeFolders = (): readonly string[] => {
    const taken = [...folders];
    folders.clear();
    return taken;
  };
  const runAgain: ProjectMachine["runAgain"] = (value) => {
    const before = new Set(called);
    called.clear();
    const place = { file: value.module.file, range: value.declaration.at };
    const result = machine.callFunction(value, [], place);
    const ran = new Set(called);
    for (const each of before) called.add(each);
    return { value: result, called: ran };
  };
  const isCutOff = (): boolean => steps >= MAX_STEPS;
  return { machine, runAgain, called, followed, wanted, isCutOff, takeFolders };
}

function typeOf(callee: FunctionValue): { readonly type?: string } {
  return callee.type === undefined ? {} : { type: callee.type };
}

/** A function or its module under `#[cfg(feature = …)]`. */
function conditionOf({ declaration, module }: FunctionValue): string | undefined {
  const conditions: string[] = [];
  for (let current: Module | undefined = module; current; current = current.parent) {
    if (current.condition !== undefined) conditions.unshift(current.condition);
  }
  if (declaration.condition !== undefined) conditions.push(declaration.condition);
  return conditions.length > 0 ? conditions.join(" and ") : undefined;
}

function bindArguments(
  machine: Machine,
  callee: FunctionValue,
  args: readonly Value[],
  frame: Frame,
  place: Place,
): void {
  const { declaration, module, type } = callee;
  let next = 0;
  if (declaration.isMethod) {
    const self: Value = args[0] ?? { kind: "instance", type: type ?? "", module, fields: new Map() };
    frame.names.values.set(
      "self",
      self.kind === "unknown" && type !== undefined ? { kind: "instance", type, module, fields: new Map() } : self,
    );
    next = 1;
  }
  for (const parameter of declaration.parameters) {
    const given = args[next];
    next += 1;
    const router = given && given.kind !== "unknown" ? undefined : emptyRouter(machine, callee, parameter.type, place);
    const value = router ?? given ?? unknown(`an argument of \`${declaration.name}\` is not given`, place);
    bindPattern(parameter.pattern, value, frame.names, place);
  }
}

/** A router that a function is handed by somebody we do not see. */
function emptyRouter(
  machine: Machine,
  { module, type }: FunctionValue,
  written: string,
  place: Place,
): Value | undefined {
  if (!/Router\b/.test(written)) return undefined;
  const segments = written
    .replace(/<[\s\S]*$/, "")
    .replace(/^(?:&|mut\s+)*/, "")
    .trim()
    .split("::");
  const found = resolve(machine.crates, module, segments, type);
  const framework = found?.kind === "external" ? routerType(found.path) : undefined;
  return framework === undefined ? undefined : { kind: "router", router: { framework, place, entries: [] } };
}

function functionsOf(crate: Crate): readonly FunctionValue[] {
  const free = crate.modules.flatMap((module) =>
    [...module.functions.values(), ...[...module.twinFunctions.values()].flat()].map((declaration): FunctionValue => ({
      kind: "function",
      declaration,
      module,
    })),
  );
  const bound = [...crate.methods].flatMap(([type, methods]) =>
    methods.map((method): FunctionValue => ({ kind: "function", ...method, type })),
  );
  return [...free, ...bound];
}

/** Where a program starts, and what serves. */
function isEntry({ declaration, module }: FunctionValue): boolean {
  if (!declaration.body) return false;
  return (declaration.name === "main" && module.parent === undefined) || declaration.mentionsServing;
}

/** Routers that functions return and that stand neither in one that is served nor in one another. */
function collectLoose(
  project: ProjectMachine,
  functions: readonly FunctionValue[],
): readonly { readonly router: Router; readonly folder: string }[] {
  const made: { readonly router: Router; readonly folder: string; readonly declaration: RustFunction }[] = [];
  const inner = new Set<RustFunction>();
  for (const each of functions) {
    const { declaration, module } = each;
    if (!declaration.body || !mayMakeRouter(declaration)) continue;
    const { value, called } = project.runAgain(each);
    const routers = routersIn(value);
    if (routers.length === 0) continue;
    for (const router of routers) made.push({ router, folder: module.crate.folder, declaration });
    for (const other of called) if (other !== declaration) inner.add(other);
  }
  const servedPlaces = new Set(project.machine.served.flatMap(({ router }) => [...placesIn(router)]));
  return made.filter(({ router, declaration }) => {
    const isServed = router.entries.length > 0 && [...placesIn(router)].every((place) => servedPlaces.has(place));
    return !isServed && !inner.has(declaration);
  });
}

/** A router, or those that an object or a list holds. */
function routersIn(value: Value, depth = 0): readonly Router[] {
  if (value.kind === "router") return [value.router];
  if (depth > 4) return [];
  if (value.kind === "list") return value.items.flatMap((item) => routersIn(item, depth + 1));
  return value.kind === "instance" ? [...value.fields.values()].flatMap((field) => routersIn(field, depth + 1)) : [];
}

/** Routers of a program that are not seen to be served, as where each connection is handed over by its own code. */
function collectForgotten(named: readonly Served[], known: readonly { readonly router: Router }[]): readonly Served[] {
  const places = new Set(known.flatMap(({ router }) => [...placesIn(router)]));
  const forgotten: Served[] = [];
  // A name is often given anew to the router that has more: the last one has all.
  for (const each of named.toReversed()) {
    const own = [...placesIn(each.router)];
    if (own.length === 0 || own.some((place) => places.has(place))) continue;
    forgotten.unshift(each);
    for (const place of own) places.add(place);
  }
  return forgotten;
}

/** Places of all that a router has. */
function placesIn(router: Router, places = new Set<string>()): ReadonlySet<string> {
  for (const entry of router.entries) {
    places.add(keyOf(entry.place));
    if (entry.kind === "nest" || entry.kind === "merge") placesIn(entry.router, places);
  }
  return places;
}

function mayMakeRouter({ returns, mentionsRouter }: RustFunction): boolean {
  return returns !== "" && mentionsRouter;
}

function withoutRepeatedFindings(findings: readonly Finding[]): readonly Finding[] {
  const byIdentity = new Map(
    findings.map((finding) => [`${finding.code}\0${finding.place ? keyOf(finding.place) : ""}`, finding]),
  );
  return [...byIdentity.values()];
}
