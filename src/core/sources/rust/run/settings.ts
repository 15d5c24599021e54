import type { Place } from "#core/model/place.ts";
import type { RustMember } from "#core/model/sources/rust-facts.ts";
import type { Module } from "../crates/module.ts";
import type { Machine } from "../values/machine.ts";
import { findMethod, resolve } from "../crates/resolve.ts";
import { asSetting, type Value } from "../values/values.ts";

type Instance = Extract<Value, { kind: "instance" }>;

/** What projects call the types of their settings. */
export const SETTINGS = /(?:Config|Configuration|Settings|Options|Opts?|Args|Arguments|Cli|Env|Environment)$/;
/** What stands around a type without making it another one. */
const AROUND =
  /^(?:&\s*(?:'\w+\s+)?(?:mut\s+)?|(?:\w+::)*(?:Arc|Rc|Box|Option|Result|Cow|ArcSwap|Lazy|LazyLock|OnceCell|OnceLock|RwLock|Mutex)\s*<\s*(?:'\w+\s*,\s*)?)/;

/**
 * Settings of the project of which nothing is known but the type as it is written, e.g. `&Arc<AppConfig>`: their fields
 * have their defaults. Undefined where the type is none of settings.
 */
export function settingsOf(machine: Machine, written: string, module: Module, selfType?: string): Instance | undefined {
  const path = pathIn(written);
  const name = path.at(-1) === "Self" ? (selfType ?? "") : (path.at(-1) ?? "");
  return SETTINGS.test(name) ? structAt(machine, path, module, selfType) : undefined;
}

/** `&'a Arc<config::AppConfig>` → `config`, `AppConfig` */
function pathIn(written: string): readonly string[] {
  let text = written.trim();
  for (let around = AROUND.exec(text); around; around = AROUND.exec(text)) text = text.slice(around[0].length);
  return /^[\w:]+/.exec(text)?.[0].split("::") ?? [];
}

function structAt(machine: Machine, path: readonly string[], module: Module, selfType?: string): Instance | undefined {
  const found = resolve(machine.crates, module, path, selfType);
  if (found?.kind !== "type") return undefined;
  const isStruct = found.module.types.get(found.name)?.shape?.kind === "struct";
  return isStruct
    ? { kind: "instance", type: found.name, module: found.module, fields: new Map(), isSettings: true }
    : undefined;
}

/** A field that an object was not given: of settings its default, of others the settings that it holds. */
export function fieldByType(machine: Machine, of: Instance, name: string, place: Place): Value | undefined {
  const { type, module, isSettings = false } = of;
  const { shape } = module.types.get(type) ?? {};
  const member = shape?.kind === "struct" ? shape.members.find((each) => each.name === name) : undefined;
  if (!member) return undefined;
  machine.crates.note(module.file);
  if (!isSettings) return settingsOf(machine, member.type ?? "", module, type);
  const byDefault = defaultOf(machine, of, member, place);
  return (byDefault && asSetting(byDefault)) ?? structAt(machine, pathIn(member.type ?? ""), module, type);
}

function defaultOf(machine: Machine, { type, module }: Instance, member: RustMember, place: Place): Value | undefined {
  if (member.default)
    return machine.evaluate(member.default, { module, type, names: { values: new Map() }, returns: [] });
  const method = findMethod(module.crate, type, "default");
  if (!method) return undefined;
  const made = machine.call({ kind: "function", ...method, type }, [], place);
  const field = made.kind === "instance" ? made.fields.get(member.name) : undefined;
  return field?.kind === "unknown" ? undefined : field;
}
