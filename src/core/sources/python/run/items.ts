import type { Place } from "#core/model/place.ts";
import { compareValues } from "../values/compare-values.ts";
import type { Machine } from "../values/machine.ts";
import { noneOf } from "./flow/left-early.ts";
import type { DictionaryValue, ListValue, Value } from "../values/values.ts";

/** How many conditions and loops without a known end what runs now stands under. */
function levelOf({ conditions, openLoops }: Machine): number {
  return conditions.length + openLoops.length;
}

/** An empty list or dictionary's level, for the one that is made now. */
export function madeNow(machine: Machine): { readonly madeUnder: number } {
  return { madeUnder: levelOf(machine) };
}

/** Adds items to a list, before an index or at its end. */
export function addItems(
  machine: Machine,
  list: ListValue,
  added: readonly Value[],
  place: Place,
  index = list.items.length,
): void {
  machine.noteUse(list);
  const items = added.map((item) => underConditions(machine, list, item, place));
  noteUncertain(machine, list, items.length);
  list.isEmptied = false;
  list.items.splice(index, 0, ...items);
  if (list.writeBack) list.writeBack(added, [], place);
}

/** Takes items out of a list, by their indexes: under a condition they stay where it does not hold. */
export function removeItems(machine: Machine, list: ListValue, indexes: readonly number[], place: Place): void {
  machine.noteUse(list);
  const conditions = machine.conditions.slice(list.madeUnder ?? 0);
  const isRemoved = new Set(indexes);
  const removed = list.items.filter((_, index) => isRemoved.has(index));
  const kept = list.items.flatMap((item, index) => {
    if (!isRemoved.has(index)) return [item];
    return conditions.length > 0 ? [onlyIf(item, noneOf([conditions.join(" and ")]), place)] : [];
  });
  if (conditions.length > 0) noteUncertain(machine, list, removed.length);
  list.items.length = 0;
  list.items.push(...kept);
  list.isEmptied = kept.length === 0;
  if (list.writeBack) list.writeBack([], removed, place);
}

/** `list[0] = value`, `dictionary["key"] = value` */
export function setItem(machine: Machine, of: Value, key: Value, value: Value, place: Place): void {
  if (of.kind === "dictionary") setEntry(machine, of, key, value, place);
  const index = of.kind === "list" ? indexIn(of, key) : undefined;
  if (of.kind !== "list" || index === undefined) return;
  removeItems(machine, of, [index], place);
  addItems(machine, of, [value], place, index);
}

/** `list[1:] = items`, and `del list[1:]` with none. */
export function setSlice(
  machine: Machine,
  of: Value,
  bounds: readonly (Value | undefined)[],
  added: readonly Value[],
  place: Place,
): void {
  const indexes = of.kind === "list" ? indexesOf(of.items.length, bounds) : undefined;
  if (of.kind !== "list" || !indexes) return;
  const at = indexes[0] ?? of.items.length;
  removeItems(machine, of, indexes, place);
  if (added.length > 0) addItems(machine, of, added, place, at);
}

/** The indexes that a slice takes, in its order; undefined where a bound is not known. */
export function indexesOf(length: number, bounds: readonly (Value | undefined)[]): readonly number[] | undefined {
  const given = bounds.map((each) => (each?.kind === "constant" ? each.value : each === undefined ? null : undefined));
  if (given.some((each) => each !== null && typeof each !== "number")) return undefined;
  const [start, end, step = null] = given;
  const by = typeof step === "number" ? step : 1;
  const bound = (value: unknown, otherwise: number): number => {
    if (typeof value !== "number") return otherwise;
    const at = value < 0 ? value + length : value;
    return Math.min(Math.max(at, by > 0 ? 0 : -1), by > 0 ? length : length - 1);
  };
  const [from, to] = by > 0 ? [bound(start, 0), bound(end, length)] : [bound(start, length - 1), bound(end, -1)];
  const indexes: number[] = [];
  if (by !== 0) for (let at = from; by > 0 ? at < to : at > to; at += by) indexes.push(at);
  return indexes;
}

function indexIn({ items }: ListValue, key: Value): number | undefined {
  if (key.kind !== "constant" || typeof key.value !== "number") return undefined;
  const index = key.value < 0 ? items.length + key.value : key.value;
  return index >= 0 && index < items.length ? index : undefined;
}

/** `del list[0]`, `del dictionary["key"]` */
export function deleteItem(machine: Machine, of: Value, key: Value, place: Place): void {
  if (of.kind === "dictionary") deleteEntry(machine, of, key, place);
  const index = of.kind === "list" ? indexIn(of, key) : undefined;
  if (of.kind === "list" && index !== undefined) removeItems(machine, of, [index], place);
}

/** Puts a value under a key, in place of the one that surely was there. */
export function setEntry(machine: Machine, of: DictionaryValue, key: Value, value: Value, place: Place): void {
  machine.noteUse(of);
  const index = !isChangedWithin(machine, of) ? of.entries.findLastIndex(([each]) => isSameKey(each, key)) : -1;
  if (index >= 0) {
    of.entries[index] = [key, value];
    return;
  }
  noteUncertain(machine, of, 1);
  of.isEmptied = false;
  of.entries.push([key, underConditions(machine, of, value, place)]);
}

/** Takes out what stands under a key. */
export function deleteEntry(machine: Machine, of: DictionaryValue, key: Value, place: Place): void {
  machine.noteUse(of);
  const conditions = machine.conditions.slice(of.madeUnder ?? 0);
  const kept = of.entries.flatMap((entry): readonly (readonly [Value, Value])[] => {
    if (!isSameKey(entry[0], key)) return [entry];
    return conditions.length > 0 ? [[entry[0], onlyIf(entry[1], noneOf([conditions.join(" and ")]), place)]] : [];
  });
  if (conditions.length > 0) noteUncertain(machine, of, 1);
  of.entries.length = 0;
  of.entries.push(...kept);
  of.isEmptied = kept.length === 0;
}

export function isSameKey(one: Value, other: Value): boolean {
  return one === other || compareValues("==", one, other) === true;
}

/** Whether a branch, or a loop that may not run at all, changes what was made outside of it. */
function isChangedWithin(
  machine: Machine,
  { madeUnder = Number.POSITIVE_INFINITY }: ListValue | DictionaryValue,
): boolean {
  return levelOf(machine) > madeUnder;
}

function noteUncertain(machine: Machine, of: ListValue | DictionaryValue, count: number): void {
  if (isChangedWithin(machine, of)) of.uncertain = (of.uncertain ?? 0) + count;
}

/** What a branch adds to a list is there where that branch was taken. */
function underConditions(machine: Machine, of: ListValue | DictionaryValue, item: Value, place: Place): Value {
  const { conditions } = machine;
  const isNoted = conditions.length > 0 && (holdsRouter(item) || (CODE.has(item.kind) && isChangedWithin(machine, of)));
  return isNoted ? onlyIf(item, conditions.join(" and "), place) : item;
}

/** A value that is there only under a condition: the one option of a choice. */
export function onlyIf(item: Value, condition: string, place: Place): Value {
  const why = { reason: condition, place };
  if (item.kind !== "either") return { kind: "either", options: [item], why };
  const both = item.options.length === 1 ? `${item.why.reason} and ${condition}` : condition;
  return { ...item, why: { ...why, reason: both } };
}

/** What may register routes when a loop comes to it. */
const CODE: ReadonlySet<Value["kind"]> = new Set(["class", "instance", "function", "module"]);

function holdsRouter(item: Value): boolean {
  return item.kind === "router" || (item.kind === "list" && item.items.some(holdsRouter));
}
