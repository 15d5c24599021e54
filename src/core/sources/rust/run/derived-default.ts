import type { Place } from "#core/model/place.ts";
import type { Module } from "../crates/module.ts";
import type { Machine } from "../values/machine.ts";
import { findMethod, resolve } from "../crates/resolve.ts";
import { textOf, type Value } from "../values/values.ts";

/** Structs within structs. */
const MAX_DEPTH = 8;

/** Types of which the default holds nothing. */
const EMPTY = /^(?:(?:std|alloc|core)::\w+::)*(?:Vec|VecDeque|HashMap|BTreeMap|IndexMap|HashSet|BTreeSet|Option)\b/;
const TEXT = /^(?:std::string::)?String$/;

/**
 * What `#[derive(Default)]` makes of a struct: empty lists, texts and routers. A field whose default is not known is left
 * out. Undefined where the type is no struct of the project.
 */
export function derivedDefault(
  machine: Machine,
  path: readonly string[],
  module: Module,
  place: Place,
  selfType?: string,
  depth = 0,
): Value | undefined {
  const found = resolve(machine.crates, module, path, selfType);
  if (found?.kind !== "type" || depth > MAX_DEPTH) return undefined;
  const { shape } = found.module.types.get(found.name) ?? {};
  if (shape?.kind !== "struct") return undefined;
  machine.crates.note(found.module.file);
  const fields = new Map<string, Value>();
  for (const { name, type = "" } of shape.members) {
    const value = defaultOfType(machine, type.trim(), found.module, place, depth + 1);
    if (value) fields.set(name, value);
  }
  return { kind: "instance", type: found.name, module: found.module, fields };
}

function defaultOfType(machine: Machine, type: string, module: Module, place: Place, depth: number): Value | undefined {
  if (EMPTY.test(type)) return { kind: "list", items: [] };
  if (TEXT.test(type)) return textOf("");
  const end = type.indexOf("<");
  const path = (end === -1 ? type : type.slice(0, end)).split("::");
  const found = resolve(machine.crates, module, path, undefined);
  if (found?.kind === "external") {
    const framework = machine.routerType(found.path);
    return framework === undefined ? undefined : { kind: "router", router: { framework, place, entries: [] } };
  }
  if (found?.kind !== "type") return undefined;
  const method = findMethod(found.module.crate, found.name, "default");
  if (method) return machine.call({ kind: "function", ...method, type: found.name }, [], place);
  return derivedDefault(machine, path, module, place, undefined, depth);
}
