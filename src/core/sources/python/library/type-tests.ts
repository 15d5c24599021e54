import type { Place } from "#core/model/place.ts";
import { itemsOf, type Machine } from "../values/machine.ts";
import type { ClassValue, RouterValue, Value } from "../values/values.ts";

/** Types that are built in, or stand for such, by the kinds of values that have them. */
const BUILT_IN: Readonly<Record<string, readonly Value["kind"][]>> = {
  str: ["text"],
  list: ["list"],
  tuple: ["list"],
  set: ["list"],
  Sequence: ["list"],
  Iterable: ["list", "dictionary"],
  dict: ["dictionary"],
  Mapping: ["dictionary"],
  type: ["class"],
  ModuleType: ["module"],
  FunctionType: ["function", "lambda"],
  Callable: ["function", "lambda", "class", "native"],
};

/** Kinds of values that are what they are, whatever a setting says. */
const CERTAIN: ReadonlySet<Value["kind"]> = new Set([
  "router",
  "instance",
  "class",
  "function",
  "lambda",
  "module",
  "list",
  "dictionary",
  "text",
  "constant",
  "entry",
]);

/** `isinstance(value, type)`, where it is sure. */
export function isInstance(machine: Machine, value: Value, type: Value): boolean | undefined {
  const types = type.kind === "list" ? (itemsOf(type) ?? []) : [type];
  const answers = types.map((each) => isInstanceOf(machine, value, machine.force(each)));
  return anyOf(answers);
}

function isInstanceOf(machine: Machine, value: Value, type: Value): boolean | undefined {
  // A name that a package has is none of the objects that a project makes.
  if (value.kind === "external") return type.kind === "class" || isRouterType(machine, type) ? false : undefined;
  if (!CERTAIN.has(value.kind)) return undefined;
  if (value.kind === "router") return isRouterOf(machine, value, type);
  if (value.kind === "entry" && type.kind === "external")
    return machine.modelOf(value)?.isInstance?.(value, lastPart(type.name));
  if (type.kind === "class") return value.kind === "instance" ? extendsClass(machine, value.of, type) : false;
  if (type.kind !== "external") return undefined;
  const built = BUILT_IN[lastPart(type.name)];
  if (built) return built.includes(value.kind);
  if (value.kind === "instance") return extendsExternal(machine, value.of, type.name);
  return isRouterType(machine, type) ? false : undefined;
}

/** A class of which the objects are apps or routers. */
function isRouterType(machine: Machine, type: Value): boolean {
  return type.kind === "external" && machine.models.some((model) => model.create(type.name, NOWHERE) !== undefined);
}

const START = { line: 0, character: 0 };
const NOWHERE: Place = { file: "", range: { start: START, end: START } };

function isRouterOf(machine: Machine, value: RouterValue, type: Value): boolean | undefined {
  if (type.kind === "class") return value.router.of ? extendsClass(machine, value.router.of, type) : false;
  if (type.kind !== "external") return undefined;
  const name = lastPart(type.name);
  const model = machine.modelOf(value.router);
  // A class of another framework is none that it has.
  if (isRouterType(machine, type) && model?.isKnown(type.name) !== true) return false;
  return model?.isInstance?.(value, name) ?? (name in BUILT_IN ? false : undefined);
}

/** `issubclass(value, type)`, where it is sure. */
export function isSubclass(machine: Machine, value: Value, type: Value): boolean | undefined {
  const types = type.kind === "list" ? (itemsOf(type) ?? []) : [type];
  const answers = types.map((each) => {
    const forced = machine.force(each);
    if (value.kind === "external") return forced.kind === "class" ? false : undefined;
    if (value.kind !== "class") return CERTAIN.has(value.kind) ? false : undefined;
    if (forced.kind === "class") return extendsClass(machine, value, forced);
    return forced.kind === "external" ? extendsExternal(machine, value, forced.name) : undefined;
  });
  return anyOf(answers);
}

/** Whether a class is another one or extends it. */
function extendsClass(machine: Machine, of: ClassValue, type: ClassValue, depth = 0): boolean {
  if (of.declaration === type.declaration) return true;
  return of.bases
    .map((base) => machine.force(base))
    .some((base) => base.kind === "class" && depth < 20 && extendsClass(machine, base, type, depth + 1));
}

/** True where a base is called so; undefined where a package's class stands between. */
function extendsExternal(machine: Machine, of: ClassValue, name: string, depth = 0): boolean | undefined {
  const answers = of.bases
    .map((base) => machine.force(base))
    .map((base) => {
      if (base.kind === "external") return lastPart(base.name) === lastPart(name) ? true : undefined;
      return base.kind === "class" && depth < 20 ? extendsExternal(machine, base, name, depth + 1) : undefined;
    });
  return anyOf(answers);
}

/** True where one is; undefined where one may be. */
function anyOf(answers: readonly (boolean | undefined)[]): boolean | undefined {
  if (answers.some((each) => each === true)) return true;
  return answers.some((each) => each === undefined) ? undefined : false;
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}
