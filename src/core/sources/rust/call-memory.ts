import type { Finding } from "#core/model/finding.ts";
import type { RustFunction } from "#core/model/rust-facts.ts";
import type { Module } from "./crates.ts";
import type { Served } from "./machine.ts";
import type { Moments } from "./moments.ts";
import type { FunctionValue, Value } from "./values.ts";

/** What following code came upon, beside the value that it came to. */
export interface Trace {
  /** All whose content may have had a part in it. */
  readonly files: Set<string>;
  readonly called: Set<RustFunction>;
  /** Bodies of functions that were looked into. */
  readonly followed: Set<object>;
  /** Packages of which a function ran. */
  readonly folders: Set<string>;
  /** Files of which a body was left out that is needed. */
  readonly wanted: Set<string>;
  /** A limit was met: elsewhere it may come to more. */
  isLimited: boolean;
}

export function emptyTrace(): Trace {
  return {
    files: new Set(),
    called: new Set(),
    followed: new Set(),
    folders: new Set(),
    wanted: new Set(),
    isLimited: false,
  };
}

export function addTraces(to: Trace, from: Trace): void {
  for (const file of from.files) to.files.add(file);
  for (const declaration of from.called) to.called.add(declaration);
  for (const body of from.followed) to.followed.add(body);
  for (const folder of from.folders) to.folders.add(folder);
  for (const file of from.wanted) to.wanted.add(file);
  to.isLimited ||= from.isLimited;
}

/** What a call came to, and what it did beside that. */
export interface RememberedCall {
  readonly value: Value;
  readonly trace: Trace;
  readonly served: readonly Served[];
  readonly named: readonly Served[];
  readonly findings: readonly Finding[];
}

/** What calls without arguments came to, over the machines of a project whose code changes file by file. */
export interface CallMemory {
  /** Undefined where the call was not made, or a file that had a part in it changed since. */
  find(
    callee: FunctionValue,
    conditions: readonly string[],
    active: readonly RustFunction[],
  ): RememberedCall | undefined;
  keep(callee: FunctionValue, conditions: readonly string[], call: RememberedCall): void;
}

interface Kept extends RememberedCall {
  readonly module: Module;
  readonly type: string | undefined;
  readonly conditions: string;
  readonly moment: number;
}

export function createCallMemory(moments: Moments): CallMemory {
  const known = new WeakMap<RustFunction, Kept[]>();
  return {
    find({ declaration, module, type }, conditions, active) {
      const all = known.get(declaration);
      if (!all) return undefined;
      const under = joined(conditions);
      const found = all.find((each) => each.module === module && each.type === type && each.conditions === under);
      if (!found || !moments.isCurrent(found.trace.files, found.moment)) return undefined;
      // What runs already would not be followed once more.
      return active.some((each) => found.trace.called.has(each)) ? undefined : found;
    },
    keep({ declaration, module, type }, conditions, call) {
      const under = joined(conditions);
      const others = (known.get(declaration) ?? []).filter(
        (each) => each.module !== module || each.type !== type || each.conditions !== under,
      );
      known.set(declaration, [...others, { ...call, module, type, conditions: under, moment: moments.now() }]);
    },
  };
}

function joined(conditions: readonly string[]): string {
  return conditions.length === 0 ? "" : conditions.join("\0");
}
