import type { PythonFacts, PythonFunction, PythonStatement } from "#core/model/sources/python-facts.ts";
import { createBudget } from "./budget.ts";
import { call, callFunction } from "./calls.ts";
import { evaluate } from "./evaluate.ts";
import { assign, execute } from "./execute.ts";
import { createFolders } from "../modules/folders.ts";
import { placeOf, type Call, type Frame, type PackageModel } from "../values/machine.ts";
import { createFromStart } from "./from-start.ts";
import { moduleValue } from "./import-sources.ts";
import { memberOf } from "./members.ts";
import type { Modules } from "../modules/modules.ts";
import { isTooLarge } from "../values/too-large.ts";
import type { ProjectMachine } from "./project-machine.ts";
import { createNames } from "./names.ts";
import { createRunNotes } from "./run-notes.ts";
import { speaksOfRoutes } from "./registers-routes.ts";
import { createRun, type ModuleRun } from "./runs.ts";
import { functionsIn } from "./uncalled.ts";
import {
  unknown,
  type ClassValue,
  type FunctionValue,
  type ImportSource,
  type Scope,
  type Value,
} from "../values/values.ts";
import type { Vocabulary } from "../values/vocabulary.ts";

/** Modules that import one another, before JavaScript's own stack gets short. */
const MAX_IMPORTS = 150;
/** Expressions and blocks within one another over all calls, for the same reason. */
const MAX_NESTING = 500;

/** What a machine runs. */
interface Project {
  readonly modules: Modules;
  readonly models: readonly PackageModel[];
  readonly vocabulary: Vocabulary;
  /** The facts of a file, read now where that is possible; undefined where the file is wanted. */
  readonly factsOf: (file: string) => PythonFacts | undefined;
  /** Reads the body that the outline of a file left out of a function; false where the file is wanted as a whole. */
  readonly readBody: (file: string, declaration: PythonFunction) => boolean;
  /** Files that may declare routes by themselves: they run when they are imported, others when a name is asked for. */
  readonly declaring: ReadonlySet<string>;
}

/** A machine over a project's files. */
export function createMachine(
  { modules, models, vocabulary, factsOf, readBody, declaring }: Project,
  undecided: ReadonlySet<object> = new Set(),
): ProjectMachine {
  const modelsByRouter = new Map(models.flatMap((model) => model.routers.map((name) => [name, model] as const)));
  const scopes = new Map<string, Scope>();
  const wanted = new Set<string>();
  const called = new WeakSet<FunctionValue["declaration"]>();
  const active: Call[] = [];
  const classes: ClassValue[] = [];
  /** Modules that were imported and did not run. */
  const waiting = new Set<string>();
  /** Somebody went through all classes, and: so that those count too that nobody names. */
  let areClassesAsked = false;
  let areAllRun = false;
  const runs = new Map<string, ModuleRun>();
  const inProgress = new Set<ModuleRun>();
  const after = createRun("", undefined, { names: new Map(), stars: [] });
  const apart = new Set<ModuleRun>();
  let running = after;
  const fromStart = createFromStart(modules, inProgress, active);
  const notes = createRunNotes({ runs, inProgress, running: () => running });
  const meanings = createNames({ modules, scopes, notes, ask: (file) => runModule(file, "ask"), run });
  /** Modules that ran first within the one that runs again, until it comes to them. */
  let adopted: Set<string> | undefined;
  /** What the module that runs again takes over from its run before: whoever holds a function of it finds the names of now. */
  let taken: Pick<ModuleRun, "scope" | "within"> | undefined;
  const budget = createBudget();
  /** Steps up to here are counted for the runs that took them. */
  let counted = 0;
  let imports = 0;
  let nesting = 0;

  const machine: ProjectMachine = {
    models,
    modelOf: ({ framework }) => modelsByRouter.get(framework),
    vocabulary,
    conditions: [],
    openLoops: [],
    classesMade: [],
    calls: active,
    decorators: [],
    undecided,
    noteSkipped: (branch) => void running.skipped.add(branch),
    wanted,
    called,
    runs,
    after,
    apart,
    evaluate: (expression, frame) => {
      if (nesting >= MAX_NESTING) {
        notes.cutOff();
        return unknown("the expressions nest too deep to follow", placeOf(frame, expression.at));
      }
      nesting += 1;
      const value = evaluate(machine, expression, frame);
      nesting -= 1;
      return isTooLarge(value) ? unknown("it is too large to follow", placeOf(frame, expression.at)) : value;
    },
    execute: (statements, frame) => {
      running.followed.add(statements);
      if (nesting >= MAX_NESTING) {
        notes.cutOff();
        return false;
      }
      nesting += 1;
      const end = execute(machine, importInto, statements, frame);
      nesting -= 1;
      return end;
    },
    assign: (target, value, frame) => assign(machine, target, value, frame),
    call: (callee, args) => {
      if (callee.kind === "function") {
        called.add(callee.declaration);
        if (callee.file !== running.file) running.calledElsewhere.set(callee.declaration, callee.file);
      }
      return budget.ofCall(() => call(machine, active, callee, args));
    },
    callFunction: (callee, args) => callFunction(machine, active, callee, args),
    member: (of, name, place) => {
      const found = memberOf(machine, meanings.memberOfModule, of, name, place);
      return found && meanings.force(found);
    },
    lookUp: meanings.lookUp,
    force: meanings.force,
    runModule: (file) => runModule(file, "import"),
    runAgain,
    runApart,
    dropApart,
    adopting,
    addClass: (of) => {
      classes.push(of);
      if (of.members.has("__init_subclass__")) askForClasses();
    },
    allClasses: () => {
      areClassesAsked = true;
      notes.shared(undefined);
      if (running.facts && speaksOfRoutes(vocabulary, running.facts)) askForClasses();
      return classes;
    },
    addRouter: (router) => {
      budget.noteRouter();
      notes.made({ kind: "router", router });
      running.made.push({ kind: "router", router });
    },
    addFinding: (finding) => void running.made.push({ kind: "finding", finding }),
    noteUse: (of) => {
      const used = of.kind === "super" ? of.self : of;
      if (used.kind === "router") budget.noteRouter();
      notes.use(used);
    },
    noteMember: notes.member,
    assignIn: notes.assigned,
    assignOfModule: ({ file = "" }, name, value) => {
      runModule(file, "ask");
      notes.assigned(scopes.get(file), name, value);
    },
    noteMade: notes.made,
    ownerOf: notes.ownerOf,
    areClassesAsked: () => areClassesAsked,
    importModule: (name, file) => {
      const dots = name.search(/[^.]|$/);
      const source = dots > 0 ? modules.relative(dots, name.slice(dots), file) : fromStart.find(name, file);
      run(source);
      // Who imports by a name that code puts together wants what the module does.
      if (source.kind === "project" && source.file !== undefined) runModule(source.file, "import");
      return moduleValue(source);
    },
    importMatching: (parts) =>
      modules.matching(parts).map((source) => {
        run(source);
        notes.shared(source.kind === "project" ? source.file : undefined);
        return moduleValue(source);
      }),
    namesOf: ({ file }) => {
      if (file !== undefined) runModule(file, "ask");
      const scope = file === undefined ? undefined : scopes.get(file);
      notes.shared(file);
      return [...(scope?.names ?? [])].filter(([name, value]) => !name.includes(" ") && !isWaiting(value));
    },
    folders: createFolders(modules.files, (file) => fromStart.rootsOf(file)),
    readBody: (file, declaration) => {
      if (!readBody(file, declaration)) wanted.add(file);
    },
    step: () => budget.step(),
    within: (own, body) => budget.within(own, body),
    withinReach: (own, body) => budget.withinReach(own, body),
    cutOffAfter: () => budget.cutOffAfter(),
  };

  function runModule(file: string, how: "import" | "ask"): void {
    if (file !== running.file) running.touched.add(`${how} ${file}`);
    const isKnown = scopes.has(file);
    const known = factsOf(file);
    if (!known) return void wanted.add(file);
    if (isKnown) notes.imported(runs.get(file));
    if (!isKnown && imports >= MAX_IMPORTS) notes.cutOff();
    else if (!isKnown || adopted?.delete(file)) running.made.push({ kind: "module", file });
    if (isKnown || imports >= MAX_IMPORTS) return;
    const { scope, within } = taken ?? {
      scope: { names: new Map(), stars: [] },
      within: new Set(Array.from(inProgress, ({ file: each }) => each)),
    };
    taken = undefined;
    scopes.set(file, scope);
    notes.ofModule(scope, file);
    const importer = running;
    countSteps();
    running = createRun(file, known, scope, { areAllRun, within });
    runs.set(file, running);
    inProgress.add(running);
    imports += 1;
    // A module runs once, whoever imports it first: the importer's conditions and calls are not its own.
    const conditions = machine.conditions.splice(0);
    const loops = machine.openLoops.splice(0);
    const calls = active.splice(0);
    const decorators = machine.decorators.splice(0);
    budget.ofModule(() => machine.execute(known.body, { file, scope, returns: [] }));
    machine.conditions.push(...conditions);
    machine.openLoops.push(...loops);
    active.push(...calls);
    machine.decorators.push(...decorators);
    imports -= 1;
    countSteps();
    running.finished = runs.size - inProgress.size;
    inProgress.delete(running);
    running = importer;
  }

  function runAgain(file: string): boolean {
    const before = runs.get(file);
    const isPartOfAll = (): boolean => areClassesAsked && classes.some((of) => of.file === file);
    if (isPartOfAll() || !before || budget.isHalfSpent()) return false;
    adopted = filesMade([before]);
    // Functions may be the same objects as before: those that nobody calls any more are called by nobody.
    const others = [after, ...apart, ...runs.values()].filter((each) => each !== before);
    for (const { declaration } of functionsIn([...before.scope.names.values()], file))
      if (!others.some(({ calledElsewhere }) => calledElsewhere.has(declaration))) called.delete(declaration);
    scopes.delete(file);
    taken = { scope: before.scope, within: before.within };
    before.scope = { names: new Map(before.scope.names), stars: [...before.scope.stars] };
    taken.scope.names.clear();
    taken.scope.stars.length = 0;
    // Where not all that is imported ran by then, it does not now.
    const areAllRunNow = areAllRun;
    areAllRun = before.areAllRun;
    // Within a run of no file, so that what stands there of it stays.
    running = createRun("", undefined, after.scope);
    runModule(file, "import");
    running = after;
    areAllRun ||= areAllRunNow;
    const now = runs.get(file);
    if (now) {
      now.finished = before.finished;
      now.isInCircle ||= before.isInCircle;
    }
    giveBack(before);
    for (const each of adopted) after.made.push({ kind: "module", file: each });
    adopted = undefined;
    return !isPartOfAll() && !budget.isHalfSpent();
  }

  function runApart(file: string, body: () => void): ModuleRun {
    countSteps();
    running = createRun(file, undefined, after.scope, { isApart: true });
    const made = running;
    body();
    countSteps();
    running = after;
    // Modules that ran first within the call that this one takes the place of stay where they are.
    after.made.push(...made.made.filter(({ kind }) => !adopted || kind !== "module"));
    apart.add(made);
    return made;
  }

  function adopting<T>(before: readonly ModuleRun[], body: () => T): T {
    adopted = filesMade(before);
    const result = body();
    adopted = undefined;
    return result;
  }

  function dropApart(dropped: ModuleRun): void {
    apart.delete(dropped);
    const gone = new Set(dropped.made.filter(({ kind }) => kind !== "module"));
    if (gone.size > 0) after.made.splice(0, Infinity, ...after.made.filter((each) => !gone.has(each)));
    for (const { owner, undo } of [...dropped.changes.values()].toReversed()) {
      undo();
      owner.changedBy.delete(dropped);
    }
    giveBack(dropped);
  }

  function countSteps(): void {
    running.steps += budget.spent() - counted;
    counted = budget.spent();
  }

  /** A new machine would not take the steps of a run that another one takes the place of. */
  function giveBack({ steps }: ModuleRun): void {
    budget.giveBack(steps);
    counted = budget.spent();
  }

  /** Imported from a file that did not run, which nothing but its name would make worth running. */
  function isWaiting(value: Value): boolean {
    if (value.kind !== "import" || value.from.kind === "external") return false;
    const { file } = value.from;
    return file !== undefined && !declaring.has(file) && !scopes.has(file);
  }

  function importInto(statement: PythonStatement, frame: Frame): void {
    if (statement.kind === "import") {
      const source = modules.absolute(statement.module, frame.file);
      run(source);
      if (statement.as !== undefined) frame.scope.names.set(statement.as, moduleValue(source));
      else {
        const [top = statement.module] = statement.module.split(".");
        frame.scope.names.set(top, moduleValue(modules.absolute(top, frame.file)));
      }
    }
    if (statement.kind !== "import-from") return;
    const { dots, module, names } = statement;
    const source = dots > 0 ? modules.relative(dots, module, frame.file) : modules.absolute(module, frame.file);
    run(source);
    if (!names) frame.scope.stars.unshift(source);
    for (const { name, as } of names ?? []) {
      const below = source.kind === "project" ? modules.below(source, name) : undefined;
      if (below) run(below);
      // A package that imports its own module has it at once, whatever the name stands for later.
      const isOwn = source.kind === "project" && source.file === frame.file && !frame.scope.names.has(name);
      frame.scope.names.set(as, below && isOwn ? moduleValue(below) : { kind: "import", from: source, name });
    }
  }

  /** An import runs the module; one that declares no routes by itself waits until a name of it is asked for. */
  function run(source: ImportSource): void {
    if (source.kind !== "project" || source.file === undefined) return;
    if (areAllRun || declaring.has(source.file)) runModule(source.file, "import");
    else if (!scopes.has(source.file)) waiting.add(source.file);
  }

  /** Classes that nobody names may lie in any module that is imported. */
  function askForClasses(): void {
    areClassesAsked = true;
    areAllRun = true;
    runWaiting();
  }

  function runWaiting(): void {
    for (const file of waiting) {
      waiting.delete(file);
      runModule(file, "import");
    }
  }

  return machine;
}

/** Modules that ran first within some runs. */
function filesMade(runs: readonly ModuleRun[]): Set<string> {
  return new Set(runs.flatMap(({ made }) => made.flatMap((each) => (each.kind === "module" ? [each.file] : []))));
}
