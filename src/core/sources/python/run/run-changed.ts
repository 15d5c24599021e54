import type { PythonFunction } from "#core/model/sources/python-facts.ts";
import type { Walk } from "../routes/routes-of.ts";
import { isSameList } from "../../same.ts";
import type { Router } from "../values/values.ts";
import type { ProjectMachine } from "./project-machine.ts";
import { isAlone, readersOfChanges, type ModuleRun } from "./runs.ts";
import { callTheUncalledAgain, type UncalledFiles } from "./uncalled.ts";

/** With more modules than this, running all costs about as much. */
const MAX_RUNS = 40;

interface Ran {
  readonly machine: ProjectMachine;
  /** What ran only because nobody called it. */
  readonly uncalled: readonly UncalledFiles[];
  /** Whether a file runs even if nobody imports it. */
  readonly runsByItself: (file: string) => boolean;
}

/**
 * Runs changed modules again, beside what all others came to, and after each those that had asked it for a name that
 * stands for something else now. False where it is not sure that a new machine would come to the same. `walk` gets which
 * router took the place of which.
 */
export function runChanged({ machine, uncalled, runsByItself }: Ran, changed: Iterable<string>, walk?: Walk): boolean {
  const { runs } = machine;
  const [wanted, runsBefore] = [machine.wanted.size, runs.size];
  const left = new Set(changed);
  // Whether a function is called by anybody counts for those that register routes, and for those that may call them.
  const isOpen = (called: PythonFunction, file: string): boolean =>
    !done.has(file) && (called.mentionsRoutes || uncalled.some(({ byFile }) => byFile.get(file)?.calls.length));
  const done = new Set<string>();
  for (let count = 0; left.size > 0; count += 1) {
    const file = firstFinished(left, runs);
    const before = file === undefined ? undefined : runs.get(file);
    if (file === undefined || !before || count === MAX_RUNS) return false;
    left.delete(file);
    done.add(file);
    if (!isAlone(before) || !machine.runAgain(file)) return false;
    const after = runs.get(file);
    if (!after || !isAlone(after) || !callTheSame(before, after, isOpen)) return false;
    if (!touchTheSame(before, after, { machine, runsByItself })) return false;
    const routers = new Map<Router, Router>();
    const readers = readersOfChanges(before, after, (router) => machine.ownerOf(router), routers);
    if (!readers) return false;
    for (const reader of readers) left.add(reader);
    for (const [name, files] of before.reads) {
      after.reads.set(name, files.union(after.reads.get(name) ?? new Set()));
    }
    for (const [old, now] of routers) walk?.replace(old, now);
  }
  if (!uncalled.every((all) => callTheUncalledAgain(machine, all, done))) return false;
  // What is asked for now must be read first: a module, or the whole of a file that was read in outline. And functions of
  // modules that did not run before may be called by nobody.
  return machine.wanted.size === wanted && runs.size === runsBefore;
}

/** Of modules that take values from one another, the one that gives them comes first. */
function firstFinished(files: Iterable<string>, runs: ReadonlyMap<string, ModuleRun>): string | undefined {
  let first: { readonly file: string; readonly finished: number } | undefined;
  for (const file of files) {
    const finished = runs.get(file)?.finished;
    if (finished === undefined) return undefined;
    if (!first || finished < first.finished) first = { file, finished };
  }
  return first?.file;
}

/**
 * Whether two runs call the same functions elsewhere, of those for which that counts. Functions of modules that ran again
 * are other objects now.
 */
function callTheSame(
  before: ModuleRun,
  after: ModuleRun,
  counts: (called: PythonFunction, file: string) => boolean,
): boolean {
  const one = new Set(before.calledElsewhere.keys());
  const other = new Set(after.calledElsewhere.keys());
  return ![...one.symmetricDifference(other)].some((called) => {
    const file = before.calledElsewhere.get(called) ?? after.calledElsewhere.get(called);
    return file !== undefined && counts(called, file);
  });
}

/**
 * Whether two runs have the same modules run, or others only for which it makes no difference that they run in another
 * order: they run all the same, and neither they nor what they touch has to do with when they run.
 */
function touchTheSame(
  before: ModuleRun,
  after: ModuleRun,
  { machine, runsByItself }: Pick<Ran, "machine" | "runsByItself">,
): boolean {
  const [one, other] = [filesIn(before), filesIn(after)];
  const differing = one.symmetricDifference(other);
  if (differing.size > 0 && machine.areClassesAsked()) return false;
  const inBoth = (files: ReadonlySet<string>): readonly string[] => [...files].filter((file) => !differing.has(file));
  if (!isSameList(inBoth(one), inBoth(other))) return false;
  return [...differing].every((file) => {
    const runsAnyway = runsByItself(file) || other.has(file) || isTouchedByOthers(file);
    return runsAnyway && isOrderless(file);
  });

  function isTouchedByOthers(file: string): boolean {
    return [machine.after, ...machine.apart, ...machine.runs.values()].some(
      (run) => run !== after && (run.touched.has(`ask ${file}`) || run.touched.has(`import ${file}`)),
    );
  }

  function isOrderless(start: string): boolean {
    const seen = new Set([start]);
    for (const file of seen) {
      const run = machine.runs.get(file);
      // Modules that import one another depend on which of them comes first.
      if (file === after.file || !run || run.isInCircle || !isAlone(run)) return false;
      for (const touched of filesIn(run)) seen.add(touched);
    }
    return true;
  }
}

/** The files of the modules that a run imported or asked, in order. */
function filesIn({ touched }: ModuleRun): ReadonlySet<string> {
  return new Set([...touched].map((each) => each.slice(each.indexOf(" ") + 1)));
}
