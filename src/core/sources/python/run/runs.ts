import type { Finding } from "#core/model/finding.ts";
import type { PythonFacts, PythonFunction } from "#core/model/sources/python-facts.ts";
import { isSameList } from "../../same.ts";
import type { FunctionValue, Router, Scope, Value } from "../values/values.ts";

/** What running a module made, in its order; a module that ran first within it stands by its file. */
type Made =
  | { readonly kind: "router"; readonly router: Router }
  | { readonly kind: "finding"; readonly finding: Finding }
  | { readonly kind: "module"; readonly file: string };

/** A list, a dictionary or an object that a run changed and that belongs to another one. */
export interface Change {
  readonly owner: ModuleRun;
  readonly undo: () => void;
}

/** One run of a module, and all that it has to do with others: what decides whether it can be run again by itself. */
export interface ModuleRun {
  /** Empty for what runs after all modules. */
  readonly file: string;
  readonly facts: PythonFacts | undefined;
  /** Its names. A run that takes the place of this one takes over the object, and this one keeps a copy. */
  scope: Scope;
  readonly made: Made[];
  /** Modules that it imported or asked for a name, each once and in order. */
  readonly touched: Set<string>;
  /** Functions of other modules that it called, with their files. */
  readonly calledElsewhere: Map<PythonFunction, string>;
  /** Bodies that ran. */
  readonly followed: Set<object>;
  /** Branches that did not run, for what was handed over to a function. */
  readonly skipped: Set<object>;
  /** Its names that others asked for, each with the files of these; the file is empty for what runs after all modules. */
  readonly reads: Map<string, Set<string>>;
  /** The files of the modules within whose runs it ran. */
  readonly within: ReadonlySet<string>;
  /** It and another module import one another: which of them runs within the other depends on the order. */
  isInCircle: boolean;
  /** It was asked for a name before it had run to its end, or asked another one: what was seen depends on the order. */
  isEntangled: boolean;
  /** It may have changed what belongs to another module. */
  isImpure: boolean;
  /** Others looked into its routers or changed them. */
  isShared: boolean;
  /** Those whose objects it looked into. */
  readonly lookedInto: Set<ModuleRun>;
  /** Others that changed objects of its. */
  readonly changedBy: Set<ModuleRun>;
  /** What a call that nobody but us makes changed elsewhere, and how that is undone. */
  readonly changes: Map<object, Change>;
  /** When it began, all that is imported was run, not only what declares routes. */
  readonly areAllRun: boolean;
  /** How many runs came to an end before it did. */
  finished: number;
  /** How many steps it took, without the modules that ran first within it. */
  steps: number;
  /** A call that nobody but us makes, beside the run of the module in which its function stands. */
  readonly isApart: boolean;
}

export function createRun(
  file: string,
  facts: PythonFacts | undefined,
  scope: Scope,
  {
    areAllRun = false,
    isApart = false,
    within = new Set(),
  }: Partial<Pick<ModuleRun, "areAllRun" | "isApart" | "within">> = {},
): ModuleRun {
  return {
    file,
    facts,
    scope,
    made: [],
    touched: new Set(),
    calledElsewhere: new Map(),
    followed: new Set(),
    skipped: new Set(),
    reads: new Map(),
    within,
    isInCircle: false,
    isEntangled: false,
    isImpure: false,
    isShared: false,
    lookedInto: new Set(),
    changedBy: new Set(),
    changes: new Map(),
    finished: 0,
    steps: 0,
    areAllRun,
    isApart,
  };
}

/**
 * Whether calls can be undone and made again: what they made is their own, and they changed nothing that one of `all`
 * other runs looks into.
 */
export function canBeMadeAgain(calls: readonly ModuleRun[], all: Iterable<ModuleRun>): boolean {
  const together = new Set(calls);
  if (!calls.every((run) => isAlone(run, (other) => together.has(other)))) return false;
  const owners = new Set(calls.flatMap(({ changes }) => [...changes.values()].map(({ owner }) => owner)));
  if (owners.size === 0) return true;
  for (const run of all) if (!together.has(run) && !owners.isDisjointFrom(run.lookedInto)) return false;
  return true;
}

/** Whether a run, and what it saw of others, does not depend on the order in which modules run. */
export function isAlone(run: ModuleRun, isItself = (other: ModuleRun): boolean => other === run): boolean {
  const { isEntangled, isImpure, isShared, changedBy, lookedInto } = run;
  if (isEntangled || isImpure || isShared || changedBy.size > 0) return false;
  return lookedInto.values().every((other) => other.changedBy.values().every(isItself));
}

/**
 * The files of those who asked a module for a name that stands for something else since it ran again. What its routers
 * hold may differ: `routers` gets which one took the place of which. Undefined where it is not sure who sees a
 * difference.
 */
export function readersOfChanges(
  before: ModuleRun,
  after: ModuleRun,
  ownerOf: (router: Router) => ModuleRun | undefined,
  routers: Map<Router, Router>,
): ReadonlySet<string> | undefined {
  if (JSON.stringify(before.scope.stars) !== JSON.stringify(after.scope.stars)) return undefined;
  const readers = new Set<string>();
  for (const [name, files] of before.reads) {
    const [one, other] = [before.scope.names.get(name), after.scope.names.get(name)];
    if (one?.kind === "router" && other?.kind === "router" && isReplaced(one.router, other.router)) {
      if ((routers.get(one.router) ?? other.router) !== other.router) return undefined;
      routers.set(one.router, other.router);
    } else if (one !== other && !(one && other && isSameValue(one, other))) {
      for (const file of files) readers.add(file);
    }
  }
  return new Set(routers.values()).size === routers.size ? readers : undefined;

  function isReplaced(one: Router, other: Router): boolean {
    return one !== other && ownerOf(one) === before && ownerOf(other) === after && isAlike(one, other);
  }
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
  if (one.kind === "function" && other.kind === "function") return isSameFunction(one, other);
  return (one.kind === "import" || one.kind === "module") && JSON.stringify(one) === JSON.stringify(other);
}

/** The same declaration in the same scope, of which whoever called it asked the names that it uses. */
function isSameFunction(one: FunctionValue, other: FunctionValue): boolean {
  return one.declaration === other.declaration && one.scope === other.scope && isBare(one) && isBare(other);
}

/** Nothing but what is declared. */
function isBare({ owner, self, members, wraps, defaults = new Map() }: FunctionValue): boolean {
  return !owner && !self && !wraps && members.size === 0 && defaults.size === 0;
}
