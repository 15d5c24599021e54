import type { Place } from "#core/model/place.ts";
import type { RustExpression } from "#core/model/sources/rust-facts.ts";
import {
  evaluateArguments,
  GIVES_CLOSURE,
  MAKES_SERVICE,
  runClosures,
  serve,
  SERVES,
  wrappedRouter,
} from "./arguments.ts";
import { convertInstance } from "./convert-instance.ts";
import type { Crate, Method } from "../crates/module.ts";
import { listMethod } from "./list-methods.ts";
import { EACH, REPETITIONS } from "../macros/macro-rules.ts";
import { lookInto } from "../values/handed-over.ts";
import { placeOf, underCondition, type Frame, type Machine } from "../values/machine.ts";
import { findName, joinValues } from "./names.ts";
import { findMethod, hasBody } from "../crates/resolve.ts";
import { textMethod } from "./text-methods.ts";
import { asSetting, unknown, type Argument, type Value } from "../values/values.ts";
import { writeBack } from "./write-back.ts";

type MethodCall = Extract<RustExpression, { kind: "method" }>;

/** A chain of methods, link by link: a router may have a thousand. */
export function evaluateMethod(machine: Machine, expression: MethodCall, frame: Frame): Value {
  const links: MethodCall[] = [];
  let first: RustExpression = expression;
  for (; first.kind === "method"; first = first.of) links.push(first);
  return links.reduceRight((of, link) => callMethod(machine, of, link, frame), machine.evaluate(first, frame));
}

/** A call of a method: by what the receiver is. */
function callMethod(machine: Machine, of: Value, expression: MethodCall, frame: Frame): Value {
  const place = placeOf(frame, expression.at);
  const { name } = expression;
  const args = evaluateArguments(machine, expression.args, frame);
  if (name === EACH) {
    const repetitions = findName(frame.names, REPETITIONS);
    let folded = of;
    for (const item of repetitions?.kind === "list" ? repetitions.items : []) {
      if (args[0]) folded = machine.call(args[0].value, [folded, item], place);
    }
    return folded;
  }
  switch (of.kind) {
    case "router":
      if (MAKES_SERVICE.has(name) || machine.modelOf(of.router)?.serving?.has(name))
        serve(machine, [{ value: of, place }], frame);
      return callTrait(machine, of, expression, args, frame) ?? routerMethod(machine, of, name, args, place);
    case "method-router":
      return machine.modelOf(of)?.methodOfMethodRouter?.(of, name, args, place) ?? of;
    case "text":
      return textMethod(of, name, args, place);
    case "list":
      return listMethod(machine, of, name, args, expression, frame);
    case "instance": {
      const method = findMethod(of.module.crate, of.type, name);
      const converted = method ? undefined : convertInstance(machine, of, name, place);
      if (converted) return converted;
      if (!method)
        return SAME.has(name) ? of : unknown(`\`${of.type}\` has no method \`${name}\` that is known`, place);
      const values = [of, ...args.map(({ value }) => value)];
      const result = machine.call({ kind: "function", ...method, type: of.type }, values, place);
      writeBack(machine, [expression.of, ...expression.args], values, frame);
      return result;
    }
    case "unknown":
      if (of.isUnset) return defaultOf(machine, of, name, args, place);
      // An option that nobody set: what stands in for it holds, where that is a text.
      if (name === "unwrap_or" && args[0]?.value.kind === "text") return asSetting(args[0].value);
      // `formatter.write_str("/users")` comes to what it writes.
      if (name === "write_str" && args[0]) return args[0].value;
      break;
    case "external":
      // `MethodFilter::GET.or(MethodFilter::POST)`
      if (name === "or") return { kind: "list", items: [of, ...args.map(({ value }) => value)] };
      break;
    // `routes!(a).layer(…)`
    case "routes":
      return of;
    case "function":
    case "closure":
    case "number":
  }
  const taken = of.kind === "unknown" ? takenFramework(name, args) : undefined;
  if (of.kind === "unknown" && taken !== undefined) {
    machine.findings.push({
      code: "router-unresolved",
      severity: "warning",
      place,
      facts: { by: name, reason: of.why.reason },
    });
    return routerMethod(
      machine,
      { kind: "router", router: { framework: taken, place, entries: [] } },
      name,
      args,
      place,
    );
  }
  if (SERVES.has(name)) serve(machine, args, frame);
  const folded = of.kind === "unknown" && FOLDS.has(name) ? foldUnknown(machine, args, place) : undefined;
  if (folded) return folded;
  // A trait may give functions a method that takes a router.
  const isHandler = (of.kind === "function" || of.kind === "closure") && wrappedRouter(args) !== undefined;
  const found = of.kind === "unknown" || isHandler ? uniqueMethod(machine, expression, args, frame, place) : undefined;
  if (found) return found;
  const made = runClosures(machine, args, place);
  const wrapped = wrappedRouter(args);
  if (wrapped) return wrapped;
  if (GIVES_CLOSURE.has(name) && (made?.kind === "router" || made?.kind === "instance")) return made;
  return of.kind === "unknown" ? of : unknown(`\`.${name}()\` is not followed`, place);
}

const START = { line: 0, character: 0 };
/** Stands for a receiver that nothing can be given to. */
const NO_TARGET: RustExpression = { kind: "unknown", what: "receiver", at: { start: START, end: START } };

const FOLDS = new Set(["fold", "try_fold"]);

/** `paths.iter().fold(router, |router, path| router.route(path, …))` over what is not known: as a loop, it runs once. */
function foldUnknown(machine: Machine, [first, second]: readonly Argument[], place: Place): Value | undefined {
  if (first?.value.kind !== "router" || second?.value.kind !== "closure") return undefined;
  const item = unknown("the fold goes over something that is not known", place);
  return machine.call(second.value, [first.value, item], place);
}

/** `env::var("X").ok().unwrap_or("/api".into())`: the variable is not set, so the default holds. */
function defaultOf(
  machine: Machine,
  of: Extract<Value, { kind: "unknown" }>,
  name: string,
  args: readonly Argument[],
  place: Place,
): Value {
  const [first] = args;
  if (!first || !/^(?:unwrap_or|unwrap_or_else|or|or_else)$/.test(name)) return of;
  return asSetting(first.value.kind === "closure" ? machine.call(first.value, [], place) : first.value);
}

/** Methods of `Option`, `Result`, smart pointers and locks that hand on what they hold. */
const SAME = new Set([
  "clone",
  "unwrap",
  "expect",
  "unwrap_or_default",
  "ok",
  "map_err",
  "context",
  "with_context",
  "as_ref",
  "as_mut",
  "borrow",
  "lock",
  "read",
  "load",
  "load_full",
  "into",
  "to_owned",
  "boxed",
]);

/** Methods by which a router takes another, or a route: who has them is a router, whatever it has besides. */
const TAKES: Readonly<Record<string, Value["kind"]>> = {
  nest: "router",
  nest_service: "router",
  merge: "router",
  route: "method-router",
};

/** The framework of what such a method is handed. */
function takenFramework(name: string, args: readonly Argument[]): string | undefined {
  const kind = Object.hasOwn(TAKES, name) ? TAKES[name] : undefined;
  const taken = args.find(({ value }) => value.kind === kind)?.value;
  if (taken?.kind === "router") return taken.router.framework;
  return taken?.kind === "method-router" ? taken.framework : undefined;
}

/** A method that the router's own framework gives it. */
function routerMethod(
  machine: Machine,
  of: Extract<Value, { kind: "router" }>,
  name: string,
  args: readonly Argument[],
  place: Place,
): Value {
  return machine.modelOf(of.router)?.method(machine, of, name, args, place) ?? of;
}

function findBlanket(crate: Crate, name: string): Method | undefined {
  const owner = crate.blankets.find(({ bounds }) => bounds.length === 0);
  return owner && crate.methods.get(owner.type)?.find(({ declaration }) => declaration.name === name);
}

function routerTrait(
  types: readonly string[],
  crate: Crate,
  name: string,
): { readonly method: Method; readonly type: string } | undefined {
  const type = types.find((each) => crate.methods.has(each)) ?? types[0] ?? "";
  // A type of the project may have the name as well; its own functions are not the router's.
  const all = crate.methods.get(type)?.filter(({ trait }) => trait !== undefined) ?? [];
  const method = all.find(({ declaration }) => declaration.name === name) ?? findBlanket(crate, name);
  return method && hasBody(method.declaration) ? { method, type } : undefined;
}

/** A method that a trait of the project gives to routers. */
function callTrait(
  machine: Machine,
  of: Extract<Value, { kind: "router" }>,
  expression: MethodCall,
  args: readonly Argument[],
  frame: Frame,
): Value | undefined {
  const { name } = expression;
  const own = frame.module.crate;
  // The trait may stand in another crate of the project.
  const crates = [own, ...machine.crates.all.filter((each) => each !== own && each.isLibrary)];
  let found: { readonly method: Method; readonly type: string } | undefined;
  for (const crate of crates) found ??= routerTrait(machine.crates.vocabulary.routerTypes, crate, name);
  if (!found) return undefined;
  const { method, type } = found;
  lookInto(of.router);
  const values = [of, ...args.map(({ value }) => value)];
  const result = machine.call({ kind: "function", ...method, type }, values, of.router.place);
  writeBack(machine, [expression.of, ...expression.args], values, frame);
  return result;
}

/**
 * The receiver's type is not known, but only one function that makes routers has the name, in the crate or else in the
 * project, or all that have it are one trait's: any of these may be meant.
 */
function uniqueMethod(
  machine: Machine,
  expression: MethodCall,
  args: readonly Argument[],
  frame: Frame,
  place: Place,
): Value | undefined {
  const { name } = expression;
  const { crate } = frame.module;
  const withBody = (each: Crate) =>
    (each.routerMethods.get(name) ?? []).filter(({ declaration }) => hasBody(declaration));
  const own = withBody(crate);
  const holders = machine.crates.all.filter(({ routerMethods }) => routerMethods.has(name));
  const all = holders.flatMap((each) => (each === crate ? own : withBody(each)));
  const traits = new Set(all.map(({ trait }) => trait));
  const isOfTrait = traits.size === 1 && !traits.has(undefined);
  const found = isOfTrait || own.length === 0 ? all : own;
  if (found.length === 0 || (found.length > 1 && !isOfTrait)) return undefined;
  const self = unknown("the object is not known", place);
  const values = [self, ...args.map(({ value }) => value)];
  const results = found.map((method) => {
    const condition = found.length > 1 ? `it is a ${method.type}` : undefined;
    const result = underCondition(machine, condition, () =>
      machine.call({ kind: "function", ...method }, values, place),
    );
    // Which object it is may be open; what the method did to its arguments is not.
    if (found.length === 1) writeBack(machine, [NO_TARGET, ...expression.args], values, frame);
    return result;
  });
  return joinValues(results);
}
