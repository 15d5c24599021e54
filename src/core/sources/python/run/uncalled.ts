import type { PythonFacts, PythonStatement } from "#core/model/sources/python-facts.ts";
import { memberOfClass } from "../values/class-member.ts";
import type { ProjectMachine } from "./project-machine.ts";
import { canBeMadeAgain, type ModuleRun } from "./runs.ts";
import { routerNamed, valueOfType } from "../values/value-of-type.ts";
import type { Argument, ClassValue, FunctionValue, Value } from "../values/values.ts";
import { isSameList } from "../../same.ts";
import type { FrameworkWords, Vocabulary } from "../values/vocabulary.ts";

/** Steps of one call that surely registers routes, and of one that only uses a word that such code uses. */
const LIKELY_STEPS = 120_000;
const UNLIKELY_STEPS = 3000;

/** Verbs say that code registers routes where what they are called on is called so. */
const VERBS = ["get", "post", "put", "patch", "delete", "head", "options", "trace", "route", "websocket"];
const IS_ROUTER = /^(?:\w*[rR]outer|(?:\w*_)?(?:app|api))$/;

/** What nobody called in some files that were complete at the same time. */
export interface UncalledFiles {
  readonly evidence: Evidence;
  /** In how many of the functions a word stands. */
  readonly counts: ReadonlyMap<string, number>;
  /** Classes of which a method registers routes: who makes such an object knows what it is handed. */
  readonly makers: ReadonlySet<string>;
  /** In the order of their turn. */
  readonly byFile: ReadonlyMap<string, UncalledFile>;
}

interface UncalledFile {
  /** What the order of the calls was told by. */
  readonly words: string;
  /** The calls that were made. */
  calls: readonly ModuleRun[];
}

/** Calls what registers routes and was not called: first what none of the others names, then what is still left. */
export function callTheUncalled(machine: ProjectMachine, files: readonly PythonFacts[]): UncalledFiles {
  const evidence = evidenceIn(machine.vocabulary, files);
  const byFile = new Map<string, UncalledFile>();
  const callers = new Map(files.map(({ file }) => [file, callCallers(machine, file, evidence)]));
  const uncalled: FunctionValue[] = [];
  for (const [file, calls] of callers) {
    const here = uncalledIn(machine, file);
    byFile.set(file, { words: wordsOf(here), calls });
    uncalled.push(...here);
  }
  const counts = new Map<string, number>();
  for (const { declaration } of uncalled)
    for (const word of new Set(declaration.words)) counts.set(word, (counts.get(word) ?? 0) + 1);
  const makers = new Set(
    uncalled.flatMap((value) => (value.owner && isLikely(machine, value) ? [value.owner.declaration.name] : [])),
  );
  const all = { evidence, counts, makers, byFile };
  callInTurn(machine, uncalled, all);
  return all;
}

/**
 * Makes the calls of some files once more, after these ran again. False where they may have to do with others, or where
 * their turn may have changed.
 */
export function callTheUncalledAgain(machine: ProjectMachine, all: UncalledFiles, files: ReadonlySet<string>): boolean {
  const here = [...all.byFile].filter(([file]) => files.has(file));
  const callsOf = (): readonly ModuleRun[] => here.flatMap(([, { calls }]) => calls);
  const before = callsOf();
  if (!canBeMadeAgain(before, allRuns(machine))) return false;
  for (const call of before.toReversed()) machine.dropApart(call);
  return machine.adopting(before, () => {
    for (const [file, known] of here) known.calls = callCallers(machine, file, all.evidence);
    const uncalled = here.map(([file]) => uncalledIn(machine, file));
    if (here.some(([, { words }], index) => words !== wordsOf(uncalled[index] ?? []))) return false;
    callInTurn(machine, uncalled.flat(), all);
    const now = callsOf();
    return (
      canBeMadeAgain(now, allRuns(machine)) &&
      isSameList(modulesOf(before), modulesOf(now)) &&
      calledIn(before, files).symmetricDifference(calledIn(now, files)).size === 0
    );
  });
}

function allRuns({ runs, apart, after }: ProjectMachine): readonly ModuleRun[] {
  return [after, ...apart, ...runs.values()];
}

function modulesOf(calls: readonly ModuleRun[]): readonly string[] {
  return calls.flatMap(({ made }) => made.flatMap((each) => (each.kind === "module" ? [each.file] : [])));
}

/** Functions of other files that some calls called. */
function calledIn(calls: readonly ModuleRun[], files: ReadonlySet<string>): ReadonlySet<object> {
  const all = calls.flatMap(({ calledElsewhere }) => [...calledElsewhere]);
  return new Set(all.filter(([, file]) => !files.has(file)).map(([called]) => called));
}

function uncalledIn(machine: ProjectMachine, file: string): readonly FunctionValue[] {
  return functionsIn([...(machine.runs.get(file)?.scope.names.values() ?? [])], file).filter((value) =>
    isUncalled(machine, value),
  );
}

function wordsOf(uncalled: readonly FunctionValue[]): string {
  return JSON.stringify(
    uncalled.map((value) => [nameOf(value), value.owner?.declaration.name, value.declaration.words]),
  );
}

/** An object is made by the name of its class. */
function nameOf({ declaration, owner }: FunctionValue): string {
  return owner && declaration.name === "__init__" ? owner.declaration.name : declaration.name;
}

function callInTurn(
  machine: ProjectMachine,
  uncalled: readonly FunctionValue[],
  { evidence, counts, makers, byFile }: UncalledFiles,
): void {
  const makes = (value: FunctionValue): boolean => isLikely(machine, value) || namesAny(value, makers);
  const isSettled = (value: FunctionValue): boolean => {
    const own = value.declaration.words?.includes(nameOf(value)) ? 1 : 0;
    return (counts.get(nameOf(value)) ?? 0) <= own;
  };
  const inOrder = [
    ...inTwo(
      uncalled.filter((value) => namesAny(value, makers)),
      isSettled,
    ),
    ...inTwo(
      uncalled.filter((value) => isLikely(machine, value)),
      isSettled,
    ),
    ...inTwo(uncalled, isSettled),
  ];
  for (const value of inOrder) {
    if (machine.called.has(value.declaration)) continue;
    const mayMatter = makes(value);
    if (!mayMatter && value.owner && value.declaration.name !== "__init__") continue;
    const call = (): void => callUncalled(machine, value, evidence);
    const run = machine.runApart(value.file, () => {
      if (mayMatter) machine.withinReach(LIKELY_STEPS, call);
      else machine.within(UNLIKELY_STEPS, call);
    });
    const here = byFile.get(value.file);
    if (here) here.calls = [...here.calls, run];
  }
}

/**
 * Methods and functions of a file that are handed what routes are registered on: who calls them there, and was not
 * called, runs first, as it knows what it hands over. Such a caller itself need not say a word of routes.
 */
function callCallers(machine: ProjectMachine, file: string, evidence: Evidence): readonly ModuleRun[] {
  const all = functionsIn([...(machine.runs.get(file)?.scope.names.values() ?? [])], file);
  const helpers = all.filter((value) => isUncalled(machine, value) && isLikely(machine, value) && takesMore(value));
  if (helpers.length === 0) return [];
  const names = new Set(helpers.map(({ declaration }) => declaration.name));
  return all.flatMap((value) => {
    const { declaration } = value;
    if (names.has(declaration.name) || declaration.mentionsRoutes || machine.called.has(declaration)) return [];
    // What a file that was read in outline leaves out may be the caller.
    if (declaration.isBodyLeftOut) machine.readBody(file, declaration);
    if (declaration.isBodyLeftOut || !callsAny(declaration.body, names)) return [];
    const call = (): void => callUncalled(machine, value, evidence);
    return [machine.runApart(file, () => machine.within(UNLIKELY_STEPS, call))];
  });
}

/** Parameters beside the object itself. */
function takesMore({ declaration, owner }: FunctionValue): boolean {
  return declaration.parameters.length > (owner ? 1 : 0);
}

function callsAny(code: unknown, names: ReadonlySet<string>): boolean {
  if (typeof code !== "object" || code === null) return false;
  if (Array.isArray(code)) return code.some((each) => callsAny(each, names));
  if ("kind" in code && code.kind === "call" && "callee" in code && isNamed(code.callee, names)) return true;
  return Object.values(code).some((each) => callsAny(each, names));
}

function isNamed(callee: unknown, names: ReadonlySet<string>): boolean {
  return typeof callee === "object" && callee !== null && "name" in callee && names.has(String(callee.name));
}

/** Whether a function mentions routes and nobody called it. */
function isUncalled(machine: ProjectMachine, { declaration }: FunctionValue): boolean {
  return declaration.mentionsRoutes && !machine.called.has(declaration);
}

/** The functions and methods of a file among the values of its names. */
export function functionsIn(
  values: readonly Value[],
  file: string,
  seen = new Set<ClassValue>(),
): readonly FunctionValue[] {
  return values.flatMap((value) => {
    if (value.kind === "function" && value.file === file) return [value];
    // A class may be an attribute of its own: `Node.parent_type = Node`.
    if (value.kind !== "class" || value.file !== file || seen.has(value)) return [];
    seen.add(value);
    return functionsIn([...value.members.values()], file, seen);
  });
}

/** First those for which it holds. */
function inTwo<T>(values: readonly T[], holds: (value: T) => boolean): readonly T[] {
  return [...values.filter(holds), ...values.filter((value) => !holds(value))];
}

/** Whether a function names a class of those, which is not its own. */
function namesAny({ declaration: { words = [] }, owner }: FunctionValue, classes: ReadonlySet<string>): boolean {
  return words.some((word) => classes.has(word) && word !== owner?.declaration.name);
}

function isLikely({ vocabulary }: ProjectMachine, { declaration: { words = [] } }: FunctionValue): boolean {
  if (words.some((word) => vocabulary.sure.has(word))) return true;
  return words.some((word) => IS_ROUTER.test(word)) && VERBS.some((verb) => words.includes(verb));
}

function callUncalled(machine: ProjectMachine, value: FunctionValue, evidence: Evidence): void {
  const place = { file: value.file, range: value.declaration.at };
  const given = (of: FunctionValue): ReadonlyMap<string, Argument> => argumentsFor(machine, of, evidence);
  if (!value.owner) {
    machine.call(value, { positional: [], named: given(value), place });
    return;
  }
  const self = value.isOfClass ? value.owner : makeObject(machine, value.owner, given, place);
  // The constructor may have called it.
  if (value.declaration.name === "__init__" || machine.called.has(value.declaration)) return;
  machine.call({ ...value, self }, { positional: [], named: given(value), place });
}

/** An object that is made by somebody we do not see. */
function makeObject(
  machine: ProjectMachine,
  of: ClassValue,
  given: (of: FunctionValue) => ReadonlyMap<string, Argument>,
  place: Argument["place"],
): Value {
  const constructor = memberOfClass(machine, of, "__init__");
  const named = constructor?.kind === "function" ? given(constructor) : new Map<string, Argument>();
  return machine.call(of, { positional: [], named, place });
}

/** `def on_start(self, app)`, where the body registers routes: an app of the framework that it speaks of. */
function typeByName(machine: ProjectMachine, name: string, value: FunctionValue, evidence: Evidence): Value {
  const framework = name === "app" && isLikely(machine, value) ? frameworkOf(machine, value, evidence) : undefined;
  return framework ? { kind: "external", name: framework.app } : { kind: "constant", value: null };
}

/** The frameworks that a project imports. */
interface Evidence {
  readonly imported: readonly FrameworkWords[];
  /** Others as well, which are not read. */
  readonly hasOthers: boolean;
}

function evidenceIn({ frameworks, unread }: Vocabulary, files: readonly PythonFacts[]): Evidence {
  const imported = [...new Set(files.flatMap(({ body }) => body.flatMap(importedNames)))];
  return {
    imported: frameworks.filter(({ packages }) => imported.some((name) => packages.some((each) => isOf(name, each)))),
    hasOthers: imported.some((name) => unread.has(topName(name).toLowerCase())),
  };
}

/**
 * Whether the project imports the same frameworks after a file of it changed; `others` are all files that say which, as
 * they are now, and are asked where the one file says something else.
 */
export function givesSameEvidence(
  vocabulary: Vocabulary,
  { before, now }: { readonly before: PythonFacts; readonly now: PythonFacts },
  uncalled: readonly UncalledFiles[],
  factsOf: (file: string) => PythonFacts | undefined,
): boolean {
  if (isSameEvidence(evidenceIn(vocabulary, [before]), evidenceIn(vocabulary, [now]))) return true;
  return uncalled.every(({ byFile, evidence }) => {
    const files = [...byFile.keys()].flatMap((file) => factsOf(file) ?? []);
    return isSameEvidence(evidence, evidenceIn(vocabulary, files));
  });
}

function isSameEvidence(one: Evidence, other: Evidence): boolean {
  return one.hasOthers === other.hasOthers && isSameList(one.imported, other.imported);
}

/** The modules that a statement imports, and what it imports from one, which may be a module too. */
function importedNames(statement: PythonStatement): readonly string[] {
  if (statement.kind === "import") return [statement.module];
  if (statement.kind !== "import-from" || statement.dots > 0) return [];
  return [statement.module, ...(statement.names ?? []).map(({ name }) => `${statement.module}.${name}`)];
}

/** A package of a framework, what it has, and packages that say by their names that they add to it: `framework_login`. */
function isOf(name: string, of: string): boolean {
  return name.startsWith(of) && /^\w*(?:\.|$)/.test(name.slice(of.length));
}

function topName(module: string): string {
  return module.split(".", 1)[0] ?? "";
}

/** The one framework that the project imports and that a function, or nothing else in the project, speaks of. */
function frameworkOf(
  { vocabulary }: ProjectMachine,
  { declaration: { words = [] }, scope }: FunctionValue,
  { imported, hasOthers }: Evidence,
): FrameworkWords | undefined {
  const names = [...scope.names.values()].flatMap((value) =>
    value.kind === "import" && value.from.kind === "external" ? [`${value.from.name}.${value.name}`] : [],
  );
  if (words.some((word) => vocabulary.unread.has(word.toLowerCase()))) return undefined;
  if (names.some((name) => vocabulary.unread.has(topName(name).toLowerCase()))) return undefined;
  const spokenOf = imported.filter(
    ({ own, packages }) =>
      words.some((word) => own.includes(word)) ||
      names.some((name) => packages.some((each) => name === each || name.startsWith(`${each}.`))),
  );
  const found = spokenOf.length === 0 && !hasOthers ? imported : spokenOf;
  return found.length === 1 ? found[0] : undefined;
}

/** `def register(app: App)`: whoever calls it hands an app over. */
function argumentsFor(
  machine: ProjectMachine,
  value: FunctionValue,
  evidence: Evidence,
): ReadonlyMap<string, Argument> {
  const named = new Map<string, Argument>();
  for (const parameter of value.declaration.parameters) {
    if (parameter.default) continue;
    const place = { file: value.file, range: parameter.type?.at ?? value.declaration.at };
    const router = parameter.type
      ? valueOfType(machine, parameter.type, { file: value.file, scope: value.scope, returns: [] })
      : routerNamed(machine, typeByName(machine, parameter.name, value, evidence), place);
    if (router) named.set(parameter.name, { value: router, place });
  }
  return named;
}
