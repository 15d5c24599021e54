import type { Place } from "#core/model/place.ts";
import { addItems, isSameKey, removeItems } from "../run/items.ts";
import { itemsOf, type Machine } from "../values/machine.ts";
import { NOTHING, unknown, type Arguments, type ListValue, type Value } from "../values/values.ts";

type Method = (machine: Machine, of: ListValue, args: Arguments) => Value;

/** What the methods of lists and sets do. */
const METHODS: Readonly<Record<string, Method>> = {
  append: (machine, of, args) => adding(machine, of, args, given(args)),
  add: (machine, of, args) => adding(machine, of, args, given(args)),
  extend: (machine, of, args) => adding(machine, of, args, itemsGiven(args)),
  update: (machine, of, args) => adding(machine, of, args, itemsGiven(args)),
  insert: (machine, of, args) => adding(machine, of, args, given(args).slice(1), numberOf(args.positional[0]?.value)),
  copy: (_, of) => ({ ...of, items: [...of.items] }),
  appendleft: (machine, of, args) => adding(machine, of, args, given(args), 0),
  extendleft: (machine, of, args) => adding(machine, of, args, itemsGiven(args).toReversed(), 0),
  remove: (machine, of, args) => removing(machine, of, args, findItem(of, args.positional[0]?.value)),
  discard: (machine, of, args) => removing(machine, of, args, findItem(of, args.positional[0]?.value)),
  clear: (machine, of, args) => removing(machine, of, args, ...of.items.keys()),
  pop: (machine, of, args) => taking(machine, of, args, numberOf(args.positional[0]?.value) ?? -1),
  popleft: (machine, of, args) => taking(machine, of, args, 0),
  reverse: (machine, of) => {
    machine.noteUse(of);
    of.items.reverse();
    return NOTHING;
  },
  sort: () => NOTHING,
  index: (_, of, args) => {
    const [wanted] = given(args);
    const index = wanted ? of.items.findIndex((item) => isSameKey(item, wanted)) : -1;
    return index >= 0 ? { kind: "constant", value: index } : unknown("the list has no such item", args.place);
  },
};

/** An attribute of a list, a tuple or a set. */
export function memberOfList(machine: Machine, of: ListValue, name: string, place: Place): Value | undefined {
  const field = of.fields?.indexOf(name) ?? -1;
  if (field >= 0) return of.items[field];
  const method = METHODS[name];
  return method && { kind: "native", call: (args) => method(machine, of, { ...args, place }) };
}

function given({ positional }: Arguments): readonly Value[] {
  return positional.map(({ value }) => value);
}

function itemsGiven(args: Arguments): readonly Value[] {
  return given(args).flatMap((value) => itemsOf(value) ?? [value]);
}

function numberOf(value: Value | undefined): number | undefined {
  return value?.kind === "constant" && typeof value.value === "number" ? value.value : undefined;
}

function adding(machine: Machine, of: ListValue, { place }: Arguments, added: readonly Value[], index?: number): Value {
  addItems(machine, of, added, place, index);
  return NOTHING;
}

function taking(machine: Machine, of: ListValue, args: Arguments, at: number): Value {
  const index = at < 0 ? of.items.length + at : at;
  const item = of.items[index];
  if (!item) return unknown("`pop` is called on a list that seems to be empty", args.place);
  removing(machine, of, args, index);
  return item;
}

function removing(machine: Machine, of: ListValue, { place }: Arguments, ...indexes: readonly number[]): Value {
  const found = indexes.filter((index) => index >= 0);
  if (found.length > 0) removeItems(machine, of, found, place);
  return NOTHING;
}

/** Where the item is that is the given one, or -1; one that is there under a condition counts as well. */
function findItem(of: ListValue, wanted: Value | undefined): number {
  if (!wanted) return -1;
  const isIt = (item: Value): boolean =>
    isSameKey(item, wanted) || (item.kind === "either" && item.options.length === 1 && item.options.some(isIt));
  return of.items.findIndex(isIt);
}
