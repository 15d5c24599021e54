import type { PythonExpression } from "#core/model/sources/python-facts.ts";
import { memberOfClass } from "../values/class-member.ts";
import type { Machine } from "../values/machine.ts";
import type { Arguments, ClassValue, Router, Value } from "../values/values.ts";

/** What dataclasses, attrs and pydantic call when the fields of an object are set. */
const AFTER_FIELDS = ["__attrs_post_init__", "__post_init__", "model_post_init"] as const;

/** Makes an object of a class of the project; a router where the class extends a framework's. */
export function instantiate(machine: Machine, of: ClassValue, args: Arguments): Value {
  const bases = externalBases(machine, of);
  const base = bases
    .map((name) => machine.models.map((model) => model.create(name, args.place)).find(Boolean))
    .find(Boolean);
  let made: Value = { kind: "instance", of, members: new Map() };
  machine.noteMade(made);
  if (base) {
    const router: Router = { ...base, of };
    machine.addRouter(router);
    made = { kind: "router", router };
  }
  const constructor = memberOfClass(machine, of, "__init__");
  const isOwn = constructor?.kind === "function";
  if (made.kind === "instance")
    adorn(machine, made, isOwn ? { ...args, positional: [], named: new Map() } : args, bases);
  if (constructor?.kind === "function") machine.call({ ...constructor, self: made }, args);
  else if (made.kind === "router") initialise(machine, made.router, args);
  else if (made.kind === "instance") setFields(machine, made, args);
  return made;
}

/** What the constructors of packages' classes do to an object. */
export function adorn(
  machine: Machine,
  made: Extract<Value, { kind: "instance" }>,
  args: Arguments,
  bases = externalBases(machine, made.of),
): void {
  for (const model of machine.models) model.adorn?.(made, bases, args, machine);
}

/** The constructor that dataclasses, attrs and pydantic write: it sets the fields in their order, bases first. */
function setFields(machine: Machine, made: Extract<Value, { kind: "instance" }>, args: Arguments): void {
  const names = fieldNames(machine, made.of);
  for (const [index, argument] of args.positional.entries()) {
    const name = names[index];
    if (name !== undefined) made.members.set(name, argument.value);
  }
  for (const [name, argument] of args.named) made.members.set(name, argument.value);
  for (const name of names) {
    if (made.members.has(name)) continue;
    const value = memberOfClass(machine, made.of, name);
    // Each object has a list of its own, as pydantic copies defaults.
    if (value?.kind === "list") made.members.set(name, { ...value, items: [...value.items] });
    if (value?.kind === "dictionary") made.members.set(name, { ...value, entries: [...value.entries] });
    if (value?.kind !== "native" || !value.makesDefault) continue;
    const self = { value: made, place: args.place };
    made.members.set(name, value.call({ positional: [self], named: new Map(), place: args.place }));
  }
  for (const name of AFTER_FIELDS) {
    const method = memberOfClass(machine, made.of, name);
    if (method?.kind !== "function") continue;
    machine.call({ ...method, self: made }, { positional: [], named: new Map(), place: args.place });
    return;
  }
}

function fieldNames(machine: Machine, of: ClassValue, depth = 0): readonly string[] {
  if (depth > 20) return [];
  const names = of.bases.toReversed().flatMap((each) => {
    const base = machine.force(each);
    return base.kind === "class" ? fieldNames(machine, base, depth + 1) : [];
  });
  const own = of.declaration.body.flatMap((statement) => {
    if (statement.kind !== "assign" || statement.target.kind !== "name") return [];
    const isField = statement.type ? !isOfClass(statement.type) : makesField(statement.value);
    return isField ? [statement.target.name] : [];
  });
  return [...new Set([...names, ...own])];
}

/** `x: ClassVar[int]` is not a field. */
function isOfClass(type: PythonExpression): boolean {
  const of = type.kind === "item" ? type.of : type;
  return (of.kind === "name" || of.kind === "member") && of.name === "ClassVar";
}

/** `x = attr.ib()`, which needs no annotation. */
function makesField(value: PythonExpression | undefined): boolean {
  if (value?.kind !== "call") return false;
  const { callee } = value;
  return (callee.kind === "member" || callee.kind === "name") && ["ib", "attrib", "field"].includes(callee.name);
}

export function initialise(machine: Machine, router: Router, args: Arguments): void {
  machine.modelOf(router)?.initialise(router, args, machine);
}

/** The names of the external classes that a class extends, however far up. */
export function externalBases(machine: Machine, of: ClassValue, depth = 0): readonly string[] {
  if (depth > 20) return [];
  return of.bases
    .map((base) => machine.force(base))
    .flatMap((base) =>
      base.kind === "external" ? [base.name] : base.kind === "class" ? externalBases(machine, base, depth + 1) : [],
    );
}
