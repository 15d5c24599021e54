import { namesOfClass } from "../../values/class-member.ts";
import { itemsOf, type Machine } from "../../values/machine.ts";
import {
  asSetting,
  knownText,
  textOf,
  type Arguments,
  type DictionaryValue,
  type Router,
  type Value,
} from "../../values/values.ts";

/** `app.config`: a dictionary, with methods that take over the names in capitals of an object, a class or a module. */
export function configOf(router: Router, machine: Machine): Value {
  const entries: (readonly [Value, Value])[] = [];
  const add = (name: string, value: Value): void => void entries.push([textOf(name), asSetting(value)]);
  const fromObject = (args: Arguments): Value => {
    const given = args.positional[0]?.value;
    // Of several objects that it may be each says what it has.
    for (const option of given?.kind === "either" ? given.options : given ? [given] : []) {
      const of = option.kind === "text" ? importedBy(knownText(option), args, machine) : option;
      for (const name of of ? namesIn(of, machine) : []) {
        const value = of && /^[A-Z][A-Z0-9_]*$/.test(name) ? machine.member(of, name, args.place) : undefined;
        if (value) add(name, value);
      }
    }
    return { kind: "constant", value: null };
  };
  const fromMapping = (args: Arguments): Value => {
    const [mapping] = args.positional.map(({ value }) => value);
    if (mapping?.kind === "dictionary") entries.push(...mapping.entries);
    for (const [name, { value }] of args.named) add(name, value);
    return { kind: "constant", value: true };
  };
  const config: DictionaryValue = {
    kind: "dictionary",
    entries,
    methods: new Map([
      ["from_object", { kind: "native", call: fromObject }],
      ["from_mapping", { kind: "native", call: fromMapping }],
    ]),
  };
  router.members.set("config", config);
  return config;
}

/** `"app.config.Production"`, `"config"` */
function importedBy(name: string | undefined, { place }: Arguments, machine: Machine): Value | undefined {
  if (name === undefined) return undefined;
  const module = machine.importModule(name, place.file);
  if (module.kind === "module" && module.file !== undefined) return module;
  const dot = name.lastIndexOf(".");
  if (dot < 0) return undefined;
  return machine.member(machine.importModule(name.slice(0, dot), place.file), name.slice(dot + 1), place);
}

function namesIn(of: Value, machine: Machine): readonly string[] {
  if (of.kind === "module") return machine.namesOf(of).map(([name]) => name);
  if (of.kind === "class") return namesOfClass(machine, of);
  if (of.kind === "instance") return [...new Set([...of.members.keys(), ...namesOfClass(machine, of.of)])];
  return of.kind === "dictionary" ? (itemsOf(of) ?? []).flatMap((key) => knownText(key) ?? []) : [];
}
