import { BUILTINS } from "../library/externals.ts";
import { memberOfFile, MODULE_NAMES } from "../modules/module-names.ts";
import { PROJECT } from "../modules/folders.ts";
import type { Modules } from "../modules/modules.ts";
import type { Frame } from "../values/machine.ts";
import { textOf, type ImportSource, type Scope, type Value } from "../values/values.ts";
import { externalStar, isSameSource, moduleValue, unknownImport } from "./import-sources.ts";
import type { RunNotes } from "./run-notes.ts";

/** What names stand for: in the scopes of the project, in its modules and beyond. */
export interface Names {
  /** What an imported name stands for in the end; other values as they are. */
  readonly force: (value: Value) => Value;
  readonly lookUp: (name: string, frame: Frame) => Value | undefined;
  readonly memberOfModule: (module: Extract<Value, { kind: "module" }>, name: string) => Value | undefined;
}

interface Options {
  readonly modules: Modules;
  /** By their files, those that ran or are running. */
  readonly scopes: ReadonlyMap<string, Scope>;
  readonly notes: Pick<RunNotes, "read">;
  /** Runs a module that is asked for a name. */
  readonly ask: (file: string) => void;
  /** Does what an import of a module does. */
  readonly run: (source: ImportSource) => void;
}

export function createNames({ modules, scopes, notes, ask, run }: Options): Names {
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
      ask(source.file);
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
      ask(star.file);
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

  return { force, lookUp, memberOfModule };
}
