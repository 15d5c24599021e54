import type { PythonExpression, PythonParameter } from "#core/model/sources/python-facts.ts";
import { calculate } from "./arithmetic.ts";
import { compareValues } from "../values/compare-values.ts";
import { charactersOf, itemsOf, placeOf, type Frame, type Machine } from "../values/machine.ts";
import { likelyOutcomeOf, outcomeOf } from "./flow/conditions.ts";
import { itemOfDictionary } from "../library/dictionary-members.ts";
import { indexesOf, madeNow, setEntry } from "./items.ts";
import { joinPathTexts } from "../library/path-members.ts";
import { truthOf } from "../values/truth.ts";
import {
  eitherOf,
  isPlain,
  isSetting,
  knownText,
  NOTHING,
  textParts,
  unknown,
  type Argument,
  type TextPart,
  type Value,
} from "../values/values.ts";

/** What an expression comes to. Never throws; what source does not tell is `unknown` with its reason. */
export function evaluate(machine: Machine, expression: PythonExpression, frame: Frame): Value {
  const place = placeOf(frame, expression.at);
  if (!machine.step()) return unknown("the project takes too many steps to follow", place);
  switch (expression.kind) {
    case "text":
      return { kind: "text", parts: [expression.value] };
    case "constant":
      return { kind: "constant", value: expression.value };
    case "join":
      return { kind: "text", parts: mergeParts(expression.parts.flatMap((part) => partsIn(machine, part, frame))) };
    case "name":
      return machine.lookUp(expression.name, frame) ?? unknown(`\`${expression.name}\` is not known here`, place);
    case "member": {
      const of = machine.evaluate(expression.of, frame);
      return machine.member(of, expression.name, place) ?? missingMember(of, expression.name, place);
    }
    case "item":
      return itemOf(machine, expression, frame);
    case "call":
      return evaluateCall(machine, expression, frame);
    case "list":
      return { kind: "list", items: spreadItems(machine, expression.items, frame), ...madeNow(machine) };
    case "dictionary":
      return evaluateDictionary(machine, expression, frame);
    case "binary":
      return evaluateBinary(machine, expression, frame);
    case "not": {
      const of = machine.evaluate(expression.of, frame);
      const truth = truthOf(of);
      if (truth === undefined) return unknown("`not` is not evaluated", place);
      return { kind: "constant", value: !truth, ...(isSetting(of) && { isSetting: true }) };
    }
    case "either":
      return evaluateEither(machine, expression, frame);
    case "comprehension":
      return evaluateComprehension(machine, expression, frame);
    case "lambda":
      return {
        ...expression,
        file: frame.file,
        scope: frame.scope,
        ...defaultsOf(machine, expression.parameters, frame),
      };
    case "spread":
      return machine.evaluate(expression.of, frame);
    case "unknown":
  }
  return unknown(`${expression.what.replaceAll("_", " ")} is not evaluated`, place);
}

/** What the defaults are that are names: who makes functions in a loop hands each its own. */
export function defaultsOf(
  machine: Machine,
  parameters: readonly PythonParameter[],
  frame: Frame,
): { readonly defaults?: ReadonlyMap<string, Value> } {
  if (frame.loopNames === undefined && frame.scope.parent === undefined) return {};
  const named = parameters.filter((each) => each.default?.kind === "name");
  if (named.length === 0) return {};
  const values = named.map(
    (each) => [each.name, each.default ? machine.evaluate(each.default, frame) : NOTHING] as const,
  );
  return { defaults: new Map(values) };
}

function partsIn(machine: Machine, part: PythonExpression, frame: Frame): readonly TextPart[] {
  return textParts(machine.evaluate(part, frame), placeOf(frame, part.at));
}

function mergeParts(parts: readonly TextPart[]): readonly TextPart[] {
  const merged: TextPart[] = [];
  for (const part of parts) {
    const last = merged.at(-1);
    if (typeof part === "string" && typeof last === "string") merged[merged.length - 1] = last + part;
    else merged.push(part);
  }
  return merged;
}

function missingMember(of: Value, name: string, place: { file: string; range: PythonExpression["at"] }): Value {
  if (of.kind === "unknown") return of;
  return unknown(`attribute \`${name}\` is not known`, place);
}

function itemOf(machine: Machine, expression: Extract<PythonExpression, { kind: "item" }>, frame: Frame): Value {
  const place = placeOf(frame, expression.at);
  const of = machine.evaluate(expression.of, frame);
  if (isSlice(expression.key)) {
    const bounds = expression.key.positional.map((each) => machine.evaluate(each, frame));
    return sliceOf(of, bounds) ?? unknown("the part of this value is not known", place);
  }
  const key = machine.evaluate(expression.key, frame);
  if (of.kind === "list" && key.kind === "constant" && typeof key.value === "number") {
    return of.items.at(key.value) ?? unknown("the list has no such item", place);
  }
  if (of.kind === "dictionary") {
    const found = itemOfDictionary(of, key);
    if (found) return found;
    if (of.factory && key.kind !== "unknown") {
      const made = machine.call(of.factory, { positional: [], named: new Map(), place });
      setEntry(machine, of, key, made, place);
      return made;
    }
  }
  if (of.kind === "external" && /^(?:os\.)?environ$/.test(of.name)) {
    const why = { reason: `the environment variable ${knownText(key) ?? "?"} has no default`, place };
    return { kind: "unknown", why, isUnset: true };
  }
  // `Depends[X]`, `list[int]`: a type with parameters is the type.
  if (of.kind === "external" || of.kind === "class") return of;
  if (of.kind === "unknown") return of;
  return unknown("the item of this container is not known", place);
}

export function isSlice(key: PythonExpression): key is Extract<PythonExpression, { kind: "call" }> {
  return key.kind === "call" && key.callee.kind === "name" && key.callee.name === "slice";
}

/** `x[1:]` of a text that is known throughout or of a list. */
function sliceOf(of: Value, bounds: readonly Value[]): Value | undefined {
  if (of.kind === "list") {
    const indexes = indexesOf(of.items.length, bounds);
    const items = indexes?.map((index) => of.items[index]).filter((item) => item !== undefined);
    return items && { kind: "list", items };
  }
  const text = knownText(of);
  if (of.kind !== "text" || text === undefined) return undefined;
  const characters = Array.from(text);
  const indexes = indexesOf(characters.length, bounds);
  return indexes && { ...of, parts: [indexes.map((index) => characters[index] ?? "").join("")] };
}

function evaluateCall(machine: Machine, expression: Extract<PythonExpression, { kind: "call" }>, frame: Frame): Value {
  const place = placeOf(frame, expression.at);
  if (expression.callee.kind === "name" && expression.callee.name === "super" && frame.owner && frame.self) {
    return { kind: "super", self: frame.self, owner: frame.owner };
  }
  const callee = machine.evaluate(expression.callee, frame);
  const positional: Argument[] = [];
  const named = new Map<string, Argument>();
  for (const argument of expression.positional) {
    const at = placeOf(frame, argument.at);
    const value = machine.evaluate(argument, frame);
    if (argument.kind !== "spread") positional.push({ value, place: at, expression: argument });
    else if (value.kind === "dictionary") {
      for (const [key, each] of value.entries) {
        const name = knownText(key);
        if (name !== undefined) named.set(name, { value: each, place: at });
      }
    } else for (const item of itemsOf(value) ?? []) positional.push({ value: item, place: at });
  }
  for (const [name, argument] of expression.named) {
    const value = machine.evaluate(argument, frame);
    named.set(name, { value, place: placeOf(frame, argument.at), expression: argument });
  }
  return machine.call(callee, { positional, named, place });
}

function evaluateEither(
  machine: Machine,
  { options, condition, test, at }: Extract<PythonExpression, { kind: "either" }>,
  frame: Frame,
): Value {
  const pick = (outcome: boolean | undefined): PythonExpression | undefined => options[outcome === true ? 0 : 1];
  const outcome = outcomeOf(machine, test, frame);
  const taken = outcome === undefined ? undefined : pick(outcome);
  if (taken) return machine.evaluate(taken, frame);
  const values = options.map((option) => machine.evaluate(option, frame));
  const likely = values.every(isPlain) ? likelyOutcomeOf(machine, test, frame) : undefined;
  const value = likely === undefined ? undefined : values[likely ? 0 : 1];
  return value ?? eitherOf(values, { reason: `depends on \`${condition}\``, place: placeOf(frame, at) });
}

function spreadItems(machine: Machine, items: readonly PythonExpression[], frame: Frame): Value[] {
  return items.flatMap((item) => {
    const value = machine.evaluate(item, frame);
    return item.kind === "spread" ? (itemsOf(value) ?? [value]) : [value];
  });
}

function evaluateDictionary(
  machine: Machine,
  expression: Extract<PythonExpression, { kind: "dictionary" }>,
  frame: Frame,
): Value {
  const entries = expression.entries.flatMap(([key, each]): (readonly [Value, Value])[] => {
    const value = machine.evaluate(each, frame);
    if (key) return [[machine.evaluate(key, frame), value]];
    return value.kind === "dictionary" ? value.entries : [];
  });
  return { kind: "dictionary", entries, ...madeNow(machine) };
}

/** `None` of a parameter that this caller does not hand over, and another may. */
function isDefaultConstant(value: Value): boolean {
  return value.kind === "constant" && value.isDefault === true;
}

function evaluateBinary(
  machine: Machine,
  expression: Extract<PythonExpression, { kind: "binary" }>,
  frame: Frame,
): Value {
  const left = machine.evaluate(expression.left, frame);
  const right = machine.evaluate(expression.right, frame);
  const place = placeOf(frame, expression.at);
  const { operator } = expression;
  if (operator === "or") return isFalse(left) ? right : isTrue(left) ? left : eitherOf([left, right], orElse(place));
  if (operator === "and") return isFalse(left) ? left : right;
  if (operator === "+" && (left.kind === "list" || right.kind === "list")) {
    const items = [left, right].map((side) => itemsOf(side));
    return { kind: "list", items: items.flatMap((side, index) => side ?? [index === 0 ? left : right]) };
  }
  if (operator === "+" && (left.kind === "text" || right.kind === "text")) {
    const parts = [...textParts(left, place), ...textParts(right, place)];
    return { kind: "text", parts: mergeParts(parts) };
  }
  if (operator === "/" && left.kind === "text") return joinPathTexts([left, right]);
  if (operator === "|" && left.kind === "dictionary" && right.kind === "dictionary") {
    return { kind: "dictionary", entries: [...left.entries, ...right.entries] };
  }
  if (operator === "%" && left.kind === "text") return formatPercent(left, right, place);
  const result = calculate(operator, left, right);
  if (result) return result;
  const holds = compareValues(operator, left, right);
  if (holds !== undefined) {
    const [isOpen, isDefault] = [isSetting, isDefaultConstant].map((is) => is(left) || is(right));
    return { kind: "constant", value: holds, ...(isOpen && { isSetting: true }), ...(isDefault && { isDefault }) };
  }
  if (left.kind === "unknown") return left;
  return unknown(`\`${operator}\` is not evaluated`, place);
}

function orElse(place: ReturnType<typeof placeOf>): { reason: string; place: ReturnType<typeof placeOf> } {
  return { reason: "depends on a value that source does not tell", place };
}

function isFalse(value: Value): boolean {
  if (value.kind === "unknown") return value.isUnset === true;
  if (value.kind === "constant") return value.value === null || value.value === false || value.value === 0;
  return knownText(value) === "" || (value.kind === "list" && value.items.length === 0);
}

function isTrue(value: Value): boolean {
  if (value.kind === "constant") return !isFalse(value);
  return value.kind !== "unknown" && value.kind !== "either" && !isFalse(value);
}

/** `"%s/%d" % (value, number)` */
function formatPercent(format: Value, right: Value, place: ReturnType<typeof placeOf>): Value {
  const text = knownText(format);
  const values = right.kind === "list" ? right.items : [right];
  const pieces = text?.split(/%[sd]/);
  if (!pieces || pieces.length !== values.length + 1) return unknown("`%` is not evaluated", place);
  const parts = pieces.flatMap((piece, index): readonly TextPart[] => {
    const value = values[index];
    return value ? [piece, ...textParts(value, place)] : [piece];
  });
  return { kind: "text", parts: mergeParts(parts) };
}

function evaluateComprehension(
  machine: Machine,
  { key, body, clauses, at }: Extract<PythonExpression, { kind: "comprehension" }>,
  frame: Frame,
): Value {
  const inner: Frame = { ...frame, scope: { names: new Map(), parent: frame.scope, stars: [] } };
  const entries: (readonly [Value, Value])[] = [];
  let why: Value | undefined;
  const go = (index: number): void => {
    const clause = clauses[index];
    if (!clause) {
      entries.push([key ? machine.evaluate(key, inner) : NOTHING, machine.evaluate(body, inner)]);
      return;
    }
    const list = machine.evaluate(clause.over, inner);
    const items = itemsOf(list) ?? charactersOf(list);
    if (!items) {
      why ??= list.kind === "unknown" ? list : unknown("goes over something that is not known", placeOf(frame, at));
      machine.assign(clause.target, why, inner);
      machine.openLoops.push(at);
      go(index + 1);
      machine.openLoops.pop();
      return;
    }
    for (const item of items) {
      machine.assign(clause.target, item, inner);
      if (clause.filters.every((filter) => outcomeOf(machine, filter, inner) !== false)) go(index + 1);
    }
  };
  go(0);
  // Of how many there are nothing is known, but which routes they are made of is.
  const uncertain = why && { uncertain: entries.length };
  if (why && !entries.some(([, value]) => leadsToRoutes(value))) return why;
  const made = { ...madeNow(machine), ...uncertain };
  return key
    ? { kind: "dictionary", entries, ...made }
    : { kind: "list", items: entries.map(([, value]) => value), ...made };
}

function leadsToRoutes(value: Value): boolean {
  return (
    value.kind === "router" || value.kind === "entry" || (value.kind === "list" && value.items.some(leadsToRoutes))
  );
}
