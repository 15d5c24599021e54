import type { Finding } from "#core/model/finding.ts";
import type { PythonFacts, PythonFunction } from "#core/model/sources/python-facts.ts";
import { isSameList, isSameSet } from "../../same.ts";
import type { Router, Scope, Value } from "../values/values.ts";

/** What running a module made, in its order; a module that ran first within it stands by its file. */
type Made =
  | { readonly kind: "router"; readonly router: Router }
  | { readonly kind: "finding"; readonly finding: Finding }
  | { readonly kind: "module"; readonly file: string };

/** One run of a module, and all that it has to do with others: what decides whether it can be run again by itself. */
export interface ModuleRun {
  /** Empty for what runs after all modules. */
  readonly file: string;
  readonly facts: PythonFacts | undefined;
  readonly scope: Scope;
  readonly made: Made[];
  /** Modules that it imported or asked for a name, each once and in order. */
  readonly touched: Set<string>;
  /** Functions of other modules that it called. */
  readonly calledElsewhere: Set<PythonFunction>;
  /** Bodies that ran. */
  readonly followed: Set<object>;
  /** Branches that did not run, for what was handed over to a function. */
  readonly skipped: Set<object>;
  /** Its names that others asked for. */
  readonly reads: Set<string>;
  /** It and another module ran within each other: what they saw depends on the order. */
  isEntangled: boolean;
  /** It may have changed what belongs to another module. */
  isImpure: boolean;
  /** Others looked into its routers or changed them. */
  isShared: boolean;
  /** Those whose objects it looked into. */
  readonly lookedInto: Set<ModuleRun>;
  /** Others changed objects of its. */
  isChanged: boolean;
}

export function createRun(file: string, facts: PythonFacts | undefined, scope: Scope): ModuleRun {
  return {
    file,
    facts,
    scope,
    made: [],
    touched: new Set(),
    calledElsewhere: new Set(),
    followed: new Set(),
    skipped: new Set(),
    reads: new Set(),
    isEntangled: false,
    isImpure: false,
    isShared: false,
    lookedInto: new Set(),
    isChanged: false,
  };
}

/** What a machine knows of values. */
interface Known {
  readonly isModuleScope: (scope: Scope) => boolean;
  /** It is known which run made an object. */
  readonly isOwned: (object: Extract<Value, { kind: "instance" }>) => boolean;
}

/**
 * Whether nothing that belongs to a module can be changed through a value of it, but by ways that are noted: attributes of
 * routers, objects and classes, and the names that a function finds in its module.
 */
export function isInert(value: Value, known: Known): boolean {
  switch (value.kind) {
    case "text":
    case "constant":
    case "external":
    case "unknown":
    case "module":
    case "import":
    case "router":
    case "class":
      return true;
    case "function":
      return !value.self && !value.wraps && known.isModuleScope(value.scope);
    case "instance":
      return known.isOwned(value);
    case "native":
      return value.makesDefault === true || value.isStateless === true;
    case "either":
      return value.options.every((option) => isInert(option, known));
    case "list":
    case "dictionary":
    case "lambda":
    case "super":
    case "entry":
  }
  return false;
}

/** Whether a run, and what it saw of others, does not depend on the order in which modules run. */
export function isAlone({ isEntangled, isImpure, isShared, isChanged, lookedInto }: ModuleRun): boolean {
  return !(isEntangled || isImpure || isShared || isChanged) && !lookedInto.values().some((run) => run.isChanged);
}

/**
 * Whether a module that ran again is the same to all others as before, except for what its routers hold. `routers` gets
 * which router took the place of which.
 */
export function isSameOutside(
  before: ModuleRun,
  after: ModuleRun,
  ownerOf: (router: Router) => ModuleRun | undefined,
  routers: Map<Router, Router>,
): boolean {
  if (![before, after].every(isAlone)) return false;
  if (!isSameList([...before.touched], [...after.touched])) return false;
  if (!isSameSet(before.calledElsewhere, after.calledElsewhere)) return false;
  if (JSON.stringify(before.scope.stars) !== JSON.stringify(after.scope.stars)) return false;
  for (const name of before.reads) {
    const [one, other] = [before.scope.names.get(name), after.scope.names.get(name)];
    if (!one || !other) {
      if (one !== other) return false;
    } else if (one.kind === "router" && other.kind === "router" && one.router !== other.router) {
      if (ownerOf(one.router) !== before || ownerOf(other.router) !== after) return false;
      if (!isAlike(one.router, other.router)) return false;
      if ((routers.get(one.router) ?? other.router) !== other.router) return false;
      routers.set(one.router, other.router);
    } else if (!isSameValue(one, other)) return false;
  }
  return new Set(routers.values()).size === routers.size;
}

/** Who holds a router, and only includes it, cannot tell these apart. */
function isAlike(one: Router, other: Router): boolean {
  return one.framework === other.framework && one.isApp === other.isApp && !one.of && !other.of;
}

function isSameValue(one: Value, other: Value): boolean {
  if (one.kind === "text" && other.kind === "text") {
    return isSameList(one.parts, other.parts) && one.parts.every((part) => typeof part === "string");
  }
  if (one.kind === "constant" && other.kind === "constant") return one.value === other.value;
  if (one.kind === "external" && other.kind === "external") return one.name === other.name;
  if (one.kind === "router" && other.kind === "router") return one.router === other.router;
  return (one.kind === "import" || one.kind === "module") && JSON.stringify(one) === JSON.stringify(other);
}
