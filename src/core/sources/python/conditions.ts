import type { PythonExpression } from "#core/model/python-facts.ts";
import { negate } from "./compare-values.ts";
import type { Frame, Machine } from "./machine.ts";
import { truthOf } from "./truth.ts";
import { isSetting, type Value } from "./values.ts";

/** Calls that change nothing, by their names: those of a text or a dictionary, and Python's own. */
const ASKING_METHODS = new Set(["startswith", "endswith", "strip", "lstrip", "rstrip", "lower", "upper", "get"]);
const ASKING_FUNCTIONS = new Set(["isinstance", "hasattr", "callable", "len", "bool", "str"]);

type Ask = (leaf: PythonExpression) => Value | undefined;

/**
 * Whether a condition holds, where it asks what the caller handed over or an object's own field. What a module says of
 * itself, as settings do, may be otherwise where the server runs.
 */
export function outcomeOf(machine: Machine, test: PythonExpression | undefined, frame: Frame): boolean | undefined {
  if (!test) return undefined;
  return decide(test, (leaf) => {
    if (!isHandedOver(leaf, frame)) return undefined;
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

function isHandedOver(leaf: PythonExpression, frame: Frame): boolean {
  const { scope } = frame;
  if (!scope.parent) return false;
  // What a function imports is a module's, as it would be above.
  if (leaf.kind === "name") return scope.names.has(leaf.name) && scope.names.get(leaf.name)?.kind !== "import";
  if (leaf.kind === "member") return isOwnField(leaf, frame);
  const isGiven = (each: PythonExpression): boolean => isLiteral(each) || isHandedOver(each, frame);
  if (leaf.kind === "binary") return sidesOf(leaf).every(isGiven);
  if (leaf.kind !== "call" || !isAsking(leaf)) return false;
  const { callee, positional } = leaf;
  if (callee.kind === "member") return isHandedOver(callee.of, frame) && positional.every(isGiven);
  const [first] = positional;
  return first !== undefined && isHandedOver(first, frame);
}

/** `self.x` in a method of the object. */
function isOwnField(leaf: Extract<PythonExpression, { kind: "member" }>, { scope, self }: Frame): boolean {
  const isObject = self?.kind === "instance" || self?.kind === "router";
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
  if (leaf.kind === "binary" || leaf.kind === "not") return sidesOf(leaf).every(changesNothing);
  if (leaf.kind !== "call" || !isAsking(leaf)) return false;
  const of = leaf.callee.kind === "member" ? [leaf.callee.of] : [];
  return [...of, ...leaf.positional].every(changesNothing);
}
