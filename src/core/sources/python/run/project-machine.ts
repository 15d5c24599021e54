import type { Machine } from "../values/machine.ts";
import type { FunctionValue, Router } from "../values/values.ts";
import type { ModuleRun } from "./runs.ts";

/** The machine with what it learns on the way. */
export interface ProjectMachine extends Machine {
  /** Modules that were asked for and whose facts are not there, or not as a whole. */
  readonly wanted: ReadonlySet<string>;
  /** Functions of the project that ran. */
  readonly called: Pick<WeakSet<FunctionValue["declaration"]>, "has">;
  /** The runs of the modules, by their files. */
  readonly runs: ReadonlyMap<string, ModuleRun>;
  /** What ran after all modules. */
  readonly after: ModuleRun;
  /** Calls that nobody but us makes; what they made is among what `after` made as well. */
  readonly apart: ReadonlySet<ModuleRun>;
  /** How many steps were taken when the project was not followed any further; undefined where it was to its end. */
  cutOffAfter(): number | undefined;
  /** Somebody went through all classes: what there are depends on the order in which modules run. */
  areClassesAsked(): boolean;
  /** The run in which a router was made. */
  ownerOf(router: Router): ModuleRun | undefined;
  /**
   * Runs a module once more, with the facts as they are now, beside what all others came to. Modules that ran first
   * within it keep their place there where it still asks for them. False where it is not sure that a new machine would
   * do the same.
   */
  runAgain(file: string): boolean;
  /** Makes a call that nobody in the project makes, of a function that stands in `file`. */
  runApart(file: string, body: () => void): ModuleRun;
  /** Makes such calls again: modules that ran first within those before keep their place. */
  adopting<T>(before: readonly ModuleRun[], body: () => T): T;
  /** Such a call is not made any more; it must have been fruitless. */
  dropApart(run: ModuleRun): void;
}
