import type { PythonExpression, PythonFunction, PythonStatement } from "#core/model/sources/python-facts.ts";
import { itemsOf, placeOf, underCondition, type Frame, type Machine } from "../values/machine.ts";
import { BranchNames } from "../values/branch-names.ts";
import { executeIf } from "./flow/branches.ts";
import { defaultsOf, isSlice } from "./evaluate.ts";
import { closureOf, executeClass } from "./execute-class.ts";
import { addItems, deleteItem, onlyIf, setItem, setSlice } from "./items.ts";
import { noteLeft, runInTurn } from "./flow/left-early.ts";
import { executeFor, executeWhile } from "./flow/loops.ts";
import { setMember } from "./set-member.ts";
import { asSetting, eitherOf, isPlain, unknown, type Argument, type Scope, type Value } from "../values/values.ts";

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
    case "delete":
      for (const target of statement.targets) executeDelete(machine, target, frame);
      return false;
    case "scope":
      assignElsewhere(statement, frame);
      return false;
    case "while":
      return executeWhile(machine, statement, frame);
    case "if":
      return executeIf(machine, statement, frame);
    case "try":
      return executeTry(machine, statement, frame);
    case "for":
      return executeFor(machine, statement, frame);
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
      assignName(machine, target.name, value, frame);
      return;
    case "spread":
      assign(machine, target.of, value, frame);
      return;
    case "member": {
      setMember(machine, machine.evaluate(target.of, frame), target.name, { value, place: placeOf(frame, target.at) });
      return;
    }
    case "item": {
      const [of, place] = [machine.evaluate(target.of, frame), placeOf(frame, target.at)];
      if (isSlice(target.key))
        setSlice(machine, of, boundsOf(machine, target.key, frame), itemsOf(value) ?? [value], place);
      else setItem(machine, of, machine.evaluate(target.key, frame), value, place);
      return;
    }
    case "list": {
      assignParts(machine, target.items, value, frame);
      return;
    }
    case "text":
    case "constant":
    case "join":
    case "call":
    case "dictionary":
    case "binary":
    case "not":
    case "either":
    case "comprehension":
    case "lambda":
    case "unknown":
  }
}

/** The scopes around one, innermost first. */
function scopesAround({ parent }: Scope): readonly Scope[] {
  return parent ? [parent, ...scopesAround(parent)] : [];
}

/** `global x` and `nonlocal x`: where the name is assigned. */
function assignElsewhere({ names, isNonlocal }: Extract<PythonStatement, { kind: "scope" }>, { scope }: Frame): void {
  for (const name of names) {
    const outer = scopesAround(scope).find((each) => !each.parent || (isNonlocal && each.names.has(name)));
    if (outer) (scope.elsewhere ??= new Map()).set(name, outer);
  }
}

function assignName(machine: Machine, name: string, value: Value, { scope, file }: Frame): void {
  const elsewhere = scope.elsewhere?.get(name);
  if (!elsewhere) {
    scope.names.set(name, value);
    return;
  }
  const old = elsewhere.names.get(name);
  const reason = machine.conditions.join(" and ");
  // What was there before stays where the condition does not hold.
  const isOpen = reason !== "" && old !== undefined && !isPlain(old);
  const why = { reason, place: { file, range: NOWHERE } };
  const given = isOpen ? eitherOf([value, old], why) : reason === "" ? value : asSetting(value);
  machine.assignIn(elsewhere, name, given);
}

const NOWHERE = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** `first, *rest = value` */
function assignParts(machine: Machine, targets: readonly PythonExpression[], value: Value, frame: Frame): void {
  const items = value.kind === "list" ? value.items : undefined;
  const starred = targets.findIndex(({ kind }) => kind === "spread");
  const after = starred === -1 ? 0 : targets.length - starred - 1;
  for (const [index, each] of targets.entries()) {
    const place = placeOf(frame, each.at);
    const isRest = index === starred;
    const at = starred === -1 || index < starred ? index : (items?.length ?? 0) - targets.length + index;
    const part: Value | undefined =
      isRest && items ? { kind: "list", items: items.slice(starred, items.length - after) } : items?.[at];
    assign(machine, each, part ?? partOf(value, index) ?? unknownPart(value, place), frame);
  }
}

/** One of several tuples: one of their parts. */
function partOf(value: Value, index: number): Value | undefined {
  if (value.kind !== "either") return undefined;
  const parts = value.options.map((option) => (option.kind === "list" ? option.items[index] : undefined));
  const known = parts.filter((part) => part !== undefined);
  return known.length === parts.length ? eitherOf(known, value.why) : undefined;
}

function unknownPart(value: Value, place: Argument["place"]): Value {
  return value.kind === "unknown" ? value : unknown("this part of the value is not known", place);
}

function executeDelete(machine: Machine, target: PythonExpression, frame: Frame): void {
  if (target.kind === "list") for (const each of target.items) executeDelete(machine, each, frame);
  if (target.kind !== "item") return;
  const [of, place] = [machine.evaluate(target.of, frame), placeOf(frame, target.at)];
  if (isSlice(target.key)) setSlice(machine, of, boundsOf(machine, target.key, frame), [], place);
  else deleteItem(machine, of, machine.evaluate(target.key, frame), place);
}

function boundsOf(
  machine: Machine,
  { positional }: Extract<PythonExpression, { kind: "call" }>,
  frame: Frame,
): readonly Value[] {
  return positional.map((each) => machine.evaluate(each, frame));
}

function executeExtend(
  machine: Machine,
  { operator, target, value, at }: Extract<PythonStatement, { kind: "extend" }>,
  frame: Frame,
): void {
  const old = machine.evaluate(target, frame);
  if (old.kind === "list" && (operator === "+" || operator === "|")) {
    const added = machine.evaluate(value, frame);
    addItems(machine, old, itemsOf(added) ?? [added], placeOf(frame, at));
    return;
  }
  const result: PythonExpression = { kind: "binary", operator, left: target, right: value, at };
  machine.assign(target, machine.evaluate(result, frame), frame);
}

function executeTry(
  machine: Machine,
  { body, handlers, after, at }: Extract<PythonStatement, { kind: "try" }>,
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
    const place = placeOf(frame, at);
    for (const [name, value] of names) {
      const first = tried.get(name);
      const isUnseen = handler === missing && first !== undefined && isNotSeen(machine, first);
      if (first === undefined) tried.set(name, value);
      else if (isUnseen && mayLeadToRoutes(machine.force(value))) {
        const given = [onlyIf(machine.force(first), "the import succeeds", place)];
        const fallback = machine.force(value);
        const options = [...given, isNone(fallback) ? fallback : onlyIf(fallback, handler.condition, place)];
        tried.set(name, { kind: "either", options, why: { reason: handler.condition, place } });
      }
    }
  }
  frame.scope.names = before;
  for (const [name, value] of tried) before.set(name, value);
  return machine.execute(after, frame) || hasEnded;
}

/** What a package has that may be missing, and that is no framework's own. */
function isNotSeen(machine: Machine, value: Value): boolean {
  const forced = machine.force(value);
  if (forced.kind === "unknown") return true;
  if (forced.kind !== "external") return false;
  return !machine.models.some((model) => model.isKnown(forced.name));
}

function mayLeadToRoutes(value: Value): boolean {
  if (value.kind === "function") return value.declaration.mentionsRoutes;
  return value.kind === "router" || value.kind === "module" || isNone(value);
}

function isNone(value: Value): boolean {
  return value.kind === "constant" && value.value === null;
}

function executeFunction(machine: Machine, declaration: PythonFunction, frame: Frame): void {
  let value: Value = {
    kind: "function",
    declaration,
    file: frame.file,
    scope: closureOf(frame),
    members: new Map(),
    ...defaultsOf(machine, declaration.parameters, frame),
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
