import type { FileFacts } from "#core/model/file-facts.ts";
import type { Finding } from "#core/model/finding.ts";
import type { Route } from "#core/model/route.ts";
import type { CargoFacts, RustFacts, RustFunction } from "#core/model/rust-facts.ts";
import { distinctRoutes } from "../distinct-routes.ts";
import { createCallMemory, type CallMemory } from "./call-memory.ts";
import { changeItems } from "./change-crates.ts";
import { buildCrates, type Crate, type Crates } from "./crates.ts";
import { createMachine, MAX_STEPS, type ProjectMachine } from "./create-machine.ts";
import { keyOf, type Served } from "./machine.ts";
import { macroFindings } from "./macro-findings.ts";
import { mentionsRouter } from "./outline.ts";
import { hasBody } from "./resolve.ts";
import { routesOf, type RouteMemory } from "./routes-of.ts";
import { withoutUnknownPrefixes } from "./unknown-prefixes.ts";
import type { FunctionValue, Router, Value } from "./values.ts";

/** Routes of one side, and the files that must be read as well before they are complete. */
interface Linked {
  readonly routes: readonly Route[];
  readonly findings: readonly Finding[];
  readonly wanted: readonly string[];
  /** Bodies of functions that were looked into, as objects of the facts; what stands in others makes no difference. */
  readonly followed: ReadonlySet<object>;
  /** For `relinkRust`. */
  readonly memory?: object;
}

const CUT_OFF: Finding = { code: "steps-too-many", severity: "warning", facts: { side: "Rust", steps: MAX_STEPS } };

/** Files of one side as far as they were read. */
interface LinkInput {
  readonly files: readonly string[];
  readonly facts: ReadonlyMap<string, FileFacts>;
}

/** What is kept of a linking, so that after an edit only what the changed files had a part in is followed again. */
interface Memory extends LinkInput {
  readonly crates: Crates;
  readonly calls: CallMemory;
  readonly routes: RouteMemory;
  readonly wanted: ReadonlySet<string>;
}

/** Memories that were given out, by what was given out: outside of this file they are closed. */
const memories = new WeakMap<object, Memory>();

/**
 * Follows a Rust project from what serves a router back to its routes. Where nothing serves one, the outermost functions
 * that return a router are the apps; where something does, a router that it does not reach is unmounted.
 */
export function linkRust({ files, facts }: LinkInput): Linked {
  const rust = new Map<string, RustFacts | CargoFacts>();
  for (const [file, each] of facts) if (each.language === "rust" || each.language === "cargo") rust.set(file, each);
  const crates = buildCrates(files, rust);
  return follow({ files, facts, crates, calls: createCallMemory(), routes: new WeakMap() });
}

/**
 * Links again after edits of a few files, from what `linkRust` or the last call gave as `memory`; undefined where it is
 * not sure that linking anew would come to the same. Either way the memory that was handed over is used up.
 */
export function relinkRust({ files, facts }: LinkInput, memory: object): Linked | undefined {
  const known = memories.get(memory);
  memories.delete(memory);
  if (!known || known.files !== files || known.facts.size !== facts.size) return undefined;
  const changed: string[] = [];
  for (const [file, before] of known.facts) {
    const now = facts.get(file);
    if (now === before) continue;
    if (before.language !== "rust" || now?.language !== "rust") return undefined;
    if (!changeItems(known.crates, file, before.items, now.items)) return undefined;
    changed.push(file);
  }
  known.calls.change(changed);
  const linked = follow({ ...known, facts });
  // What is asked for now must be read first.
  return linked.wanted.every((file) => known.wanted.has(file)) && !linked.isCutOff ? linked : undefined;
}

function follow(state: Omit<Memory, "wanted">): Linked & { readonly isCutOff: boolean } {
  const { crates, calls, facts } = state;
  const project = createMachine(crates, calls);
  const functions = crates.all.flatMap((crate) => functionsOf(crate));

  const servedFolders = new Set<string>();
  for (const each of functions) {
    if (!isEntry(each) || project.trace.called.has(each.declaration)) continue;
    const before = project.machine.served.length;
    project.runAgain(each);
    const folders = project.takeFolders();
    if (project.machine.served.length > before) for (const folder of folders) servedFolders.add(folder);
  }
  const served = [...project.machine.served];
  for (const { folder } of served) servedFolders.add(folder);
  const fromEntries = [...project.machine.named];
  const outermost = collectLoose(project, functions);
  // The last one counts: what a program names has all that the functions give which are followed by themselves.
  const named = [...project.machine.named.slice(fromEntries.length), ...fromEntries];
  const forgotten = collectForgotten(named, served, outermost);
  const inForgotten = new Set(forgotten.flatMap(({ router }) => placesIn(router)));
  const loose = outermost.filter(
    ({ router }) => router.entries.length === 0 || !placesIn(router).every((place) => inForgotten.has(place)),
  );
  const walk = { project, calls, known: state.routes };
  const routes = [
    ...served.flatMap(({ router, conditions }) => routesOf(walk, router, { isUnmounted: false, without: conditions })),
    ...loose.flatMap(({ router, folder }) =>
      routesOf(walk, router, { isUnmounted: served.length > 0 && servedFolders.has(folder), without: [] }),
    ),
    ...forgotten.flatMap(({ router, folder, conditions }) =>
      routesOf(walk, router, {
        isUnmounted: served.some((each) => each.folder === folder),
        without: conditions,
      }),
    ),
  ];
  const distinct = withoutUnknownPrefixes(distinctRoutes(routes), project.machine.findings);
  const cargoFindings = [...facts.values()].flatMap((each) =>
    each.language === "rust" || each.language === "cargo" ? each.findings : [],
  );
  const wanted = [...crates.wanted, ...project.trace.wanted];
  const isCutOff = project.isCutOff();
  const memory = {};
  memories.set(memory, { ...state, wanted: new Set(wanted) });
  return {
    routes: distinct,
    findings: [
      ...cargoFindings,
      ...macroFindings(crates),
      ...withoutRepeatedFindings(project.machine.findings),
      ...(isCutOff ? [CUT_OFF] : []),
    ],
    wanted,
    followed: project.trace.followed,
    isCutOff,
    ...(!isCutOff && { memory }),
  };
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
  const holders = typesWithRouter(functions);
  for (const each of functions) {
    const { declaration, module } = each;
    if (!hasBody(declaration) || !(mayMakeRouter(declaration) || namesAny(declaration.returns, holders))) continue;
    const { value, called } = project.runAgain(each);
    const routers = routersIn(value);
    if (routers.length === 0) continue;
    for (const router of routers) made.push({ router, folder: module.crate.folder, declaration });
    for (const other of called) if (other !== declaration) inner.add(other);
  }
  const servedPlaces = new Set(project.machine.served.flatMap(({ router }) => placesIn(router)));
  return made.filter(({ router, declaration }) => {
    if (inner.has(declaration)) return false;
    return router.entries.length === 0 || !placesIn(router).every((place) => servedPlaces.has(place));
  });
}

/** A router, or those that an object or a list holds. */
function routersIn(value: Value, depth = 0): readonly Router[] {
  if (value.kind === "router") return [value.router];
  if (depth > 4) return [];
  if (value.kind === "list") return value.items.flatMap((item) => routersIn(item, depth + 1));
  return value.kind === "instance" ? [...value.fields.values()].flatMap((field) => routersIn(field, depth + 1)) : [];
}

/**
 * Routers of a program that are not seen to be served, as where each connection is handed over by its own code. One that
 * has more than what a function returns stands for that as well.
 */
function collectForgotten(
  named: readonly Served[],
  served: readonly Served[],
  loose: readonly { readonly router: Router }[],
): readonly Served[] {
  if (named.length === 0) return [];
  const reached = new Set(served.flatMap(({ router }) => placesIn(router)));
  const seen = new Set(loose.flatMap(({ router }) => placesIn(router)));
  const forgotten: Served[] = [];
  const open = named.filter(({ router: { entries } }) => entries[0] && !reached.has(keyOf(entries[0].place)));
  // A name is often given anew to the router that has more: what has most stands for what it has.
  const bySize = open
    .toReversed()
    .toSorted((one, other) => placesIn(other.router).length - placesIn(one.router).length);
  for (const each of bySize) {
    const own = placesIn(each.router);
    if (own.some((place) => reached.has(place)) || own.every((place) => seen.has(place))) continue;
    forgotten.unshift(each);
    for (const place of own) seen.add(place);
  }
  return forgotten;
}

/** Routers that are made by calls that are remembered live from one linking to the next, and never change. */
const places = new WeakMap<Router, readonly string[]>();

/** Places of all that a router has. */
function placesIn(router: Router): readonly string[] {
  const known = places.get(router);
  if (known) return known;
  const found = router.entries.flatMap((entry) => [
    keyOf(entry.place),
    ...(entry.kind === "nest" || entry.kind === "merge" ? placesIn(entry.router) : []),
  ]);
  places.set(router, found);
  return found;
}

/** Names of structs that keep a router in a field: who returns one may have put it together by their methods alone. */
function typesWithRouter(functions: readonly FunctionValue[]): ReadonlySet<string> {
  const modules = new Set(functions.map(({ module }) => module));
  const holders = new Set<string>();
  for (const { types } of modules) {
    for (const { name, shape } of types.values()) {
      if (shape?.kind !== "enum" && shape?.members.some(({ type = "" }) => mentionsRouter(type))) holders.add(name);
    }
  }
  return holders;
}

function namesAny(type: string, names: ReadonlySet<string>): boolean {
  return names.size > 0 && (type.match(/\w+/g) ?? []).some((word) => names.has(word));
}

function mayMakeRouter(declaration: RustFunction): boolean {
  return declaration.returns !== "" && declaration.mentionsRouter;
}

function withoutRepeatedFindings(findings: readonly Finding[]): readonly Finding[] {
  const byIdentity = new Map(
    findings.map((finding) => [`${finding.code}\0${finding.place ? keyOf(finding.place) : ""}`, finding]),
  );
  return [...byIdentity.values()];
}
