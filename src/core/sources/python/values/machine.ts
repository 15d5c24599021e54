import type { Finding } from "#core/model/finding.ts";
import type { Place, Range } from "#core/model/place.ts";
import type { PythonExpression, PythonFunction, PythonStatement } from "#core/model/sources/python-facts.ts";
import type { Folders } from "../modules/folders.ts";
import {
  knownText,
  textOf,
  type Argument,
  type Arguments,
  type ClassValue,
  type EntryValue,
  type FunctionValue,
  type Router,
  type RouterValue,
  type Scope,
  type Value,
} from "./values.ts";
import type { Vocabulary } from "./vocabulary.ts";

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

/** What a package does where code calls it, as far as routes depend on it. A framework has one or several of them. */
export interface PackageModel {
  /** The names of frameworks, as `Router.framework` has them, whose routers it answers for. */
  readonly routers: readonly string[];
  /** Whether a name of a package is one of those that this model reads. */
  isKnown(name: string): boolean;
  /** An empty router, where calling the external name makes one. */
  create(name: string, place: Place): Router | undefined;
  /** The constructor of a router of its own. */
  initialise(router: Router, args: Arguments, machine: Machine): void;
  /** Calling any other external name of the package. */
  call(name: string, args: Arguments, machine: Machine): Value | undefined;
  /** An attribute of a router of its own. */
  member(router: Router, name: string, machine: Machine): Value | undefined;
  /** `router.name = value`; true where that is more than a name that a project keeps there. */
  setMember?(of: RouterValue, name: string, given: Argument, machine: Machine): boolean;
  /** An attribute of a route as a value. */
  memberOfEntry?(entry: EntryValue, name: string): Value | undefined;
  /** `entry.name = value` */
  setMemberOfEntry?(entry: EntryValue, name: string, given: Argument, machine: Machine): void;
  /** Whether a router or a route of its own is of a class, by the last part of its name; undefined where it may be. */
  isInstance?(of: RouterValue | EntryValue, className: string): boolean | undefined;
  /** Whether a class of this name gives its methods to a project's class that extends it. */
  readonly inherits?: (name: string) => boolean;
  /** An attribute of a class of the project that extends classes of the package, of which `bases` are the names. */
  readonly memberOfClass?: (of: ClassValue, bases: readonly string[], name: string) => Value | undefined;
  /** What an object gets that extends classes of the package, of which `bases` are the names. */
  adorn?(made: Extract<Value, { kind: "instance" }>, bases: readonly string[], args: Arguments, machine: Machine): void;
}

/** What calling something of a package comes to; undefined where nothing is known about it. */
export type External = (args: Arguments, machine: Machine) => Value | undefined;

/** Runs the statements of a project on values of which parts may be unknown. */
export interface Machine {
  readonly models: readonly PackageModel[];
  /** The model that answers for a router. */
  modelOf(router: Pick<Router, "framework">): PackageModel | undefined;
  /** Words by which code that has to do with routes is known. */
  readonly vocabulary: Vocabulary;
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
