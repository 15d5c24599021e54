import type { Place } from "#core/model/place.ts";
import type { RustPattern } from "#core/model/sources/rust-facts.ts";
import { unionOf } from "../values/routers.ts";
import { knownText, unknown, type Names, type Value } from "../values/values.ts";

/** Puts a value under the names of a pattern. */
export function bindPattern(pattern: RustPattern, value: Value, names: Names, place: Place): void {
  if (pattern.kind === "name") names.values.set(pattern.name, value);
  if (pattern.kind === "fields") {
    for (const [name, each] of pattern.fields) {
      const field = value.kind === "instance" ? value.fields.get(name) : undefined;
      bindPattern(each, field ?? unknown(`the field \`${name}\` is not known`, place), names, place);
    }
  }
  if (pattern.kind === "or") for (const option of pattern.options) bindPattern(option, value, names, place);
  if (pattern.kind !== "list") return;
  for (const [index, each] of pattern.items.entries()) {
    const item = value.kind === "list" ? value.items[index] : undefined;
    bindPattern(each, item ?? unknown("this part of the value is not known", place), names, place);
  }
}

/** What a name stands for, looked for from the inside out. */
export function findName(names: Names, name: string): Value | undefined {
  for (let current: Names | undefined = names; current; current = current.parent) {
    const found = current.values.get(name);
    if (found) return found;
  }
  return undefined;
}

/** The path that a `use` in a block around gives a name. */
export function findUse(names: Names, name: string): readonly string[] | undefined {
  for (let current: Names | undefined = names; current; current = current.parent) {
    const found = current.uses?.get(name);
    if (found) return found;
  }
  return undefined;
}

/** Gives a new value to a name where it is declared. */
export function setName(names: Names, name: string, value: Value): void {
  for (let current: Names | undefined = names; current; current = current.parent) {
    if (!current.values.has(name)) continue;
    current.values.set(name, value);
    return;
  }
}

type Instance = Extract<Value, { kind: "instance" }>;

/** Objects of one type, field by field. */
function joinInstances(first: Instance, values: readonly Value[]): Value {
  const all = values.filter((value): value is Instance => value.kind === "instance" && value.type === first.type);
  const names = new Set(all.flatMap(({ fields }) => [...fields.keys()]));
  const { variant, ...whole } = first;
  const isOne = values.every((value) => value.kind === "instance" && value.variant === variant);
  const fields = [...names].map((name): [string, Value] => {
    const options = all.map((each) => each.fields.get(name)).filter((field) => field !== undefined);
    return [name, joinValues(options)];
  });
  return { ...whole, ...(isOne && variant !== undefined && { variant }), fields: new Map(fields) };
}

type List = Extract<Value, { kind: "list" }>;

/** Lists that begin alike have what each adds to that; others are joined item by item, as tuples are. */
function joinLists(first: List, values: readonly Value[]): Value {
  const lists = values.filter((value): value is List => value.kind === "list");
  const shortest = Math.min(...lists.map(({ items }) => items.length));
  let common = 0;
  while (common < shortest && lists.every(({ items }) => items[common] === first.items[common])) common += 1;
  if (common === 0 && lists.every(({ items }) => items.length === first.items.length)) {
    const items = first.items.map((_, index) => joinValues(lists.flatMap((list) => list.items[index] ?? [])));
    return { kind: "list", items };
  }
  const added = new Set(lists.flatMap(({ items }) => items.slice(common)));
  return { kind: "list", items: [...first.items.slice(0, common), ...added] };
}

/** What is left of several values, of which one holds: routers with all that any of them has. */
export function joinValues(values: readonly Value[]): Value {
  const distinct = [...new Set(values)].filter((value) => value.kind !== "unknown");
  const [first = values[0]] = distinct;
  const routers = distinct.flatMap((value) => (value.kind === "router" ? [value.router] : []));
  const union = routers.length > 0 ? unionOf(routers) : undefined;
  if (union) return { kind: "router", router: union };
  if (!first) return { kind: "list", items: [] };
  if (first.kind === "instance" && (distinct.length > 1 || (first.variant !== undefined && values.length > 1))) {
    return joinInstances(first, values);
  }
  if (first.kind === "list" && distinct.length > 1) return joinLists(first, distinct);
  if (first.kind === "external" && distinct.length > 1) return joinExternals(first, distinct);
  if (distinct.length < 2 || (first.kind !== "text" && first.kind !== "number")) return first;
  if (first.kind === "number" && distinct.every((value) => value.kind === "number" && value.value === first.value))
    return first;
  const texts = new Set(distinct.map((value) => knownText(value)));
  if (texts.size === 1 && !texts.has(undefined)) return first;
  return unknown("depends on a condition", NOWHERE);
}

const START = { line: 0, character: 0 };
const NOWHERE: Place = { file: "", range: { start: START, end: START } };

function joinExternals(first: Extract<Value, { kind: "external" }>, values: readonly Value[]): Value {
  const paths = new Set(values.map((value) => (value.kind === "external" ? value.path.join("::") : "")));
  return paths.size === 1 ? first : unknown("depends on a condition", NOWHERE);
}
