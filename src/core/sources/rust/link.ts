import type { Finding } from "#core/model/finding.ts";
import type { Route } from "#core/model/route.ts";
import type { LinkInput } from "#core/model/sources/source-language.ts";
import type { CargoFacts, RustFacts } from "#core/model/sources/rust-facts.ts";
import { createDistinctRoutes, type DistinctRoutes } from "../routes/distinct-routes.ts";
import { createReplacements, type Replacements } from "../routes/replacements.ts";
import { RUST_FRAMEWORKS, RUST_VOCABULARY, rustDialect } from "./frameworks/registry.ts";
import { MAX_STEPS } from "./run/budget.ts";
import { createCallMemory, type CallMemory } from "./run/call-memory.ts";
import { changeItems, changedNames } from "./crates/change-crates.ts";
import { buildCrates, type Crates } from "./crates/crates.ts";
import { createMachine, type ProjectMachine } from "./run/create-machine.ts";
import { findRouters, type FoundRouters } from "./run/find-routers.ts";
import { createProjectFunctions, type ProjectFunctions } from "./crates/functions-of.ts";
import { keyOf } from "./values/machine.ts";
import { macroFindings } from "./macros/macro-findings.ts";
import { routersToWalk } from "./routes/routers-to-walk.ts";
import { routesOf, type RouteMemory } from "./routes/routes-of.ts";
import { runInside } from "./run/run-inside.ts";
import { tracesWithin } from "./run/trace.ts";
import { withoutUnknownPrefixes } from "./routes/unknown-prefixes.ts";
import type { Router } from "./values/values.ts";

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

const MODELS = RUST_FRAMEWORKS.map(({ model }) => model);

const CUT_OFF: Finding = { code: "steps-too-many", severity: "warning", facts: { side: "Rust", steps: MAX_STEPS } };

/** What is kept of a linking, so that after an edit only what the changed files had a part in is followed again. */
interface Memory extends Pick<LinkInput, "files" | "facts"> {
  readonly crates: Crates;
  readonly calls: CallMemory;
  /** Calls of functions by nobody, with arguments that are not known. */
  readonly outerCalls: CallMemory;
  readonly functions: ProjectFunctions;
  readonly replacements: Replacements<Router>;
  readonly routes: RouteMemory;
  readonly distinct: DistinctRoutes;
  readonly found: FoundRouters;
  readonly wanted: ReadonlySet<string>;
}

/** Memories that were given out, by what was given out: outside of this file they are closed. */
const memories = new WeakMap<object, Memory>();

/**
 * Follows a Rust project from what serves a router back to its routes. Where nothing serves one, the outermost functions
 * that return a router are the apps; where something does, a router that it does not reach is unmounted.
 */
export function linkRust({ files, facts, ...reading }: LinkInput): Linked {
  const rust = new Map<string, RustFacts | CargoFacts>();
  for (const [file, each] of facts) if (each.language === "rust" || each.language === "cargo") rust.set(file, each);
  const crates = buildCrates(files, rust, RUST_VOCABULARY, reading);
  const { moments } = crates;
  const state = {
    files,
    facts,
    crates,
    calls: createCallMemory(moments),
    outerCalls: createCallMemory(moments),
    functions: createProjectFunctions(moments),
    replacements: createReplacements<Router>(),
    routes: new WeakMap(),
    distinct: createDistinctRoutes(),
  };
  const project = createMachine(crates, MODELS, state);
  return answerOf(project, { ...state, found: findRouters(project, crates, state.functions) });
}

/**
 * Links again after edits of a few files, from what `linkRust` or the last call gave as `memory`; undefined where it is
 * not sure that linking anew would come to the same. Either way the memory that was handed over is used up.
 */
export function relinkRust({ files, facts }: Pick<LinkInput, "files" | "facts">, memory: object): Linked | undefined {
  const known = memories.get(memory);
  memories.delete(memory);
  if (!known || known.files !== files || known.facts.size !== facts.size) return undefined;
  const { crates } = known;
  const holders = new Set(crates.all.flatMap((crate) => known.functions.typesWithRouter(crate)));
  /** By file: the names that stand for something else now, if that is all that others see of it. */
  const changed = new Map<string, ReadonlySet<string> | undefined>();
  for (const [file, before] of known.facts) {
    const now = facts.get(file);
    if (now === before) continue;
    if (before.language !== "rust" || now?.language !== "rust") return undefined;
    if (!changeItems(crates, file, before.items, now.items)) return undefined;
    changed.set(file, changedNames(before.items, now.items, holders));
  }
  crates.moments.change(changed.keys());
  let project = createMachine(crates, MODELS, known);
  let found = runInside(project, known, changed);
  if (!found) {
    project = createMachine(crates, MODELS, known);
    found = findRouters(project, crates, known.functions);
  }
  const linked = answerOf(project, { ...known, facts, found });
  // What is asked for now must be read first.
  return linked.wanted.every((file) => known.wanted.has(file)) && !linked.isCutOff ? linked : undefined;
}

function answerOf(project: ProjectMachine, state: Omit<Memory, "wanted">): Linked & { readonly isCutOff: boolean } {
  const { crates, facts, found } = state;
  const { latest } = state.replacements;
  const walk = { project, known: state.routes, latest, dialectOf: rustDialect, room: { left: 0 } };
  const before = project.machine.findings.length;
  const routes = routersToWalk(found, latest).flatMap(({ router, ...how }) => routesOf(walk, router, how));
  const findings = [...found.findings, ...project.machine.findings.slice(before)];
  const distinct = withoutUnknownPrefixes(state.distinct.of(routes), findings);
  const ownFindings = state.files.flatMap((file) => {
    const each = facts.get(file);
    return each?.language === "rust" || each?.language === "cargo" ? each.findings : [];
  });
  const traces = tracesWithin({
    ...project.trace,
    inner: new Set([...(found.calls ?? []), ...project.trace.inner]),
  });
  const wanted = [...crates.wanted, ...new Set(traces.flatMap((each) => [...each.wanted]))];
  const followed = new Set<object>();
  for (const each of traces) for (const body of each.followed) followed.add(body);
  const isCutOff = project.isCutOff();
  const memory = {};
  memories.set(memory, { ...state, wanted: new Set(wanted) });
  return {
    routes: distinct,
    findings: [
      ...ownFindings,
      ...macroFindings(crates),
      ...withoutRepeatedFindings(findings),
      ...(isCutOff ? [CUT_OFF] : []),
    ],
    wanted,
    followed,
    isCutOff,
    ...(!isCutOff && { memory }),
  };
}

function withoutRepeatedFindings(findings: readonly Finding[]): readonly Finding[] {
  const byIdentity = new Map(
    findings.map((finding) => [`${finding.code}\0${finding.place ? keyOf(finding.place) : ""}`, finding]),
  );
  return [...byIdentity.values()];
}

/** False only for a file that declares no route by itself. Manifests say where the crates are. */
export function mayDeclareRustRoutes(file: string, text: string): boolean {
  return file.endsWith("Cargo.toml") || RUST_VOCABULARY.mayDeclareRoutes(text);
}
