import type { RustExpression, RustPattern } from "#core/model/rust-facts.ts";
import { callExternal, methodRouterMethod, routerMethod, unionOf } from "./axum.ts";
import { evaluateMacro } from "./macros.ts";
import { placeOf, underCondition, type Frame, type Machine } from "./machine.ts";
import { resolve } from "./resolve.ts";
import { textMethod } from "./text-methods.ts";
import { unknown, type Argument, type Names, type Value } from "./values.ts";

/** What an expression comes to. Never throws; what source does not tell is `unknown` with its reason. */
export function evaluate(machine: Machine, expression: RustExpression, frame: Frame): Value {
  const place = placeOf(frame, expression.at);
  if (!machine.step()) return unknown("the project takes too many steps to follow", place);
  switch (expression.kind) {
    case "text":
      return { kind: "text", parts: [expression.value] };
    case "number":
      return { kind: "number", value: expression.value };
    case "path":
      return evaluatePath(machine, expression.segments, frame, place);
    case "call":
      return evaluateCall(machine, expression, frame);
    case "method":
      return evaluateMethod(machine, expression, frame);
    case "field":
      return evaluateField(machine, expression, frame);
    case "macro":
      return evaluateMacro(machine, expression, frame);
    case "closure":
      return { kind: "closure", expression, module: frame.module, names: frame.names };
    case "block":
      return evaluateBlock(machine, expression, frame);
    case "branches":
      return evaluateBranches(machine, expression, frame);
    case "for":
      return evaluateFor(machine, expression, frame);
    case "list":
      return { kind: "list", items: expression.items.map((item) => machine.evaluate(item, frame)) };
    case "struct":
      return {
        kind: "instance",
        type: expression.name.at(-1) === "Self" ? (frame.type ?? "") : (expression.name.at(-1) ?? ""),
        module: frame.module,
        fields: new Map(expression.fields.map(([name, value]) => [name, machine.evaluate(value, frame)])),
      };
    case "assign": {
      const value = machine.evaluate(expression.value, frame);
      const { target } = expression;
      const [name] = target.kind === "path" && target.segments.length === 1 ? target.segments : [];
      if (name !== undefined) setName(frame.names, name, value);
      return { kind: "list", items: [] };
    }
    case "return":
      frame.returns.push(expression.value ? machine.evaluate(expression.value, frame) : { kind: "list", items: [] });
      return unknown("returned before", place);
    case "unknown":
      return unknown(`${expression.what.replaceAll("_", " ")} is not evaluated`, place);
  }
}

/** Puts a value under the names of a pattern. */
export function bindPattern(pattern: RustPattern, value: Value, names: Names, place: ReturnType<typeof placeOf>): void {
  if (pattern.kind === "name") names.values.set(pattern.name, value);
  if (pattern.kind !== "list") return;
  for (const [index, each] of pattern.items.entries()) {
    const item = value.kind === "list" ? value.items[index] : undefined;
    bindPattern(each, item ?? unknown("this part of the value is not known", place), names, place);
  }
}

function findName(names: Names, name: string): Value | undefined {
  for (let current: Names | undefined = names; current; current = current.parent) {
    const found = current.values.get(name);
    if (found) return found;
  }
  return undefined;
}

function setName(names: Names, name: string, value: Value): void {
  for (let current: Names | undefined = names; current; current = current.parent) {
    if (!current.values.has(name)) continue;
    current.values.set(name, value);
    return;
  }
}

function evaluatePath(
  machine: Machine,
  segments: readonly string[],
  frame: Frame,
  place: ReturnType<typeof placeOf>,
): Value {
  const [first = ""] = segments;
  const local = segments.length === 1 ? findName(frame.names, first) : undefined;
  if (local) return local;
  const found = resolve(machine.crates, frame.module, segments, frame.type);
  switch (found?.kind) {
    case "function":
      return found;
    case "constant":
      return machine.evaluate(found.item.value, { module: found.module, names: { values: new Map() }, returns: [] });
    case "external":
      return { kind: "external", path: found.path };
    case "type":
      return { kind: "instance", type: found.name, module: found.module, fields: new Map() };
    default:
      return unknown(`\`${segments.join("::")}\` is not known here`, place);
  }
}

/** Wrappers that do not change which router it is. */
const TRANSPARENT = new Set([
  "Ok",
  "Some",
  "Arc::new",
  "Box::new",
  "String::from",
  "Cow::from",
  "Cow::Borrowed",
  "Into::into",
]);

/** Functions that take a router to answer with it. */
const SERVES = new Set(["serve", "serve_with_graceful_shutdown", "run", "run_with_streaming_response"]);

function evaluateArguments(machine: Machine, args: readonly RustExpression[], frame: Frame): readonly Argument[] {
  return args.map((argument) => {
    const value = machine.evaluate(argument, frame);
    return { value, place: placeOf(frame, argument.at) };
  });
}

function evaluateCall(machine: Machine, expression: Extract<RustExpression, { kind: "call" }>, frame: Frame): Value {
  const place = placeOf(frame, expression.at);
  const { callee } = expression;
  const args = evaluateArguments(machine, expression.args, frame);
  if (callee.kind === "path" && TRANSPARENT.has(callee.segments.slice(-2).join("::"))) {
    return args[0]?.value ?? unknown("nothing is given", place);
  }
  const called = machine.evaluate(callee, frame);
  if (called.kind === "external") {
    if (ENVIRONMENT.test(called.path.join("::"))) return environment(args, place);
    const made = callExternal(called.path, args, place);
    if (made) return made;
    if (SERVES.has(called.path.at(-1) ?? "")) serve(machine, args, frame);
    runClosures(machine, args, place);
    return wrappedRouter(args) ?? unknown(`\`${called.path.join("::")}\` is not part of the project`, place);
  }
  if (called.kind === "function" || called.kind === "closure") {
    return machine.call(
      called,
      args.map(({ value }) => value),
      place,
    );
  }
  runClosures(machine, args, place);
  return called.kind === "unknown" ? called : unknown("the call cannot be followed", place);
}

const ENVIRONMENT = /^(?:std::)?env::var(?:_os)?$|^dotenvy?::var$/;

function environment(args: readonly Argument[], place: ReturnType<typeof placeOf>): Value {
  const [name] = args;
  const text = name?.value.kind === "text" ? name.value.parts.join("") : "?";
  return { kind: "unknown", why: { reason: `the environment variable ${text} has no default`, place }, isUnset: true };
}

/** What is not ours and takes one router wraps it: `layer.layer(app)`, `ServiceExt::into_make_service(app)`. */
function wrappedRouter(args: readonly Argument[]): Value | undefined {
  const routers = args.filter(({ value }) => value.kind === "router");
  return routers.length === 1 ? routers[0]?.value : undefined;
}

/** Whoever takes a closure may call it: what it serves is served. */
function runClosures(machine: Machine, args: readonly Argument[], place: ReturnType<typeof placeOf>): void {
  for (const { value } of args) if (value.kind === "closure") machine.call(value, [], place);
}

function serve(machine: Machine, args: readonly Argument[], frame: Frame): void {
  for (const { value } of args) {
    if (value.kind === "router")
      machine.served.push({
        router: value.router,
        folder: frame.module.crate.folder,
        conditions: [...machine.conditions],
      });
  }
}

function evaluateMethod(
  machine: Machine,
  expression: Extract<RustExpression, { kind: "method" }>,
  frame: Frame,
): Value {
  const place = placeOf(frame, expression.at);
  const { name } = expression;
  const of = machine.evaluate(expression.of, frame);
  const args = evaluateArguments(machine, expression.args, frame);
  switch (of.kind) {
    case "router":
      return callTrait(machine, of, name, args, frame) ?? routerMethod(machine, of, name, args, place);
    case "method-router":
      return methodRouterMethod(of, name, args, place);
    case "text":
      return textMethod(of, name, args, place);
    case "list":
      return listMethod(machine, of, name, args, expression, frame);
    case "instance": {
      const method = of.module.crate.methods.get(of.type)?.find(({ declaration }) => declaration.name === name);
      if (!method)
        return name === "clone" ? of : unknown(`\`${of.type}\` has no method \`${name}\` that is known`, place);
      return machine.call(
        { kind: "function", ...method, type: of.type },
        [of, ...args.map(({ value }) => value)],
        place,
      );
    }
    case "unknown":
      if (of.isUnset) return defaultOf(machine, of, name, args, place);
      break;
    case "external":
      // `MethodFilter::GET.or(MethodFilter::POST)`
      if (name === "or") return { kind: "list", items: [of, ...args.map(({ value }) => value)] };
      break;
    default:
  }
  if (SERVES.has(name)) serve(machine, args, frame);
  const found = of.kind === "unknown" ? uniqueMethod(machine, name, args, frame, place) : undefined;
  if (found) return found;
  runClosures(machine, args, place);
  const wrapped = wrappedRouter(args);
  if (wrapped) return wrapped;
  return of.kind === "unknown" ? of : unknown(`\`.${name}()\` is not followed`, place);
}

/** `env::var("X").ok().unwrap_or("/api".into())`: the variable is not set, so the default holds. */
function defaultOf(
  machine: Machine,
  of: Extract<Value, { kind: "unknown" }>,
  name: string,
  args: readonly Argument[],
  place: ReturnType<typeof placeOf>,
): Value {
  const [first] = args;
  if (!first || !/^(?:unwrap_or|unwrap_or_else|or|or_else)$/.test(name)) return of;
  return first.value.kind === "closure" ? machine.call(first.value, [], place) : first.value;
}

/** A method that a trait of the project gives to routers. */
function callTrait(
  machine: Machine,
  of: Extract<Value, { kind: "router" }>,
  name: string,
  args: readonly Argument[],
  frame: Frame,
): Value | undefined {
  const method = frame.module.crate.methods.get("Router")?.find(({ declaration }) => declaration.name === name);
  if (!method?.declaration.body) return undefined;
  return machine.call(
    { kind: "function", ...method, type: "Router" },
    [of, ...args.map(({ value }) => value)],
    of.router.place,
  );
}

/** The receiver's type is not known, but only one function of the crate that makes routers has the name. */
function uniqueMethod(
  machine: Machine,
  name: string,
  args: readonly Argument[],
  frame: Frame,
  place: ReturnType<typeof placeOf>,
): Value | undefined {
  const found = [...frame.module.crate.methods].flatMap(([type, methods]) =>
    methods
      .filter(
        ({ declaration }) => declaration.name === name && declaration.isMethod && /Router\b/.test(declaration.returns),
      )
      .map((method) => ({ ...method, type })),
  );
  const [only] = found;
  if (!only || found.length > 1) return undefined;
  const self = unknown("the object is not known", place);
  return machine.call({ kind: "function", ...only }, [self, ...args.map(({ value }) => value)], place);
}

function evaluateField(machine: Machine, expression: Extract<RustExpression, { kind: "field" }>, frame: Frame): Value {
  const of = machine.evaluate(expression.of, frame);
  const place = placeOf(frame, expression.at);
  if (of.kind === "instance") {
    return of.fields.get(expression.name) ?? unknown(`the field \`${expression.name}\` is not known`, place);
  }
  if (of.kind === "list") return of.items[Number(expression.name)] ?? unknown("there is no such part", place);
  return of.kind === "unknown" ? of : unknown(`the field \`${expression.name}\` is not known`, place);
}

function listMethod(
  machine: Machine,
  of: Extract<Value, { kind: "list" }>,
  name: string,
  args: readonly Argument[],
  expression: Extract<RustExpression, { kind: "method" }>,
  frame: Frame,
): Value {
  const place = placeOf(frame, expression.at);
  const [first, second] = args.map(({ value }) => value);
  switch (name) {
    case "fold": {
      let folded = first ?? unknown("nothing to begin with", place);
      for (const item of of.items) if (second) folded = machine.call(second, [folded, item], place);
      return folded;
    }
    case "map":
      return { kind: "list", items: of.items.map((item) => (first ? machine.call(first, [item], place) : item)) };
    case "for_each":
      for (const item of of.items) if (first) machine.call(first, [item], place);
      return { kind: "list", items: [] };
    case "chain":
      return first?.kind === "list" ? { kind: "list", items: [...of.items, ...first.items] } : of;
    case "join":
    case "concat":
      return { kind: "text", parts: of.items.flatMap((item, index) => joinPart(item, index, first)) };
    case "push": {
      const { of: target } = expression;
      const [variable] = target.kind === "path" && target.segments.length === 1 ? target.segments : [];
      if (variable !== undefined && first)
        setName(frame.names, variable, { kind: "list", items: [...of.items, first] });
      return { kind: "list", items: [] };
    }
    default:
      return of;
  }
}

function joinPart(item: Value, index: number, separator: Value | undefined) {
  const between = index > 0 && separator?.kind === "text" ? separator.parts : [];
  return item.kind === "text" ? [...between, ...item.parts] : between;
}

function evaluateBlock(machine: Machine, expression: Extract<RustExpression, { kind: "block" }>, frame: Frame): Value {
  const inner: Frame = { ...frame, names: { values: new Map(), parent: frame.names } };
  let result: Value = { kind: "list", items: [] };
  for (const statement of expression.body) {
    if (statement.kind === "item") {
      if (statement.item.kind === "constant") {
        inner.names.values.set(statement.item.name, machine.evaluate(statement.item.value, inner));
      }
      if (statement.item.kind === "function") {
        const declaration = statement.item;
        inner.names.values.set(declaration.name, { kind: "function", declaration, module: frame.module });
      }
      if (statement.item.kind === "use") bindUse(machine, statement.item, inner);
      continue;
    }
    const value = statement.value;
    const evaluated = value && underCondition(machine, statement.condition, () => machine.evaluate(value, inner));
    if (statement.kind === "evaluate" && statement.isTail && evaluated) result = evaluated;
    if (statement.kind !== "let" || !evaluated || !value) continue;
    const before =
      statement.condition !== undefined &&
      statement.pattern.kind === "name" &&
      findName(inner.names, statement.pattern.name);
    bindPattern(
      statement.pattern,
      before ? joinValues([before, evaluated]) : evaluated,
      inner.names,
      placeOf(frame, value.at),
    );
  }
  return result;
}

function bindUse(
  machine: Machine,
  { path, as }: { readonly path: readonly string[]; readonly as: string },
  frame: Frame,
): void {
  if (as === "*") return;
  const found = resolve(machine.crates, frame.module, path, frame.type);
  if (found?.kind === "function" || found?.kind === "external") frame.names.values.set(as, found);
}

/** Runs each option on the names as they were and joins what they leave behind. */
function evaluateBranches(
  machine: Machine,
  expression: Extract<RustExpression, { kind: "branches" }>,
  frame: Frame,
): Value {
  const before = snapshotNames(frame.names);
  const after: ReturnType<typeof snapshotNames>[] = [];
  const results: Value[] = [];
  for (const { condition, body } of expression.options) {
    restoreNames(before);
    results.push(underCondition(machine, condition, () => machine.evaluate(body, frame)));
    after.push(snapshotNames(frame.names));
  }
  if (!expression.isComplete) after.push(before);
  restoreNames(before);
  for (const [index, { names }] of before.entries()) {
    for (const name of names.values.keys()) {
      const values = after.map((each) => each[index]?.copy.get(name)).filter((value) => value !== undefined);
      names.values.set(name, joinValues(values));
    }
  }
  return joinValues(results);
}

function snapshotNames(names: Names): readonly { readonly names: Names; readonly copy: ReadonlyMap<string, Value> }[] {
  const copies: { names: Names; copy: ReadonlyMap<string, Value> }[] = [];
  for (let current: Names | undefined = names; current; current = current.parent) {
    copies.push({ names: current, copy: new Map(current.values) });
  }
  return copies;
}

function restoreNames(copies: ReturnType<typeof snapshotNames>): void {
  for (const { names, copy } of copies) for (const [name, value] of copy) names.values.set(name, value);
}

/** What is left of several values, of which one holds: routers with all that any of them has. */
function joinValues(values: readonly Value[]): Value {
  const distinct = [...new Set(values)].filter((value) => value.kind !== "unknown");
  const [first = values[0]] = distinct;
  const routers = distinct.flatMap((value) => (value.kind === "router" ? [value.router] : []));
  const union = routers.length > 0 ? unionOf(routers) : undefined;
  if (union) return { kind: "router", router: union };
  if (!first) return { kind: "list", items: [] };
  if (distinct.length < 2 || first.kind !== "text") return first;
  const texts = new Set(distinct.map((value) => (value.kind === "text" ? value.parts.join("\0") : "")));
  if (texts.size === 1) return first;
  const start = { line: 0, character: 0 };
  return unknown("depends on a condition", { file: "", range: { start, end: start } });
}

function evaluateFor(machine: Machine, expression: Extract<RustExpression, { kind: "for" }>, frame: Frame): Value {
  const over = machine.evaluate(expression.over, frame);
  const place = placeOf(frame, expression.over.at);
  const items = over.kind === "list" ? over.items : [unknown("the loop goes over something that is not known", place)];
  for (const item of items) {
    const inner: Frame = { ...frame, names: { values: new Map(), parent: frame.names } };
    bindPattern(expression.pattern, item, inner.names, place);
    machine.evaluate(expression.body, inner);
  }
  return { kind: "list", items: [] };
}
