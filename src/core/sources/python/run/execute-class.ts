import type { PythonClass } from "#core/model/sources/python-facts.ts";
import { memberOfClass } from "../values/class-member.ts";
import { placeOf, type Frame, type Machine } from "../values/machine.ts";
import { textOf, type Argument, type Arguments, type ClassValue, type Value } from "../values/values.ts";

/** Runs a class body, then what its metaclass, its bases and its decorators do with the class. */
export function executeClass(machine: Machine, declaration: PythonClass, frame: Frame): void {
  const value: ClassValue = {
    kind: "class",
    declaration,
    file: frame.file,
    bases: declaration.bases.map((base) => machine.evaluate(base, frame)),
    members: new Map(),
    scope: closureOf(frame),
  };
  const scope = { names: value.members, parent: closureOf(frame), stars: [] };
  machine.execute(declaration.body, { file: frame.file, scope, owner: value, isClassBody: true, returns: [] });
  const named = new Map<string, Argument>();
  for (const [name, each] of declaration.named)
    named.set(name, { value: machine.evaluate(each, frame), place: placeOf(frame, each.at), expression: each });
  const place = placeOf(frame, declaration.at);
  const made = madeByMetaclass(machine, value, named, place);
  named.delete("metaclass");
  noteSubclass(machine, value, { positional: [], named, place });
  let decorated: Value = made;
  for (const decorator of declaration.decorators.toReversed()) {
    const at = placeOf(frame, decorator.at);
    const callee = machine.evaluate(decorator, frame);
    decorated = machine.call(callee, { positional: [{ value: decorated, place: at }], named: new Map(), place: at });
  }
  frame.scope.names.set(declaration.name, decorated);
}

/** A class body's names are not seen from its methods. */
export function closureOf(frame: Frame): Frame["scope"] {
  return frame.isClassBody && frame.scope.parent ? frame.scope.parent : frame.scope;
}

/** What `__new__` and `__init__` of a metaclass of the project do with a class; the class itself where there is none. */
function madeByMetaclass(
  machine: Machine,
  value: ClassValue,
  named: ReadonlyMap<string, Argument>,
  place: Argument["place"],
): Value {
  const metaclass = metaclassOf(machine, value, named.get("metaclass")?.value);
  if (!metaclass) return value;
  value.metaclass = metaclass;
  const namespace: Value = {
    kind: "dictionary",
    isWhole: true,
    entries: [...value.members].map(([name, each]) => [textOf(name), machine.force(each)]),
  };
  const others = new Map([...named].filter(([name]) => name !== "metaclass"));
  const given = [textOf(value.declaration.name), { kind: "list", items: [...value.bases] } satisfies Value, namespace];
  const positional = given.map((each): Argument => ({ value: each, place }));
  machine.classesMade.push(value);
  const maker = memberOfClass(machine, metaclass, "__new__");
  const args = { positional: [{ value: metaclass, place }, ...positional], named: others, place };
  const made = maker?.kind === "function" ? machine.call({ ...maker, firstAsSelf: true }, args) : value;
  machine.classesMade.pop();
  const initialiser = memberOfClass(machine, metaclass, "__init__");
  if (initialiser?.kind === "function")
    machine.call({ ...initialiser, self: value }, { positional, named: others, place });
  return made.kind === "class" ? made : value;
}

function metaclassOf(machine: Machine, { bases }: ClassValue, own: Value | undefined): ClassValue | undefined {
  if (own?.kind === "class") return own;
  for (const base of bases.map((each) => machine.force(each)))
    if (base.kind === "class" && base.metaclass) return base.metaclass;
  return undefined;
}

/** A class may have its bases told of it (`__init_subclass__`), or be asked for among all that extend one. */
function noteSubclass(machine: Machine, value: ClassValue, args: Arguments): void {
  machine.addClass(value);
  for (const base of value.bases.map((each) => machine.force(each))) {
    const hook = base.kind === "class" ? memberOfClass(machine, base, "__init_subclass__") : undefined;
    if (hook?.kind !== "function") continue;
    machine.call({ ...hook, self: value }, args);
    return;
  }
}
