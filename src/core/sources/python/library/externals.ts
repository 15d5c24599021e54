import type { Place } from "#core/model/place.ts";
import type { External, Machine } from "../values/machine.ts";
import { COLLECTIONS } from "./collections.ts";
import { environment } from "./environment.ts";
import { ITERATIONS } from "../run/flow/iterations.ts";
import { PATH_EXTERNALS } from "./path-externals.ts";
import { REFLECTION } from "./reflection.ts";
import {
  eitherOf,
  knownText,
  NOTHING,
  textOf,
  textParts,
  unknown,
  type Arguments,
  type FunctionValue,
  type Value,
} from "../values/values.ts";

const first = (args: Arguments): Value | undefined => args.positional[0]?.value;

/** `Field("/api")`, `Field(default="/api")`, `Field(default_factory=list)`, `attrs.field(factory=list)` */
function fieldDefault(args: Arguments, machine: Machine): Value {
  const factory = (args.named.get("default_factory") ?? args.named.get("factory"))?.value;
  if (factory) return defaultMadeBy(factory, machine, false);
  const given = args.named.get("default")?.value ?? first(args);
  return given ?? { kind: "unknown", why: { reason: "the field has no default", place: args.place }, isUnset: true };
}

/** `attrs.Factory(make)`, `attrs.Factory(lambda self: …, takes_self=True)` */
function attrsFactory(args: Arguments, machine: Machine): Value | undefined {
  const factory = (args.named.get("factory") ?? args.positional[0])?.value;
  const takesSelf = (args.named.get("takes_self") ?? args.positional[1])?.value;
  return factory && defaultMadeBy(factory, machine, takesSelf?.kind === "constant" && takesSelf.value === true);
}

function defaultMadeBy(factory: Value, machine: Machine, isHandedSelf: boolean): Value {
  return {
    kind: "native",
    makesDefault: true,
    call: ({ positional, place }) =>
      machine.call(factory, { positional: isHandedSelf ? positional : [], named: new Map(), place }),
  };
}

/** `partial(app.add_api_route, methods=["POST"])`: what is called has the arguments of both. */
function partial(args: Arguments, machine: Machine): Value | undefined {
  const [callee, ...positional] = args.positional;
  if (!callee || (positional.length === 0 && args.named.size === 0)) return callee?.value;
  return {
    kind: "native",
    call: (given) =>
      machine.call(callee.value, {
        positional: [...positional, ...given.positional],
        named: new Map([...args.named, ...given.named]),
        place: given.place,
      }),
  };
}

/** `format(7, "02d")`: numbers that are filled up; any other format is not known. */
function formatted(args: Arguments): Value {
  const [value, given] = args.positional.map((each) => each.value);
  const format = knownText(given) ?? "";
  const [, fill = "", width = "0"] = /^(0?)(\d*)d?$/.exec(format) ?? [];
  if (value?.kind === "constant" && typeof value.value === "number" && /^0?\d*d?$/.test(format))
    return textOf(String(value.value).padStart(Number(width || "0"), fill === "" ? " " : "0"));
  if (value?.kind === "text" && (format === "" || format === "s")) return value;
  return unknown("formatted value is not evaluated", args.place);
}

/** `int("3")` */
function numberOf(args: Arguments): Value | undefined {
  const value = first(args);
  if (value?.kind === "constant") return value;
  const text = knownText(value);
  return text !== undefined && /^\s*-?\d+\s*$/.test(text) ? { kind: "constant", value: Number(text) } : undefined;
}

/** What `as` gives: what `__enter__` returns, or what a generator yields. */
function enterContext(args: Arguments, machine: Machine): Value | undefined {
  const manager = first(args);
  if (manager?.kind === "list") return manager.items[0];
  const enter = manager?.kind === "instance" ? machine.member(manager, "__enter__", args.place) : undefined;
  const asynchronous = manager?.kind === "instance" ? machine.member(manager, "__aenter__", args.place) : undefined;
  const method = enter ?? asynchronous;
  return method?.kind === "function" ? machine.call(method, { ...args, positional: [] }) : manager;
}

function leaveContext(args: Arguments, machine: Machine): Value {
  const manager = first(args);
  const exit = manager?.kind === "instance" ? machine.member(manager, "__exit__", args.place) : undefined;
  const nothing = { value: NOTHING, place: args.place };
  if (exit?.kind === "function") machine.call(exit, { ...args, positional: [nothing, nothing, nothing] });
  return NOTHING;
}

function wraps(args: Arguments): Value {
  const wrapped = first(args);
  return {
    kind: "native",
    call: (inner) => {
      const value = first(inner);
      return value?.kind === "function" && wrapped ? { ...value, wraps: wrapped } : (value ?? unknownWrap(inner));
    },
  };
}

function unknownWrap(args: Arguments): Value {
  return unknown("`wraps` is given no function", args.place);
}

function asProperty(args: Arguments): Value | undefined {
  const value = first(args);
  return value?.kind === "function" ? { ...value, isProperty: true } : value;
}

/** `import_module(f"app.routers.{name}")` in a loop over what lies in a folder: all modules that fit. */
function importMatching(args: Arguments, machine: Machine): Value | undefined {
  const name = first(args);
  if (name?.kind !== "text") return undefined;
  const reason = name.parts.find((part) => typeof part !== "string");
  const modules = machine.importMatching(name.parts.map((part) => (typeof part === "string" ? part : undefined)));
  return reason && modules.length > 0 ? eitherOf(modules, reason) : undefined;
}

/** `getattr(module, name)` with a name that is not known, where a plug-in says which of its routers to take. */
function anyRouter(of: Value, machine: Machine, place: Place): Value | undefined {
  const modules = of.kind === "either" ? of.options : [of];
  const routers = modules
    .flatMap((module) => (module.kind === "module" ? machine.namesOf(module) : []))
    .map(([, value]) => value)
    .filter((value) => value.kind === "router");
  return routers.length > 0 ? eitherOf(routers, { reason: "its name is not known", place }) : undefined;
}

function getAttribute(args: Arguments, machine: Machine): Value | undefined {
  const name = knownText(args.positional[1]?.value);
  const of = first(args);
  if (of && name === undefined) return anyRouter(of, machine, args.place);
  if (!of || name === undefined) return undefined;
  const otherwise = args.positional[2]?.value;
  // `getattr(config, "docs", None)` of what is not known decides nothing; a prefix that is given so is the best guess.
  const isOpen = of.kind === "unknown" && otherwise?.kind === "constant";
  return machine.member(of, name, args.place) ?? (isOpen ? undefined : otherwise);
}

/** What calls of the standard library and of well-known packages come to; `name` as the import says it. */
const EXTERNALS: Readonly<Record<string, External>> = {
  "os.environ.get": environment,
  "os.getenv": environment,
  "environ.get": environment,
  "decouple.config": environment,
  "decouple.Config": () => ({ kind: "native", call: environment, isStateless: true }),
  "decouple.AutoConfig": () => ({ kind: "native", call: environment, isStateless: true }),
  "pydantic.Field": fieldDefault,
  "pydantic.fields.Field": fieldDefault,
  "dataclasses.field": fieldDefault,
  "attr.ib": fieldDefault,
  "attr.field": fieldDefault,
  "attrs.field": fieldDefault,
  "attr.Factory": attrsFactory,
  "attrs.Factory": attrsFactory,
  "functools.wraps": wraps,
  "functools.partial": partial,
  ...COLLECTIONS,
  "functools.cached_property": asProperty,
  "importlib.import_module": (args, machine) => {
    const name = knownText(first(args));
    return name === undefined ? importMatching(args, machine) : machine.importModule(name, args.place.file);
  },
  "uvicorn.importer.import_from_string": (args, machine) => {
    const [module = "", attribute] = knownText(first(args))?.split(":") ?? [];
    if (attribute === undefined) return undefined;
    return machine.member(machine.importModule(module, args.place.file), attribute, args.place);
  },
  "typing.cast": (args) => args.positional[1]?.value,
  with: enterContext,
  "with end": leaveContext,
  property: asProperty,
  classmethod: (args) => {
    const value = first(args);
    return value?.kind === "function" ? { ...value, isOfClass: true } : value;
  },
  staticmethod: (args) => asStatic(first(args)),
  str: (args) => {
    const value = first(args);
    return value && { kind: "text", parts: textParts(value, args.place) };
  },
  getattr: getAttribute,
  int: numberOf,
  format: formatted,
  ...ITERATIONS,
  ...PATH_EXTERNALS,
  ...REFLECTION,
};

function asStatic(value: Value | undefined): Value | undefined {
  if (value?.kind !== "function") return value;
  const { owner, ...rest } = value satisfies FunctionValue;
  return owner ? rest : value;
}

/** Names that need no import. */
export const BUILTINS: ReadonlySet<string> = new Set([
  ...Object.keys(EXTERNALS).filter((name) => !name.includes(".")),
  "bool",
  "float",
  "object",
]);

/** Calls something that is not part of the project; undefined where nothing is known about it. */
export function callExternal(machine: Machine, name: string, args: Arguments): Value | undefined {
  for (const model of machine.models) {
    const router = model.create(name, args.place);
    if (router) {
      model.initialise(router, args, machine);
      machine.addRouter(router);
      return { kind: "router", router };
    }
    const value = model.call(name, args, machine);
    if (value) return value;
  }
  return EXTERNALS[name.replace(/^pydantic\.v1\./, "pydantic.").replace(/^posixpath\./, "os.path.")]?.(args, machine);
}
