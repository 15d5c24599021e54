import { madeNow } from "../items.ts";
import { itemsOf, type External, type Machine } from "../../values/machine.ts";
import { isSame, knownText, NOTHING, type Arguments, type Value } from "../../values/values.ts";

/** More numbers than any table of routers has; `range(10**9)` is walked as far as this. */
const MAX_ITEMS = 2000;

/** What Python's functions over lists come to, those of `itertools` as well; undefined where a list is not known. */
export const ITERATIONS: Readonly<Record<string, External>> = {
  list: copyList,
  tuple: copyList,
  set: uniqueItems,
  frozenset: uniqueItems,
  sorted: sortedItems,
  max: (args) => extreme(args, Math.max),
  min: (args) => extreme(args, Math.min),
  sum: (args) => {
    const numbers = itemsGiven(args, 0)?.map((item) => numberIn(item));
    return numbers?.every((each) => each !== undefined)
      ? numberOf(numbers.reduce((sum, each) => sum + each, 0))
      : undefined;
  },
  abs: (args) => {
    const value = args.positional[0] && numberIn(args.positional[0].value);
    return value === undefined ? undefined : numberOf(Math.abs(value));
  },
  iter: copyList,
  reversed: (args, machine) => {
    const copy = copyList(args, machine);
    return copy.kind === "list" ? { kind: "list", items: copy.items.toReversed() } : copy;
  },
  range,
  enumerate: (args) => {
    const items = itemsGiven(args, 0);
    const start = (args.named.get("start") ?? args.positional[1])?.value;
    const from = start ? numberIn(start) : 0;
    if (!items) return undefined;
    return listOf(
      items.map((item, index) => listOf([from === undefined ? (start ?? NOTHING) : numberOf(from + index), item])),
    );
  },
  zip: (args) => zip(args),
  "itertools.chain": (args) => listOf(args.positional.flatMap(({ value }) => itemsOf(value) ?? [value])),
  "itertools.chain.from_iterable": (args) => {
    const lists = itemsGiven(args, 0);
    return lists && listOf(lists.flatMap((list) => itemsOf(list) ?? [list]));
  },
  "itertools.product": product,
  "itertools.islice": (args) => {
    const items = itemsGiven(args, 0);
    const [one, two] = [args.positional[1], args.positional[2]].map((each) => each && numberIn(each.value));
    if (!items || one === undefined) return undefined;
    return listOf(args.positional[2] ? items.slice(one, two) : items.slice(0, one));
  },
  "itertools.starmap": (args, machine) => {
    const [turn] = args.positional;
    const items = itemsGiven(args, 1);
    const handOver = (item: Value): Arguments => ({
      positional: (itemsOf(item) ?? []).map((value) => ({ value, place: args.place })),
      named: new Map(),
      place: args.place,
    });
    return turn && items && listOf(items.map((item) => machine.call(turn.value, handOver(item))));
  },
  "itertools.pairwise": (args) => {
    const items = itemsGiven(args, 0);
    return items && listOf(items.slice(1).map((item, index) => listOf([items[index] ?? NOTHING, item])));
  },
  "itertools.repeat": (args) => {
    const [item, times] = args.positional.map(({ value }) => value);
    const length = times ? numberIn(times) : ENDLESS;
    return item && length !== undefined
      ? listOf(Array.from({ length: Math.min(length, MAX_ITEMS) }, () => item))
      : undefined;
  },
  "itertools.count": (args) => {
    const [start = 0, step = 1] = args.positional.map(({ value }) => numberIn(value));
    return listOf(Array.from({ length: ENDLESS }, (_, index) => numberOf(start + index * step)));
  },
  "itertools.cycle": (args) => {
    const items = itemsGiven(args, 0) ?? [];
    return items.length > 0
      ? listOf(Array.from({ length: ENDLESS }, (_, index) => items[index % items.length] ?? NOTHING))
      : undefined;
  },
  // What an iterator gave is not in it any more.
  next: (args) => {
    const of = args.positional[0]?.value;
    const found = of?.kind === "list" ? of.items.shift() : undefined;
    return found ?? (of?.kind === "list" ? args.positional[1]?.value : undefined);
  },
};

/** As many as stand for items without an end, of which code takes those that it needs. */
const ENDLESS = 200;

function copyList(args: Arguments, machine: Machine): Value {
  const [value] = args.positional;
  if (!value) return { ...listOf([]), ...madeNow(machine) };
  const items = itemsOf(value.value);
  if (!items) return value.value;
  const uncertain = value.value.kind === "list" ? value.value.uncertain : undefined;
  return { ...listOf(items), ...madeNow(machine), ...(uncertain !== undefined && { uncertain }) };
}

/** In Python's order where all are texts or all are numbers, and no function says otherwise. */
function sortedItems(args: Arguments, machine: Machine): Value {
  const copy = copyList(args, machine);
  if (copy.kind !== "list" || args.named.has("key")) return copy;
  const isReversed = args.named.get("reverse")?.value;
  const keys = copy.items.map((item) => knownText(item) ?? numberIn(item) ?? firstKey(item));
  const isKnown = keys.every((key) => key !== undefined) && new Set(keys.map((key) => typeof key)).size < 2;
  if (!isKnown) return copy;
  const order = [...keys.keys()].toSorted((one, other) => compare(keys[one], keys[other]));
  const items = order.map((index) => copy.items[index]).filter((item) => item !== undefined);
  const isDown = isReversed?.kind === "constant" && isReversed.value === true;
  return { ...copy, items: isDown ? items.toReversed() : items };
}

/** Tuples, as those of `items()`, are in the order of what comes first in them. */
function firstKey(item: Value): string | number | undefined {
  const first = item.kind === "list" ? item.items[0] : undefined;
  return first && (knownText(first) ?? numberIn(first));
}

function compare(one: string | number | undefined, other: string | number | undefined): number {
  if (one === undefined || other === undefined || one === other) return 0;
  return one < other ? -1 : 1;
}

function extreme(args: Arguments, pick: (...numbers: readonly number[]) => number): Value | undefined {
  const items = args.positional.length === 1 ? itemsGiven(args, 0) : args.positional.map(({ value }) => value);
  const numbers = items?.map((item) => numberIn(item));
  return numbers && numbers.length > 0 && numbers.every((each) => each !== undefined)
    ? numberOf(pick(...numbers))
    : undefined;
}

/** A set has each value once. */
function uniqueItems(args: Arguments, machine: Machine): Value {
  const copy = copyList(args, machine);
  if (copy.kind !== "list") return copy;
  return {
    ...copy,
    items: copy.items.filter((item, index) => copy.items.findIndex((each) => isSame(each, item)) === index),
  };
}

/** `range(1, 3)`, `range(4, 0, -2)` */
function range(args: Arguments): Value | undefined {
  const numbers = args.positional.map(({ value }) => numberIn(value));
  const [one, two, step = 1] = numbers;
  const [from, to] = numbers.length > 1 ? [one, two] : [0, one];
  if (from === undefined || to === undefined || numbers.includes(undefined) || step === 0) return undefined;
  const items: Value[] = [];
  for (let each = from; (step > 0 ? each < to : each > to) && items.length < MAX_ITEMS; each += step) {
    items.push(numberOf(each));
  }
  return listOf(items);
}

/** The shortest list decides; `repeat(x)` is as long as the others. */
function zip(args: Arguments): Value | undefined {
  const lists = args.positional.map(({ value }) => itemsOf(value));
  const known = lists.filter((list) => list !== undefined);
  if (known.length === 0 || known.length !== lists.length) return undefined;
  const length = Math.min(...known.map((list) => list.length));
  const rows = Array.from({ length }, (_, row) =>
    listOf(known.map((list) => list[row]).filter((item) => item !== undefined)),
  );
  return listOf(rows);
}

function product(args: Arguments): Value | undefined {
  const repeat = numberIn(args.named.get("repeat")?.value ?? numberOf(1)) ?? 1;
  const lists = args.positional.map(({ value }) => itemsOf(value));
  let rows: readonly (readonly Value[])[] = [[]];
  for (const list of Array.from({ length: Math.min(repeat, 8) }, () => lists).flat()) {
    if (!list) return undefined;
    rows = rows.flatMap((row) => list.map((item) => [...row, item])).slice(0, MAX_ITEMS);
  }
  return listOf(rows.map((row) => listOf(row)));
}

function itemsGiven({ positional }: Arguments, index: number): readonly Value[] | undefined {
  const argument = positional[index];
  return argument && itemsOf(argument.value);
}

function listOf(items: readonly Value[]): Extract<Value, { kind: "list" }> {
  return { kind: "list", items: [...items] };
}

function numberOf(value: number): Value {
  return { kind: "constant", value };
}

function numberIn(value: Value): number | undefined {
  return value.kind === "constant" && typeof value.value === "number" ? value.value : undefined;
}
