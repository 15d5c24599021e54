import type { Place } from "#core/model/place.ts";
import type { RustPattern } from "#core/model/rust-facts.ts";
import { unionOf } from "./axum.ts";
import { knownText, unknown, type Names, type Value } from "./values.ts";

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
  if (distinct.length < 2 || first.kind !== "text") return first;
  const texts = new Set(distinct.map((value) => knownText(value)));
  if (texts.size === 1 && !texts.has(undefined)) return first;
  const start = { line: 0, character: 0 };
  return unknown("depends on a condition", { file: "", range: { start, end: start } });
}
