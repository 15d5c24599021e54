import type { Finding } from "#core/model/finding.ts";
import type { RustFunction } from "#core/model/sources/rust-facts.ts";
import type { KeptCall } from "./trace.ts";
import type { Crates } from "../crates/crates.ts";
import type { ProjectMachine } from "./create-machine.ts";
import { mayGiveRouters, type ProjectFunctions } from "../crates/functions-of.ts";
import type { Served } from "../values/machine.ts";
import { tracesWithin } from "./trace.ts";
import type { Router, Value } from "../values/values.ts";

/** A router that a function returns. */
interface Loose {
  readonly router: Router;
  readonly folder: string;
}

/** The routers of a project, by how they were come upon. */
export interface FoundRouters {
  readonly served: readonly Served[];
  /** The same, and what functions serve that entries call as well. */
  readonly allServed: readonly Served[];
  /** Packages of what serves. */
  readonly servedFolders: ReadonlySet<string>;
  /** Those that functions return which no other such function calls. */
  readonly loose: readonly Loose[];
  /** Those that were given a name. The last one counts. */
  readonly named: readonly Served[];
  readonly findings: readonly Finding[];
  /** All calls that it came of; undefined where one of them is not remembered. */
  readonly calls: readonly KeptCall[] | undefined;
}

/**
 * Runs what serves, and then the functions that return a router or speak of one: what these serve counts where no entry
 * was seen to call them.
 */
export function findRouters(project: ProjectMachine, crates: Crates, known: ProjectFunctions): FoundRouters {
  const { machine } = project;
  const functions = crates.all.flatMap((crate) => known.of(crate));
  const calls: KeptCall[] = [];
  let isRemembered = true;
  const run = (callee: Parameters<ProjectMachine["runAgain"]>[0]): ReturnType<ProjectMachine["runAgain"]> => {
    const result = project.runAgain(callee);
    if (result.kept) calls.push(result.kept);
    else isRemembered = false;
    return result;
  };

  const servedFolders = new Set<string>();
  const hasRun = new Set<RustFunction>();
  for (const each of functions.flatMap(({ entries }) => entries)) {
    if (hasRun.has(each.declaration)) continue;
    const before = machine.served.length;
    const { value, trace } = run(each);
    if (each.declaration.isLaunched) {
      const { folder } = each.module.crate;
      machine.served.push(...routersIn(value).map((router) => ({ router, folder, conditions: [] })));
    }
    const traces = tracesWithin(trace);
    for (const { called } of traces) for (const declaration of called.keys()) hasRun.add(declaration);
    if (machine.served.length === before) continue;
    for (const { folders } of traces) for (const folder of folders) servedFolders.add(folder);
  }
  const served = [...machine.served];

  const fromEntries = machine.named.length;
  const holders = new Set(crates.all.flatMap((crate) => known.typesWithRouter(crate)));
  const made: (Loose & { readonly declaration: RustFunction })[] = [];
  const inner = new Set<RustFunction>();
  for (const each of functions.flatMap((list) => mayGiveRouters(list, holders))) {
    const { declaration, module } = each;
    const before = machine.served.length;
    const findings = machine.findings.length;
    const { value, trace } = run(each);
    if (!hasRun.has(declaration)) served.push(...machine.served.slice(before));
    // What is not known where nobody calls it, its caller may have told.
    else machine.findings.splice(findings);
    const routers = routersIn(value);
    for (const router of routers) made.push({ router, folder: module.crate.folder, declaration });
    if (routers.length === 0) continue;
    for (const { called } of tracesWithin(trace)) {
      for (const other of called.keys()) if (other !== declaration) inner.add(other);
    }
  }
  for (const { folder } of served) servedFolders.add(folder);
  return {
    served,
    allServed: [...machine.served],
    servedFolders,
    loose: made.filter(({ declaration }) => !inner.has(declaration)),
    // What a program names has all that the functions give which are followed by themselves.
    named: [...machine.named.slice(fromEntries), ...machine.named.slice(0, fromEntries)],
    findings: [...machine.findings],
    calls: isRemembered ? calls : undefined,
  };
}

/** A router, or those that an object or a list holds. */
function routersIn(value: Value, depth = 0): readonly Router[] {
  if (value.kind === "router") return [value.router];
  if (depth > 4) return [];
  if (value.kind === "list") return value.items.flatMap((item) => routersIn(item, depth + 1));
  return value.kind === "instance" ? [...value.fields.values()].flatMap((field) => routersIn(field, depth + 1)) : [];
}
