import type { Place } from "#core/model/place.ts";
import type { RustExpression } from "#core/model/sources/rust-facts.ts";
import { evaluateArguments, runClosures, serve, SERVES, wrappedRouter } from "./arguments.ts";
import { callExternal } from "./call-external.ts";
import { withUnknownRoutes } from "../values/routers.ts";
import { evaluateBlock, evaluateBranches, evaluateFor } from "./control-flow.ts";
import { evaluateMacro } from "./macros.ts";
import { placeOf, type Frame, type Machine } from "../values/machine.ts";
import { evaluateMethod } from "./method-calls.ts";
import { findName, findUse } from "./names.ts";
import { assign } from "./assign.ts";
import { derivedDefault } from "./derived-default.ts";
import { findMethod, resolve } from "../crates/resolve.ts";
import { fieldByType, SETTINGS, settingsOf } from "./settings.ts";
import { asSetting, knownText, unknown, type Argument, type Value } from "../values/values.ts";
import { writeBack } from "./write-back.ts";

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
      return withTypes(evaluatePath(machine, expression.segments, frame, place), expression.types, frame);
    case "call":
      return evaluateCall(machine, expression, frame);
    case "method":
      return evaluateMethod(machine, expression, frame);
    case "field":
      return evaluateField(machine, expression, frame);
    case "macro":
      return evaluateMacro(machine, expression, frame);
    case "closure":
      return {
        kind: "closure",
        expression,
        module: frame.module,
        names: frame.names,
        ...(frame.at && { at: frame.at }),
      };
    case "block":
      return evaluateBlock(machine, expression, frame);
    case "branches":
      return evaluateBranches(machine, expression, frame);
    case "for":
      return evaluateFor(machine, expression, frame);
    case "list":
      return { kind: "list", items: expression.items.map((item) => machine.evaluate(item, frame)) };
    case "struct": {
      const base = expression.base && machine.evaluate(expression.base, frame);
      const given = expression.fields.map(([name, value]) => [name, machine.evaluate(value, frame)] as const);
      return {
        kind: "instance",
        type: expression.name.at(-1) === "Self" ? (frame.type ?? "") : (expression.name.at(-1) ?? ""),
        module: frame.module,
        fields: new Map([...(base?.kind === "instance" ? base.fields : []), ...given]),
      };
    }
    case "assign":
      assign(machine, expression.target, machine.evaluate(expression.value, frame), frame);
      return { kind: "list", items: [] };
    case "return":
      frame.returns.push(expression.value ? machine.evaluate(expression.value, frame) : { kind: "list", items: [] });
      return unknown("returned before", place);
    case "unknown":
  }
  return unknown(`${expression.what.replaceAll("_", " ")} is not evaluated`, place);
}

function evaluatePath(machine: Machine, segments: readonly string[], frame: Frame, place: Place): Value {
  const [first = ""] = segments;
  const local = segments.length === 1 ? findName(frame.names, first) : undefined;
  if (local) return local;
  const used = segments.length > 1 ? findUse(frame.names, first) : undefined;
  const path = used ? [...used, ...segments.slice(1)] : segments;
  const bound = segments.length > 1 ? frame.typeArguments?.get(first) : undefined;
  const found = bound
    ? resolve(machine.crates, bound.module, [...bound.path, ...segments.slice(1)], undefined)
    : resolve(machine.crates, frame.module, path, frame.type);
  switch (found?.kind) {
    case "function":
      return found;
    case "constant":
      return machine.evaluate(found.item.value, { module: found.module, names: { values: new Map() }, returns: [] });
    case "external":
      return { kind: "external", path: found.path };
    case "type":
      return { kind: "instance", type: found.name, module: found.module, fields: new Map() };
    case "variant":
      return { kind: "instance", type: found.type, variant: found.name, module: found.module, fields: new Map() };
    case "module":
    case "macro":
    case undefined:
  }
  return unknown(`\`${segments.join("::")}\` is not known here`, place);
}

function withTypes(value: Value, types: readonly string[] | undefined, frame: Frame): Value {
  if (!types || value.kind !== "function") return value;
  // `f::<M>` within a function that has an `M` of its own.
  const [outer] = types.flatMap((type) => frame.typeArguments?.get(type) ?? []);
  if (!outer) return { ...value, typeArguments: { types, module: frame.module } };
  const given = types.map((type) => frame.typeArguments?.get(type)?.path.join("::") ?? type);
  return { ...value, typeArguments: { types: given, module: outer.module } };
}

/** Wrappers that do not change which router it is. */
const TRANSPARENT = new Set([
  "Ok",
  "Some",
  "Arc::new",
  "Box::new",
  "Box::pin",
  "ArcSwap::from",
  "ArcSwap::from_pointee",
  "ArcSwap::new",
  "Mutex::new",
  "RwLock::new",
  "Rc::new",
  "String::from",
  "Cow::from",
  "Cow::Borrowed",
  "Into::into",
  "Vec::from",
  "HashMap::from",
  "BTreeMap::from",
]);

/** What is made when it is first asked for. */
const LAZY = /(?:^|::)(?:Lazy|LazyLock|LazyCell)::new$/;

/** `Vec::new`, `HashMap::with_capacity`, … */
const EMPTY_LIST = /(?:^|::)(?:Vec|VecDeque|HashMap|BTreeMap|IndexMap|HashSet)::(?:new|with_capacity|default)$/;

function evaluateCall(machine: Machine, expression: Extract<RustExpression, { kind: "call" }>, frame: Frame): Value {
  const place = placeOf(frame, expression.at);
  const { callee } = expression;
  const args = evaluateArguments(machine, expression.args, frame);
  if (callee.kind === "path") {
    const { segments } = callee;
    const written = segments.join("::");
    if (TRANSPARENT.has(segments.length > 2 ? segments.slice(-2).join("::") : written)) {
      return args[0]?.value ?? unknown("nothing is given", place);
    }
    if (EMPTY_LIST.test(written)) return { kind: "list", items: [] };
    if (args[0]?.value.kind === "closure" && LAZY.test(written)) return machine.call(args[0].value, [], place);
  }
  const values = args.map(({ value }) => value);
  const called = machine.evaluateCallee(callee, frame, values);
  if (called.kind === "external") {
    if (ENVIRONMENT.test(called.path.join("::"))) return environment(args, place);
    if (frame.type !== undefined && called.path.slice(-2).join("::") === "Default::default") {
      return defaultOfSelf(machine, frame.type, frame, place);
    }
    const made =
      convertToRouter(machine, called.path, args, frame, place) ?? callExternal(machine, called.path, args, place);
    if (made) return made;
    if (SERVES.has(called.path.at(-1) ?? "")) serve(machine, args, frame);
    runClosures(machine, args, place);
    changedElsewhere(machine, expression, called.path, args, frame);
    return wrappedRouter(args) ?? foreign(`\`${called.path.join("::")}\` is not part of the project`, place);
  }
  if (called.kind === "function" || called.kind === "closure") {
    const result = machine.call(called, values, place);
    writeBack(machine, expression.args, values, frame);
    return result;
  }
  // `Wrapped(router)`, `Mode::Below(path)`
  if (called.kind === "instance" && callee.kind === "path" && called.fields.size === 0) {
    return { ...called, fields: new Map(args.map(({ value }, index) => [String(index), value])) };
  }
  runClosures(machine, args, place);
  // `Config::parse()`, which a derive made.
  const written = callee.kind === "path" ? callee.segments.slice(0, -1).join("::") : "";
  const isDefault = callee.kind === "path" && args.length === 0 && callee.segments.at(-1) === "default";
  const derived = isDefault ? derivedDefault(machine, written.split("::"), frame.module, place, frame.type) : undefined;
  const settings = written === "" ? undefined : settingsOf(machine, written, frame.module, frame.type);
  if (derived && !settings) return derived;
  return settings ?? (called.kind === "unknown" ? called : unknown("the call cannot be followed", place));
}

/** A router that code outside of the project is handed as `&mut` may have routes of its since. */
function changedElsewhere(
  machine: Machine,
  { args: written, mutable = [], at }: Extract<RustExpression, { kind: "call" }>,
  path: readonly string[],
  args: readonly Argument[],
  frame: Frame,
): void {
  const [crate = ""] = path;
  if (STANDARD_CRATES.has(crate) || machine.crates.vocabulary.crates.has(crate)) return;
  const place = placeOf(frame, at);
  for (const index of mutable) {
    const [target, value] = [written[index], args[index]?.value];
    if (!target || value?.kind !== "router") continue;
    const why = foreign(`\`${path.join("::")}\` is not part of the project`, place);
    const name = path.at(-1) ?? "";
    assign(machine, target, { kind: "router", router: withUnknownRoutes(value.router, name, why, place) }, frame);
  }
}

/** Whose functions move what they are handed, and add nothing. */
const STANDARD_CRATES = new Set(["std", "core", "alloc", "tokio", "futures"]);

function foreign(reason: string, place: Place): Value {
  return { kind: "unknown", why: { reason, place }, isForeign: true };
}

/** `Default::default()` in a function of a type, which mostly makes one of its own. */
function defaultOfSelf(machine: Machine, type: string, { module }: Frame, place: Place): Value {
  const method = findMethod(module.crate, type, "default");
  if (!method)
    return derivedDefault(machine, [type], module, place) ?? { kind: "instance", type, module, fields: new Map() };
  return machine.call({ kind: "function", ...method, type }, [], place);
}

/** `Router::from(server)`, where the project says how: `impl From<&Server> for Router`. */
function convertToRouter(
  machine: Machine,
  path: readonly string[],
  args: readonly Argument[],
  frame: Frame,
  place: Place,
): Value | undefined {
  const [given] = args;
  if (path.at(-1) !== "from" || !given || machine.routerType(path.slice(0, -1)) === undefined) return undefined;
  const type = path.at(-2) ?? "";
  const all = (frame.module.crate.methods.get(type) ?? []).filter(
    ({ trait, declaration }) => trait === "From" && declaration.name === "from",
  );
  const { value } = given;
  const fitting = all.filter(
    ({ declaration }) =>
      value.kind === "instance" && new RegExp(`\\b${value.type}\\b`).test(declaration.parameters[0]?.type ?? ""),
  );
  const [method] = all.length === 1 ? all : fitting;
  return method && machine.call({ kind: "function", ...method, type }, [value], place);
}

const ENVIRONMENT = /^(?:std::)?env::var(?:_os)?$|^dotenvy?::var$/;

function environment(args: readonly Argument[], place: Place): Value {
  const [name] = args;
  const text = knownText(name?.value) ?? "?";
  return { kind: "unknown", why: { reason: `the environment variable ${text} has no default`, place }, isUnset: true };
}

function evaluateField(machine: Machine, expression: Extract<RustExpression, { kind: "field" }>, frame: Frame): Value {
  const of = machine.evaluate(expression.of, frame);
  const place = placeOf(frame, expression.at);
  if (of.kind === "instance") {
    const field = of.fields.get(expression.name);
    return (
      (field && SETTINGS.test(of.type) ? asSetting(field) : field) ??
      fieldByType(machine, of, expression.name, place) ??
      unknown(`the field \`${expression.name}\` is not known`, place)
    );
  }
  if (of.kind === "list") return of.items[Number(expression.name)] ?? unknown("there is no such part", place);
  return of.kind === "unknown" ? of : unknown(`the field \`${expression.name}\` is not known`, place);
}
