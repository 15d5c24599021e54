import type { Place } from "#core/model/place.ts";
import type { RustFunction } from "#core/model/sources/rust-facts.ts";
import { createBudget } from "./budget.ts";
import { addNote, type Crates } from "../crates/crates.ts";
import type { Module } from "../crates/module.ts";
import { evaluate } from "./evaluate.ts";
import { handOver } from "../values/handed-over.ts";
import { placeOf, type CrateModel, type Frame, type Machine } from "../values/machine.ts";
import { callExternal } from "./call-external.ts";
import type { CallMemory } from "./call-memory.ts";
import type { KeptCall } from "./trace.ts";
import { bindPattern, joinValues } from "./names.ts";
import { resolve } from "../crates/resolve.ts";
import { settingsOf } from "./settings.ts";
import { addTrace, emptyTrace, type Trace } from "./trace.ts";
import { unknown, type FunctionValue, type Value } from "../values/values.ts";
import { isTooLarge } from "../values/too-large.ts";
import { typeArgumentsOf } from "./type-arguments.ts";
import { isMutableReference } from "./write-back.ts";

const MAX_CALLS = 60;
/** Expressions within one another over all calls, before JavaScript's own stack gets short. */
const MAX_NESTING = 450;

/** The machine with what it learns on the way. */
export interface ProjectMachine {
  readonly machine: Machine;
  /** Calls a function with arguments that are not known; tells what it came upon, and the call if it is remembered. */
  readonly runAgain: (callee: FunctionValue) => CallResult;
  /** Runs `body` and tells what it came upon beside what it gave. */
  traced<T>(body: () => T): { readonly result: T; readonly trace: Trace };
  /** What was come upon so far. */
  readonly trace: Trace;
  /** The project takes more steps than are followed. */
  isCutOff(): boolean;
}

interface CallResult {
  readonly value: Value;
  readonly trace: Trace;
  readonly kept: KeptCall | undefined;
}

/** What earlier machines came to: in calls without arguments, and in calls by nobody, with arguments that are not known. */
interface Memories {
  readonly calls: CallMemory;
  readonly outerCalls: CallMemory;
}

/** A machine over the crates of a project. */
export function createMachine(
  crates: Crates,
  models: readonly CrateModel[],
  { calls, outerCalls }: Memories,
): ProjectMachine {
  const modelsByRouter = new Map(models.flatMap((model) => model.routers.map((name) => [name, model] as const)));
  const whole = emptyTrace();
  let trace = whole;
  const active: RustFunction[] = [];
  const budget = createBudget();
  let depth = 0;
  let left: ReadonlyMap<number, Value> = NOTHING_LEFT;

  function limited(reason: string, place: Place): Value {
    trace.isLimited = true;
    return unknown(reason, place);
  }

  /** Where a callee is looked up: what stands there has no part but that it is this one. */
  let asked: Map<string, Set<string>> | undefined;
  crates.note = (file, name) => {
    if (asked) addNote(asked, file, name);
    else if (name === undefined) trace.files.add(file);
    else addNote(trace.asked, file, name);
  };
  const machine: Machine = {
    crates,
    models,
    modelOf: ({ framework }) => modelsByRouter.get(framework),
    routerType: (path) => models.map((model) => model.routerType(path)).find((each) => each !== undefined),
    findings: [],
    conditions: [],
    served: [],
    named: [],
    takeLeft: () => {
      const taken = left;
      left = NOTHING_LEFT;
      return taken;
    },
    evaluate: (expression, frame) => {
      if (depth >= MAX_NESTING)
        return limited("the expressions nest too deep to follow", placeOf(frame, expression.at));
      trace.files.add(frame.module.file);
      depth += 1;
      const value = evaluate(machine, expression, frame);
      depth -= 1;
      if (value.kind === "router") budget.noteRouter();
      if (isTooLarge(value)) return limited("it is too large to follow", placeOf(frame, expression.at));
      return value;
    },
    evaluateCallee: (expression, frame, args) => {
      const outer = asked;
      const own = new Map<string, Set<string>>();
      asked = own;
      const callee = machine.evaluate(expression, frame);
      asked = outer;
      const isAlone = callee.kind === "function" && !callee.twins && isRepeatable(callee, args);
      const to = outer ?? (isAlone ? trace.asked : undefined);
      for (const [file, names] of own) {
        if (!to && names.has("")) trace.files.add(file);
        for (const name of names) addNote(to ?? trace.asked, file, name);
      }
      return callee;
    },
    call: (callee, args, place) => {
      if (callee.kind === "function") return machine.callFunction(callee, args, place);
      if (callee.kind === "external") {
        const given = args.map((value) => ({ value, place }));
        return callExternal(machine, callee.path, given, place) ?? unknown("the call cannot be followed", place);
      }
      if (callee.kind !== "closure") return unknown("the call cannot be followed", place);
      const { expression, module, names, at } = callee;
      const frame: Frame = { module, names: { values: new Map(), parent: names }, returns: [], ...(at && { at }) };
      for (const [index, pattern] of expression.parameters.entries()) {
        bindPattern(pattern, args[index] ?? unknown("the closure's argument is not known", place), frame.names, place);
      }
      if (active.length >= MAX_CALLS) return limited("the calls go too deep to follow", place);
      const result = machine.evaluate(expression.body, frame);
      const types = expression.parameterTypes;
      left = leftIn(
        frame,
        expression.parameters.map((pattern, index) => ({ pattern, type: types[index] ?? "" })),
      );
      return result;
    },
    callFunction: (callee, args, place) => {
      const { declaration, module, twins, ...only } = callee;
      if (twins) {
        const all = [{ declaration, module, ...only }, ...twins];
        const lefts: ReadonlyMap<number, Value>[] = [];
        const results = all.map((each) => {
          const result = machine.callFunction(each, args, place);
          lefts.push(machine.takeLeft());
          return result;
        });
        left = joinLeft(lefts);
        return joinValues(results);
      }
      if (!isRepeatable(callee, args)) return callAnew(callee, args, place);
      return remembered(calls, callee, place).value;
    },
    step: () => {
      const mayGoOn = budget.step();
      if (!mayGoOn) trace.isLimited = true;
      return mayGoOn;
    },
  };

  /** What a call without arguments comes to, now or before. */
  function remembered(memory: CallMemory, callee: FunctionValue, place: Place): CallResult {
    const known = memory.find(callee, machine.conditions, active);
    if (known) {
      trace.inner.add(known);
      machine.served.push(...known.served);
      machine.named.push(...known.named);
      machine.findings.push(...known.findings);
      left = NOTHING_LEFT;
      return { value: known.value, trace: known.trace, kept: known };
    }
    const before = { served: machine.served.length, named: machine.named.length, findings: machine.findings.length };
    const [outer, outerAsked] = [trace, asked];
    const own = emptyTrace();
    trace = own;
    asked = undefined;
    const value = callAnew(callee, [], place);
    trace = outer;
    asked = outerAsked;
    if (own.isLimited && active.length > 0) {
      addTrace(outer, own);
      return { value, trace: own, kept: undefined };
    }
    const call = {
      value,
      trace: own,
      served: machine.served.slice(before.served),
      named: machine.named.slice(before.named),
      findings: machine.findings.slice(before.findings),
    };
    const kept = memory.keep(callee, machine.conditions, call);
    for (const { router } of call.named) handOver(router);
    if (value.kind === "router") handOver(value.router);
    outer.inner.add(kept);
    return { value, trace: own, kept };
  }

  function callAnew(callee: FunctionValue, args: readonly Value[], place: Place): Value {
    const { declaration, module } = callee;
    trace.called.set(declaration, callee);
    trace.folders.add(module.crate.folder);
    trace.files.add(module.file);
    if (declaration.isBodyLeftOut && !crates.readBody(module.file, declaration)) trace.wanted.add(module.file);
    if (declaration.body) trace.followed.add(declaration.body);
    else return unknown(`the body of \`${declaration.name}\` was not followed`, place);
    if (active.length >= MAX_CALLS || active.includes(declaration)) {
      return limited("the calls go too deep to follow", place);
    }
    const types = typeArgumentsOf(callee, args);
    const frame: Frame = {
      module,
      ...typeOf(callee),
      ...(types.size > 0 && { typeArguments: types }),
      names: { values: new Map() },
      returns: [],
    };
    bindArguments(machine, callee, args, frame, place);
    active.push(declaration);
    const condition = conditionOf(callee);
    if (condition !== undefined) machine.conditions.push(condition);
    const { body } = declaration;
    const result =
      budget.ofCall(declaration, () => machine.evaluate(body, frame)) ??
      limited(`\`${declaration.name}\` goes on for too long without a router`, place);
    if (condition !== undefined) machine.conditions.pop();
    active.pop();
    left = leftIn(frame, declaration.parameters, declaration.isMethod);
    const all = [...frame.returns, result].filter((value) => value.kind !== "unknown");
    const routers = all.filter((value) => value.kind === "router");
    if (routers.length > 0) return joinValues(routers);
    return all.at(-1) ?? settingsOf(machine, declaration.returns, module, callee.type) ?? result;
  }

  function traced<T>(body: () => T): { readonly result: T; readonly trace: Trace } {
    const outer = trace;
    const own = emptyTrace();
    trace = own;
    const result = body();
    trace = outer;
    addTrace(outer, own);
    return { result, trace: own };
  }

  return {
    machine,
    trace: whole,
    traced,
    runAgain: (callee) => {
      const place = { file: callee.module.file, range: callee.declaration.at };
      return remembered(isRepeatable(callee, []) ? calls : outerCalls, callee, place);
    },
    isCutOff: () => budget.isCutOff(),
  };
}

const NOTHING_LEFT: ReadonlyMap<number, Value> = new Map();

/** What stands under the names of `self` and of `&mut` parameters when a call is done. */
function leftIn(
  { names }: Frame,
  parameters: RustFunction["parameters"],
  isMethod = false,
): ReadonlyMap<number, Value> {
  const left = new Map<number, Value>();
  const self = isMethod ? names.values.get("self") : undefined;
  if (self) left.set(0, self);
  for (const [index, { pattern, type }] of parameters.entries()) {
    if (pattern.kind !== "name" || !isMutableReference(type)) continue;
    const value = names.values.get(pattern.name);
    if (value) left.set(index + (isMethod ? 1 : 0), value);
  }
  return left.size > 0 ? left : NOTHING_LEFT;
}

/** Functions of one name under several `cfg`s: any of them may have run. */
function joinLeft(lefts: readonly ReadonlyMap<number, Value>[]): ReadonlyMap<number, Value> {
  const places = new Set(lefts.flatMap((each) => [...each.keys()]));
  return new Map([...places].map((at) => [at, joinValues(lefts.flatMap((each) => each.get(at) ?? []))]));
}

/** Every call of it comes to the same, as long as the code is the same. */
function isRepeatable({ declaration, typeArguments }: FunctionValue, args: readonly Value[]): boolean {
  return args.length === 0 && declaration.parameters.length === 0 && !declaration.isMethod && !typeArguments;
}

function typeOf(callee: FunctionValue): { readonly type?: string } {
  return callee.type === undefined ? {} : { type: callee.type };
}

/** A function or its module under `#[cfg(feature = …)]`. */
function conditionOf({ declaration, module }: FunctionValue): string | undefined {
  const conditions: string[] = [];
  for (let current: Module | undefined = module; current; current = current.parent) {
    if (current.condition !== undefined) conditions.unshift(current.condition);
  }
  if (declaration.condition !== undefined) conditions.push(declaration.condition);
  return conditions.length > 0 ? conditions.join(" and ") : undefined;
}

function bindArguments(
  machine: Machine,
  callee: FunctionValue,
  args: readonly Value[],
  frame: Frame,
  place: Place,
): void {
  const { declaration, module, type } = callee;
  let next = 0;
  if (declaration.isMethod) {
    const self: Value = args[0] ?? { kind: "instance", type: type ?? "", module, fields: new Map() };
    frame.names.values.set(
      "self",
      self.kind === "unknown" && type !== undefined ? { kind: "instance", type, module, fields: new Map() } : self,
    );
    next = 1;
  }
  for (const parameter of declaration.parameters) {
    const given = args[next];
    next += 1;
    const router = given && given.kind !== "unknown" ? undefined : emptyRouter(machine, callee, parameter.type, place);
    const value =
      router ??
      (given && given.kind !== "unknown" ? given : settingsOf(machine, parameter.type, module, type)) ??
      given ??
      unknown(`an argument of \`${declaration.name}\` is not given`, place);
    bindPattern(parameter.pattern, value, frame.names, place);
  }
}

/** A router that a function is handed by somebody we do not see. */
function emptyRouter(
  machine: Machine,
  { module, type }: FunctionValue,
  written: string,
  place: Place,
): Value | undefined {
  if (!/Router\b/.test(written)) return undefined;
  const segments = written
    .replace(/<[\s\S]*$/, "")
    .replace(/^(?:&|mut\s+)*/, "")
    .trim()
    .split("::");
  const found = resolve(machine.crates, module, segments, type);
  const framework = found?.kind === "external" ? machine.routerType(found.path) : undefined;
  return framework === undefined ? undefined : { kind: "router", router: { framework, place, entries: [] } };
}
