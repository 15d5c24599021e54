import type { Replacements } from "../../routes/replacements.ts";
import { isSameList, isSameSet } from "../../same.ts";
import type { KeptCall } from "./trace.ts";
import type { ProjectMachine } from "./create-machine.ts";
import type { FoundRouters } from "./find-routers.ts";
import { isLookedInto } from "../values/handed-over.ts";
import { callsWithin, emptyTrace, takeOver } from "./trace.ts";
import { knownText, type FunctionValue, type Router, type Value } from "../values/values.ts";
import type { Served } from "../values/machine.ts";

/** More calls than this are not run by themselves. */
const MAX_CALLS = 50;

/** The routers of a project, and which took the place of which. */
interface Known {
  readonly found: FoundRouters;
  readonly replacements: Replacements<Router>;
}

/**
 * Runs again only the calls that changed files had a part in: if to all others each call comes to the same, except for
 * what its router holds, all others come to the same too. Undefined where that is not so; then nothing was replaced.
 * `changedNames`: by file, the names in it that stand for something else now; undefined where more changed.
 */
export function runInside(
  project: ProjectMachine,
  { found, replacements }: Known,
  changedNames: ReadonlyMap<string, ReadonlySet<string> | undefined>,
): FoundRouters | undefined {
  if (!found.calls) return undefined;
  const all = callsWithin({ ...emptyTrace(), inner: new Set(found.calls) });
  for (const [file, names] of changedNames) {
    if (!names || (names.size > 0 && all.some(({ trace }) => !isDisjoint(trace.asked.get(file), names))))
      return undefined;
  }
  const changed = new Set(changedNames.keys());
  const affected = all.filter(({ trace }) => trace.files.values().some((file) => changed.has(file)));
  if (affected.length > MAX_CALLS) return undefined;
  const replaced = new Map<Router, Router>();
  const calls = new Map<KeptCall, KeptCall>();
  for (const before of affected) {
    const callee = calleeNow(before.callee, changed);
    const after = callee && runUnder(project, callee, before.conditions);
    if (!after || !isSameOutside(before, after, changed, replaced)) return undefined;
    calls.set(before, after);
  }
  for (const [old, now] of replaced) {
    if (old !== now && isLookedInto(old)) return undefined;
  }
  for (const [old, now] of replaced) if (old !== now) replacements.replace(old, now);
  // Those that it is a part of have it from here on.
  for (const [before, after] of calls) takeOver(before, after);
  return found;
}

function isDisjoint(one: ReadonlySet<string> = new Set(), other: ReadonlySet<string>): boolean {
  for (const each of one) if (other.has(each)) return false;
  return true;
}

function runUnder(
  { machine, runAgain }: ProjectMachine,
  callee: FunctionValue,
  conditions: readonly string[],
): KeptCall | undefined {
  machine.conditions.push(...conditions);
  const { kept } = runAgain(callee);
  machine.conditions.length = 0;
  return kept;
}

/** The function as it stands in its file now. */
function calleeNow(callee: FunctionValue, changed: ReadonlySet<string>): FunctionValue | undefined {
  const { declaration, module, type } = callee;
  if (!changed.has(module.file)) return callee;
  const { name } = declaration;
  if (type === undefined) {
    const now = module.twinFunctions.has(name) ? undefined : module.functions.get(name);
    return now && { ...callee, declaration: now };
  }
  const here = module.crate.methods
    .get(type)
    ?.filter((each) => each.module === module && each.declaration.name === name);
  const [method, ...others] = here ?? [];
  return method && others.length === 0 ? { ...callee, declaration: method.declaration } : undefined;
}

/** Whether those who made the call cannot tell which one it is, except by what its router holds. */
function isSameOutside(
  before: KeptCall,
  after: KeptCall,
  changed: ReadonlySet<string>,
  replaced: Map<Router, Router>,
): boolean {
  if (JSON.stringify(before.findings) !== JSON.stringify(after.findings)) return false;
  // Where it stands decides what a limit leaves of it.
  if (after.trace.isLimited && !before.trace.isLimited) return false;
  return (
    isSameServed(before.served, after.served, replaced) &&
    isSameServed(before.named, after.named, replaced) &&
    isSameValue(before.value, after.value, replaced) &&
    isSameList(functionsIn(before, changed), functionsIn(after, changed)) &&
    isSameList(innerOf(before), innerOf(after)) &&
    isSameSet(before.trace.wanted, after.trace.wanted)
  );
}

function isSameServed(before: readonly Served[], after: readonly Served[], replaced: Map<Router, Router>): boolean {
  return (
    before.length === after.length &&
    before.every((one, index) => {
      const other = after[index];
      if (!other || one.folder !== other.folder || !isSameList(one.conditions, other.conditions)) return false;
      return putInPlace(one.router, other.router, replaced);
    })
  );
}

function isSameValue(one: Value, other: Value, replaced: Map<Router, Router>): boolean {
  if (one.kind === "router") return other.kind === "router" && putInPlace(one.router, other.router, replaced);
  if (one.kind === "text") return other.kind === "text" && isSameText(one.parts, other.parts);
  if (one.kind === "number") return other.kind === "number" && one.value === other.value;
  if (one.kind === "external") return other.kind === "external" && isSameList(one.path, other.path);
  if (one.kind === "unknown") return other.kind === "unknown" && JSON.stringify(one) === JSON.stringify(other);
  if (one.kind === "list") return other.kind === "list" && areSameValues(one.items, other.items, replaced);
  if (one.kind !== "instance" || other.kind !== "instance" || one.isSettings !== other.isSettings) return false;
  return (
    one.type === other.type &&
    one.variant === other.variant &&
    one.module === other.module &&
    isSameList([...one.fields.keys()], [...other.fields.keys()]) &&
    areSameValues([...one.fields.values()], [...other.fields.values()], replaced)
  );
}

function areSameValues(before: readonly Value[], after: readonly Value[], replaced: Map<Router, Router>): boolean {
  return (
    before.length === after.length &&
    before.every((one, index) => {
      const other = after[index];
      return other !== undefined && isSameValue(one, other, replaced);
    })
  );
}

/** A router in the place of another one, if nobody who only has it as a router can tell. */
function putInPlace(old: Router, now: Router, replaced: Map<Router, Router>): boolean {
  if (old.framework !== now.framework || !isSameKept(old.kept, now.kept)) return false;
  if ((replaced.get(old) ?? now) !== now) return false;
  replaced.set(old, now);
  return true;
}

function isSameKept(one: Router["kept"] = [], other: Router["kept"] = []): boolean {
  return (
    one.length === other.length &&
    one.every(({ value }, index) => {
      const text = knownText(value);
      return text !== undefined && text === knownText(other[index]?.value);
    })
  );
}

/** The functions that it called, as what they are known by. */
function functionsIn({ trace }: KeptCall, changed: ReadonlySet<string>): readonly unknown[] {
  return [...trace.called.values()].flatMap((each) =>
    changed.has(each.module.file) ? identityOf(each) : [each.declaration],
  );
}

function innerOf({ trace }: KeptCall): readonly unknown[] {
  return [...trace.inner].flatMap(({ callee }) => identityOf(callee));
}

function identityOf({ module, type, declaration }: FunctionValue): readonly [object, string | undefined, string] {
  return [module, type, declaration.name];
}

function isSameText(one: readonly unknown[], other: readonly unknown[]): boolean {
  return isSameList(one, other) && one.every((part) => typeof part === "string");
}
