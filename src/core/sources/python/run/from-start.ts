import type { Modules } from "../modules/modules.ts";
import type { Call } from "../values/machine.ts";
import type { ImportSource } from "../values/values.ts";
import type { ModuleRun } from "./runs.ts";

/** What code finds that lies where the server starts: which files those are, the modules and calls on the way to it say. */
export interface FromStart {
  /** Folders from which code of a file may be run: its own, and those of what imports and calls it. */
  rootsOf(file: string): readonly string[];
  /** A library imports what lies where the server starts. */
  find(name: string, file: string): ImportSource;
}

export function createFromStart(
  modules: Modules,
  inProgress: ReadonlySet<ModuleRun>,
  active: readonly Call[],
): FromStart {
  const filesOf = (file: string): readonly string[] => {
    const starts = [...[...inProgress].map((each) => each.file), ...active.map(({ callee }) => callee.file)];
    return [...new Set([file, ...starts])];
  };
  return {
    rootsOf: (file) => filesOf(file).flatMap((each) => modules.roots(each)),
    find: (name, file) => {
      const found = filesOf(file).map((each) => modules.absolute(name, each));
      const [first = { kind: "external", name }] = found;
      return found.find((each) => each.kind === "project" && each.file !== undefined) ?? first;
    },
  };
}
