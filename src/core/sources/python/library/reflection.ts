import { memberOfClass, namesOfClass } from "../values/class-member.ts";
import { itemsOf, type External, type Machine } from "../values/machine.ts";
import { setMember } from "../run/set-member.ts";
import { truthOf } from "../values/truth.ts";
import { isInstance, isSubclass } from "./type-tests.ts";
import { knownText, NOTHING, textOf, type Arguments, type ClassValue, type Value } from "../values/values.ts";

/** What code asks of other code: its names, what they are, and what extends what. */
export const REFLECTION: Readonly<Record<string, External>> = {
  isinstance: (args, machine) => ask(args, (value, type) => isInstance(machine, value, type)),
  issubclass: (args, machine) => ask(args, (value, type) => isSubclass(machine, value, type)),
  hasattr: (args, machine) => {
    const [of, name] = [args.positional[0]?.value, knownText(args.positional[1]?.value)];
    return of && name !== undefined ? constant(hasMember(machine, of, name, args)) : undefined;
  },
  callable: kindTest(["function", "lambda", "class", "native"], ["list", "dictionary", "text", "constant", "module"]),
  "inspect.isclass": kindTest(
    ["class"],
    ["function", "lambda", "router", "module", "instance", "text", "list", "dictionary", "constant"],
  ),
  "inspect.ismodule": kindTest(
    ["module"],
    ["function", "class", "router", "instance", "text", "list", "dictionary", "constant"],
  ),
  "inspect.isfunction": (args) => isFunctionLike(args, false),
  "inspect.ismethod": (args) => isFunctionLike(args, true),
  "inspect.isroutine": kindTest(
    ["function", "lambda"],
    ["class", "router", "module", "instance", "text", "list", "dictionary"],
  ),
  "inspect.iscoroutinefunction": () => undefined,
  "inspect.getmembers": members,
  dir: (args, machine) => {
    const of = args.positional[0]?.value;
    const names = of && namesIn(machine, of);
    return names && { kind: "list", items: names.toSorted().map((name) => textOf(name)) };
  },
  vars: (args, machine) => {
    const of = args.positional[0]?.value;
    return of && ownNames(machine, of);
  },
  globals: (args, machine) => ownNames(machine, { kind: "module", file: args.place.file }),
  type: (args) => {
    const of = args.positional[0]?.value;
    if (of?.kind === "instance") return of.of;
    return of?.kind === "router" ? of.router.of : undefined;
  },
  setattr: (args, machine) => {
    const of = args.positional[0]?.value;
    const name = knownText(args.positional[1]?.value);
    const given = args.positional[2];
    if (of && name !== undefined && given) setMember(machine, of, name, given);
    return NOTHING;
  },
  len: (args) => {
    const of = args.positional[0]?.value;
    const count = of && countOf(of);
    return count === undefined ? undefined : { kind: "constant", value: count };
  },
  any: (args) => constant(settled(args, true)),
  all: (args) => constant(settled(args, false)),
  filter: (args, machine) => {
    const [test, over] = args.positional;
    const items = over && itemsOf(over.value);
    if (!test || !items) return undefined;
    // `filter(None, items)` leaves out what is not true.
    const isNone = test.value.kind === "constant" && test.value.value === null;
    const mayStay = (item: Value): boolean =>
      isNone ? truthOf(item) !== false : mayHold(machine, test.value, item, args);
    return { kind: "list", items: items.filter(mayStay) };
  },
  map: (args, machine) => {
    const [turn, over] = args.positional;
    const items = over && itemsOf(over.value);
    if (!turn || !items) return undefined;
    return { kind: "list", items: items.map((item) => machine.call(turn.value, argumentsOf(item, args))) };
  },
};

/** How many items there surely are. */
function countOf(of: Value): number | undefined {
  if (of.kind === "text") return knownText(of)?.length;
  if (of.kind === "list") return of.uncertain === undefined ? of.items.length : undefined;
  if (of.kind !== "dictionary" || of.uncertain !== undefined) return undefined;
  return new Set(of.entries.map(([key]) => knownText(key) ?? key)).size;
}

function constant(value: boolean | undefined): Value | undefined {
  return value === undefined ? undefined : { kind: "constant", value };
}

/** `any` is settled by one that holds, `all` by one that does not; what is not known leaves it open. */
function settled(args: Arguments, by: boolean): boolean | undefined {
  const items = args.positional[0] && itemsOf(args.positional[0].value);
  const holds = items?.map((item) => (item.kind === "constant" ? Boolean(item.value) : undefined));
  if (!holds) return undefined;
  if (holds.includes(by)) return by;
  return holds.includes(undefined) ? undefined : !by;
}

function ask(args: Arguments, holds: (value: Value, type: Value) => boolean | undefined): Value | undefined {
  const [value, type] = args.positional;
  return value && type ? constant(holds(value.value, type.value)) : undefined;
}

function kindTest(yes: readonly Value["kind"][], no: readonly Value["kind"][]): External {
  return (args) => {
    const kind = args.positional[0]?.value.kind;
    if (kind === undefined) return undefined;
    return constant(yes.includes(kind) ? true : no.includes(kind) ? false : undefined);
  };
}

/** A method is a function that belongs to an object. */
function isFunctionLike(args: Arguments, isBound: boolean): Value | undefined {
  const value = args.positional[0]?.value;
  if (value?.kind === "function") return constant((value.self !== undefined) === isBound);
  if (!value || value.kind === "unknown" || value.kind === "either" || value.kind === "external") return undefined;
  return constant(value.kind === "lambda" && !isBound);
}

function hasMember(machine: Machine, of: Value, name: string, { place }: Arguments): boolean | undefined {
  if (of.kind === "unknown" || of.kind === "either" || of.kind === "external") return undefined;
  if (machine.member(of, name, place)) return true;
  // What a class of a package gives to those that extend it is not known.
  const type = of.kind === "instance" ? of.of : of.kind === "class" ? of : undefined;
  return type && extendsUnknown(machine, type) ? undefined : false;
}

function extendsUnknown(machine: Machine, of: ClassValue, depth = 0): boolean {
  return of.bases
    .map((base) => machine.force(base))
    .some((base) => {
      if (base.kind === "external") return !PLAIN_BASES.test(base.name);
      return base.kind !== "class" || depth > 20 || extendsUnknown(machine, base, depth + 1);
    });
}

const PLAIN_BASES = /(?:^|\.)(?:ABC|Generic|Protocol|object)$/;

/** The names of a value, those of its class and of what that extends included. */
function namesIn(machine: Machine, of: Value): readonly string[] | undefined {
  if (of.kind === "module") return machine.namesOf(of).map(([name]) => name);
  if (of.kind === "class") return namesOfClass(machine, of);
  if (of.kind === "instance") return [...new Set([...of.members.keys(), ...namesOfClass(machine, of.of)])];
  if (of.kind !== "router" || !of.router.of) return undefined;
  return [...new Set([...of.router.members.keys(), ...namesOfClass(machine, of.router.of)])];
}

/** `vars(x)`, `x.__dict__`: what belongs to the value itself. */
export function ownNames(machine: Machine, of: Value): Value | undefined {
  const names =
    of.kind === "module" ? machine.namesOf(of) : of.kind === "instance" || of.kind === "class" ? of.members : undefined;
  if (!names) return undefined;
  return { kind: "dictionary", entries: [...names].map(([name, value]) => [textOf(name), machine.force(value)]) };
}

/** `for name, value in inspect.getmembers(module, isclass)` */
function members(args: Arguments, machine: Machine): Value | undefined {
  const of = args.positional[0]?.value;
  const test = (args.named.get("predicate") ?? args.positional[1])?.value;
  const names = of && namesIn(machine, of);
  if (!of || !names) return undefined;
  const items = names.toSorted().flatMap((name): Value[] => {
    const value = of.kind === "class" ? memberOfClass(machine, of, name) : machine.member(of, name, args.place);
    if (!value || (test && !mayHold(machine, test, value, args))) return [];
    return [{ kind: "list", items: [textOf(name), value] }];
  });
  return { kind: "list", items };
}

function mayHold(machine: Machine, test: Value, item: Value, args: Arguments): boolean {
  const holds = machine.call(test, argumentsOf(item, args));
  return holds.kind !== "constant" || Boolean(holds.value);
}

function argumentsOf(value: Value, { place }: Arguments): Arguments {
  return { positional: [{ value, place }], named: new Map(), place };
}
