import type { Range } from "#core/model/place.ts";
import type { PythonFacts, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { Sources } from "#core/model/sources/sources.ts";
import { createLines, withoutByteOrderMark, type Lines } from "#core/text/lines.ts";
import type { Modules } from "../modules/modules.ts";
import type { ImportSource } from "../values/values.ts";

/** A statement that gives a name its meaning: a function, a class or an assignment. */
export type Declaration = Extract<PythonStatement, { kind: "function" | "class" | "assign" }>;

/** What a name stands for, found without running anything. */
export type Definition =
  /** All statements of one file that give the name a meaning, in their order: branches and overloads have several. */
  | { readonly kind: "declared"; readonly file: string; readonly declarations: readonly Declaration[] }
  | { readonly kind: "module"; readonly source: Extract<ImportSource, { kind: "project" }> }
  /** Something of a package that is not part of the project: `pydantic.BaseModel`. */
  | { readonly kind: "external"; readonly name: string };

type Import = Extract<PythonStatement, { kind: "import" | "import-from" }>;

/** The names of a block of statements. */
export interface Names {
  readonly declared: ReadonlyMap<string, readonly Declaration[]>;
  /** Names that are imported, and modules that are taken over whole, last first. */
  readonly imported: ReadonlyMap<string, { readonly statement: Import; readonly name: string }>;
  readonly stars: readonly Import[];
}

/** Finds what names mean across a project's modules, by reading only. */
export interface Definitions {
  /** A name as a module knows it. */
  find(file: string, name: string): Definition | undefined;
  /** A name among those of a block in a file, e.g. of a function's body. */
  findIn(names: Names, file: string, name: string): Definition | undefined;
  /** A name of what another name stands for: `schemas.UserOut`. */
  below(definition: Definition, name: string): Definition | undefined;
  factsOf(file: string): PythonFacts | undefined;
  /** Files that were asked for and are not read. */
  readonly wanted: ReadonlySet<string>;
  /** Files that were looked into. */
  readonly used: ReadonlySet<string>;
}

/** Imports that lead to one another, further than any package re-exports. */
const MAX_HOPS = 40;

/** What all questions to the same sources share. */
export interface PythonSources {
  readonly sources: Sources;
  readonly modules: Modules;
  readonly namesByFile: Map<string, Names>;
  /** A piece of a file's text. */
  sliceOf(file: string, range: Range): string;
}

export function createPythonSources(sources: Sources, modules: Modules): PythonSources {
  const linesByFile = new Map<string, { readonly text: string; readonly lines: Lines }>();
  return {
    sources,
    modules,
    namesByFile: new Map(),
    sliceOf: (file, { start, end }) => {
      let known = linesByFile.get(file);
      if (!known) {
        const text = withoutByteOrderMark(sources.textOf(file) ?? "");
        known = { text, lines: createLines(text) };
        linesByFile.set(file, known);
      }
      return known.text.slice(known.lines.offsetAt(start), known.lines.offsetAt(end));
    },
  };
}

/** Definitions for one question: it has its own lists of what it used and wants. */
export function createDefinitions({ sources, modules, namesByFile }: PythonSources): Definitions {
  const wanted = new Set<string>();
  const used = new Set<string>();

  function factsOf(file: string): PythonFacts | undefined {
    used.add(file);
    const facts = sources.facts.get(file);
    if (!facts) wanted.add(file);
    return facts?.language === "python" ? facts : undefined;
  }

  function namesOf(file: string): Names | undefined {
    const facts = factsOf(file);
    if (!facts) return undefined;
    const names = namesByFile.get(file) ?? collectNames(facts.body);
    namesByFile.set(file, names);
    return names;
  }

  function findIn(names: Names, file: string, name: string, hops = 0): Definition | undefined {
    if (hops > MAX_HOPS) return undefined;
    const declarations = names.declared.get(name);
    if (declarations) return { kind: "declared", file, declarations };
    const imported = names.imported.get(name);
    if (imported) return follow(imported.statement, imported.name, file, hops + 1);
    if (name.startsWith("_")) return undefined;
    for (const star of names.stars) {
      const found = follow(star, name, file, hops + 1);
      if (found && found.kind !== "external") return found;
    }
    return undefined;
  }

  function follow(statement: Import, name: string, file: string, hops: number): Definition | undefined {
    if (statement.kind === "import") return asDefinition(modules.absolute(name, file));
    const { dots, module } = statement;
    const source = dots > 0 ? modules.relative(dots, module, file) : modules.absolute(module, file);
    return inModule(source, name, hops);
  }

  function inModule(source: ImportSource, name: string, hops: number): Definition | undefined {
    if (source.kind === "external") return { kind: "external", name: `${source.name}.${name}` };
    const names = source.file === undefined ? undefined : namesOf(source.file);
    const found = names && source.file !== undefined ? findIn(names, source.file, name, hops) : undefined;
    if (found) return found;
    const below = modules.below(source, name);
    return below && asDefinition(below);
  }

  return {
    find: (file, name) => {
      const names = namesOf(file);
      return names && findIn(names, file, name);
    },
    findIn: (names, file, name) => findIn(names, file, name),
    below: (definition, name) => {
      if (definition.kind === "external") return { kind: "external", name: `${definition.name}.${name}` };
      return definition.kind === "module" ? inModule(definition.source, name, 0) : undefined;
    },
    factsOf,
    wanted,
    used,
  };
}

function asDefinition(source: ImportSource): Definition {
  return source.kind === "external" ? source : { kind: "module", source };
}

/** The names that statements give a meaning, those in their branches and blocks included. */
export function collectNames(body: readonly PythonStatement[]): Names {
  const declared = new Map<string, Declaration[]>();
  const imported = new Map<string, { statement: Import; name: string }>();
  const stars: Import[] = [];
  const declare = (name: string, statement: Declaration): void => {
    const known = declared.get(name);
    if (known) known.push(statement);
    else declared.set(name, [statement]);
  };
  for (const statement of flatten(body)) {
    switch (statement.kind) {
      case "function":
      case "class":
        declare(statement.name, statement);
        break;
      case "assign":
        if (statement.target.kind === "name") declare(statement.target.name, statement);
        else if (statement.target.kind === "list") {
          for (const each of statement.target.items) if (each.kind === "name") declare(each.name, statement);
        }
        break;
      case "import": {
        const [top = statement.module] = statement.module.split(".");
        imported.set(statement.as ?? top, { statement, name: statement.as === undefined ? top : statement.module });
        break;
      }
      case "import-from":
        if (!statement.names) stars.unshift(statement);
        for (const { name, as } of statement.names ?? []) imported.set(as, { statement, name });
        break;
      case "extend":
      case "delete":
      case "scope":
      case "evaluate":
      case "return":
      case "leave":
      case "yield":
      case "if":
      case "try":
      case "for":
      case "while":
      case "block":
    }
  }
  return { declared, imported, stars };
}

/** All statements of a block and of the blocks within, functions and classes left whole. */
export function flatten(body: readonly PythonStatement[]): readonly PythonStatement[] {
  return body.flatMap((statement) => {
    switch (statement.kind) {
      case "if":
        return flatten([...statement.branches.flatMap((branch) => branch.body), ...(statement.otherwise ?? [])]);
      case "try":
        return flatten([
          ...statement.body,
          ...statement.handlers.flatMap((handler) => handler.body),
          ...statement.after,
        ]);
      case "for":
      case "while":
        return flatten([...statement.body, ...(statement.otherwise ?? [])]);
      case "block":
        return flatten(statement.body);
      case "import":
      case "import-from":
      case "assign":
      case "extend":
      case "delete":
      case "scope":
      case "evaluate":
      case "return":
      case "leave":
      case "yield":
      case "function":
      case "class":
    }
    return [statement];
  });
}
