import type {
  PythonClass,
  PythonExpression,
  PythonFunction,
  PythonStatement,
} from "#core/model/sources/python-facts.ts";
import { itemsOf, placeOf, underCondition, type Frame, type Machine } from "./machine.ts";
import { BranchNames } from "./branch-names.ts";
import { executeIf } from "./branches.ts";
import { noteLeft, runInTurn, runLoop } from "./left-early.ts";
import { memberOfClass } from "./class-member.ts";
import { setMember } from "./set-member.ts";
import { unknown, type Argument, type ClassValue, type Value } from "./values.ts";

/** More items of one list than any table of routers has. */
const MAX_ITEMS = 2000;

/**
 * Runs statements. True where a `return` was surely met, so that what follows does not run. What follows one that may have
 * been met runs only where it was not.
 */
export function execute(
  machine: Machine,
  importing: (statement: PythonStatement, frame: Frame) => void,
  statements: readonly PythonStatement[],
  frame: Frame,
): boolean {
  return runInTurn(
    machine,
    frame,
    statements,
    (statement) => !machine.step() || executeOne(machine, importing, statement, frame),
  );
}

function executeOne(
  machine: Machine,
  importing: (statement: PythonStatement, frame: Frame) => void,
  statement: PythonStatement,
  frame: Frame,
): boolean {
  switch (statement.kind) {
    case "import":
    case "import-from":
      importing(statement, frame);
      return false;
    case "assign":
      if (statement.value) machine.assign(statement.target, machine.evaluate(statement.value, frame), frame);
      return false;
    case "extend":
      executeExtend(machine, statement, frame);
      return false;
    case "evaluate":
      machine.evaluate(statement.value, frame);
      return false;
    case "return":
      frame.returns.push(
        statement.value ? machine.evaluate(statement.value, frame) : { kind: "constant", value: null },
      );
      noteLeft(machine, frame, "return");
      return true;
    case "leave":
      noteLeft(machine, frame, statement.how);
      return true;
    case "yield": {
      const value = machine.evaluate(statement.value, frame);
      frame.yields?.push(...(statement.isAll ? (itemsOf(value) ?? [value]) : [value]));
      return false;
    }
    case "while":
      runLoop(machine, frame, [statement.body], (body, inner) => void machine.execute(body, inner));
      return false;
    case "if":
      return executeIf(machine, statement, frame);
    case "try":
      return executeTry(machine, statement, frame);
    case "for":
      executeFor(machine, statement, frame);
      return false;
    case "block":
      return machine.execute(statement.body, frame);
    case "function":
      executeFunction(machine, statement, frame);
      return false;
    case "class":
      executeClass(machine, statement, frame);
      break;
  }
  return false;
}

/** Puts a value under a name, an attribute or several names. */
export function assign(machine: Machine, target: PythonExpression, value: Value, frame: Frame): void {
  switch (target.kind) {
    case "name":
      frame.scope.names.set(target.name, value);
      return;
    case "member": {
      setMember(machine, machine.evaluate(target.of, frame), target.name, { value, place: placeOf(frame, target.at) });
      return;
    }
    case "item": {
      const of = machine.evaluate(target.of, frame);
      if (of.kind === "dictionary") of.entries.push([machine.evaluate(target.key, frame), value]);
      return;
    }
    case "list": {
      const items = itemsOf(value);
      for (const [index, each] of target.items.entries()) {
        const item = value.kind === "list" ? items?.[index] : undefined;
        assign(machine, each, item ?? unknown("this part of the value is not known", placeOf(frame, each.at)), frame);
      }
      return;
    }
    case "text":
    case "constant":
    case "join":
    case "call":
    case "spread":
    case "dictionary":
    case "binary":
    case "not":
    case "either":
    case "comprehension":
    case "lambda":
    case "unknown":
  }
}

function executeExtend(
  machine: Machine,
  { target, value, at }: Extract<PythonStatement, { kind: "extend" }>,
  frame: Frame,
): void {
  const old = machine.evaluate(target, frame);
  const added = machine.evaluate(value, frame);
  if (old.kind === "list") old.items.push(...(itemsOf(added) ?? [added]));
  else {
    const sum: PythonExpression = { kind: "binary", operator: "+", left: target, right: value, at };
    machine.assign(target, machine.evaluate(sum, frame), frame);
  }
}

function executeTry(
  machine: Machine,
  { body, handlers, after }: Extract<PythonStatement, { kind: "try" }>,
  frame: Frame,
): boolean {
  // Only a missing package decides which routes exist; other errors stop the server.
  const missing = handlers.find((handler) => /ImportError|ModuleNotFoundError/.test(handler.condition));
  const before = frame.scope.names;
  const tried = new BranchNames(before);
  frame.scope.names = tried;
  let hasEnded = underCondition(machine, missing && "the import succeeds", () => machine.execute(body, frame));
  for (const handler of handlers) {
    const names = new BranchNames(before);
    const leftBefore = frame.left?.length ?? 0;
    frame.scope.names = names;
    const handlerEnded = underCondition(machine, handler.condition, () => machine.execute(handler.body, frame));
    hasEnded &&= handlerEnded;
    // Only a missing package is taken to be met.
    if (handler !== missing) frame.left?.splice(leftBefore);
    for (const [name, value] of names) if (!tried.has(name)) tried.set(name, value);
  }
  frame.scope.names = before;
  for (const [name, value] of tried) before.set(name, value);
  return machine.execute(after, frame) || hasEnded;
}

function executeFor(
  machine: Machine,
  { target, over, body }: Extract<PythonStatement, { kind: "for" }>,
  frame: Frame,
): void {
  const list = machine.evaluate(over, frame);
  const items = itemsOf(list);
  const names = namesIn(target);
  const inner: Frame = { ...frame, loopNames: new Set([...(frame.loopNames ?? []), ...names]) };
  const why = unknown("the loop goes over something that is not known", placeOf(frame, over.at));
  const condition = list.kind === "either" ? list.why.reason : undefined;
  underCondition(machine, condition, () =>
    runLoop(machine, items ? inner : frame, items?.slice(0, MAX_ITEMS) ?? [why], (item, within) => {
      assign(machine, target, item, within);
      machine.execute(body, within);
    }),
  );
}

function namesIn(target: PythonExpression): readonly string[] {
  if (target.kind === "name") return [target.name];
  return target.kind === "list" ? target.items.flatMap((item) => namesIn(item)) : [];
}

function executeFunction(machine: Machine, declaration: PythonFunction, frame: Frame): void {
  let value: Value = {
    kind: "function",
    declaration,
    file: frame.file,
    scope: closureOf(frame),
    members: new Map(),
    ...(frame.owner && { owner: frame.owner }),
  };
  // A decorator may name the function that it decorates: `@value.setter`.
  for (const decorator of declaration.decorators.toReversed()) {
    const place = placeOf(frame, decorator.at);
    const callee = machine.evaluate(decorator, frame);
    machine.decorators.push({ place, decorated: value });
    value = machine.call(callee, { positional: [{ value, place }], named: new Map(), place });
    machine.decorators.pop();
  }
  frame.scope.names.set(declaration.name, value);
}

/** A class body's names are not seen from its methods. */
function closureOf(frame: Frame): Frame["scope"] {
  return frame.isClassBody && frame.scope.parent ? frame.scope.parent : frame.scope;
}

function executeClass(machine: Machine, declaration: PythonClass, frame: Frame): void {
  const value: ClassValue = {
    kind: "class",
    declaration,
    file: frame.file,
    bases: declaration.bases.map((base) => machine.evaluate(base, frame)),
    members: new Map(),
    scope: closureOf(frame),
  };
  const scope = { names: value.members, parent: closureOf(frame), stars: [] };
  machine.execute(declaration.body, { file: frame.file, scope, owner: value, isClassBody: true, returns: [] });
  noteSubclass(machine, value, placeOf(frame, declaration.at));
  let decorated: Value = value;
  for (const decorator of declaration.decorators.toReversed()) {
    const place = placeOf(frame, decorator.at);
    const callee = machine.evaluate(decorator, frame);
    decorated = machine.call(callee, { positional: [{ value: decorated, place }], named: new Map(), place });
  }
  frame.scope.names.set(declaration.name, decorated);
}

/** A class may have its bases told of it (`__init_subclass__`), or be asked for among all that extend one. */
function noteSubclass(machine: Machine, value: ClassValue, place: Argument["place"]): void {
  machine.addClass(value);
  for (const base of value.bases.map((each) => machine.force(each))) {
    const hook = base.kind === "class" ? memberOfClass(machine, base, "__init_subclass__") : undefined;
    if (hook?.kind !== "function") continue;
    machine.call({ ...hook, self: value }, { positional: [], named: new Map(), place });
    return;
  }
}
