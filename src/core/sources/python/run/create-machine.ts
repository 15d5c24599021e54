import type { PythonFacts, PythonFunction, PythonStatement } from "#core/model/sources/python-facts.ts";
import { createBudget } from "./budget.ts";
import { call, callFunction } from "./calls.ts";
import { evaluate } from "./evaluate.ts";
import { assign, execute } from "./execute.ts";
import { BUILTINS } from "../library/externals.ts";
import { createFolders, PROJECT } from "../modules/folders.ts";
import { placeOf, type Call, type Frame, type PackageModel } from "../values/machine.ts";
import { externalStar, isSameSource, moduleValue, unknownImport } from "./import-sources.ts";
import { memberOf } from "./members.ts";
import { memberOfFile, MODULE_NAMES } from "../modules/module-names.ts";
import type { Modules } from "../modules/modules.ts";
import { isTooLarge } from "../values/too-large.ts";
import type { ProjectMachine } from "./project-machine.ts";
import { createRunNotes } from "./run-notes.ts";
import { speaksOfRoutes } from "./registers-routes.ts";
import { createRun, type ModuleRun } from "./runs.ts";
import {
  textOf,
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
  let running = after;
  const notes = createRunNotes({ runs, inProgress, running: () => running });
  /** Modules that ran first within the one that runs again, until it comes to them. */
  let adopted: Set<string> | undefined;
  let isCutOff = false;
  const budget = createBudget();
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
    evaluate: (expression, frame) => {
      if (nesting >= MAX_NESTING) {
        isCutOff = true;
        return unknown("the expressions nest too deep to follow", placeOf(frame, expression.at));
      }
      nesting += 1;
      const value = evaluate(machine, expression, frame);
      nesting -= 1;
      if (!isTooLarge(value)) return value;
      isCutOff = true;
      return unknown("it is too large to follow", placeOf(frame, expression.at));
    },
    execute: (statements, frame) => {
      running.followed.add(statements);
      if (nesting >= MAX_NESTING) {
        isCutOff = true;
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
      const found = memberOf(machine, memberOfModule, of, name, place);
      return found && machine.force(found);
    },
    lookUp,
    force,
    runModule: (file) => runModule(file, "import"),
    runAgain,
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
    addFinding: (finding) => {
      running.made.push({ kind: "finding", finding });
    },
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
      const dots = /^\.*/.exec(name)?.[0].length ?? 0;
      const source = dots > 0 ? modules.relative(dots, name.slice(dots), file) : findFromStart(name, file);
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
    folders: createFolders(modules.files, (file) => rootsOf(file)),
    readBody: (file, declaration) => {
      if (!readBody(file, declaration)) wanted.add(file);
    },
    step: () => budget.step(),
    within: (own, body) => budget.within(own, body),
    withinReach: (own, body) => budget.withinReach(own, body),
    cutOffAfter: () => budget.cutOffAfter(),
  };

  /** Folders from which code of a file may be run: its own, and those of what imports and calls it, where the server starts. */
  function rootsOf(file: string): readonly string[] {
    return filesFromStart(file).flatMap((each) => modules.roots(each));
  }

  function filesFromStart(file: string): readonly string[] {
    const starts = [...[...inProgress].map((each) => each.file), ...active.map(({ callee }) => callee.file)];
    return [...new Set([file, ...starts])];
  }

  /** A library imports what lies where the server starts. */
  function findFromStart(name: string, file: string): ImportSource {
    const found = filesFromStart(file).map((each) => modules.absolute(name, each));
    const [first = { kind: "external", name }] = found;
    return found.find((each) => each.kind === "project" && each.file !== undefined) ?? first;
  }

  function runModule(file: string, how: "import" | "ask"): void {
    if (file !== running.file) running.touched.add(`${how} ${file}`);
    const isKnown = scopes.has(file);
    const known = factsOf(file);
    if (!known) return void wanted.add(file);
    if (isKnown) notes.entangled(runs.get(file));
    if (!isKnown && imports >= MAX_IMPORTS) isCutOff = true;
    else if (!isKnown || adopted?.delete(file)) running.made.push({ kind: "module", file });
    if (isKnown || imports >= MAX_IMPORTS) return;
    const scope: Scope = { names: new Map(), stars: [] };
    scopes.set(file, scope);
    notes.ofModule(scope, file);
    const importer = running;
    running = createRun(file, known, scope, areAllRun);
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
    running.finished = runs.size - inProgress.size;
    inProgress.delete(running);
    running = importer;
  }

  function runAgain(file: string): boolean {
    const before = runs.get(file);
    const isPartOfAll = (): boolean => areClassesAsked && classes.some((of) => of.file === file);
    if (isPartOfAll() || !before || isCutOff || budget.isHalfSpent()) return false;
    adopted = new Set(before.made.flatMap((each) => (each.kind === "module" ? [each.file] : [])));
    scopes.delete(file);
    // Where not all that is imported ran by then, it does not now.
    const areAllRunNow = areAllRun;
    areAllRun = before.areAllRun;
    // Within a run of no file, so that what stands there of it stays.
    running = createRun("", undefined, after.scope);
    runModule(file, "import");
    running = after;
    areAllRun ||= areAllRunNow;
    const now = runs.get(file);
    if (now) now.finished = before.finished;
    for (const each of adopted) after.made.push({ kind: "module", file: each });
    adopted = undefined;
    return !isPartOfAll() && !isCutOff && !budget.isHalfSpent();
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

  function force(value: Value): Value {
    let current = value;
    for (let step = 0; current.kind === "import" && step < 50; step += 1) {
      current = memberOfSource(current.from, current.name) ?? unknownImport(current);
    }
    return current.kind === "import" ? unknownImport(current) : current;
  }

  function memberOfSource(source: ImportSource, name: string): Value | undefined {
    if (source.kind === "external") return { kind: "external", name: `${source.name}.${name}` };
    if (source.file !== undefined) {
      runModule(source.file, "ask");
      const scope = scopes.get(source.file);
      const found = scope && findIn(scope, name);
      // A package that imports its own module finds the name that is just being made.
      const isItself = found?.kind === "import" && found.name === name && isSameSource(found.from, source);
      if (found && !isItself) return found;
    }
    const below = modules.below(source, name);
    if (below) run(below);
    return below ? moduleValue(below) : memberOfStar(source, name);
  }

  /** What a module takes over from a package by `from pydantic import *`. */
  function memberOfStar(source: ImportSource, name: string): Value | undefined {
    const file = source.kind === "project" ? source.file : undefined;
    const stars = (file === undefined ? undefined : scopes.get(file)?.stars) ?? [];
    const star = stars.find(({ kind }) => kind === "external");
    return star?.kind === "external" ? { kind: "external", name: `${star.name}.${name}` } : undefined;
  }

  function memberOfModule(module: Extract<Value, { kind: "module" }>, name: string): Value | undefined {
    if (MODULE_NAMES.has(name) && module.file !== undefined) return memberOfFile(modules, module.file, name);
    if (name === "__path__" && module.folder !== undefined) {
      return { kind: "list", items: [textOf(`${PROJECT}/${module.folder}`)] };
    }
    return memberOfSource({ ...module, kind: "project" }, name);
  }

  /** A name of this very scope, its star imports included. */
  function findIn(scope: Scope, name: string, before?: Set<Scope>): Value | undefined {
    const own = scope.names.get(name);
    notes.read(scope, name, own);
    if (own || scope.stars.length === 0 || before?.has(scope) || name.startsWith("_")) return own;
    const seen = (before ?? new Set<Scope>()).add(scope);
    for (const star of scope.stars) {
      if (star.kind === "external" || star.file === undefined) continue;
      runModule(star.file, "ask");
      const other = scopes.get(star.file);
      const found = other && findIn(other, name, seen);
      if (found) return found;
    }
    return undefined;
  }

  function lookUp(name: string, frame: Frame): Value | undefined {
    for (let scope: Scope | undefined = frame.scope; scope; scope = scope.parent) {
      const found = findIn(scope, name);
      if (found) return force(found);
    }
    if (BUILTINS.has(name)) return { kind: "external", name };
    const own = MODULE_NAMES.has(name) ? memberOfFile(modules, frame.file, name) : undefined;
    if (own) return own;
    return externalStar(name, frame.scope);
  }

  return machine;
}
