import { memberOfClass, namesOfClass } from "../values/class-member.ts";
import { externalBases, instantiate } from "../run/instantiate.ts";
import type { Machine } from "../values/machine.ts";
import { knownText, textOf, type Argument, type Arguments, type ClassValue, type Value } from "../values/values.ts";

type Instance = Extract<Value, { kind: "instance" }>;

/** What pydantic gives to its models, by the names of versions 1 and 2. */
const MAKING: ReadonlySet<string> = new Set(["model_validate", "model_construct", "parse_obj", "construct"]);
const COPYING: ReadonlySet<string> = new Set(["model_copy", "copy"]);
const DUMPING: ReadonlySet<string> = new Set(["model_dump", "dict"]);

/** `Settings.model_validate(values)`: an object whose other fields have their defaults. */
export function makingMethod(machine: Machine, of: ClassValue, name: string): Value | undefined {
  if (!MAKING.has(name) || !isModel(machine, of)) return undefined;
  return {
    kind: "native",
    call: (args) => {
      const given = (args.named.get("obj") ?? args.positional[0])?.value;
      if (given?.kind === "instance") return given;
      const entries = given?.kind === "dictionary" ? given.entries : [];
      const named = new Map<string, Argument>(name.endsWith("construct") ? args.named : []);
      for (const [key, value] of entries) {
        const field = knownText(key);
        if (field !== undefined) named.set(field, { value, place: args.place });
      }
      return instantiate(machine, of, { positional: [], named, place: args.place });
    },
  };
}

/** `settings.model_copy(update=values)`, `settings.model_dump()` */
export function methodOfModel(machine: Machine, of: Instance, name: string): Value | undefined {
  if (!(COPYING.has(name) || DUMPING.has(name)) || !isModel(machine, of.of)) return undefined;
  const call = (args: Arguments): Value => (COPYING.has(name) ? copyOf(of, args) : dumpOf(machine, of, args));
  return { kind: "native", call };
}

function isModel(machine: Machine, of: ClassValue): boolean {
  return externalBases(machine, of).some((base) => /^(?:pydantic|pydantic_settings|sqlmodel)\b/.test(base));
}

function copyOf(of: Instance, args: Arguments): Value {
  const members = new Map(of.members);
  const update = args.named.get("update")?.value;
  for (const [key, value] of update?.kind === "dictionary" ? update.entries : []) {
    const field = knownText(key);
    if (field !== undefined) members.set(field, value);
  }
  return { ...of, members };
}

/** Fields that were given, and the defaults of the others. */
function dumpOf(machine: Machine, of: Instance, { place }: Arguments): Value {
  const isField = (value: Value | undefined): value is Value =>
    value !== undefined && value.kind !== "function" && value.kind !== "native";
  const entries = [...new Set([...of.members.keys(), ...namesOfClass(machine, of.of)])].flatMap((name) => {
    const value = memberOfClass(machine, of.of, name);
    if (!of.members.has(name) && !isField(value)) return [];
    const known = machine.member(of, name, place);
    return known ? [[textOf(name), known] as const] : [];
  });
  return { kind: "dictionary", entries };
}
