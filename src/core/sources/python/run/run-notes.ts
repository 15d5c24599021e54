import { createLentValues } from "./lent-values.ts";
import type { ModuleRun } from "./runs.ts";
import type { Router, Scope, Value } from "../values/values.ts";

/** Notes what the running module has to do with others: what decides whether it can be run again by itself. */
export interface RunNotes {
  /** Names of this scope are those of a module's file. */
  readonly ofModule: (scope: Scope, file: string) => void;
  /** A router or an object is made. */
  readonly made: (value: Value) => void;
  readonly ownerOf: (router: Router) => ModuleRun | undefined;
  /** The one that runs imports or asks a module that may not have run to its end. */
  readonly imported: (other: ModuleRun | undefined) => void;
  /** Something was not followed because it stands too deep in others, which depends on who imports whom first. */
  readonly cutOff: () => void;
  /** A name of a scope is asked for. */
  readonly read: (scope: Scope, name: string, value: Value | undefined) => void;
  /** What a class or an object has is asked for. */
  readonly member: (of: Value, value: Value) => void;
  /** A router is looked into or changed, or another value is changed. */
  readonly use: (of: Value) => void;
  /** A name of a scope is assigned by code that stands in another one. */
  readonly assigned: (scope: Scope | undefined, name: string, value: Value) => void;
  /** Whatever the module of a file has, the one that runs depends on. */
  readonly shared: (file: string | undefined) => void;
}

interface Runs {
  readonly runs: ReadonlyMap<string, ModuleRun>;
  readonly inProgress: ReadonlySet<ModuleRun>;
  /** What runs now. */
  readonly running: () => ModuleRun;
}

export function createRunNotes({ runs, inProgress, running }: Runs): RunNotes {
  const owners = new WeakMap<Router, ModuleRun>();
  /** By the members of an object, which copies of it share. */
  const objects = new WeakMap<ReadonlyMap<string, Value>, ModuleRun>();
  const fileOfScope = new WeakMap<Scope, string>();
  const lent = createLentValues({
    isModuleScope: (scope) => fileOfScope.has(scope),
    isOwned: ({ members }) => objects.has(members),
  });

  function imported(other: ModuleRun | undefined): void {
    const now = running();
    if (!other || other === now || !(inProgress.has(other) || now.within.has(other.file))) return;
    other.isInCircle = true;
    now.isInCircle = true;
  }

  /** A name is asked for that may not have had its last value, or would not have it if all ran in turn. */
  function asked(owner: ModuleRun): void {
    const now = running();
    if (inProgress.has(owner)) {
      owner.isEntangled = true;
      now.isEntangled = true;
    } else if (now.within.has(owner.file)) now.isEntangled = true;
  }

  function cutOff(): void {
    for (const run of [...inProgress, running()]) run.isEntangled = true;
  }

  function handedOut(value: Value | undefined, owner: ModuleRun | undefined): void {
    const now = running();
    // A run that may change others is never run again by itself: it makes no difference what else it sees.
    if (!value || now.isImpure) return;
    if (!lent.lend(value, owner)) now.isImpure = true;
    else if (owner && (value.kind === "list" || value.kind === "dictionary")) now.lookedInto.add(owner);
  }

  function use(of: Value): void {
    const now = running();
    if (of.kind === "class" || of.kind === "function") {
      if (of.file === now.file && !now.isApart) return;
      now.isImpure = true;
      runs.get(of.file)?.changedBy.add(now);
      return;
    }
    if (of.kind === "list" || of.kind === "dictionary") {
      const owner = lent.ownerOfChanged(of);
      if (owner && owner !== now) changedElsewhere(now, owner, of);
      return;
    }
    if (of.kind !== "router" && of.kind !== "instance") return;
    const owner = of.kind === "router" ? owners.get(of.router) : objects.get(of.members);
    if (owner === now || (!owner && of.kind === "router")) return;
    if (owner && of.kind === "instance") return changedElsewhere(now, owner, of);
    now.isImpure = true;
    if (owner) owner.isShared = true;
  }

  /** What a call that nobody but us makes changes can be undone, so that it can be made again. */
  function changedElsewhere(now: ModuleRun, owner: ModuleRun, of: Changeable): void {
    owner.changedBy.add(now);
    if (!now.isApart) now.isImpure = true;
    else if (!now.changes.has(partsOf(of))) now.changes.set(partsOf(of), { owner, undo: undoOf(of) });
  }

  function shared(file: string | undefined): void {
    const owner = file === undefined ? undefined : runs.get(file);
    if (owner) owner.isShared = true;
    running().isImpure = true;
  }

  return {
    ofModule: (scope, file) => void fileOfScope.set(scope, file),
    made: (value) => {
      if (value.kind === "router") owners.set(value.router, running());
      if (value.kind === "instance") objects.set(value.members, running());
    },
    ownerOf: (router) => owners.get(router),
    imported,
    cutOff,
    read: (scope, name, value) => {
      const file = fileOfScope.get(scope);
      if (file === undefined || file === running().file) return;
      const owner = runs.get(file);
      if (owner) {
        const readers = owner.reads.get(name) ?? new Set();
        owner.reads.set(name, readers.add(running().file));
        asked(owner);
      }
      handedOut(value, owner);
    },
    member: (of, value) => {
      const now = running();
      if (of.kind !== "instance" && (of.kind !== "class" || of.file === now.file)) return;
      const owner = of.kind === "instance" ? objects.get(of.members) : runs.get(of.file);
      if (of.kind === "instance" && owner === now) return;
      if (owner) now.lookedInto.add(owner);
      handedOut(value, owner);
    },
    use,
    assigned: (scope, name, value) => {
      const file = scope && fileOfScope.get(scope);
      if (file !== undefined && (file !== running().file || running().isApart)) shared(file);
      scope?.names.set(name, value);
    },
    shared,
  };
}

type Changeable = Extract<Value, { kind: "list" | "dictionary" | "instance" }>;

/** What is in a value, which copies that stand for the same one share. */
function partsOf(of: Changeable): object {
  if (of.kind === "list") return of.items;
  return of.kind === "dictionary" ? of.entries : of.members;
}

/** Puts back what is in a value now. */
function undoOf(of: Changeable): () => void {
  if (of.kind === "instance") {
    const members = [...of.members];
    return () => {
      of.members.clear();
      for (const [name, value] of members) of.members.set(name, value);
    };
  }
  const { uncertain = 0, isEmptied = false } = of;
  const [items, entries] = of.kind === "list" ? [[...of.items], []] : [[], [...of.entries]];
  return () => {
    if (of.kind === "list") of.items.splice(0, Infinity, ...items);
    else of.entries.splice(0, Infinity, ...entries);
    of.uncertain = uncertain;
    of.isEmptied = isEmptied;
  };
}
