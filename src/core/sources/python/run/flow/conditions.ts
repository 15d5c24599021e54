import type { PythonExpression } from "#core/model/sources/python-facts.ts";
import { ASKING_CODE, ASKING_FUNCTIONS, ASKING_METHODS, ASKING_MODULES } from "../asking-calls.ts";
import { negate } from "../../values/compare-values.ts";
import type { Frame, Machine } from "../../values/machine.ts";
import { truthOf } from "../../values/truth.ts";
import { isSetting, type Value } from "../../values/values.ts";

type Ask = (leaf: PythonExpression) => Value | undefined;

/**
 * Whether a condition holds, where it asks what the caller handed over or an object's own field. What a module says of
 * itself, as settings do, may be otherwise where the server runs.
 */
export function outcomeOf(machine: Machine, test: PythonExpression | undefined, frame: Frame): boolean | undefined {
  if (!test) return undefined;
  return decide(test, (leaf) => {
    if (!isHandedOver(machine, leaf, frame)) return undefined;
    const value = machine.evaluate(leaf, frame);
    return isSetting(value) ? undefined : value;
  });
}

/** Whether a condition holds where all is left as source has it: what a text comes to by default. */
export function likelyOutcomeOf(
  machine: Machine,
  test: PythonExpression | undefined,
  frame: Frame,
): boolean | undefined {
  return test && decide(test, (leaf) => (changesNothing(leaf) ? machine.evaluate(leaf, frame) : undefined));
}

/** Whether a `while` runs one more round: what its own code changes is known. */
export function roundOutcome(machine: Machine, test: PythonExpression | undefined, frame: Frame): boolean | undefined {
  return (
    test &&
    decide(test, (leaf) => {
      const value = changesNothing(leaf) ? machine.evaluate(leaf, frame) : undefined;
      return value && isSetting(value) ? undefined : value;
    })
  );
}

function decide(test: PythonExpression, ask: Ask): boolean | undefined {
  if (test.kind === "not") return negate(decide(test.of, ask));
  if (test.kind === "binary" && (test.operator === "and" || test.operator === "or")) {
    const decisive = test.operator === "or";
    const left = decide(test.left, ask);
    if (left === decisive) return left;
    const right = decide(test.right, ask);
    return right === decisive || left !== undefined ? right : undefined;
  }
  const value = ask(test);
  return value && truthOf(value);
}

/**
 * Whether a caller that we do not see may hand over what makes a condition come out the other way. An object's own fields
 * say which object it is, and a text that a caller wrote down says what that caller wants.
 */
export function mayBeOtherwise(test: PythonExpression | undefined, frame: Frame): boolean {
  if (!test) return false;
  if (test.kind === "name") {
    const value = frame.scope.names.get(test.name);
    return value?.kind !== "text" || value.isDefault === true;
  }
  if (test.kind === "member") return !isOwnField(test, frame) && mayBeOtherwise(test.of, frame);
  if (test.kind === "call") {
    const of = test.callee.kind === "member" ? [test.callee.of] : [];
    return [...of, ...test.positional].some((each) => mayBeOtherwise(each, frame));
  }
  return sidesOf(test).some((side) => mayBeOtherwise(side, frame));
}

function sidesOf(test: PythonExpression): readonly PythonExpression[] {
  if (test.kind === "not") return [test.of];
  return test.kind === "binary" ? [test.left, test.right] : [];
}

function isHandedOver(machine: Machine, leaf: PythonExpression, frame: Frame): boolean {
  const { scope, loopNames } = frame;
  if (leaf.kind === "name") {
    const value = scope.names.get(leaf.name);
    // What the standard library tells of a module is no setting, and a class or a router is what it is.
    if (loopNames?.has(leaf.name) || (value?.kind === "list" && value.fields)) return true;
    // What a function imports is a module's, as it would be above.
    return scope.parent !== undefined && scope.names.has(leaf.name) && value?.kind !== "import";
  }
  if (leaf.kind === "member") return isOwnField(leaf, frame) || isPartOfGiven(machine, leaf, frame);
  if (leaf.kind === "item") return isPartOfGiven(machine, leaf, frame);
  const isGiven = (each: PythonExpression): boolean =>
    isLiteral(each) || isHandedOver(machine, each, frame) || isOfClass(machine, each, frame);
  if (leaf.kind === "binary") return sidesOf(leaf).every(isGiven);
  if (leaf.kind !== "call" || !isAsking(leaf)) return false;
  const { callee, positional } = leaf;
  const isOfCode = (callee.kind === "name" || callee.kind === "member") && ASKING_CODE.has(callee.name);
  if (isOfCode && positional.every(changesNothing)) return true;
  const isOfValue = callee.kind === "member" && !isAskingModule(callee.of);
  if (isOfValue) return isHandedOver(machine, callee.of, frame) && positional.every(isGiven);
  const [first] = positional;
  return first !== undefined && (isHandedOver(machine, first, frame) || first.kind === "comprehension");
}

/** `Kind.A`: what a class of the project has is no setting. */
function isOfClass(machine: Machine, leaf: PythonExpression, frame: Frame): boolean {
  return leaf.kind === "member" && leaf.of.kind === "name" && machine.lookUp(leaf.of.name, frame)?.kind === "class";
}

/** `row["prefix"]`, `info.ispkg`, `path.stem`, `route.path` of what was handed over: said with it. */
function isPartOfGiven(
  machine: Machine,
  { of }: Extract<PythonExpression, { kind: "item" | "member" }>,
  frame: Frame,
): boolean {
  if (!isHandedOver(machine, of, frame)) return false;
  const value = machine.evaluate(of, frame);
  if (value.kind === "entry") return true;
  return value.kind === "dictionary" || value.kind === "list" || (value.kind === "text" && value.isPath === true);
}

/** `inspect` of `inspect.isclass(x)`, `os.path` of `os.path.isdir(x)` */
function isAskingModule(of: PythonExpression): boolean {
  if (of.kind === "member") return isAskingModule(of.of) && ASKING_MODULES.has(of.name);
  return of.kind === "name" && ASKING_MODULES.has(of.name);
}

/** `self.x` in a method of the object, `cls.x` in one of the class. */
function isOwnField(leaf: Extract<PythonExpression, { kind: "member" }>, { scope, self }: Frame): boolean {
  const isObject = self?.kind === "instance" || self?.kind === "router" || self?.kind === "class";
  return isObject && leaf.of.kind === "name" && scope.names.get(leaf.of.name) === self;
}

function isAsking({ callee }: Extract<PythonExpression, { kind: "call" }>): boolean {
  if (callee.kind === "member") return ASKING_METHODS.has(callee.name);
  return callee.kind === "name" && ASKING_FUNCTIONS.has(callee.name);
}

function isLiteral(expression: PythonExpression): boolean {
  if (expression.kind === "list") return expression.items.every(isLiteral);
  return expression.kind === "text" || expression.kind === "constant";
}

/** Whether asking for a value cannot do anything else. */
function changesNothing(leaf: PythonExpression): boolean {
  if (leaf.kind === "name" || isLiteral(leaf)) return true;
  if (leaf.kind === "member") return changesNothing(leaf.of);
  if (leaf.kind === "item") return changesNothing(leaf.of) && changesNothing(leaf.key);
  if (leaf.kind === "binary" || leaf.kind === "not") return sidesOf(leaf).every(changesNothing);
  if (leaf.kind !== "call" || !isAsking(leaf)) return false;
  const of = leaf.callee.kind === "member" ? [leaf.callee.of] : [];
  return [...of, ...leaf.positional].every(changesNothing);
}
