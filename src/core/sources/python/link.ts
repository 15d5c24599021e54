import type { Finding } from "#core/model/finding.ts";
import type { PythonFacts, PythonFunction } from "#core/model/sources/python-facts.ts";
import type { Place } from "#core/model/place.ts";
import type { Route } from "#core/model/route.ts";
import type { LinkInput } from "#core/model/sources/source-language.ts";
import type { Dialect } from "../routes/dialect.ts";
import { MAX_ROUTES } from "../value-limits.ts";
import { isSameList } from "../same.ts";
import { createDistinctRoutes, type DistinctRoutes } from "../routes/distinct-routes.ts";
import { createMachine } from "./run/create-machine.ts";
import type { ProjectMachine } from "./run/project-machine.ts";
import { pythonFramework, PYTHON_FRAMEWORKS, PYTHON_VOCABULARY } from "./frameworks/registry.ts";
import { createModules, isNamedAsTest } from "./modules/modules.ts";
import { registersRoutes } from "./run/registers-routes.ts";
import { createWalk, type Walk } from "./routes/routes-of.ts";
import { runChanged } from "./run/run-changed.ts";
import { isServedOtherwise, otherwiseFinding } from "./routes/served-otherwise.ts";
import { createUnreadAddOns } from "./routes/unread-add-ons.ts";
import { startsFirst, startTheSame } from "./modules/starts-first.ts";
import { callTheUncalled, givesSameEvidence, type UncalledFiles } from "./run/uncalled.ts";
import type { Router } from "./values/values.ts";

/** Routes of one side, and the files that must be read as well before they are complete. */
export interface Linked {
  readonly routes: readonly Route[];
  readonly findings: readonly Finding[];
  readonly wanted: readonly string[];
  /** Bodies of functions that were looked into, as objects of the facts; what stands in others makes no difference. */
  readonly followed: ReadonlySet<object>;
  /** For `relinkPython`. */
  readonly memory: object;
}

/** All modules as they ran, with some of the branches that no call comes to. */
interface Stage {
  readonly machine: ProjectMachine;
  /** Those branches; changes with the files. */
  readonly undecided: Set<object>;
  /** What ran only because nobody called it. */
  readonly uncalled: readonly UncalledFiles[];
}

/** What an edited file said, and says now. */
interface Change {
  readonly before: PythonFacts;
  readonly now: PythonFacts;
}

/** Branches within branches that no call comes to, deeper than servers have them. */
const MAX_STAGES = 3;

/** How the framework of a router writes paths. */
function dialectOf({ framework }: Router): Dialect {
  const found = pythonFramework(framework);
  if (!found) throw new Error(`No framework is called ${framework}`);
  return found.dialect;
}

/** What is kept of a linking, so that after an edit only the changed modules run again. */
interface Memory extends Pick<LinkInput, "files" | "facts" | "declaring"> {
  /** Each has the branches that the one before did not come to; the routes are the last one's. */
  readonly stages: readonly Stage[];
  /** What the machines read; changes with the files. */
  readonly python: Map<string, PythonFacts>;
  readonly walk: Walk;
  readonly distinct: DistinctRoutes;
  readonly unreadAddOns: ReturnType<typeof createUnreadAddOns>;
}

/** Memories that were given out, by what was given out: outside of this file they are closed. */
const memories = new WeakMap<object, Memory>();

/**
 * Follows a Python project from its modules to the routes of its apps, as the interpreter would at start-up. A module
 * that nobody imports runs too; a function that nobody calls runs with unknown arguments if it registers routes.
 */
export function linkPython({ files, facts, declaring, read, readBody }: LinkInput): Linked {
  const python = new Map<string, PythonFacts>();
  for (const [file, each] of facts) if (each.language === "python") python.set(file, each);
  const project = {
    modules: createModules(files, PYTHON_VOCABULARY),
    models: PYTHON_FRAMEWORKS.flatMap((framework) => framework.models),
    vocabulary: PYTHON_VOCABULARY,
    declaring,
    factsOf: (file: string): PythonFacts | undefined => {
      const known = python.get(file) ?? read?.(file);
      if (known?.language !== "python") return undefined;
      python.set(file, known);
      return known;
    },
    readBody: (file: string, declaration: PythonFunction): boolean => readBody?.(file, declaration) === true,
  };
  const stages: Stage[] = [];
  let undecided = new Set<object>();
  for (;;) {
    const stage = runAll(python, declaring, createMachine(project, undecided), undecided);
    stages.push(stage);
    // With what is wanted all is linked once more: until then this is enough.
    if (stage.machine.wanted.size > 0 || stages.length === MAX_STAGES) break;
    // A branch that no call comes to is there for calls that we do not see, as from a command line.
    const never = neverTaken(stage.machine);
    if (never.size === 0) break;
    undecided = undecided.union(never);
  }
  const [walk, distinct] = [createWalk(dialectOf), createDistinctRoutes()];
  const unreadAddOns = createUnreadAddOns(PYTHON_VOCABULARY);
  return answerOf({ files, facts, declaring, stages, python, walk, distinct, unreadAddOns });
}

function runAll(
  python: ReadonlyMap<string, PythonFacts>,
  declaring: ReadonlySet<string>,
  machine: ProjectMachine,
  undecided: Set<object>,
): Stage {
  const readable = [...python.values()].filter((each) => declaring.has(each.file) && !isTestCode(each));
  for (const { file } of startsFirst(PYTHON_VOCABULARY, readable)) machine.runModule(file);
  const uncalled: UncalledFiles[] = [];
  const seen = new Set<string>();
  // With what the modules want all is linked once more: what nobody calls can wait until they are complete.
  while (machine.wanted.size === 0) {
    // What is called has further modules run.
    const fresh = [...python.values()]
      .filter((each) => machine.runs.has(each.file) && !seen.has(each.file) && !isTestCode(each))
      .toSorted((one, other) => (one.file < other.file ? -1 : 1));
    if (fresh.length === 0) break;
    for (const { file } of fresh) seen.add(file);
    uncalled.push(callTheUncalled(machine, startsFirst(PYTHON_VOCABULARY, fresh)));
  }
  return { machine, undecided, uncalled };
}

/**
 * Branches that register routes, that some call did not come to, for what it handed over, and that none came to. Other
 * branches only say which value it is, and for the calls that we see that is known.
 */
function neverTaken({ runs, after, apart }: ProjectMachine): ReadonlySet<object> {
  const all = [...runs.values(), after, ...apart];
  const skipped = new Set(all.flatMap((run) => [...run.skipped]));
  return new Set(
    [...skipped].filter(
      (branch) => !all.some(({ followed }) => followed.has(branch)) && registersRoutes(PYTHON_VOCABULARY, branch),
    ),
  );
}

/**
 * Links again after edits of a few files, from what `linkPython` or the last call gave as `memory`; undefined where it is
 * not sure that linking anew would come to the same. Either way the memory that was handed over is used up.
 */
export function relinkPython({ files, facts }: Pick<LinkInput, "files" | "facts">, memory: object): Linked | undefined {
  const known = memories.get(memory);
  memories.delete(memory);
  if (!known || known.files !== files || known.facts.size !== facts.size) return undefined;
  const { stages, python, walk } = known;
  const changed = new Map<string, Change>();
  const importing: Change[] = [];
  for (const [file, before] of known.facts) {
    const now = facts.get(file);
    if (!now) return undefined;
    if (now === before) continue;
    if (before.language !== "python" || now.language !== "python") return undefined;
    if (isTestCode(before) || isTestCode(now)) return undefined;
    python.set(file, now);
    changed.set(file, { before, now });
    if (!importTheSame(before, now)) importing.push({ before, now });
  }
  const uncalled = stages.flatMap((stage) => stage.uncalled);
  for (const each of importing) {
    if (!startTheSame(PYTHON_VOCABULARY, python.values(), each.before, each.now)) return undefined;
    if (!givesSameEvidence(PYTHON_VOCABULARY, each, uncalled, (file) => python.get(file))) return undefined;
  }
  const runsByItself = (file: string): boolean => {
    const here = known.declaring.has(file) ? python.get(file) : undefined;
    return here !== undefined && !isTestCode(here);
  };
  for (const [index, stage] of stages.entries()) {
    const next = stages[index + 1];
    if (!runChanged({ ...stage, runsByItself }, changed.keys(), next ? undefined : walk)) return undefined;
    const never = neverTaken(stage.machine);
    // Another number of stages would do now.
    if (next ? never.size === 0 : never.size > 0 && stages.length < MAX_STAGES) return undefined;
    if (next && !takeOver(next.undecided, stage.undecided.union(never), changed.values())) return undefined;
  }
  return answerOf({ ...known, files, facts });
}

/** Whether the statements of a file that import are the same objects. */
function importTheSame(before: PythonFacts, now: PythonFacts): boolean {
  const importsIn = ({ body }: PythonFacts): readonly object[] => body.filter(({ kind }) => kind.startsWith("import"));
  return isSameList(importsIn(before), importsIn(now));
}

/** Puts the branches as they are now in the place of others; false where some stand in a file that did not change. */
function takeOver(branches: Set<object>, now: ReadonlySet<object>, changed: Iterable<Change>): boolean {
  const others = branches.symmetricDifference(now);
  if (others.size === 0) return true;
  const here = [...changed].flatMap((facts) => [objectsIn(facts.before), objectsIn(facts.now)]);
  if (![...others].every((branch) => here.some((objects) => objects.has(branch)))) return false;
  branches.clear();
  for (const branch of now) branches.add(branch);
  return true;
}

/** Everything that facts are made of. */
function objectsIn(facts: object): ReadonlySet<object> {
  const found = new Set<object>();
  const left = [facts];
  for (let next = left.pop(); next; next = left.pop()) {
    found.add(next);
    for (const each of Object.values(next)) if (typeof each === "object" && each !== null) left.push(each);
  }
  return found;
}

function answerOf(state: Memory): Linked {
  const { walk, distinct } = state;
  const stage = state.stages.at(-1);
  if (!stage) throw new Error("Nothing was linked");
  const { machine } = stage;
  const routers: Router[] = [];
  const read = [...state.python.values()];
  const findings: Finding[] = read.flatMap((each) => each.findings);
  findings.push(...state.unreadAddOns(read.filter(({ file }) => !isNamedAsTest(file))));
  const left = [...machine.after.made].toReversed();
  for (let made = left.pop(); made; made = left.pop()) {
    if (made.kind === "router") routers.push(made.router);
    else if (made.kind === "finding") findings.push(made.finding);
    else left.push(...(machine.runs.get(made.file)?.made ?? []).toReversed());
  }
  for (const router of routers) {
    for (const entry of router.entries)
      if (isServedOtherwise(router, entry, walk.targetsOf)) findings.push(otherwiseFinding(entry));
  }
  const steps = machine.cutOffAfter();
  if (steps !== undefined)
    findings.push({ code: "steps-too-many", severity: "warning", facts: { side: "Python", steps } });
  const routes = distinct.of(collectRoutes(routersInOrder(routers, machine), walk));
  if (walk.takeCutOff()) {
    findings.push({ code: "routes-too-many", severity: "warning", facts: { side: "Python", limit: MAX_ROUTES } });
  }
  const memory = {};
  memories.set(memory, state);
  const followed = new Set<object>();
  for (const run of [machine.after, ...machine.apart, ...machine.runs.values()])
    for (const body of run.followed) followed.add(body);
  return {
    routes,
    findings: findingsInOrder(findings),
    wanted: [...machine.wanted],
    followed,
    memory,
  };
}

/** A file that drives an app is not a part of it. */
function isTestCode(facts: PythonFacts): boolean {
  if (isNamedAsTest(facts.file)) return true;
  return facts.body.some(
    (statement) =>
      statement.kind === "import-from" &&
      (PYTHON_VOCABULARY.isTesting(statement.module) || statement.module === "pytest") &&
      statement.dots === 0,
  );
}

/** Routes of the apps; then those of routers that no app reaches, marked. */
function collectRoutes(routers: readonly Router[], walk: Walk): readonly Route[] {
  const included = new Set<Router>();
  for (const router of routers) {
    for (const entry of router.entries) {
      if (entry.kind !== "include" || isServedOtherwise(router, entry, walk.targetsOf)) continue;
      for (const target of walk.targetsOf(entry.target)) included.add(target);
    }
  }
  const reached = new Set<Router>();
  const reach = (router: Router): void => {
    if (reached.has(router)) return;
    reached.add(router);
    for (const entry of router.entries) {
      if (entry.kind === "include" && !isServedOtherwise(router, entry, walk.targetsOf))
        walk.targetsOf(entry.target).forEach(reach);
    }
  };
  /** Those of some that none of them, and none before, comes to. */
  const startsOf = (some: readonly Router[]): readonly Router[] =>
    inPlaceOrder(some).filter((router) => {
      const isStart = !reached.has(router);
      reach(router);
      return isStart;
    });
  const outer = routers.filter((router) => !included.has(router));
  const served = startsOf(outer.filter(({ isApp }) => isApp));
  const aside = startsOf(outer);
  // Where some include one another, one of them is the first.
  const apps = [...served, ...startsOf(routers.filter(({ isApp }) => isApp))];
  const loose = [...aside, ...startsOf(routers)].filter(({ place }) => !isNamedAsTest(place.file));
  const mounted = apps.flatMap((app) => walk.routesOf(app, false));
  const unmounted = loose.flatMap((router) => walk.routesOf(router, true));
  return [...mounted, ...withoutMounted(unmounted, mounted)];
}

/** A router of which another one, made in the same place, is part of an app was made once more by nobody but us. */
function withoutMounted(unmounted: readonly Route[], mounted: readonly Route[]): readonly Route[] {
  if (unmounted.length === 0) return [];
  const key = ({ place, method }: Route): string => `${method} ${place.file}:${place.range.start.line}`;
  const files = new Set(unmounted.map(({ place }) => place.file));
  const byPlace = Map.groupBy(
    mounted.filter(({ place }) => files.has(place.file)),
    key,
  );
  return unmounted.filter((route) => !byPlace.get(key(route))?.some(({ path }) => path.endsWith(route.path)));
}

/** By their places: which module ran first says nothing to who reads the routes, and may be chance. */
function inPlaceOrder(routers: readonly Router[]): readonly Router[] {
  return routers.toSorted((one, other) => comparePlaces(one.place, other.place));
}

/** Routers that a function makes for several modules have one place: they come in the order of these modules' names. */
function routersInOrder(routers: readonly Router[], machine: ProjectMachine): readonly Router[] {
  const fileOf = (router: Router): string => machine.ownerOf(router)?.file ?? "";
  return routers.toSorted((one, other) => compareTexts(fileOf(one), fileOf(other)));
}

function comparePlaces(one: Place, other: Place): number {
  const [from, to] = [one.range.start, other.range.start];
  return compareTexts(one.file, other.file) || from.line - to.line || from.character - to.character;
}

function compareTexts(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

/** In the order of their places, without those that are told again: a loop meets the same call again and again. */
function findingsInOrder(findings: readonly Finding[]): readonly Finding[] {
  const distinct = new Map(findings.map((finding) => [JSON.stringify([finding.code, finding.place]), finding]));
  const keys = new Map([...distinct].map(([key, finding]) => [finding, key]));
  return [...distinct.values()].toSorted((one, other) => {
    if (!one.place || !other.place) return (one.place ? -1 : 0) + (other.place ? 1 : 0);
    return comparePlaces(one.place, other.place) || compareTexts(keys.get(one) ?? "", keys.get(other) ?? "");
  });
}

/** False only for a text that declares no route by itself. */
export function mayDeclarePythonRoutes(text: string): boolean {
  return PYTHON_VOCABULARY.mayDeclareRoutes(text);
}
