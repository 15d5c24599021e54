import type { Place } from "#core/model/place.ts";
import type { PythonParameter } from "#core/model/sources/python-facts.ts";
import { callExternal } from "../library/externals.ts";
import { instantiate } from "./instantiate.ts";
import { valueOfType } from "../values/value-of-type.ts";
import { underCondition, type Call, type Frame, type Machine } from "../values/machine.ts";
import {
  eitherOf,
  isConditional,
  isPlain,
  kindText,
  overOptions,
  NOTHING,
  unknown,
  type Argument,
  type Arguments,
  type FunctionValue,
  type LambdaValue,
  type Scope,
  type Value,
} from "../values/values.ts";

/** Functions within functions, and the same one within itself, as deep as a start-up ever goes. */
const MAX_CALLS = 40;
const MAX_RECURSION = 2;

/** What calling comes to. A call that cannot be followed gives back the function that it was handed, as decorators do. */
export function call(machine: Machine, active: Call[], callee: Value, args: Arguments): Value {
  switch (callee.kind) {
    case "native":
      return callee.call(args);
    case "function":
      return callFunction(machine, active, callee, args);
    case "lambda":
      return callLambda(machine, callee, args);
    case "class":
      return instantiate(machine, callee, args);
    case "external":
      return (
        callExternal(machine, callee.name, args) ?? giveBack(args, `\`${callee.name}\` is not part of the project`)
      );
    case "either":
      return (
        overOptions(callee, (option) =>
          isConditional(callee)
            ? underCondition(machine, notedYet(machine, callee.why.reason), () => machine.call(option, args))
            : machine.call(option, args),
        ) ?? unknown("nothing is called", args.place)
      );
    case "unknown":
      return giveBack(args, callee.why.reason, callee.why.place);
    case "instance": {
      const method = machine.member(callee, "__call__", args.place);
      return method ? machine.call(method, args) : giveBack(args, "the call of this object is not known");
    }
    case "text":
    case "constant":
    case "list":
    case "dictionary":
    case "super":
    case "module":
    case "import":
    case "router":
    case "entry":
  }
  return giveBack(args, `${kindText(callee)} is called`);
}

/** The condition, unless it is noted already. */
function notedYet({ conditions }: Machine, condition: string): string | undefined {
  return conditions.join(" and ").includes(condition) ? undefined : condition;
}

/** A decorator that is not known keeps what it decorates. */
function giveBack(args: Arguments, reason: string, place = args.place): Value {
  const [only] = args.positional;
  const isDecorated = args.positional.length === 1 && (only?.value.kind === "function" || only?.value.kind === "class");
  return isDecorated ? only.value : unknown(reason, place);
}

/** Runs a function of the project. */
export function callFunction(machine: Machine, active: Call[], callee: FunctionValue, args: Arguments): Value {
  const { declaration } = callee;
  const place: Place = { file: callee.file, range: declaration.at };
  if (declaration.isBodyLeftOut) machine.readBody(callee.file, declaration);
  if (!declaration.body) return giveBack(args, `the body of \`${declaration.name}\` was not followed`, place);
  const same = active.filter((each) => each.callee.declaration === declaration).length;
  if (active.length >= MAX_CALLS || same >= MAX_RECURSION) return unknown("the calls go too deep to follow", place);
  const scope: Scope = { names: new Map(), parent: callee.scope, stars: [] };
  const frame: Frame = {
    file: callee.file,
    scope,
    ...(callee.owner && { owner: callee.owner }),
    ...selfOf(callee, args),
    returns: [],
    yields: [],
    left: [],
  };
  bind(
    machine,
    declaration.parameters,
    args,
    callee.self,
    frame,
    declaration.name,
    declaration.mentionsRoutes,
    callee.defaults,
  );
  active.push({ callee, args });
  try {
    machine.execute(declaration.body, frame);
  } finally {
    active.pop();
  }
  if (frame.yields && frame.yields.length > 0) return { kind: "list", items: frame.yields };
  return resultOf(frame.returns, declaration.name, place);
}

function selfOf({ self, firstAsSelf }: FunctionValue, { positional: [first] }: Arguments): { readonly self?: Value } {
  const known = self ?? (firstAsSelf ? first?.value : undefined);
  return known ? { self: known } : {};
}

/** Of several returns, those that say something. */
function resultOf(returns: readonly Value[], name: string, place: Place): Value {
  const telling = returns.filter((value) => value.kind !== "unknown" && value !== NOTHING && !isNone(value));
  const [first] = telling.length > 0 ? telling : returns;
  if (!first) return NOTHING;
  return telling.length > 1 ? eitherOf(telling, { reason: `\`${name}\` returns one of several values`, place }) : first;
}

function isNone(value: Value): boolean {
  return value.kind === "constant" && value.value === null;
}

function callLambda(machine: Machine, callee: LambdaValue, args: Arguments): Value {
  const scope: Scope = { names: new Map(), parent: callee.scope, stars: [] };
  const frame: Frame = { file: callee.file, scope, returns: [] };
  bind(machine, callee.parameters, args, undefined, frame, "lambda", false, callee.defaults);
  return machine.evaluate(callee.body, frame);
}

/** What a caller hands over; where source does not tell what it is, and routes are registered on it, its type says it. */
function handedOver(
  machine: Machine,
  value: Value,
  { type }: PythonParameter,
  frame: Frame,
  registers: boolean,
): Value {
  if (value.kind !== "unknown" || value.isUnset === true || !type || !registers) return value;
  return valueOfType(machine, type, frame) ?? value;
}

function asDefault(value: Value): Value {
  return isPlain(value) ? { ...value, isDefault: true } : value;
}

/** Whether a caller hands something on that it was not handed itself says what is so by default, and no more. */
function asHandedOn(value: Value): Value {
  const isOpen = value.kind === "constant" && typeof value.value === "boolean" && value.isDefault === true;
  return isOpen ? { kind: "constant", value: value.value, isSetting: true } : value;
}

function bind(
  machine: Machine,
  parameters: readonly PythonParameter[],
  args: Arguments,
  self: Value | undefined,
  frame: Frame,
  name: string,
  registers: boolean,
  defaults: ReadonlyMap<string, Value> | undefined,
): void {
  const positional: Argument[] = self ? [{ value: self, place: args.place }, ...args.positional] : [...args.positional];
  const used = new Set<string>();
  let next = 0;
  for (const parameter of parameters) {
    const { names } = frame.scope;
    if (parameter.kind === "rest") {
      names.set(parameter.name, { kind: "list", items: positional.slice(next).map((argument) => argument.value) });
      next = positional.length;
      continue;
    }
    if (parameter.kind === "named-rest") {
      const entries = [...args.named].filter(([key]) => !used.has(key));
      names.set(parameter.name, {
        kind: "dictionary",
        isWhole: true,
        entries: entries.map(([key, argument]) => [{ kind: "text", parts: [key] }, argument.value]),
      });
      continue;
    }
    used.add(parameter.name);
    const named = args.named.get(parameter.name);
    const given = named ?? positional[next];
    if (!named && given) next += 1;
    if (given) names.set(parameter.name, handedOver(machine, asHandedOn(given.value), parameter, frame, registers));
    else if (parameter.default) {
      const value = defaults?.get(parameter.name) ?? machine.evaluate(parameter.default, frame);
      names.set(parameter.name, asDefault(value));
    } else names.set(parameter.name, unknown(`\`${parameter.name}\` of \`${name}\` is not given`, args.place));
  }
}
