import type { Place } from "#core/model/place.ts";
import type { RustExpression } from "#core/model/rust-facts.ts";
import { evaluateArguments, runClosures, serve, SERVES, wrappedRouter } from "./arguments.ts";
import { callExternal } from "./axum.ts";
import { evaluateBlock, evaluateBranches, evaluateFor } from "./control-flow.ts";
import { evaluateMacro } from "./macros.ts";
import { placeOf, type Frame, type Machine } from "./machine.ts";
import { evaluateMethod } from "./method-calls.ts";
import { findName, setName } from "./names.ts";
import { resolve } from "./resolve.ts";
import { knownText, unknown, type Argument, type Value } from "./values.ts";

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
  }
  return unknown(`${expression.what.replaceAll("_", " ")} is not evaluated`, place);
}

function evaluatePath(machine: Machine, segments: readonly string[], frame: Frame, place: Place): Value {
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
    case "module":
    case "macro":
    case undefined:
  }
  return unknown(`\`${segments.join("::")}\` is not known here`, place);
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
  "Vec::from",
  "HashMap::from",
  "BTreeMap::from",
]);

/** What is made when it is first asked for. */
const LAZY = /(?:^|::)(?:Lazy|LazyLock|LazyCell)::new$/;

const EMPTY_LISTS = new Set(["Vec::new", "Vec::with_capacity", "VecDeque::new", "Vec::default"]);

function evaluateCall(machine: Machine, expression: Extract<RustExpression, { kind: "call" }>, frame: Frame): Value {
  const place = placeOf(frame, expression.at);
  const { callee } = expression;
  const args = evaluateArguments(machine, expression.args, frame);
  if (callee.kind === "path" && TRANSPARENT.has(callee.segments.slice(-2).join("::"))) {
    return args[0]?.value ?? unknown("nothing is given", place);
  }
  if (callee.kind === "path" && EMPTY_LISTS.has(callee.segments.join("::"))) return { kind: "list", items: [] };
  if (callee.kind === "path" && LAZY.test(callee.segments.join("::")) && args[0]?.value.kind === "closure") {
    return machine.call(args[0].value, [], place);
  }
  const called = machine.evaluate(callee, frame);
  if (called.kind === "external") {
    if (ENVIRONMENT.test(called.path.join("::"))) return environment(args, place);
    const made = callExternal(machine, called.path, args, place);
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

function environment(args: readonly Argument[], place: Place): Value {
  const [name] = args;
  const text = knownText(name?.value) ?? "?";
  return { kind: "unknown", why: { reason: `the environment variable ${text} has no default`, place }, isUnset: true };
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
