import type { Place } from "#core/model/place.ts";
import { deleteEntry, setEntry } from "../run/items.ts";
import type { Machine } from "../values/machine.ts";
import {
  eitherOf,
  knownText,
  NOTHING,
  textOf,
  unknown,
  type Arguments,
  type DictionaryValue,
  type Value,
} from "../values/values.ts";

/** An attribute of a dictionary. */
export function memberOfDictionary(
  machine: Machine,
  of: DictionaryValue,
  name: string,
  place: Place,
): Value | undefined {
  const list = (items: Value[]): Value => ({ kind: "native", call: () => ({ kind: "list", items }) });
  switch (name) {
    case "items":
      return list(of.entries.map(([key, value]) => ({ kind: "list", items: [key, value] })));
    case "values":
      return list(of.entries.map(([, value]) => value));
    case "keys":
      return list(of.entries.map(([key]) => key));
    case "get":
      return { kind: "native", call: (args) => getFromDictionary(of, args) };
    case "pop":
      return { kind: "native", call: (args) => popFromDictionary(machine, of, args) };
    case "setdefault":
      return { kind: "native", call: (args) => setDefault(machine, of, args) };
    case "copy":
      return { kind: "native", call: () => ({ ...of, entries: [...of.entries] }) };
    case "update":
      return {
        kind: "native",
        call: (args) => {
          const added = [...args.named].map(([key, { value }]): readonly [Value, Value] => [textOf(key), value]);
          const others = args.positional.flatMap(({ value }) => (value.kind === "dictionary" ? value.entries : []));
          for (const [key, value] of [...added, ...others]) setEntry(machine, of, key, value, place);
          return NOTHING;
        },
      };
    case "popitem":
      return { kind: "native", call: () => popLast(machine, of, place) };
    case "clear":
      return {
        kind: "native",
        call: () => {
          for (const key of of.entries.map(([each]) => each)) deleteEntry(machine, of, key, place);
          return NOTHING;
        },
      };
    default:
      return undefined;
  }
}

function popLast(machine: Machine, of: DictionaryValue, place: Place): Value {
  const last = of.entries.at(-1);
  if (!last) return unknown("the dictionary is empty", place);
  deleteEntry(machine, of, last[0], place);
  return { kind: "list", items: [...last] };
}

function popFromDictionary(machine: Machine, of: DictionaryValue, args: Arguments): Value {
  const found = getFromDictionary(of, args);
  const key = args.positional[0]?.value;
  if (key) deleteEntry(machine, of, key, args.place);
  return found;
}

function setDefault(machine: Machine, of: DictionaryValue, args: Arguments): Value {
  const [key, given] = args.positional.map(({ value }) => value);
  const known = knownText(key);
  const found = of.entries.findLast(([each]) => known !== undefined && knownText(each) === known);
  if (found) return found[1];
  const value = given ?? NOTHING;
  if (key) setEntry(machine, of, key, value, args.place);
  return value;
}

function getFromDictionary(of: DictionaryValue, args: Arguments): Value {
  const key = args.positional[0]?.value;
  const otherwise = args.positional[1]?.value ?? (of.isWhole ? NOTHING : undefined);
  const found = key && itemOfDictionary(of, key);
  if (found) return found.kind === "either" && otherwise ? eitherOf([found, otherwise], found.why) : found;
  return otherwise ?? unknown("the dictionary has no such key", args.place);
}

/** What stands under a key; where the key is not known, any of them. */
export function itemOfDictionary({ entries }: DictionaryValue, key: Value): Value | undefined {
  const text = knownText(key);
  if (text !== undefined) return entries.findLast(([each]) => knownText(each) === text)?.[1];
  if (key.kind === "constant") return entries.findLast(([each]) => isConstant(each, key.value))?.[1];
  if (key.kind !== "unknown" || entries.length === 0) return undefined;
  return eitherOf(
    entries.map(([, value]) => value),
    key.why,
  );
}

function isConstant(value: Value, other: number | boolean | null): boolean {
  return value.kind === "constant" && value.value === other;
}
