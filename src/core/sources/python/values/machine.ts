import type { Finding } from "#core/model/finding.ts";
import type { Place, Range } from "#core/model/place.ts";
import type { PythonExpression, PythonFunction, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { Folders } from "../modules/folders.ts";
import {
  knownText,
  textOf,
  type Arguments,
  type ClassValue,
  type FunctionValue,
  type Router,
  type Scope,
  type Value,
} from "./values.ts";

/** Where statements run: a module, a class body or a call. */
export interface Frame {
  readonly file: string;
  readonly scope: Scope;
  readonly owner?: ClassValue;
  readonly isClassBody?: boolean;
  readonly self?: Value;
  /** What the call came to, one a `return` that was met. */
  readonly returns: Value[];
  /** What a generator yields. */
  readonly yields?: Value[];
  /** Of a call or a loop: each `return`, `continue` and `break` that was met, with all conditions that were noted there. */
  readonly left?: Left[];
  /** Names that the loops at hand give their values. */
  readonly loopNames?: ReadonlySet<string>;
}

export interface Left {
  readonly how: "return" | "continue" | "break";
  readonly conditions: readonly string[];
}

/** A call of a function of the project that is being followed. */
export interface Call {
  readonly callee: FunctionValue;
  readonly args: Arguments;
}

/** What a framework adds to the language: names that make routers, and what routers can do. */
export interface Framework {
  /** An empty router, where calling the external name makes one. */
  create(name: string, place: Place): Router | undefined;
  /** Whether a name of a package is one of those that this framework reads. */
  isKnown(name: string): boolean;
  /** The constructor. */
  initialise(router: Router, args: Arguments, machine: Machine): void;
  /** Calling any other external name of the framework. */
  call(name: string, args: Arguments, machine: Machine): Value | undefined;
  /** Whether a class of this name gives its methods to a project's class that extends it. */
  readonly inherits?: (name: string) => boolean;
  /** An attribute of a router that the framework made. */
  member(router: Router, name: string, machine: Machine): Value | undefined;
  /** What an object gets that extends classes of a package, of which `bases` are the names. */
  adorn?(made: Extract<Value, { kind: "instance" }>, bases: readonly string[], args: Arguments, machine: Machine): void;
}

/** Runs the statements of a project on values of which parts may be unknown. */
export interface Machine {
  readonly frameworks: readonly Framework[];
  /** Conditions under which the statement being run stands, outermost first. */
  readonly conditions: string[];
  /** The loops of which it is not known how often they run, outermost first. */
  readonly openLoops: object[];
  /** The decorators that are being applied, outermost first: there a route is declared, whoever registers it. */
  readonly decorators: { readonly place: Place; readonly decorated: Value }[];
  /** The classes that metaclasses are making, outermost first. */
  readonly classesMade: ClassValue[];
  /** The calls that are being followed, outermost first. */
  readonly calls: readonly Call[];
  /** Branches of which what is handed over says nothing: nobody whom we see comes to them, so others may. */
  readonly undecided: ReadonlySet<object>;
  /** A branch is not run, for what was handed over; another call may come to it. */
  noteSkipped(branch: object): void;
  evaluate(expression: PythonExpression, frame: Frame): Value;
  /** True where a `return` was surely met. */
  execute(statements: readonly PythonStatement[], frame: Frame): boolean;
  assign(target: PythonExpression, value: Value, frame: Frame): void;
  call(callee: Value, args: Arguments): Value;
  callFunction(callee: FunctionValue, args: Arguments): Value;
  /** Undefined where the value has no such attribute that we know of. */
  member(of: Value, name: string, place: Place): Value | undefined;
  lookUp(name: string, frame: Frame): Value | undefined;
  /** Follows a name that is imported to what it stands for. */
  force(value: Value): Value;
  /** `import_module(name)`, called in a file. */
  importModule(name: string, file: string): Value;
  /** The modules whose dotted names fit, where undefined stands for one part that is not known. */
  importMatching(parts: readonly (string | undefined)[]): readonly Value[];
  /** The names of a module that has run with what they stand for, but for what it imports from files that were not read. */
  namesOf(module: Extract<Value, { kind: "module" }>): readonly (readonly [name: string, value: Value])[];
  /** Folders and files of the project, as code finds them that looks for its modules. */
  readonly folders: Folders;
  /** Runs a module of the project unless it has run. */
  runModule(file: string): void;
  addClass(of: ClassValue): void;
  /** All classes of the project that have run. */
  allClasses(): readonly ClassValue[];
  addRouter(router: Router): void;
  addFinding(finding: Finding): void;
  /** A router is looked into or changed, or a class, a function or an object is changed. */
  noteUse(of: Value): void;
  /** A class or an object is asked for what it has under a name. */
  noteMember(of: Value, value: Value): void;
  /** `module.name = value` */
  assignOfModule(module: Extract<Value, { kind: "module" }>, name: string, value: Value): void;
  /** Code assigns a name in a scope that is not its own. */
  assignIn(scope: Scope, name: string, value: Value): void;
  /** An object is made. */
  noteMade(made: Value): void;
  /** Reads the body that the outline of a file left out of a function; where that must wait, the file is wanted. */
  readBody(file: string, declaration: PythonFunction): void;
  /** Counts a step; false once the project, or what has a limit of its own, took so many that it must be stopped. */
  step(): boolean;
  /** Runs `body` with a limit of steps of its own. */
  within(limit: number, body: () => void): void;
  /** Runs `body` with a limit of steps of its own, which each router that it comes upon puts further off. */
  withinReach(limit: number, body: () => void): void;
}

export function placeOf(frame: Frame, at: Range): Place {
  return { file: frame.file, range: at };
}

/** Runs `body` while `condition` is noted. */
export function underCondition<T>(machine: Machine, condition: string | undefined, body: () => T): T {
  if (condition === undefined) return body();
  machine.conditions.push(condition);
  try {
    return body();
  } finally {
    machine.conditions.pop();
  }
}

/** What a loop over a text goes over. */
export function charactersOf(value: Value): readonly Value[] | undefined {
  const text = value.kind === "text" && value.isPath !== true ? knownText(value) : undefined;
  return text === undefined ? undefined : Array.from(text, (character): Value => textOf(character));
}

/** The items that a loop goes over, or undefined where they are not known. */
export function itemsOf(value: Value): readonly Value[] | undefined {
  if (value.kind === "list") return value.items;
  if (value.kind === "dictionary") return value.entries.map(([key]) => key);
  if (value.kind === "either") {
    const known = value.options.map((option) => itemsOf(option)).filter((items) => items !== undefined);
    return known.length > 0 ? known.flat() : undefined;
  }
  // An enumeration is walked through its values.
  if (value.kind === "class") return [...value.members.values()].filter((member) => member.kind === "text");
  return undefined;
}
